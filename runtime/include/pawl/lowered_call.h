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
#include <variant>

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
    std::is_base_of_v<promise_base, P> && !std::is_polymorphic_v<P> &&
    alignof(P) <= sizeof(frame_header);

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
constexpr bool is_coro = false;
template <class T>
inline constexpr bool is_coro<Coro<T>> = true;

/// Makes \p f a frame that can be resumed; its promise is there.
template <class Frame>
PAWL_INLINE inline void write_header(Frame& f, step_function step,
                                     void (*destroy)(frame_header*)) noexcept {
  auto& c = f.slots._pawl_c;
  c.header.resume = opaque(&resume_frame);
  c.header.destroy = opaque(destroy);
  step_of(&c.header) = step;
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
/// The same where there is nothing to destroy: not even a landing pad.
template <class Frame>
struct no_guard {
  Frame* frame;
};
template <class Frame, class Parameters, bool HasPromise>
using guard_of_call =
    std::conditional_t<!HasPromise && std::is_trivially_destructible_v<Parameters>, no_guard<Frame>,
                       call_guard<Frame, HasPromise>>;

/// The exception that is handled leaves a direct call, and nothing of the frame is left.
[[noreturn]] PAWL_COLD inline void leave_call(frame_header* header) {
  struct end {
    frame_header* header;
    ~end() { header->destroy(header); }
  } e{header};
  header->resume = nullptr;
  throw;
}

/// The first run of a Coro's coroutine that has a frame of its own.
template <class T, class Frame>
struct first_step<pawl::detail::coro_promise<T>, Frame> {
  static constexpr bool is_other = true;
  /// Whether nobody can tell when the frame goes.  What is no number may denote a part of it.
  static constexpr bool goes_unnoticed =
      parameters_are_values<decltype(Frame::slots)>::value &&
      (std::is_void_v<T> || std::is_arithmetic_v<T> || std::is_enum_v<T>);

  static void prepare(pawl::detail::coro_promise<T>&) noexcept {}
  static frame_header* run(frame_header* header, void* how) {
    PAWL_DESCRIBES(Frame);
    Frame* f = Frame::from(header);
    auto& c = f->slots._pawl_c;
    step_of(header) = &Frame::step;
    try {
      frame_header* next = f->body()(f->slots, c.promise(), 0U,
                                     how == as_how(mode::resumed) ? mode::resumed : mode::called);
      if (__builtin_expect(next != completed(), 0)) return next;
    } catch (...) {
      if (!is_mode(how)) leave_call(header);
      c.unhandled();
    }
    if (is_mode(how)) return c.finish();
    if constexpr (in_registers<T> && !std::is_void_v<T>)
      *static_cast<stored_t<T>*>(how) = c.promise().result.value();
    if constexpr (goes_unnoticed) {
      // Nothing is left in it that has a destructor with anything to do.
      Frame::release(f);
      return gone();
    } else {
      header->resume = nullptr;
      return completed();
    }
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
PAWL_INLINE inline frame_header* begin_frame(Frame& f, Body body) noexcept {
  auto& c = f.slots._pawl_c;
  f.keep(std::move(body));
  auto* promise = ::new (static_cast<void*>(c.promise_bytes)) Promise;
  write_header(f, &first_step<Promise, Frame>::run, &Frame::destroy);
  c.state = 0;
  c.initial.make([promise]() -> decltype(auto) { return promise->initial_suspend(); });
  return &c.header;
}

}  // namespace detail

namespace detail {

/// What a call gives that has suspended; its value is nobody's business.
template <class Result>
PAWL_INLINE inline Result suspended(frame_header* next) noexcept {
  Result r;
  r.next = next;
  return r;
}
/// Makes a frame for a Coro.
template <class Result, class Promise, class Parameters, class Body, class Make>
PAWL_INLINE inline Result make_frame(Body&& body, Make&& make_parameters) {
  using frame_type = typename Result::frame_type;
  auto* f = static_cast<frame_type*>(frame_type::memory::allocate());
  memory_guard<frame_type> guard{f};
  ::new (f->slots._pawl_p.raw()) box<Parameters>{make_parameters()};
  guard.memory = nullptr;
  return suspended<Result>(begin_frame<Promise>(*f, std::move(body)));
}
/// The same out of the way of calls that have a place, by values: a reference would keep them out
/// of registers.
template <class Result, class Promise, class Parameters, class Body>
PAWL_NOINLINE Result make_frame_apart(Body body, Parameters parameters) {
  return make_frame<Result, Promise, Parameters>(
      std::move(body), [&]() -> Parameters { return static_cast<Parameters&&>(parameters); });
}
/// Whether parameters are as good as copied once when they are copied twice.
template <class Parameters>
constexpr bool are_small =
    std::is_trivially_copyable_v<Parameters> && std::is_move_constructible_v<Parameters> &&
    sizeof(Parameters) <= 2 * sizeof(void*);

}  // namespace detail

// The result of a promise in registers is read after the body has completed only; g++ cannot see
// that it was set then.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

/// What the entry of an async function does: runs it in a frame at \p at up to its end or its first
/// suspension, and throws what it throws; then nothing of the frame is left to destroy.
template <class Return, class Promise, class Slots, class Parameters, class Body, class Make,
          std::enable_if_t<detail::is_coro<Return>, int> = 0>
PAWL_INLINE inline auto enter(place at, Body body, Make&& make_parameters) {
  static_assert(std::is_same_v<Promise, typename Return::promise_type> &&
                    detail::is_callable_promise<Promise>,
                "std::coroutine_traits has another promise for this function than its type says");
  using T = typename Return::value_type;
  using frame_type = frame_of<Promise, Slots, Body>;
  PAWL_DESCRIBES(frame_type);
  using result = called<T, frame_type>;
  if (__builtin_expect(at.memory == nullptr, 0)) {
    if constexpr (detail::are_small<Parameters>) {
      return detail::make_frame_apart<result, Promise, Parameters>(std::move(body),
                                                                   make_parameters());
    } else {
      return detail::make_frame<result, Promise, Parameters>(std::move(body), make_parameters);
    }
  }
  auto* f = static_cast<frame_type*>(at.memory);
  ::new (f->slots._pawl_p.raw()) box<Parameters>{make_parameters()};
  auto* const promise = f->slots._pawl_c.promise_bytes;
  auto suspend = [&](frame_header* next) {
    f->keep(std::move(body));
    detail::write_header(*f, &frame_type::step, &frame_type::destroy_embedded);
    return detail::suspended<result>(next);
  };
  if constexpr (detail::in_registers<T>) {
    detail::guard_of_call<frame_type, Parameters, false> guard{f};
    detail::local_promise<Promise> local;
    frame_header* next = body(f->slots, local.promise, 0U, mode::called);
    guard.frame = nullptr;
    if (__builtin_expect(next == completed(), 1)) {
      result r;
      if constexpr (!std::is_void_v<T>) r.value = std::move(local.promise.result.value());
      r.next = nullptr;
      return r;
    }
    ::new (static_cast<void*>(promise)) Promise;
    return suspend(next);
  } else {
    ::new (static_cast<void*>(promise)) Promise;
    detail::call_guard<frame_type, true> guard{f};
    frame_header* next = body(f->slots, f->slots._pawl_c.promise(), 0U, mode::called);
    guard.frame = nullptr;
    return __builtin_expect(next == completed(), 1) ? result{nullptr} : suspend(next);
  }
}

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

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
  lowered::place place() noexcept { return {memory}; }
};

/// Stands for the call where a resume passes it.
struct no_call {
  template <class Called>
  operator Called() const noexcept {
    return Called();
  }
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

 public:
  /// \p state is the caller's: 0, or where it is resumed; \p own is the state in which it waits for
  /// this call; \p result is what the call gave.
  callee(slot_type& slot, const bool& keep, unsigned state, unsigned own, Called result) noexcept
      : slot_(slot),
        keep_(keep),
        result_(result),
        is_whole_(state == 0 ? __builtin_expect(result.next != nullptr, 0) : state == own) {}
  callee(const callee&) = delete;
  callee& operator=(const callee&) = delete;
  PAWL_INLINE ~callee() {
    if (keep_) return;
    if (__builtin_expect(is_whole_, 0)) {
      frame_type::end(&frame()->slots._pawl_c.header);
      return;
    }
    if constexpr (has_promise) end_promise();
    frame()->slots._pawl_p.destroy();
  }

  bool is_suspended() const noexcept { return is_whole_; }
  /// The caller, whose state is stored, suspends with it.
  template <class Prefix>
  PAWL_INLINE frame_header* suspend(Prefix& c, bool& keep, mode m) noexcept {
    if (result_.next == completed()) __builtin_unreachable();
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
    is_whole_ = false;
  }
  void save() const noexcept {}
  T await_resume() {
    if constexpr (has_promise) {
      return promise().result.take();
    } else if constexpr (!std::is_void_v<T>) {
      return pawl::detail::unstore<T>(std::move(result_.value));
    }
  }

 private:
  frame_type* frame() const noexcept { return reinterpret_cast<frame_type*>(slot_.memory); }
  auto& promise() const noexcept { return frame()->slots._pawl_c.promise(); }
  void end_promise() const noexcept {
    using promise_type = std::remove_reference_t<decltype(promise())>;
    promise().~promise_type();
  }

  slot_type& slot_;
  const bool& keep_;
  Called result_;
  /// Whether there is all of a frame, suspended or at its end; else there are its parameters, and a
  /// promise if it has one.
  bool is_whole_;
};

/// The same for a coroutine that has a frame of its own, behind a Coro which is awaited where it is
/// made.
template <class C>
class far_callee {
  using T = typename C::value_type;
  using promise_type = typename C::promise_type;
  static constexpr bool in_registers = detail::in_registers<T>;
  static_assert(detail::is_callable_promise<promise_type>);

 public:
  struct slot_type {
    frame_header* frame;
  };

  /// Throws what the await of an empty Coro does.
  PAWL_INLINE far_callee(slot_type& slot, const bool& keep, unsigned state, unsigned own, C coro)
      : slot_(slot), keep_(keep), is_suspended_(state == own) {
    if (state != 0) {
      frame_ = slot.frame;
      return;
    }
    coro.await_ready();
    frame_ = pawl::detail::header_of(coro.release());
  }
  far_callee(const far_callee&) = delete;
  far_callee& operator=(const far_callee&) = delete;
  PAWL_INLINE ~far_callee() {
    if (!keep_ && frame_ != nullptr) frame_->destroy(frame_);
  }

  /// Runs the coroutine as far as it goes, and throws what it throws.
  PAWL_INLINE void run() {
    frame_header* header = frame_;
    if (__builtin_expect(header->resume != &resume_frame || !pawl::detail::stack_has_room(), 0)) {
      next_ = header;
      is_suspended_ = true;
      return;
    }
    frame_ = nullptr;
    // A local of its own: this object is to stay in registers.
    decltype(result_) result{};
    next_ = step_of(header)(header, &result);
    result_ = result;
    if (__builtin_expect(next_ == gone(), 1)) return;
    frame_ = header;
    is_suspended_ = next_ != completed();
  }
  bool is_suspended() const noexcept { return is_suspended_; }
  template <class Prefix>
  PAWL_INLINE frame_header* suspend(Prefix& c, bool& keep, mode m) noexcept {
    if (next_ == completed()) __builtin_unreachable();
    promise().continuation = &c.header;
    detail::hand_task(next_, c, m);
    save();
    keep = true;
    return next_;
  }
  void save() const noexcept { slot_.frame = frame_; }
  template <class Prefix>
  PAWL_INLINE void resume(Prefix& c) {
    auto& p = promise();
    detail::take_task(c, p);
    if constexpr (in_registers) {
      p.result.rethrow();
      result_ = p.result.value();
    }
  }
  T await_resume() {
    if constexpr (in_registers) {
      return pawl::detail::unstore<T>(std::move(result_));
    } else {
      return promise().result.take();
    }
  }

 private:
  promise_type& promise() const noexcept {
    return handle<promise_type>::from_address(frame_).promise();
  }

  slot_type& slot_;
  const bool& keep_;
  frame_header* frame_;
  frame_header* next_;
  std::conditional_t<in_registers, detail::stored_t<T>, std::monostate> result_;
  bool is_suspended_;
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
      next = step_of(next)(next, as_how(mode::called));
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
