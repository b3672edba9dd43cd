// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// executor.cpp: see executor.h.
#include <pawl/executor.h>

#include "event_loop.h"
#include "thread_pool.h"

namespace pawl {

ThreadPoolExecutor::ThreadPoolExecutor(std::size_t max_workers, std::string name_prefix) {
  if (max_workers == 0) detail::throw_value_error("max_workers must be greater than 0");
  threads_ = std::make_unique<detail::thread_pool>(max_workers, std::move(name_prefix));
}
ThreadPoolExecutor::~ThreadPoolExecutor() = default;

std::size_t ThreadPoolExecutor::default_workers() noexcept {
  return detail::thread_pool::default_size();
}
void ThreadPoolExecutor::shutdown() { threads_->end(); }

namespace detail {

thread_pool& default_pool() { return loop_core::of(require_loop()).default_threads(); }

void submit_to(thread_pool& pool, thread_job& job) {
  meet_the_world(job.loop());
  pool.submit(job);
  // Not before submit, which can throw.
  job.leave_for_thread();
}

}  // namespace detail
}  // namespace pawl
