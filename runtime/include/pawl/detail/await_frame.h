// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/detail/await_frame.h: `co_return co_await a;`, as a frame written by hand: it makes a Coro
// of anything that can be awaited, where the language has no coroutines too.
#ifndef PAWL_DETAIL_AWAIT_FRAME_H
#define PAWL_DETAIL_AWAIT_FRAME_H

#include <pawl/coro.h>

#include <new>
#include <type_traits>
#include <utility>

namespace pawl::detail {

/// The layout is that of any frame: the header, then the promise (pawl/coroutine.h).
template <class A>
class await_frame {
  using result = await_result_t<A>;
  using promise_type = coro_promise<result>;

 public:
  static Coro<result> make(A awaitable) {
    static_assert(alignof(await_frame) <= __STDCPP_DEFAULT_NEW_ALIGNMENT__);
    void* memory = allocate_frame(sizeof(await_frame));
    auto coro = (::new (memory) await_frame(std::move(awaitable)))->promise_.get_return_object();
    if (records_creations.load(std::memory_order_relaxed)) forget_creation(memory);
    return coro;
  }

 private:
  explicit await_frame(A&& awaitable) : awaitable_(std::move(awaitable)) {}

  static await_frame& of(frame_header* header) noexcept {
    return *reinterpret_cast<await_frame*>(header);
  }
  static void start(frame_header* header) {
    await_frame& self = of(header);
    frame_header* next = header;
    header->resume = finish;
    try {
      if (!self.awaitable_.await_ready()) {
        next = suspend_on(self.awaitable_, handle<promise_type>::from_promise(self.promise_));
      }
    } catch (...) {
      self.promise_.unhandled_exception();
      self.complete();
      return;
    }
    if (next) next->resume(next);
  }
  static void finish(frame_header* header) {
    await_frame& self = of(header);
    try {
      if constexpr (std::is_void_v<result>) {
        self.awaitable_.await_resume();
        self.promise_.return_void();
      } else {
        self.promise_.return_value(self.awaitable_.await_resume());
      }
    } catch (...) {
      self.promise_.unhandled_exception();
    }
    self.complete();
  }
  static void destroy(frame_header* header) {
    await_frame& self = of(header);
    self.~await_frame();
    deallocate_frame(&self, sizeof(await_frame));
  }
  void complete() {
    header_.resume = nullptr;
    promise_.continuation->resume(promise_.continuation);
  }

  frame_header header_{start, destroy};
  promise_type promise_;
  A awaitable_;
};

}  // namespace pawl::detail

#endif  // PAWL_DETAIL_AWAIT_FRAME_H
