// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/wait_for.h: giving up after a time.
// https://docs.python.org/3/library/asyncio-task.html#asyncio.wait_for
#ifndef PAWL_WAIT_FOR_H
#define PAWL_WAIT_FOR_H

#include <pawl/coro.h>
#include <pawl/detail/await_frame.h>
#include <pawl/detail/loop_base.h>
#include <pawl/errors.h>

#include <chrono>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace pawl {

namespace detail {

/// Cancels a task at a deadline, and knows afterwards whether a CancelledError was its own doing.
class timeout_scope final : public ready_node {
 public:
  timeout_scope() noexcept = default;
  timeout_scope(const timeout_scope&) noexcept : ready_node() {}
  ~timeout_scope() { leave(); }

  /// Throws RuntimeError when `task` is null.
  void enter(task_core* task);
  /// After enter().
  void cancel_after(loop_time delay);
  /// The deadline has passed already, and what is awaited was cancelled instead of the task.
  void expire_now() noexcept { expired_ = true; }
  void leave() noexcept;
  /// After leave(): a CancelledError stands for the deadline, and nobody else asked for it.
  bool timed_out() const noexcept { return timed_out_; }

  void run() override;

 private:
  task_core* task_ = nullptr;  // between enter and leave
  timer timer_;
  unsigned cancelling_before_ = 0;
  bool expired_ = false;
  bool cancelled_task_ = false;
  bool timed_out_ = false;
};

template <class A, class = void>
struct is_cancellable : std::false_type {};
template <class A>
struct is_cancellable<
    A, std::void_t<decltype(std::declval<A&>().cancel()), decltype(std::declval<A&>().done())>>
    : std::true_type {};

template <class A, class = void>
struct is_closable : std::false_type {};
template <class A>
struct is_closable<A, std::void_t<decltype(std::declval<A&>().close())>> : std::true_type {};

}  // namespace detail

/// What wait_for() returns; await it once.
template <class A>
class [[nodiscard]] WaitFor {
 public:
  explicit WaitFor(A awaitable, std::optional<detail::loop_time> limit)
      : awaitable_(std::move(awaitable)), limit_(limit) {}

  bool await_ready() {
    if (!limit_ || *limit_ > detail::loop_time::zero()) return awaitable_.await_ready();
    // No time at all: what is done gives its result, what runs is cancelled and waited for, what
    // has not begun never does.
    if constexpr (detail::is_cancellable<A>::value) {
      if (awaitable_.done()) return true;
      awaitable_.cancel();
      cancelled_at_once_ = true;
      return false;
    } else {
      if constexpr (detail::is_closable<A>::value) awaitable_.close();
      refused_ = true;
      return true;
    }
  }
  template <class P>
  handle<> await_suspend(handle<P> h) {
    if (limit_) {
      scope_.enter(detail::task_of(h));
      if (cancelled_at_once_) {
        scope_.expire_now();
      } else {
        scope_.cancel_after(*limit_);
      }
    }
    frame_header* next = detail::suspend_on(awaitable_, h);
    return next ? detail::handle_to(next) : noop_handle();
  }
  detail::await_result_t<A> await_resume() {
    if (refused_) throw TimeoutError();
    try {
      struct leave_at_end {
        detail::timeout_scope& scope;
        ~leave_at_end() { scope.leave(); }
      } guard{scope_};
      return awaitable_.await_resume();
    } catch (const CancelledError&) {
      if (scope_.timed_out()) detail::throw_timeout();
      throw;
    }
  }

 private:
  A awaitable_;
  std::optional<detail::loop_time> limit_;
  detail::timeout_scope scope_;
  bool refused_ = false;
  bool cancelled_at_once_ = false;
};

/// Awaits `awaitable` in the awaiting task; after `limit` cancels it, waits until it has ended, and
/// throws TimeoutError.  A value or another error that it ends with all the same is what comes out.
/// With a limit of zero or less only what is done already gives its result.  Its await throws
/// RuntimeError outside of a task.
template <class A, class Rep, class Period>
WaitFor<std::decay_t<A>> wait_for(A&& awaitable, std::chrono::duration<Rep, Period> limit) {
  return WaitFor<std::decay_t<A>>(std::forward<A>(awaitable), detail::to_loop_time(limit));
}

/// Without a limit: waits for ever.
template <class A>
WaitFor<std::decay_t<A>> wait_for(A&& awaitable, std::nullopt_t) {
  return WaitFor<std::decay_t<A>>(std::forward<A>(awaitable), std::nullopt);
}

}  // namespace pawl

#endif  // PAWL_WAIT_FOR_H
