// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/task.h: coroutines that run side by side.
// https://docs.python.org/3/library/asyncio-task.html#creating-tasks
#ifndef PAWL_TASK_H
#define PAWL_TASK_H

#include <pawl/coro.h>
#include <pawl/detail/task_core.h>
#include <pawl/future.h>

#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace pawl {

namespace detail {

template <class T>
class task_state : public task_core {
 public:
  task_state(Coro<T> coro, const TaskOptions& options, source_site site)
      : task_core(header_of(coro.frame()), coro.frame().promise(), options, site) {
    coro.release();  // not before: what came before may throw
  }

  stored_t<T>& get() {
    require_value();
    return value_.get();
  }
  T share() {
    require_value();
    return value_.share();
  }
  stored_t<T> take() {
    require_value();
    return value_.take(shared());
  }

 private:
  void collect(frame_header* root, std::exception_ptr& error) override {
    result_slot<T>& result = handle<coro_promise<T>>::from_address(root).promise().result;
    if (result.has_error()) {
      error = std::move(result.error());
    } else {
      value_.emplace(std::move(result.value()));
    }
  }

  kept_value<T> value_;
};

}  // namespace detail

/// A shared handle to a coroutine that runs by itself.  It can be awaited any number of times; it
/// runs on when every handle is gone.  It belongs to the thread of its loop.
///
/// cancel() makes the await at which the task waits throw CancelledError.  A task whose error
/// nobody took is reported on standard error when its last handle goes.
template <class T = void>
class Task : public detail::shared_result<T, detail::task_state<T>> {
  using base = detail::shared_result<T, detail::task_state<T>>;

 public:
  using base::base;

  /// Asks the task to end; false when it is done already.  What the task awaits is cancelled, down
  /// to what it waits for in the end, and CancelledError comes up from there; when it waits for
  /// nothing, at its next await.  A task that has not begun never does.
  bool cancel(const std::string& message = {}) const { return this->state().cancel(message); }
  /// How many cancel() have come, less uncancel().
  unsigned cancelling() const { return this->state().cancelling(); }
  /// Takes one cancel() back, and what is left of them; one that is not delivered yet is withdrawn
  /// with the last.
  unsigned uncancel() const { return this->state().uncancel(); }
  /// What create_task was given, or Task-1, Task-2, ...
  std::string get_name() const { return this->state().name(); }
  void set_name(const std::string& name) const { this->state().set_name(name); }
  /// For people: its state, name, what it waits for, and where it was created.
  std::string repr() const { return this->state().repr(); }
};

/// Runs `coro` as a task of the loop of this thread: its first step comes in the next iteration, in
/// the order of creation, unless it is eager.  It runs in a copy of the current context.  Throws
/// RuntimeError when no loop runs, or `coro` is empty.
template <class T>
[[nodiscard]] Task<T> create_task(Coro<T> coro,
                                  const TaskOptions& options = detail::default_task_options,
                                  detail::source_site site = detail::source_site::current()) {
  if (!coro) detail::throw_runtime_error("create_task: an empty Coro");
  detail::require_loop();
  Task<T> task(detail::ref_ptr<detail::task_state<T>>(
      new detail::task_state<T>(std::move(coro), options, site)));
  detail::state_access::of(task)->start(options.eager_start);
  return task;
}

/// A task of which the type of the result is not known: what current_task() and all_tasks() give.
class [[nodiscard]] AnyTask {
 public:
  AnyTask() noexcept = default;
  explicit AnyTask(detail::ref_ptr<detail::task_core> core) noexcept : core_(std::move(core)) {}
  template <class T>
  AnyTask(const Task<T>& task) noexcept : core_(detail::state_access::of(task)) {}

  explicit operator bool() const noexcept { return static_cast<bool>(core_); }
  bool done() const { return core_->done(); }
  bool cancelled() const { return core_->cancelled(); }
  bool cancel(const std::string& message = {}) const { return core_->cancel(message); }
  unsigned cancelling() const { return core_->cancelling(); }
  unsigned uncancel() const { return core_->uncancel(); }
  std::string get_name() const { return core_->name(); }
  void set_name(const std::string& name) const { core_->set_name(name); }
  std::string repr() const { return core_->repr(); }
  std::exception_ptr exception() const { return core_->exception(); }

  friend bool operator==(const AnyTask& a, const AnyTask& b) noexcept { return a.core_ == b.core_; }
  friend bool operator!=(const AnyTask& a, const AnyTask& b) noexcept { return !(a == b); }

 private:
  detail::ref_ptr<detail::task_core> core_;
};

/// The task whose code runs now; empty outside of one.
AnyTask current_task();
/// The tasks of this thread's loop that are not done.
std::vector<AnyTask> all_tasks();

}  // namespace pawl

#endif  // PAWL_TASK_H
