// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/outcome.h: what became of an awaitable: a value, an error or a cancellation.
#ifndef PAWL_OUTCOME_H
#define PAWL_OUTCOME_H

#include <pawl/detail/promise.h>
#include <pawl/detail/result_slot.h>
#include <pawl/errors.h>

#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

namespace pawl {

/// What gather(return_exceptions, ...) gives for each awaitable, and as_outcome() for one.
template <class T>
class Outcome {
 public:
  static Outcome success(detail::stored_t<T> value) {
    Outcome o;
    o.value_.emplace(std::move(value));
    return o;
  }
  static Outcome failure(std::exception_ptr error) noexcept {
    Outcome o;
    o.error_ = std::move(error);
    return o;
  }

  /// What `f()` returns or throws.
  template <class F>
  static Outcome of(F&& f) {
    try {
      if constexpr (std::is_void_v<T>) {
        std::forward<F>(f)();
        return success({});
      } else if constexpr (std::is_reference_v<T>) {
        return success(&std::forward<F>(f)());
      } else {
        return success(std::forward<F>(f)());
      }
    } catch (...) {
      return failure(std::current_exception());
    }
  }

  bool has_value() const noexcept { return value_.has_value(); }
  explicit operator bool() const noexcept { return has_value(); }
  /// The value; throws the error when there is none.
  std::add_lvalue_reference_t<T> value() {
    if (!value_) std::rethrow_exception(error_);
    if constexpr (std::is_reference_v<T>) {
      return **value_;
    } else if constexpr (!std::is_void_v<T>) {
      return *value_;
    }
  }
  /// The error (a CancelledError too), or null.
  const std::exception_ptr& exception() const noexcept { return error_; }
  /// Whether the error is a CancelledError.
  bool cancelled() const noexcept { return detail::is_cancelled_error(error_); }
  /// Whether the error can be caught as an `E`.
  template <class E>
  bool failed_with() const noexcept {
    return detail::is_error<E>(error_);
  }

 private:
  Outcome() = default;
  std::optional<detail::stored_t<T>> value_;
  std::exception_ptr error_;
};

/// What as_outcome() returns; await it once.
template <class A>
class [[nodiscard]] AsOutcome {
  using result = detail::await_result_t<A>;

 public:
  explicit AsOutcome(A awaitable) : awaitable_(std::move(awaitable)) {}
  bool await_ready() {
    try {
      return awaitable_.await_ready();
    } catch (...) {
      refusal_ = std::current_exception();
      return true;
    }
  }
  template <class P>
  handle<> await_suspend(handle<P> h) {
    try {
      frame_header* next = detail::suspend_on(awaitable_, h);
      return next ? detail::handle_to(next) : noop_handle();
    } catch (...) {
      refusal_ = std::current_exception();
      return h;
    }
  }
  Outcome<result> await_resume() {
    if (refusal_) return Outcome<result>::failure(std::move(refusal_));
    return Outcome<result>::of([this]() -> result { return awaitable_.await_resume(); });
  }

 private:
  A awaitable_;
  std::exception_ptr refusal_;
};

/// Awaits `awaitable` and gives what became of it instead of throwing.  A cancellation of the
/// awaiting task is caught too, as by a handler: throw it on by value().
template <class A>
AsOutcome<std::decay_t<A>> as_outcome(A&& awaitable) {
  return AsOutcome<std::decay_t<A>>(std::forward<A>(awaitable));
}

}  // namespace pawl

#endif  // PAWL_OUTCOME_H
