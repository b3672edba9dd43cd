// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// wait_for.cpp: see wait_for.h.
#include <pawl/detail/task_core.h>
#include <pawl/wait_for.h>

namespace pawl::detail {

void timeout_scope::enter(task_core* task) {
  if (!task) throw_runtime_error("a timeout needs a task to cancel");
  task_ = task;
  cancelling_before_ = task->cancelling();
}

void timeout_scope::cancel_after(loop_time delay) {
  loop_base& loop = task_->loop();
  timer_.start(loop, *this, deadline_after(now(loop), delay));
}

void timeout_scope::run() {
  expired_ = cancelled_task_ = true;
  task_->cancel({});
}

void timeout_scope::leave() noexcept {
  if (!task_) return;
  timer_.stop();
  unlink();
  const unsigned cancelling = cancelled_task_ ? task_->uncancel() : task_->cancelling();
  timed_out_ = expired_ && cancelling <= cancelling_before_;
  task_ = nullptr;
}

}  // namespace pawl::detail
