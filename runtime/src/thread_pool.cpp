// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// thread_pool.cpp: see thread_pool.h.
#include "thread_pool.h"

#include <pthread.h>

#include <algorithm>
#include <utility>

#include "event_loop.h"

namespace pawl::detail {

std::size_t thread_pool::default_size() noexcept {
  return std::min<std::size_t>(32, std::max(1U, std::thread::hardware_concurrency()) + 4);
}

thread_pool::thread_pool(std::size_t max_threads, std::string name)
    : max_threads_(max_threads), name_(std::move(name)) {}

thread_pool::~thread_pool() { end(); }

void thread_pool::end() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    ending_ = true;
  }
  more_.notify_all();
  for (std::thread& t : threads_) t.join();
  threads_.clear();
}

void thread_pool::submit(thread_job& job) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (ending_) throw_runtime_error("cannot schedule new futures after shutdown");
  if (queued_ >= idle_ && threads_.size() < max_threads_) {
    threads_.emplace_back([this, number = threads_.size()] { work(number); });
  }
  jobs_.push_back(job);
  ++queued_;
  more_.notify_one();
}

void thread_pool::work(std::size_t number) {
  // The kernel keeps 15 characters.
  const std::string suffix = "_" + std::to_string(number);
  const std::string name = name_.substr(0, 15 - std::min<std::size_t>(15, suffix.size())) + suffix;
  pthread_setname_np(pthread_self(), name.c_str());
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
  core.default_threads().submit(*job_);
  // Not before submit, which throws when no thread can be had.
  job_->leave_for_thread();
  settle();
}

void thread_waiter::disarm() noexcept {
  if (!job_ || job_->waiter_ != this) return;
  job_->waiter_ = nullptr;
  job_->abandon();
}

void thread_job::leave_for_thread() noexcept {
  retain();
  loop_core::of(*loop_).work_started();
}

void thread_job::run() {
  loop_core::of(*loop_).work_finished();
  returned();
  release();
}

void thread_job::returned() {
  if (thread_waiter* waiting = std::exchange(waiter_, nullptr)) waiting->wake();
}

void thread_job::drop() noexcept {
  loop_core::of(*loop_).work_finished();
  release();
}

}  // namespace pawl::detail
