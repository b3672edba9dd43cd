// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/lowered_generator.h: a step of an AsyncGenerator as a call.  Included by pawl/lowered.h.
//
// The generator runs on the native stack of its consumer (mode::called) up to its yield, which
// gives the consumer's own frame as the one to run next: who stepped it goes on in place.  When
// the generator awaits something that is not ready, the consumer suspends with it, and goes on when
// resume_frame() hands over at the yield.
#ifndef PAWL_LOWERED_GENERATOR_H
#define PAWL_LOWERED_GENERATOR_H

#include <pawl/async_generator.h>
#include <pawl/lowered_call.h>
#include <pawl/lowered_start.h>

#include <type_traits>

namespace pawl {
namespace lowered {

/// What called_step gives at a yield and at the end: who called it goes on.
inline frame_header* yielded() noexcept { return reinterpret_cast<frame_header*>(3); }

namespace detail {

template <class Coroutine>
constexpr bool is_generator = false;
template <class T, class S>
inline constexpr bool is_generator<AsyncGenerator<T, S>> = true;

/// Whether a body is as good as a part of the loops that read the generator.
template <class Slots, class = void>
constexpr bool is_small = false;
template <class Slots>
inline constexpr bool is_small<Slots, typename Slots::_pawl_is_small> = true;

template <class T, class S, class Frame>
struct first_step<pawl::detail::generator_promise<T, S>, Frame> {
  static constexpr bool is_other = false;
  using promise_type = pawl::detail::generator_promise<T, S>;

  /// Where the promise is where promise_behind() looks for it.
  static void prepare(promise_type& promise) noexcept {
    if constexpr (is_callable_promise<promise_type>) promise.called_step = &called;
  }
  static frame_header* run(frame_header* header, void* how) {
    PAWL_DESCRIBES(Frame);
    return Frame::step(header, how);
  }
  static frame_header* called(frame_header* header) { return run_called(header); }
  /// Runs the body from where it stands.
  PAWL_INLINE static frame_header* run_called(frame_header* header) {
    PAWL_DESCRIBES(Frame);
    Frame* f = Frame::from(header);
    auto& c = f->slots._pawl_c;
    try {
      frame_header* next = f->body()(f->slots, c.promise(), c.state, mode::called);
      if (__builtin_expect(next != completed(), 1)) return next;
    } catch (...) {
      c.unhandled();
    }
    c.finish();
    return yielded();
  }
};

}  // namespace detail

/// What the entry of a generator gives: the generator, and the type of its frame.
template <class Generator, class Frame>
struct generated {
  using frame_type = Frame;
  Generator generator;
};

/// What the entry of a generator does: it makes the frame.
template <class Return, class Promise, class Slots, class Parameters, class Body, class Make,
          std::enable_if_t<detail::is_generator<Return>, int> = 0>
auto enter(place, Body body, Make&& make_parameters) {
  return generated<Return, frame_of<Promise, Slots, Body>>{
      lowered::start<Return, Promise, Slots, Parameters>(std::move(body), make_parameters)};
}
template <class Return, class Generator, class Frame>
Return suspended(generated<Generator, Frame>&& made) {
  return std::move(made.generator);
}

namespace detail {

/// Runs a generator by \p run, which is its called_step.
template <class Step, class Promise, class Run>
PAWL_INLINE inline frame_header* step_generator(Step& step, prefix<Promise>& c, bool& keep, mode m,
                                                Run run) {
  const auto frame = step.frame();
  auto& promise = frame.promise();
  step.prepare();
  promise.go();
  frame_header* next = run(pawl::detail::header_of(frame));
  if (__builtin_expect(next == yielded(), 1)) return nullptr;
  promise.continuation = &c.header;
  hand_task(next, c, m);
  keep = true;
  return next;
}

}  // namespace detail

/// The await of a step of a generator that is known to have the frames of \p Generated.  Whose
/// definition stands above its consumer's is no part of a recursion: the stack has room.
template <class Generated, class Step, class Promise>
PAWL_INLINE inline frame_header* suspend_in(Step& step, prefix<Promise>& c, bool& keep, mode m) {
  using frame_type = typename Generated::frame_type;
  using generator_promise = std::remove_reference_t<decltype(step.frame().promise())>;
  if constexpr (!detail::is_callable_promise<generator_promise>) {
    return lowered::suspend(step, c, keep, m);
  } else {
    using calls = detail::first_step<generator_promise, frame_type>;
    return detail::step_generator(step, c, keep, m, [](frame_header* frame) PAWL_INLINE {
      if constexpr (detail::is_small<decltype(frame_type::slots)>) {
        return calls::run_called(frame);
      } else {
        return calls::called(frame);
      }
    });
  }
}

/// The await of a step.
template <class Step, class Promise,
          std::enable_if_t<std::is_base_of_v<pawl::detail::generator_step, Step>, int> = 0>
PAWL_INLINE inline frame_header* suspend(Step& step, prefix<Promise>& c, bool& keep, mode m) {
  const auto called_step = step.frame().promise().called_step;
  if (__builtin_expect(called_step == nullptr || !pawl::detail::stack_has_room(), 0))
    return lowered::suspend<Step, prefix<Promise>>(step, c, keep, m);
  return detail::step_generator(step, c, keep, m, called_step);
}

/// What the consumer does first when it is resumed.
template <class Step, class Promise,
          std::enable_if_t<std::is_base_of_v<pawl::detail::generator_step, Step>, int> = 0>
inline void resume(Step& step, prefix<Promise>& c) noexcept {
  using generator_promise = std::remove_reference_t<decltype(step.frame().promise())>;
  if constexpr (detail::is_callable_promise<generator_promise>)
    detail::take_task(c, step.frame().promise());
}

/// A yield.
template <class P, class Awaiter>
PAWL_INLINE inline frame_header* suspend_at_yield(Awaiter& awaiter, P& promise, bool& keep,
                                                  mode m) noexcept {
  awaiter.hand_over();
  keep = true;
  if (m != mode::called) return promise.pass_on();
  promise.stage = P::at::yield;
  return yielded();
}
template <class P, class Promise>
PAWL_INLINE inline frame_header* suspend(pawl::detail::yield_awaiter<P>& awaiter,
                                         prefix<Promise>& c, bool& keep, mode m) noexcept {
  return suspend_at_yield(awaiter, c.promise(), keep, m);
}
template <class P, class T, class Promise>
PAWL_INLINE inline frame_header* suspend(pawl::detail::yield_copy_awaiter<P, T>& awaiter,
                                         prefix<Promise>& c, bool& keep, mode m) noexcept {
  return suspend_at_yield(awaiter, c.promise(), keep, m);
}

}  // namespace lowered
}  // namespace pawl

#endif  // PAWL_LOWERED_GENERATOR_H
