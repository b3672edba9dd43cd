// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/task_group.h: TaskGroup, tasks that end together.
// https://docs.python.org/3/library/asyncio-task.html#task-groups
//
//   await pawl::with(pawl::TaskGroup(), async [](pawl::TaskGroup& group) -> pawl::Coro<> {
//     group.create_task(fetch(1));
//     group.create_task(fetch(2));
//   });
#ifndef PAWL_TASK_GROUP_H
#define PAWL_TASK_GROUP_H

#include <pawl/detail/group_core.h>
#include <pawl/exception_group.h>
#include <pawl/future.h>
#include <pawl/task.h>
#include <pawl/with.h>

#include <string>
#include <type_traits>
#include <utility>

namespace pawl {

namespace detail {

/// A task and its place in a group, in one.
template <class T>
class group_child final : public task_state<T>, public group_link {
 public:
  group_child(Coro<T> coro, const TaskOptions& options, source_site site)
      : task_state<T>(std::move(coro), options, site), group_link(static_cast<task_core&>(*this)) {}
};

}  // namespace detail

/// What a task that TaskGroup::start() runs says when it is ready.  Copies mean the same.
template <class T = void>
class TaskStatus {
 public:
  TaskStatus() = default;
  /// Lets start() give `value` (no argument for void).  Throws InvalidStateError the second time.
  /// Without effect when nobody waits any more.
  template <class... U>
  void started(U&&... value) const {
    if (!ready_.cancelled()) ready_.set_result(std::forward<U>(value)...);
  }

 private:
  friend class TaskGroup;
  Future<T> ready_;
};

/// A scope (pawl/with.h) that waits for its tasks.  The first error of a task, or of the body,
/// cancels all the others; when they have ended, the errors are thrown as an ExceptionGroup.  A
/// task that is cancelled is no error.  Cancelling the awaiting task cancels all tasks;
/// CancelledError is thrown when they have ended, unless there are errors: then those, and the
/// cancellation comes at the next await.  A frame that is destroyed within the scope cancels the
/// tasks.
///
/// It can be entered once.  It belongs to the thread of its loop.
class TaskGroup final : public detail::group_core {
 public:
  TaskGroup() noexcept = default;

  /// Runs `coro` as a task of the group; tasks may add others while the scope is being left.
  /// Throws RuntimeError, and destroys `coro`, before the scope is entered, after it was left, and
  /// while the others are being cancelled.
  template <class T>
  Task<T> create_task(Coro<T> coro, const TaskOptions& options = detail::default_task_options,
                      detail::source_site site = detail::source_site::current()) {
    return adopt(std::move(coro), options, site, nullptr);
  }

  template <class T, class F>
  class Start;
  /// Runs the coroutine that `f(status)` returns as a task of the group, and suspends until it
  /// calls `status.started(value)`; gives that value.  An error that comes before is thrown here,
  /// not by the group; RuntimeError when it ends without.  A cancel cancels the task.
  /// https://trio.readthedocs.io/en/stable/reference-core.html#trio.Nursery.start
  template <class T = void, class F>
  Start<T, std::decay_t<F>> start(F&& f,
                                  detail::source_site site = detail::source_site::current()) {
    return Start<T, std::decay_t<F>>(*this, std::forward<F>(f), site);
  }

  /// What with() gives.
  template <class T, class F>
  static T result(F take, bool failed) {
    if constexpr (std::is_void_v<T>) {
      if (!failed) take();
    } else {
      return take();
    }
  }

 private:
  template <class T>
  Task<T> adopt(Coro<T> coro, const TaskOptions& options, detail::source_site site,
                detail::start_observer* observer) {
    try {
      require_open();
    } catch (...) {
      coro.close();
      throw;
    }
    if (!coro) detail::throw_runtime_error("create_task: an empty Coro");
    auto* child = new detail::group_child<T>(std::move(coro), options, site);
    Task<T> task{detail::ref_ptr<detail::task_state<T>>(child)};
    child->observe_start(observer);
    child->start(options.eager_start);
    add(*child);
    return task;
  }
};

/// What start() returns; await it once.
template <class T, class F>
class [[nodiscard]] TaskGroup::Start final : private detail::start_observer {
 public:
  Start(TaskGroup& group, F f, detail::source_site site)
      : group_(&group), f_(std::move(f)), site_(site) {}
  Start(Start&& other) : group_(other.group_), f_(std::move(other.f_)), site_(other.site_) {}
  ~Start() { ignore(); }

  bool await_ready() {
    auto coro = f_(status_);
    using value = typename decltype(coro)::value_type;
    Task<value> task = group_->adopt(std::move(coro), TaskOptions(), site_, this);
    link_ = static_cast<detail::group_child<value>*>(detail::state_access::of(task).get());
    return status_.ready_.await_ready();
  }
  template <class P>
  void await_suspend(handle<P> h) {
    status_.ready_.await_suspend(h);
  }
  T await_resume() {
    try {
      ignore();
      return status_.ready_.await_resume();
    } catch (const CancelledError&) {
      if (task_) task_->cancel({});
      throw;
    }
  }

 private:
  bool ended_early(const std::exception_ptr& error) override {
    link_ = nullptr;
    if (status_.ready_.done()) return false;
    status_.ready_.set_exception(
        error ? error
              : std::make_exception_ptr(RuntimeError("child exited without calling started()")));
    return true;
  }
  void ignore() noexcept {
    if (!link_) return;
    task_ = detail::ref_ptr<detail::task_core>(&link_->task());
    std::exchange(link_, nullptr)->observe_start(nullptr);
  }

  TaskGroup* group_;
  F f_;
  detail::source_site site_;
  TaskStatus<T> status_;
  detail::group_link* link_ = nullptr;  // until the task has ended
  detail::ref_ptr<detail::task_core> task_;
};

}  // namespace pawl

#endif  // PAWL_TASK_GROUP_H
