// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/coro.h: Coro<T>, the type of an async function that completes once with a T.
//
//   async pawl::Coro<int> answer(int x) {
//     await pawl::sleep(10ms);
//     return x * 2;
//   }
//
// Calling it runs nothing; the coroutine runs when it is awaited (in the caller's task, without a
// turn of the loop), or as a task of its own (create_task, gather, run).  See
// https://docs.python.org/3/library/asyncio-task.html#coroutines.
#ifndef PAWL_CORO_H
#define PAWL_CORO_H

#include <pawl/coroutine.h>
#include <pawl/detail/creation.h>
#include <pawl/detail/promise.h>
#include <pawl/detail/result_slot.h>
#include <pawl/errors.h>

#include <exception>
#include <type_traits>
#include <utility>

namespace pawl {

template <class T = void>
class Coro;

namespace detail {

template <class T>
class coro_promise;

template <class T>
class coro_promise_base : public promise_base {
 public:
  Coro<T> get_return_object() noexcept;
  suspend_always initial_suspend() const noexcept { return {}; }
  final_awaiter final_suspend() const noexcept { return {}; }
  void unhandled_exception() noexcept { result.set_error(std::current_exception()); }

  result_slot<T> result;
};

template <class T>
class coro_promise final : public coro_promise_base<T> {
 public:
  template <class U = T, class = std::enable_if_t<std::is_convertible_v<U&&, T>>>
  void return_value(U&& value) noexcept(std::is_nothrow_constructible_v<T, U&&>) {
    if constexpr (std::is_reference_v<T>) {
      T reference = static_cast<U&&>(value);
      this->result.set_value(&reference);
    } else {
      this->result.set_value(std::forward<U>(value));
    }
  }
};

template <>
class coro_promise<void> final : public coro_promise_base<void> {
 public:
  void return_void() noexcept { result.set_value(); }
};

}  // namespace detail

/// A coroutine that has not completed yet, and the only owner of its frame: destroying it destroys
/// the frame and what lives in it, wherever it is suspended.  It can be awaited once.  It belongs
/// to the thread of its loop.  Debug mode reports one that goes without having been awaited.
template <class T>
class [[nodiscard]] PAWL_AWAIT_ELIDABLE Coro {
 public:
  using promise_type = detail::coro_promise<T>;
  using value_type = T;

  Coro() noexcept = default;
  Coro(Coro&& other) noexcept : frame_(std::exchange(other.frame_, nullptr)) {}
  Coro& operator=(Coro&& other) noexcept {
    Coro(std::move(other)).swap(*this);
    return *this;
  }
  ~Coro() {
    if (!frame_) return;
    if (!frame_.promise().continuation && detail::records_creations.load(std::memory_order_relaxed))
      detail::never_awaited(detail::header_of(frame_));
    frame_.destroy();
  }
  void swap(Coro& other) noexcept { std::swap(frame_, other.frame_); }

  /// False when it was moved from or never held a coroutine.
  explicit operator bool() const noexcept { return static_cast<bool>(frame_); }

  /// Throws RuntimeError when there is no coroutine, or it was awaited before.
  bool await_ready() const {
    if (!frame_) detail::throw_runtime_error("cannot await an empty Coro");
    if (frame_.promise().continuation) {
      detail::throw_runtime_error("cannot reuse already awaited coroutine");
    }
    return false;
  }
  template <class P>
  handle<> await_suspend(handle<P> awaiting) noexcept {
    promise_type& promise = frame_.promise();
    promise.continuation = detail::header_of(awaiting);
    promise.task = detail::owner_of(awaiting);
    return frame_;
  }
  T await_resume() { return frame_.promise().result.take(); }

  /// Destroys the frame; that it was not awaited is meant.
  void close() noexcept {
    if (frame_) std::exchange(frame_, nullptr).destroy();
  }
  /// Gives the frame away, suspended before its first statement.
  handle<promise_type> release() noexcept { return std::exchange(frame_, nullptr); }
  /// The frame, which stays this object's.
  handle<promise_type> frame() const noexcept { return frame_; }

 private:
  friend class detail::coro_promise_base<T>;
  explicit Coro(handle<promise_type> frame) noexcept : frame_(frame) {}

  handle<promise_type> frame_;
};

template <class T>
Coro<T> detail::coro_promise_base<T>::get_return_object() noexcept {
  const auto frame = handle<coro_promise<T>>::from_promise(static_cast<coro_promise<T>&>(*this));
  if (records_creations.load(std::memory_order_relaxed)) record_creation(frame.address());
  return Coro<T>(frame);
}

}  // namespace pawl

#endif  // PAWL_CORO_H
