// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/outcome.h: what became of an awaitable: a value or an error.
#ifndef PAWL_OUTCOME_H
#define PAWL_OUTCOME_H

#include <pawl/detail/result_slot.h>

#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

namespace pawl {

/// What gather(return_exceptions, ...) gives for each awaitable.
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

 private:
  Outcome() = default;
  std::optional<detail::stored_t<T>> value_;
  std::exception_ptr error_;
};

}  // namespace pawl

#endif  // PAWL_OUTCOME_H
