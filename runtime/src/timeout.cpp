// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// timeout.cpp: see timeout.h.
#include <pawl/timeout.h>

namespace pawl::detail {

void deadline_scope::enter(task_core* task) {
  if (state_ != state::created) throw_runtime_error("Timeout has already been entered");
  if (!task) throw_runtime_error("Timeout should be used inside a task");
  if (relative_ && when_) when_ = deadline_after(now(task->loop()), *when_);
  task_ = task;
  cancelling_before_ = task->cancelling();
  state_ = state::entered;
  start();
}

void deadline_scope::start() {
  if (!when_) return;
  if (*when_ <= now(task_->loop())) {
    task_->loop().ready.push_back(*this);
  } else {
    timer_.start(task_->loop(), *this, *when_);
  }
}

void deadline_scope::stop() noexcept {
  timer_.stop();
  unlink();
}

void deadline_scope::reschedule(std::optional<std::chrono::nanoseconds> when) {
  switch (state_) {
    case state::created:
      throw_runtime_error("Timeout has not been entered");
    case state::entered:
      break;
    case state::expiring:
      throw_runtime_error("Cannot change state of expiring Timeout");
    case state::expired:
      throw_runtime_error("Cannot change state of expired Timeout");
    case state::exited:
      throw_runtime_error("Cannot change state of finished Timeout");
  }
  stop();
  when_ = when;
  start();
}

void deadline_scope::run() {
  state_ = state::expiring;
  task_->cancel({});
}

bool deadline_scope::leave(std::exception_ptr& error, with_core&) noexcept {
  stop();
  if (state_ == state::entered) {
    state_ = state::exited;
    return true;
  }
  state_ = state::expired;
  if (task_->uncancel() > cancelling_before_ || !is_cancelled_error(error)) return true;
  if (action_ == on_expiry::go_on) {
    error = nullptr;
    return true;
  }
  try {
    std::rethrow_exception(error);
  } catch (...) {
    try {
      throw_timeout();
    } catch (...) {
      error = std::current_exception();
    }
  }
  return true;
}

void deadline_scope::abandon() noexcept {
  stop();
  state_ = state::exited;
}

}  // namespace pawl::detail
