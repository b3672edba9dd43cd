// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// threadsafe.cpp: see threadsafe.h.
#include <pawl/threadsafe.h>

namespace pawl::detail {

bool threadsafe_core::done() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return done_;
}

bool threadsafe_core::cancelled() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return cancelled_;
}

bool threadsafe_core::cancel(const std::shared_ptr<threadsafe_core>& self) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (done_) return false;
    done_ = cancelled_ = true;
    error_ = std::make_exception_ptr(CancelledError());
  }
  changed_.notify_all();
  loop_.call_soon_threadsafe([self] {
    if (self->task_) self->task_.cancel();
  });
  return true;
}

bool threadsafe_core::wait(std::optional<std::chrono::nanoseconds> limit) const {
  std::unique_lock<std::mutex> lock(mutex_);
  const auto is_done = [this] { return done_; };
  if (limit) return changed_.wait_for(lock, *limit, is_done);
  changed_.wait(lock, is_done);
  return true;
}

bool threadsafe_core::begin(AnyTask task) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (done_) return false;
  task_ = std::move(task);
  return true;
}

void threadsafe_core::fail(std::exception_ptr error) {
  complete([&] {
    cancelled_ = is_cancelled_error(error);
    error_ = std::move(error);
  });
}

void threadsafe_core::require_value() const {
  if (error_) std::rethrow_exception(error_);
}

}  // namespace pawl::detail
