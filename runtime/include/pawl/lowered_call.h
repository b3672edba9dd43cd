// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/lowered_call.h: `await f(x)` as a call.  Included by pawl/lowered.h.
//
// An awaited coroutine runs on the native stack of the one that awaits it until it suspends or
// ends (mode::called).  Where its definition is known to its caller, its frame is a member of the
// caller's, and what tells a frame from others (its header, its promise) is written when it
// suspends first: a call that ends without suspending leaves a Coro's result in registers and its
// exception on its way.  See docs/embedding.md.
#ifndef PAWL_LOWERED_CALL_H
#define PAWL_LOWERED_CALL_H

#include <pawl/coro.h>
#include <pawl/coroutine.h>
#include <pawl/detail/promise.h>
#include <pawl/detail/result_slot.h>
#include <pawl/detail/stack_room.h>
#include <pawl/lowered_frame.h>

#include <cstddef>
#include <new>
#include <type_traits>
#include <utility>

/// What must be inlined for a call to stay in registers, and what must not for it to stay small.
#if defined(__OPTIMIZE__)
#define PAWL_INLINE __attribute__((always_inline))
#else
#define PAWL_INLINE
#endif
#define PAWL_COLD __attribute__((noinline, cold))

namespace pawl {
namespace lowered {
namespace detail {

using pawl::detail::promise_base;
using pawl::detail::stored_t;
using pawl::detail::task_core;

/// Whether every frame with a promise of type P has it at the same distance from the header, and
/// may be one of a chain of calls.
template <class P>
constexpr bool is_callable_promise =
    std::is_base_of_v<promise_base, P> && alignof(P) <= sizeof(frame_header);

inline promise_base& promise_behind(frame_header* header) noexcept {
  return *std::launder(reinterpret_cast<promise_base*>(reinterpret_cast<unsigned char*>(header) +
                                                       sizeof(frame_header)));
}

/// A chain of calls suspends in the coroutine of \p c, which runs by mode \p m, and \p inner is to
/// run next.  A frame that is called does not know which task it is part of; the outermost caller
/// tells the innermost, and each that ends tells the one that it goes on in (take_task).
template <class Prefix>
inline void hand_task(frame_header* inner, Prefix& c, mode m) noexcept {
  if (m != mode::called) promise_behind(inner).task = pawl::detail::owner_of(c.self());
}

/// The coroutine of \p c goes on where one with the promise \p ended ended.
template <class Promise>
inline void take_task(prefix<Promise>& c, const promise_base& ended) noexcept {
  if constexpr (std::is_base_of_v<promise_base, Promise>) c.promise().task = ended.task;
}

/// Whether a call gives its result to its caller in registers.
template <class T>
constexpr bool in_registers =
    std::is_trivially_copyable_v<stored_t<T>> &&
    std::is_trivially_default_constructible_v<stored_t<T>> && sizeof(stored_t<T>) <= sizeof(void*);
template <>
inline constexpr bool in_registers<void> = true;

/// A promise that stays in registers while nobody asks for its address.
template <class Promise>
union local_promise {
  Promise promise;
  local_promise() : promise() {}
  local_promise(const local_promise&) = delete;
  ~local_promise() {}
};

}  // namespace detail

/// Where a called coroutine has its frame; null: it is made for a Coro, and not run.
struct place {
  void* memory = nullptr;
};

/// What a call gives: the frame to run next when it has suspended, or null and its result.
template <class T, class Frame, bool InRegisters = detail::in_registers<T> && !std::is_void_v<T>>
struct called {
  using result_type = T;
  using frame_type = Frame;
  detail::stored_t<T> value;
  frame_header* next;
};
template <class T, class Frame>
struct called<T, Frame, false> {
  using result_type = T;
  using frame_type = Frame;
  frame_header* next;
};

namespace detail {

template <class Coroutine>
struct coro_result;
template <class T>
struct coro_result<Coro<T>> {
  using type = T;
};

/// Makes \p f a frame that can be resumed; its promise is there.
template <class Frame>
void write_header(Frame& f, void (*destroy)(frame_header*)) noexcept {
  auto& c = f.slots._pawl_c;
  c.header.resume = opaque(&resume_frame);
  c.header.destroy = opaque(destroy);
  step_of(&c.header) = &Frame::step;
}

/// Destroys what a call has built when an exception leaves it.
template <class Frame, bool HasPromise>
struct call_guard {
  Frame* frame;
  ~call_guard() {
    if (frame == nullptr) return;
    using promise_type = std::remove_reference_t<decltype(frame->slots._pawl_c.promise())>;
    if constexpr (HasPromise) frame->slots._pawl_c.promise().~promise_type();
    frame->slots._pawl_p.destroy();
  }
};

/// Gives memory back when the parameters' construction throws.
template <class Frame>
struct memory_guard {
  void* memory;
  ~memory_guard() {
    if (memory != nullptr) Frame::memory::free(memory);
  }
};

/// Makes \p f, which has its parameters, a frame that is suspended at its beginning.
template <class Promise, class Frame, class Body>
PAWL_COLD frame_header* begin_frame(Frame& f, Body body) noexcept {
  auto& c = f.slots._pawl_c;
  ::new (static_cast<void*>(&f.body)) Body(std::move(body));
  auto* promise = ::new (static_cast<void*>(c.promise_bytes)) Promise;
  write_header(f, &Frame::destroy);
  c.state = 0;
  c.initial.make([promise]() -> decltype(auto) { return promise->initial_suspend(); });
  return &c.header;
}

}  // namespace detail

/// What the entry of an async function does: runs it in a frame at \p at up to its end or its first
/// suspension, and throws what it throws; then nothing of the frame is left to destroy.
template <class Return, class Promise, class Slots, class Parameters, class Body, class Make>
PAWL_INLINE inline auto enter(place at, Body body, Make&& make_parameters) {
  static_assert(std::is_same_v<Promise, typename Return::promise_type> &&
                    detail::is_callable_promise<Promise>,
                "std::coroutine_traits has another promise for this function than its type says");
  using T = typename detail::coro_result<Return>::type;
  using frame_type =
      frame<Promise, Slots, Body,
            detail::allocation_of<Promise, (alignof(Slots) > __STDCPP_DEFAULT_NEW_ALIGNMENT__)>()>;
  PAWL_DESCRIBES(frame_type);
  using result = called<T, frame_type>;
  result r{};
  const bool own = __builtin_expect(at.memory == nullptr, 0);
  auto* f = static_cast<frame_type*>(own ? frame_type::memory::allocate() : at.memory);
  {
    detail::memory_guard<frame_type> guard{own ? f : nullptr};
    ::new (f->slots._pawl_p.raw()) box<Parameters>{make_parameters()};
    guard.memory = nullptr;
  }
  if (own) {
    r.next = detail::begin_frame<Promise>(*f, std::move(body));
    return r;
  }
  auto suspended = [&](frame_header* next) {
    ::new (static_cast<void*>(&f->body)) Body(std::move(body));
    detail::write_header(*f, [](frame_header* header) {
      if (!frame_type::describes(header)) frame_type::end(frame_type::from(header));
    });
    r.next = next;
  };
  if constexpr (detail::in_registers<T>) {
    detail::call_guard<frame_type, false> guard{f};
    detail::local_promise<Promise> local;
    frame_header* next = body(f->slots, local.promise, 0U, mode::called);
    guard.frame = nullptr;
    if (__builtin_expect(next == completed(), 1)) {
      if constexpr (!std::is_void_v<T>) r.value = std::move(local.promise.result.value());
    } else {
      ::new (static_cast<void*>(f->slots._pawl_c.promise_bytes)) Promise;
      suspended(next);
    }
  } else {
    auto* promise = ::new (static_cast<void*>(f->slots._pawl_c.promise_bytes)) Promise;
    detail::call_guard<frame_type, true> guard{f};
    frame_header* next = body(f->slots, *promise, 0U, mode::called);
    guard.frame = nullptr;
    if (__builtin_expect(next != completed(), 0)) suspended(next);
  }
  return r;
}

/// The Coro of a frame that enter() made at no place.
template <class Return, class T, class Frame, bool InRegisters>
Return suspended(const called<T, Frame, InRegisters>& made) {
  return handle<typename Return::promise_type>::from_address(made.next)
      .promise()
      .get_return_object();
}

/// Room in a frame for a coroutine that it calls.
template <class Called>
struct callee_slot {
  using frame_type = typename Called::frame_type;
  alignas(frame_type) unsigned char memory[sizeof(frame_type)];
};

/// What a function gives, for decltype.
template <class R, class... A>
R result_of(R (*)(A...));
template <class R, class C, class... A>
R result_of(R (C::*)(A...));
template <class R, class C, class... A>
R result_of(R (C::*)(A...) const);
template <class R, class C, class... A>
R result_of(R (C::*)(A...) &);
template <class R, class C, class... A>
R result_of(R (C::*)(A...) const&);
template <class R, class C, class... A>
R result_of(R (C::*)(A...) &&);
template <class R, class C, class... A>
R result_of(R (C::*)(A...) const&&);

/// A call that is awaited, from its beginning to the end of the full-expression it stands in, where
/// its parameters end too; a local of the caller's body.
template <class Called>
class callee {
 public:
  using slot_type = callee_slot<Called>;

 private:
  using frame_type = typename Called::frame_type;
  using T = typename Called::result_type;
  static constexpr bool has_promise = !detail::in_registers<T>;
  enum stage : unsigned char {
    nothing,
    /// It has ended without suspending: there are its parameters, and a promise if it has one.
    ended,
    /// There is all of a frame, suspended or at its end.
    whole,
  };

 public:
  /// \p state is the caller's: 0, or where it is resumed; \p own is the state in which it waits for
  /// this call.
  callee(slot_type& slot, const bool& keep, unsigned state, unsigned own) noexcept
      : slot_(slot), keep_(keep), stage_(state == 0 ? nothing : state == own ? whole : ended) {}
  callee(const callee&) = delete;
  callee& operator=(const callee&) = delete;
  PAWL_INLINE ~callee() {
    if (keep_ || stage_ == nothing) return;
    if (__builtin_expect(stage_ == whole, 0)) {
      end(frame());
      return;
    }
    if constexpr (has_promise) end_promise();
    frame()->slots._pawl_p.destroy();
  }

  lowered::place place() const noexcept { return {slot_.memory}; }
  void operator=(Called result) noexcept {
    result_ = result;
    stage_ = __builtin_expect(result.next == nullptr, 1) ? ended : whole;
  }
  bool is_suspended() const noexcept { return stage_ == whole; }
  /// The caller, whose state is stored, suspends with it.
  template <class Prefix>
  PAWL_INLINE frame_header* suspend(Prefix& c, bool& keep, mode m) noexcept {
    promise().continuation = &c.header;
    detail::hand_task(result_.next, c, m);
    keep = true;
    return result_.next;
  }
  /// The call has ended after a suspension, and the caller goes on: from here all is as after a
  /// call that did not suspend.  Throws what the call threw.
  template <class Prefix>
  PAWL_INLINE void resume(Prefix& c) {
    auto& p = promise();
    detail::take_task(c, p);
    if constexpr (!has_promise) {
      p.result.rethrow();
      if constexpr (!std::is_void_v<T>) result_.value = std::move(p.result.value());
      end_promise();
    }
    stage_ = ended;
  }
  T await_resume() {
    if constexpr (has_promise) {
      return promise().result.take();
    } else if constexpr (!std::is_void_v<T>) {
      return pawl::detail::unstore<T>(std::move(result_.value));
    }
  }

 private:
  PAWL_COLD static void end(frame_type* f) noexcept { frame_type::end(f); }
  frame_type* frame() const noexcept { return reinterpret_cast<frame_type*>(slot_.memory); }
  auto& promise() const noexcept { return frame()->slots._pawl_c.promise(); }
  void end_promise() const noexcept {
    using promise_type = std::remove_reference_t<decltype(promise())>;
    promise().~promise_type();
  }

  slot_type& slot_;
  const bool& keep_;
  Called result_;
  stage stage_;
};

template <class Callee>
using slot_of = typename Callee::slot_type;

/// The await of a Coro: its coroutine is called where that is possible.
template <class T, class Promise>
inline frame_header* suspend(Coro<T>& awaited, prefix<Promise>& c, bool& keep, mode m) {
  auto& promise = awaited.frame().promise();
  if constexpr (!detail::is_callable_promise<std::remove_reference_t<decltype(promise)>>) {
    return lowered::suspend<Coro<T>, prefix<Promise>>(awaited, c, keep, m);
  } else {
    promise.continuation = &c.header;
    frame_header* next = pawl::detail::header_of(awaited.frame());
    if (next->resume == &resume_frame && pawl::detail::stack_has_room()) {
      next = step_of(next)(next, mode::called);
      if (next == &c.header) return nullptr;
    }
    detail::hand_task(next, c, m);
    keep = true;
    return next;
  }
}

/// What an await of a body does first when it is resumed: nothing.
template <class Awaiter, class Prefix>
inline void resume(Awaiter&, Prefix&) noexcept {}
/// That of a Coro has its task to take over.
template <class T, class Promise>
inline void resume(Coro<T>& awaited, prefix<Promise>& c) noexcept {
  using awaited_promise = typename Coro<T>::promise_type;
  if constexpr (detail::is_callable_promise<awaited_promise>)
    detail::take_task(c, awaited.frame().promise());
}

}  // namespace lowered
}  // namespace pawl

#endif  // PAWL_LOWERED_CALL_H
