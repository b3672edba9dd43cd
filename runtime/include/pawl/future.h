// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/future.h: Future<T>, a result that somebody will set, for bridging callbacks to await.
// https://docs.python.org/3/library/asyncio-future.html
#ifndef PAWL_FUTURE_H
#define PAWL_FUTURE_H

#include <pawl/coroutine.h>
#include <pawl/detail/callback.h>
#include <pawl/detail/future_core.h>
#include <pawl/detail/source_site.h>
#include <pawl/errors.h>

#include <exception>
#include <string>
#include <type_traits>
#include <utility>

namespace pawl {

namespace detail {

/// What Future and Task have in common: a shared handle to a state, which can be awaited any number
/// of times, by many at once.
template <class T, class State>
class shared_result {
 public:
  using value_type = T;
  using shared_result_tag = void;

  shared_result() noexcept = default;
  explicit shared_result(ref_ptr<State> state) noexcept : state_(std::move(state)) {}

  /// False for a handle that never got a state, or was moved from.
  explicit operator bool() const noexcept { return static_cast<bool>(state_); }
  /// True once there is a result, an error or a cancellation.
  bool done() const { return state().done(); }
  bool cancelled() const { return state().cancelled(); }
  /// The value; valid as long as a handle is.  Throws InvalidStateError while pending,
  /// CancelledError when cancelled, or the error.
  std::add_lvalue_reference_t<T> result() const {
    if constexpr (std::is_void_v<T>) {
      state().get();
    } else if constexpr (std::is_reference_v<T>) {
      return *state().get();
    } else {
      return state().get();
    }
  }
  /// The error, or null when there is a value.  Throws InvalidStateError while pending,
  /// CancelledError when cancelled.
  std::exception_ptr exception() const { return state().exception(); }
  /// Runs `f()` on the loop after this is done, never at once; in the order of adding.
  template <class F>
  Handle add_done_callback(F f, source_site site = source_site::current()) const {
    auto node = make_callback(std::move(f), site);
    node->stay_until_run();
    state().add_callback(*node);
    return Handle(std::move(node));
  }

  bool await_ready() const { return state().done(); }
  template <class P>
  void await_suspend(handle<P> h) const {
    state().suspend(h);
  }
  /// A copy of the value, so that the next one who awaits gets it too; a value that can only be
  /// moved goes to the first.
  T await_resume() const {
    deliver_cancel_of_wait(state());
    return state().share();
  }

  friend bool operator==(const shared_result& a, const shared_result& b) noexcept {
    return a.state_ == b.state_;
  }
  friend bool operator!=(const shared_result& a, const shared_result& b) noexcept {
    return !(a == b);
  }

 protected:
  State& state() const {
    if (!state_) throw_runtime_error("an empty Task or Future was used");
    return *state_;
  }

 private:
  friend struct state_access;
  ref_ptr<State> state_;
};

template <class A, class = void>
struct is_shared_result : std::false_type {};
template <class A>
struct is_shared_result<A, std::void_t<typename A::shared_result_tag>> : std::true_type {};

/// The way in for the rest of the runtime.
struct state_access {
  template <class T, class State>
  static const ref_ptr<State>& of(const shared_result<T, State>& result) noexcept {
    return result.state_;
  }
};

}  // namespace detail

/// A shared handle to a result that is set once.  It belongs to the loop it was made in and to that
/// loop's thread; other threads go through EventLoop::call_soon_threadsafe.
template <class T = void>
class [[nodiscard]] Future : public detail::shared_result<T, detail::future_state<T>> {
  using base = detail::shared_result<T, detail::future_state<T>>;

 public:
  /// Pending.  Throws RuntimeError when no loop runs in this thread.
  Future() : base(detail::ref_ptr<detail::future_state<T>>(new detail::future_state<T>)) {}
  explicit Future(detail::ref_ptr<detail::future_state<T>> state) noexcept
      : base(std::move(state)) {}

  /// Ends it with a value (no argument for void).  Throws InvalidStateError when it is done.
  template <class... U>
  void set_result(U&&... value) const {
    static_assert(sizeof...(U) == (std::is_void_v<T> ? 0 : 1));
    if constexpr (std::is_reference_v<T>) {
      this->state().set_value(&value...);
    } else {
      this->state().set_value(std::forward<U>(value)...);
    }
  }
  /// Ends it with an error.  Throws InvalidStateError when it is done.
  void set_exception(std::exception_ptr error) const { this->state().fail(std::move(error)); }
  /// Ends it as cancelled; false when it was done.
  bool cancel(const std::string& message = {}) const { return this->state().cancel(message); }
};

}  // namespace pawl

#endif  // PAWL_FUTURE_H
