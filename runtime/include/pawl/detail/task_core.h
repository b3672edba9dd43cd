// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/detail/task_core.h: the state of a task, as far as it does not depend on its result's type.
//
// A task owns the frame of its coroutine.  The frame's continuation is a header inside the task, so
// that completing the coroutine resumes the task, which keeps the result and lets the frame go.
// While it is pending a task refers to itself: it runs on when every handle is gone.
#ifndef PAWL_DETAIL_TASK_CORE_H
#define PAWL_DETAIL_TASK_CORE_H

#include <pawl/context.h>
#include <pawl/detail/context_cell.h>
#include <pawl/detail/future_core.h>
#include <pawl/detail/source_site.h>
#include <pawl/detail/waiter.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace pawl {

/// How a task is made; a name alone will do.
struct TaskOptions {
  TaskOptions() = default;
  TaskOptions(std::string task_name) : name(std::move(task_name)) {}
  TaskOptions(const char* task_name) : name(task_name) {}

  std::string name;                     ///< empty: Task-1, Task-2, ...
  std::optional<Context> context = {};  ///< what it runs in; nothing: a copy of the current one
  bool eager_start = false;             ///< its first step runs at once, in create_task
};

namespace detail {

/// Those of who says nothing.
extern const TaskOptions default_task_options;

/// The wait of a frame for a future.  It lives in the task that the frame is part of, which waits
/// for one thing at a time, and not in the awaiter: a Task is its own awaiter, and many may await
/// one Task object.  Without a target it is the turn of a task that has not begun.
class future_waiter final : public waiter {
 public:
  bool cancel(const std::string& message) override;
  void run() override;
  std::string waits_for() const override;
  /// The task that it waits for, or null.
  const task_core* awaited_task() const noexcept;
  bool order_is_promised() const noexcept override { return !target_; }
  source_site site() const noexcept override;

 private:
  friend class future_core;
  friend class task_core;
  friend struct debugger_view;
  friend void abandon(future_waiter&) noexcept;
  void leave() noexcept;

  ref_ptr<future_core> target_;
  promise_base* promise_ = nullptr;  // the waiting frame's, where it is one of ours
  bool on_heap_ = false;             // which task the frame is part of is not known
};

class task_core : public future_core {
 public:
  static void* operator new(std::size_t bytes) { return allocate_frame(bytes); }
  static void operator delete(void* task, std::size_t bytes) noexcept {
    deallocate_frame(task, bytes);
  }

  bool cancel(const std::string& message) override;
  unsigned cancelling() const noexcept { return cancel_requests_; }
  unsigned uncancel() noexcept;
  /// A cancel to be delivered at the next await.
  void request_cancel() noexcept {
    ++cancel_requests_;
    must_cancel_ = true;
  }
  /// A CancelledError with the message of the last cancel.
  std::exception_ptr make_cancelled_error() const;

  context_cell& context() noexcept { return shared_context_ ? *shared_context_ : own_context_; }
  /// Its first step comes in the next iteration, or right now.
  void start(bool eagerly);

  std::string name() const;
  void set_name(const std::string& name) { name_ = name; }
  source_site site() const noexcept { return site_; }
  std::string describe() const override;
  std::string repr() const;
  /// For people: what it waits for, and what that waits for, and so on.
  std::string chain() const;
  /// The frame that goes on when what it waits for happens; the coroutine that it was made of
  /// before the first step; null when that is not known.
  frame_header* suspended_frame() const noexcept;
  const char* kind() const noexcept override { return "Task"; }
  /// The loop ends before the task: it will never go on.
  void destroy_pending() noexcept;
  /// The same without a report.
  void discard() noexcept;

 protected:
  task_core(frame_header* root, promise_base& promise, const TaskOptions& options,
            source_site site);
  ~task_core() override;
  /// The coroutine completed: keeps its value, or moves its error to \p error, which is null.
  virtual void collect(frame_header* root, std::exception_ptr& error) = 0;

 private:
  friend class waiter;
  friend class future_waiter;
  friend class future_core;
  friend class loop_core;
  friend struct debugger_view;
  friend void deliver_cancel_of_wait(const future_core&);

  struct completion : frame_header {
    task_core* task;
  };
  struct registration : list_node {
    task_core* task = nullptr;
  };

  void begin();  // the first step
  static void completed(frame_header* header);
  void complete();
  std::string place() const;
  bool current() const noexcept { return loop().current == this; }
  void drop_frame() noexcept;

  frame_header* root_;
  completion completion_;
  registration registration_;
  waiter* waiting_ = nullptr;
  future_waiter future_wait_;
  context_cell own_context_;
  ref_ptr<shared_context> shared_context_;
  boxed_string name_;
  std::uint64_t number_ = 0;
  source_site site_;
  unsigned cancel_requests_ = 0;
  bool must_cancel_ = false;     // to be delivered at the next await
  bool cancel_of_wait_ = false;  // to be thrown by the await that goes on now
};

}  // namespace detail
}  // namespace pawl

#endif  // PAWL_DETAIL_TASK_CORE_H
