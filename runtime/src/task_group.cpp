// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// task_group.cpp: see group_core.h.
#include <pawl/detail/group_core.h>
#include <pawl/exception_group.h>

#include <utility>

#include "event_loop.h"

namespace pawl::detail {

void group_link::run() {
  if (group_core* group = std::exchange(group_, nullptr)) {
    membership_.unlink();
    group->child_done(*this);
  }
  task_.release();
}

void group_link::drop() noexcept {
  membership_.unlink();
  group_ = nullptr;
  task_.release();
}

void group_core::require_open() const {
  if (state_ == state::created) throw_runtime_error("TaskGroup has not been entered");
  if (state_ == state::finished || (state_ == state::exiting && children_.empty())) {
    throw_runtime_error("TaskGroup is finished");
  }
  if (aborting_) throw_runtime_error("TaskGroup is shutting down");
}

void group_core::add(group_link& link) noexcept {
  link.group_ = this;
  link.task_.retain();
  children_.push_back(link.membership_);
  link.task_.add_callback(link);
  if (aborting_) link.task_.cancel({});  // its first step was eager, and cancelled the group
}

void group_core::enter(task_core* task) {
  if (state_ != state::created) throw_runtime_error("TaskGroup has been already entered");
  if (!task) throw_runtime_error("TaskGroup cannot determine the parent task");
  parent_ = task;
  cancelling_before_ = task->cancelling();
  state_ = state::entered;
  if (cancel_on_entry_) cancel();
}

void group_core::abort() noexcept {
  aborting_ = true;
  // A task that ends at once leaves the list in a later iteration only.
  children_.for_each([](group_link::membership& m) { m.link->task().cancel({}); });
}

void group_core::cancel_body() noexcept {
  if (state_ != state::entered || cancelled_body_) return;
  cancelled_body_ = true;
  parent_->cancel({});
}

void group_core::cancel() {
  switch (state_) {
    case state::created:
      cancel_on_entry_ = true;
      break;
    case state::entered:
    case state::exiting:
      if (!aborting_) abort();
      cancel_body();
      break;
    case state::finished:
      break;
  }
}

void group_core::child_done(group_link& link) noexcept {
  task_core& task = link.task();
  if (!task.cancelled()) {
    const std::exception_ptr error = task.exception();
    if (link.observer_ && std::exchange(link.observer_, nullptr)->ended_early(error)) {
      // Whoever started it has the error.
    } else if (error) {
      collect(error);
    }
  } else if (link.observer_) {
    std::exchange(link.observer_, nullptr)->ended_early(task.cancelled_error());
  }
  if (children_.empty() && exit_) std::exchange(exit_, nullptr)->wake();
}

void group_core::collect(const std::exception_ptr& error) noexcept {
  errors_.push_back(error);
  if (aborting_) return;
  abort();
  cancel_body();
}

bool group_core::leave(std::exception_ptr& error, with_core& exit) noexcept {
  state_ = state::exiting;
  cancelling_at_exit_ = parent_->cancelling();
  if (error && !aborting_) abort();
  if (children_.empty()) {
    finish(error);
    return true;
  }
  exit_ = &exit;
  return false;
}

void group_core::exit_cancelled() noexcept {
  // The group's own cancel of the body, which came too late for it, is none.
  if (parent_->cancelling() <= cancelling_before_ + (cancelled_body_ ? 1u : 0u)) return;
  exit_cancelled_ = true;
  if (!aborting_) abort();
}

void group_core::finish(std::exception_ptr& error) noexcept {
  state_ = state::finished;
  const bool body_cancelled = is_cancelled_error(error);
  const unsigned left = cancelled_body_ ? parent_->uncancel() : parent_->cancelling();
  const bool from_outside = left > cancelling_before_;
  if (error && !body_cancelled) errors_.push_back(error);
  if (!errors_.empty()) {
    // A cancel from outside is delivered at the next await instead.
    if (from_outside) {
      parent_->uncancel();
      parent_->cancel({});
    }
    try {
      throw ExceptionGroup("unhandled errors in a TaskGroup", std::exchange(errors_, {}));
    } catch (...) {
      error = std::current_exception();
    }
    return;
  }
  if (exit_cancelled_ && !error) error = parent_->make_cancelled_error();
  if (cancelled_body_ && !from_outside) error = nullptr;
}

void group_core::abandon() noexcept {
  state_ = state::finished;
  exit_ = nullptr;
  while (!children_.empty()) {
    group_link& first = *children_.pop_front().link;
    first.group_ = nullptr;
    first.observer_ = nullptr;
    first.task().cancel({});
  }
}

}  // namespace pawl::detail
