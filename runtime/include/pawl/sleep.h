// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/sleep.h: letting time pass.
// https://docs.python.org/3/library/asyncio-task.html#sleeping
#ifndef PAWL_SLEEP_H
#define PAWL_SLEEP_H

#include <pawl/detail/result_slot.h>
#include <pawl/detail/waiter.h>

#include <chrono>
#include <string>
#include <type_traits>
#include <utility>

namespace pawl {

namespace detail {

class sleep_waiter : public waiter {
 public:
  explicit sleep_waiter(loop_time delay) noexcept : delay_(delay) {}
  bool await_ready() const noexcept { return false; }
  template <class P>
  void await_suspend(handle<P> h) {
    start(header_of(h), task_of(h));
  }
  void run() override;
  std::string waits_for() const override;
  bool order_is_promised() const noexcept override { return false; }

 protected:
  void disarm() noexcept override;

 private:
  void start(frame_header* frame, task_core* task);
  loop_time delay_;
  timer timer_;
};

}  // namespace detail

/// What yield_now() returns; await it once.
class [[nodiscard]] Yield final : public detail::waiter {
 public:
  bool await_ready() const noexcept { return false; }
  template <class P>
  void await_suspend(handle<P> h) {
    start(detail::header_of(h), detail::task_of(h));
  }
  void await_resume() { throw_if_cancelled(); }
  std::string waits_for() const override { return "its turn"; }
  bool order_is_promised() const noexcept override { return false; }

 private:
  void start(frame_header* frame, detail::task_core* task);
};

/// What sleep() returns; await it once.
template <class T>
class [[nodiscard]] Sleep : public detail::sleep_waiter {
 public:
  template <class... Args>
  explicit Sleep(detail::loop_time delay, Args&&... result)
      : detail::sleep_waiter(delay), result_(std::forward<Args>(result)...) {}
  T await_resume() {
    throw_if_cancelled();
    return detail::unstore<T>(std::move(result_));
  }

 private:
  detail::stored_t<T> result_;
};

/// Suspends the awaiting coroutine for `delay`; zero or less gives way for exactly one iteration of
/// the loop.  Throws std::invalid_argument when `delay` is not a number; its await throws
/// CancelledError when the task is cancelled.
template <class Rep, class Period>
Sleep<void> sleep(std::chrono::duration<Rep, Period> delay) {
  return Sleep<void>(detail::to_loop_time(delay));
}

/// The same; the await yields `result`.
template <class Rep, class Period, class T>
Sleep<std::decay_t<T>> sleep(std::chrono::duration<Rep, Period> delay, T&& result) {
  return Sleep<std::decay_t<T>>(detail::to_loop_time(delay), std::forward<T>(result));
}

/// Lets everything else that is ready run once: sleep(0).
inline Yield yield_now() noexcept { return {}; }

}  // namespace pawl

#endif  // PAWL_SLEEP_H
