// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/detail/with_core.h: a body that runs within a scope which is entered before it and left
// after it, as Python's `async with` is; leaving may take time.
#ifndef PAWL_DETAIL_WITH_CORE_H
#define PAWL_DETAIL_WITH_CORE_H

#include <pawl/detail/task_core.h>
#include <pawl/detail/waiter.h>

#include <exception>
#include <string>

namespace pawl::detail {

class with_core;

/// What can stand around a body.
class scope {
 public:
  /// Throws RuntimeError when it cannot be entered: again, or outside of a task.
  virtual void enter(task_core* task) = 0;
  /// The body ended with `error`, or well when that is null, and may end with another because of
  /// it.  True when that is all; false when finish() is to be called later, by exit.wake().
  virtual bool leave(std::exception_ptr& error, with_core& exit) noexcept = 0;
  /// After leave() said false and all is over.
  virtual void finish(std::exception_ptr& error) noexcept { static_cast<void>(error); }
  /// A cancel came between leave() and finish().
  virtual void exit_cancelled() noexcept {}
  /// The frame around it was destroyed.
  virtual void abandon() noexcept = 0;

 protected:
  scope() noexcept = default;
  scope(const scope&) noexcept = default;
  scope& operator=(const scope&) noexcept = default;
  ~scope() = default;
};

/// The awaiter of with(): what runs between the awaiting frame and the body's.
class with_core : public waiter {
 public:
  bool await_ready() const noexcept { return false; }
  bool cancel(const std::string& message) override;
  void run() override;
  using waiter::wake;
  std::string waits_for() const override { return "the tasks of a TaskGroup"; }

 protected:
  with_core() noexcept { completion_.self = nullptr; }
  with_core(const with_core& other) noexcept : waiter(other) { completion_.self = nullptr; }
  ~with_core() = default;

  /// Enters the scope.
  void enter(scope& s, frame_header* outer, task_core* task);
  /// Runs the body; false when it has ended already, and the scope was left.
  bool start(frame_header* body, promise_base& promise, task_core* owner);
  /// The error that the body ended with.
  virtual std::exception_ptr take_error() noexcept = 0;
  /// To be called by the destructor, when the body is gone.
  void abandon() noexcept;
  void rethrow();

 private:
  struct completion : frame_header {
    with_core* self;
  };
  static void body_ended(frame_header* header);

  completion completion_;
  scope* scope_ = nullptr;  // from enter() until it is left
  frame_header* outer_ = nullptr;
  task_core* outer_task_ = nullptr;
  std::exception_ptr error_;
  bool starting_ = false;
  bool ended_ = false;
};

}  // namespace pawl::detail

#endif  // PAWL_DETAIL_WITH_CORE_H
