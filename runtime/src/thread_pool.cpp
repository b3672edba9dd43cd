// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// thread_pool.cpp: see thread_pool.h.
#include "thread_pool.h"

#include <algorithm>

#include "event_loop.h"

namespace pawl::detail {

namespace {

std::size_t default_size() {
  return std::min<std::size_t>(32, std::max(1U, std::thread::hardware_concurrency()) + 4);
}

}  // namespace

thread_pool::thread_pool() : max_threads_(default_size()) {}

thread_pool::~thread_pool() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    ending_ = true;
  }
  more_.notify_all();
  for (std::thread& t : threads_) t.join();
}

void thread_pool::submit(thread_job& job) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (queued_ >= idle_ && threads_.size() < max_threads_) {
    threads_.emplace_back([this] { work(); });
  }
  jobs_.push_back(job);
  ++queued_;
  more_.notify_one();
}

void thread_pool::work() {
  std::unique_lock<std::mutex> lock(mutex_);
  for (;;) {
    ++idle_;
    more_.wait(lock, [this] { return ending_ || !jobs_.empty(); });
    --idle_;
    if (jobs_.empty()) return;
    auto& job = static_cast<thread_job&>(jobs_.pop_front());
    --queued_;
    lock.unlock();
    if (!job.abandoned()) {
      const context_scope scope(job.context);
      job.perform();
    }
    post_from_thread(job.loop(), job);
    lock.lock();
  }
}

void thread_waiter::start() {
  job_->waiter_ = this;
  job_->loop_ = &loop();
  job_->context.values = current_context().values;
  loop_core& core = loop_core::of(loop());
  meet_the_world(core);
  if (!core.threads) core.threads = std::make_unique<thread_pool>();
  core.threads->submit(*job_);
  // Not before submit, which throws when no thread can be had.
  job_->retain();
  core.work_started();
  settle();
}

void thread_waiter::disarm() noexcept {
  if (!job_ || job_->waiter_ != this) return;
  job_->waiter_ = nullptr;
  job_->abandoned_.store(true, std::memory_order_relaxed);
}

void thread_job::run() {
  loop_core::of(*loop_).work_finished();
  if (thread_waiter* waiting = std::exchange(waiter_, nullptr)) waiting->wake();
  release();
}

void thread_job::drop() noexcept {
  loop_core::of(*loop_).work_finished();
  release();
}

}  // namespace pawl::detail
