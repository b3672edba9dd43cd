// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// with.cpp: see with_core.h.
#include <pawl/detail/with_core.h>

#include <utility>

namespace pawl::detail {

void with_core::enter(scope& s, frame_header* outer, task_core* task) {
  s.enter(task);
  scope_ = &s;
  outer_ = outer;
  outer_task_ = task;
}

bool with_core::start(frame_header* body, promise_base& promise, task_core* owner) {
  completion_.resume = body_ended;
  completion_.destroy = noop_resume;
  completion_.self = this;
  promise.continuation = &completion_;
  promise.task = owner;
  // A body that ends at once returns to here, so that a loop of such does not eat up the stack.
  starting_ = true;
  body->resume(body);
  starting_ = false;
  return !ended_;
}

void with_core::body_ended(frame_header* header) {
  with_core& self = *static_cast<completion*>(header)->self;
  self.error_ = self.take_error();
  if (!self.scope_->leave(self.error_, self)) {
    self.attach(self.outer_, self.outer_task_);
    self.settle();
    return;
  }
  self.scope_ = nullptr;
  self.ended_ = true;
  if (!self.starting_) self.outer_->resume(self.outer_);
}

bool with_core::cancel(const std::string&) {
  if (woken()) return false;
  // The wait goes on: the scope is not left before its time.
  scope_->exit_cancelled();
  return true;
}

void with_core::run() {
  if (take_late_cancel()) scope_->exit_cancelled();
  end_wait();
  // A cancel that the scope asks for now is for the next await.
  std::exchange(scope_, nullptr)->finish(error_);
  go_on();
}

void with_core::abandon() noexcept {
  if (scope* s = std::exchange(scope_, nullptr)) s->abandon();
}

void with_core::rethrow() {
  if (error_) std::rethrow_exception(std::exchange(error_, nullptr));
}

}  // namespace pawl::detail
