// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/detail/result_slot.h: room for what a coroutine completes with: a value, a reference,
// nothing, or an exception.
#ifndef PAWL_DETAIL_RESULT_SLOT_H
#define PAWL_DETAIL_RESULT_SLOT_H

#include <cstddef>
#include <exception>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>
#include <variant>

namespace pawl::detail {

/// What awaiting an A gives.
template <class A>
using await_result_t = decltype(std::declval<A&>().await_resume());

/// How a T is kept: references as pointers, nothing as std::monostate.
template <class T>
using stored_t = std::conditional_t<
    std::is_void_v<T>, std::monostate,
    std::conditional_t<std::is_reference_v<T>, std::remove_reference_t<T>*, std::remove_cv_t<T>>>;

/// A T as it was, given how it is kept.
template <class T>
T unstore(stored_t<T>&& stored) {
  if constexpr (std::is_void_v<T>) {
    static_cast<void>(stored);
  } else if constexpr (std::is_reference_v<T>) {
    return static_cast<T>(*stored);
  } else {
    return std::move(stored);
  }
}

/// Room for an S that is aligned more strictly than the room is.
template <class S>
class aligned_inside {
 public:
  S& get() noexcept {
    void* place = bytes_;
    std::size_t room = sizeof(bytes_);
    return *std::launder(static_cast<S*>(std::align(alignof(S), sizeof(S), place, room)));
  }

 private:
  unsigned char bytes_[sizeof(S) + alignof(S) - 1];
};

/// Every promise has its result behind what promises have in common, and every frame its promise
/// at the same place: the alignment of a T must not move it.
template <class T>
class result_slot {
 public:
  using stored = stored_t<T>;

  result_slot() noexcept {}
  result_slot(const result_slot&) = delete;
  result_slot& operator=(const result_slot&) = delete;
  ~result_slot() {
    if (kind_ == kind::value) value().~stored();
    if (kind_ == kind::error) error_.~exception_ptr();
  }

  template <class... Args>
  void set_value(Args&&... args) {
    ::new (static_cast<void*>(std::addressof(value()))) stored(std::forward<Args>(args)...);
    kind_ = kind::value;
  }
  void set_error(std::exception_ptr error) noexcept {
    // return_value may have run before a local's destructor threw: the error wins.
    if (kind_ == kind::value) value().~stored();
    if (kind_ == kind::error) error_.~exception_ptr();
    ::new (static_cast<void*>(&error_)) std::exception_ptr(std::move(error));
    kind_ = kind::error;
  }
  bool has_error() const noexcept { return kind_ == kind::error; }
  stored& value() noexcept {
    if constexpr (over_aligned) {
      return value_.get();
    } else {
      return value_;
    }
  }
  std::exception_ptr& error() noexcept { return error_; }

  /// Throws the error, if there is one.
  void rethrow() {
    if (kind_ == kind::error) std::rethrow_exception(std::exchange(error_, nullptr));
  }
  /// The value, moved out; or throws the error.
  T take() {
    rethrow();
    return unstore<T>(std::move(value()));
  }

 private:
  static constexpr bool over_aligned = alignof(stored) > alignof(std::max_align_t);
  enum class kind : unsigned char { nothing, value, error };
  union {
    std::conditional_t<over_aligned, aligned_inside<stored>, stored> value_;
    std::exception_ptr error_;
  };
  kind kind_ = kind::nothing;
};

}  // namespace pawl::detail

#endif  // PAWL_DETAIL_RESULT_SLOT_H
