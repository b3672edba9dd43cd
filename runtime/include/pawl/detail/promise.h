// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/detail/promise.h: what the promises of Pawl's coroutine types have in common.
#ifndef PAWL_DETAIL_PROMISE_H
#define PAWL_DETAIL_PROMISE_H

#include <pawl/coroutine.h>
#include <pawl/detail/frame_allocator.h>
#include <pawl/detail/loop_base.h>

#include <type_traits>

#if defined(__has_cpp_attribute)
#if __has_cpp_attribute(clang::coro_await_elidable)
/// On a coroutine type: the frame of a call that is awaited on the spot may live in the caller's.
#define PAWL_AWAIT_ELIDABLE [[clang::coro_await_elidable]]
#endif
#endif
#ifndef PAWL_AWAIT_ELIDABLE
#define PAWL_AWAIT_ELIDABLE
#endif

namespace pawl::detail {

class future_waiter;
class task_core;

/// A wait for a future that nobody is left to go on after; its node stays with the task.
void abandon(future_waiter& waiter) noexcept;

struct promise_base {
  frame_header* continuation = nullptr;  // who goes on when this one completes; null: not started
  task_core* task = nullptr;             // whose cancellation reaches this frame
  future_waiter* waits_for = nullptr;    // the node that would resume this frame, if kept elsewhere

  promise_base() noexcept = default;
  promise_base(const promise_base&) = delete;
  promise_base& operator=(const promise_base&) = delete;
  ~promise_base() {
    if (waits_for) abandon(*waits_for);
  }

  static void* operator new(std::size_t bytes) { return allocate_frame(bytes); }
  static void operator delete(void* frame, std::size_t bytes) noexcept {
    deallocate_frame(frame, bytes);
  }
};

/// The task whose coroutine a frame is part of; null when that is not known, because there is a
/// frame that is not ours in between.
template <class P>
task_core* owner_of(handle<P> h) noexcept {
  if constexpr (std::is_base_of_v<promise_base, P>) {
    return h.promise().task;
  } else {
    return nullptr;
  }
}

/// The task that waits when a frame suspends.  A frame of ours knows: it may go on inside another
/// task's step, where somebody else's awaiter resumed it.
template <class P>
task_core* task_of(handle<P> h) noexcept {
  task_core* owner = owner_of(h);
  return owner ? owner : current_task_core();
}

template <class P>
promise_base* promise_of(handle<P> h) noexcept {
  if constexpr (std::is_base_of_v<promise_base, P>) {
    return &h.promise();
  } else {
    return nullptr;
  }
}

template <class P>
frame_header* header_of(handle<P> h) noexcept {
  return static_cast<frame_header*>(h.address());
}

inline handle<> handle_to(frame_header* frame) noexcept { return handle<>::from_address(frame); }

/// Calls await_suspend; returns the frame to run next, or null when it is somebody else's turn.
template <class A, class P>
frame_header* suspend_on(A& awaiter, handle<P> h) {
  using result = decltype(awaiter.await_suspend(h));
  if constexpr (std::is_void_v<result>) {
    awaiter.await_suspend(h);
    return nullptr;
  } else if constexpr (std::is_same_v<result, bool>) {
    return awaiter.await_suspend(h) ? nullptr : header_of(h);
  } else {
    return static_cast<frame_header*>(awaiter.await_suspend(h).address());
  }
}

/// At the end of a coroutine: whoever awaited it goes on.
struct final_awaiter {
  bool await_ready() const noexcept { return false; }
  template <class P>
  handle<> await_suspend(handle<P> h) const noexcept {
    return handle_to(h.promise().continuation);
  }
  void await_resume() const noexcept {}
};

}  // namespace pawl::detail

#endif  // PAWL_DETAIL_PROMISE_H
