// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/detail/waiter.h: a suspended frame that waits for something of the runtime's.
//
// An awaiter derives from waiter, so that the node is part of the waiting frame.  Its life:
// attach() takes the frame and its task; the awaiter arms itself (a timer, a place in a queue) and
// calls settle(), which delivers a cancellation that came earlier.  Then either wake() puts it into
// the ready queue, or the task's cancel() disarms it and wakes it as cancelled.  run() resumes the
// frame, where await_resume() calls throw_if_cancelled() first.
#ifndef PAWL_DETAIL_WAITER_H
#define PAWL_DETAIL_WAITER_H

#include <pawl/detail/loop_base.h>
#include <pawl/detail/promise.h>

#include <string>

namespace pawl::detail {

class waiter : public ready_node {
 public:
  /// Asks the wait to end in CancelledError; false when it is over already.
  virtual bool cancel(const std::string& message);
  bool cancelled() const noexcept { return cancelled_; }
  /// For people: what it is that has to happen.
  virtual std::string waits_for() const { return "an awaiter of the program's own"; }
  void run() override;

 protected:
  waiter() noexcept = default;
  /// Awaiters move until they are awaited.
  waiter(const waiter&) noexcept : ready_node() {}
  waiter& operator=(const waiter&) = delete;
  ~waiter() {
    if (task_ || linked()) detach();
  }

  /// Throws RuntimeError when no loop runs in this thread.
  template <class P>
  void attach(handle<P> h) {
    attach(header_of(h), task_of(h));
  }
  void attach(frame_header* frame, task_core* task);
  void attach_now(frame_header* frame, task_core* task);  // the same, inline in waiter.cpp
  /// Forgets the frame: it is not going to be resumed.
  void detach() noexcept;
  void settle() {
    if (task_) deliver_pending_cancel();
  }
  /// The frame goes on in the loop's next iteration.
  void wake() noexcept;
  bool woken() const noexcept { return woken_; }
  /// Back to waiting, in the place of run(): what woke this is not there any more.
  void rearm() noexcept { woken_ = false; }
  /// Before the frame goes on: a cancel that came after the wake-up ends the wait all the same.
  /// False when none came.
  bool take_late_cancel() noexcept;
  /// What run() consists of: the task waits no longer; the frame goes on.
  void end_wait() noexcept;
  void go_on();
  /// The wait is to end in CancelledError, when its time comes.
  void mark_cancelled() noexcept { cancelled_ = true; }
  /// Leaves whatever would have woken this.
  virtual void disarm() noexcept { unlink(); }

  void throw_if_cancelled() {
    if (cancelled_) throw_cancelled_wait();
  }
  loop_base& loop() const noexcept { return *loop_; }
  task_core* task() const noexcept { return task_; }

 private:
  friend class future_waiter;
  friend class task_core;
  friend struct debugger_view;
  void deliver_pending_cancel();
  [[noreturn]] void throw_cancelled_wait();

  frame_header* frame_ = nullptr;
  task_core* task_ = nullptr;
  loop_base* loop_ = nullptr;
  bool woken_ = false;
  bool cancelled_ = false;
};

}  // namespace pawl::detail

#endif  // PAWL_DETAIL_WAITER_H
