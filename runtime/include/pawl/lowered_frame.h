// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/lowered_frame.h: the frame of a lowered coroutine, from the call that makes it to its end.
// Included by pawl/lowered.h.
//
// One coroutine is one frame:
//
//   [padding] step | resume destroy | promise | state, awaiters of initial_suspend and
//   final_suspend | slots | body
//                  ^ the header: what a coroutine handle points to, as in a native frame
//                  (pawl/coroutine.h)
//
// `body` is the user's function body as a lambda: body(slots, promise, state, mode) runs from the
// suspension point `state` to the next one and returns the frame to run next, null, or completed().
// With mode::dropped it only leaves: every destructor between the suspension point and the end of
// the body runs, as when a native coroutine is destroyed.
//
// Lowered frames share one resume function, so that one can tell a lowered frame from a native one
// by its header and step it in a loop: symmetric transfer in constant stack, whatever the compiler
// and the optimisation level. Plain generators, which hand over to nobody, have resume functions of
// their own and are resumed like native frames. The semantics are those of [dcl.fct.def.coroutine]
// and [expr.await].
#ifndef PAWL_LOWERED_FRAME_H
#define PAWL_LOWERED_FRAME_H

#include <pawl/coroutine.h>
#include <pawl/detail/frame_memory.h>
#include <pawl/detail/implied_await.h>
#include <pawl/detail/promise.h>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

/// What must be inlined for a call to stay in registers, and what must not for it to stay small.
#if defined(__OPTIMIZE__)
#define PAWL_INLINE __attribute__((always_inline))
#else
#define PAWL_INLINE
#endif
#define PAWL_NOINLINE __attribute__((noinline))
#define PAWL_COLD __attribute__((noinline, cold))

namespace pawl {
namespace lowered {

/// Hides from the optimiser which function \p f is.  Clang calls a native coroutine's resume and
/// destroy functions by a calling convention of its own (which is the platform's for one pointer);
/// where it sees that such a call through a coroutine_handle reaches an ordinary function, or the
/// other way round, it takes the call for undefined.
template <class F>
inline F* opaque(F* f) noexcept {
#if defined(__clang__)
  __asm__("" : "+r"(f));
#endif
  return f;
}

/// How a body runs.
enum class mode : unsigned char {
  /// By resume_frame(): nothing of the coroutines that wait for this one is on the native stack.
  resumed,
  /// By a call from the coroutine that awaits it, which has not stored its state.  A suspension is
  /// left to resume_frame(): the body notes it and returns its own frame as the one to run next, so
  /// that await_suspend is called when all who wait have stored theirs.
  called,
  /// To the suspension point and out of the body.
  dropped,
  /// By resume_frame(), to the suspension that was left to it.
  deferred,
};

/// What a body returns that ran to its end; the address of no frame.
inline frame_header* completed() noexcept { return reinterpret_cast<frame_header*>(1); }
/// What a direct call returns when the frame is gone, too.
inline frame_header* gone() noexcept { return reinterpret_cast<frame_header*>(2); }

/// Runs a frame and returns the one to run next, or null.  `how` is a mode as an address; or, for a
/// frame at its beginning, the place for a result that fits in a register: then this is a direct
/// call, which may also return completed() or gone(), and throws what the coroutine throws, with
/// the frame destroyed.
using step_function = frame_header* (*)(frame_header*, void* how);
inline void* as_how(mode m) noexcept { return reinterpret_cast<void*>(std::uintptr_t(m)); }
inline bool is_mode(const void* how) noexcept {
  return reinterpret_cast<std::uintptr_t>(how) <= std::uintptr_t(mode::dropped);
}

/// The step word stands right in front of the header.
inline step_function& step_of(frame_header* header) noexcept {
  return *reinterpret_cast<step_function*>(reinterpret_cast<unsigned char*>(header) -
                                           sizeof(step_function));
}

/// What the frames of one async function have in common, for people: constant data, which a
/// debugger reads too (gdb/pawl.py).
struct frame_description {
  /// The function's name; null: the text was lowered without lines.
  const char* function;
  const char* file;
  /// The line on which the body opens, then that of each suspension.
  const unsigned* lines;
  unsigned line_count;
  /// The line on which the body ends.
  unsigned last_line;
  /// Where the state is and where the address of the awaiting frame is, in bytes behind the
  /// header; the latter is 0 where the promise keeps none.
  unsigned state_offset;
  unsigned continuation_offset;
  /// The bits of the state that are the suspension's number.
  unsigned state_mask;
};

/// The description of a suspended lowered frame; null for a frame of another kind, for a plain
/// generator's, and for one that is done.
inline const frame_description* describe(frame_header* header);

/// Tells a debugger, in a function that runs bodies, which frames they have.
#define PAWL_DESCRIBES(Frame)                                                                  \
  __attribute__((used)) static constexpr const ::pawl::lowered::frame_description* of_frames = \
      &Frame::description

/// The resume function of lowered frames but plain generators': runs one, and whatever it hands
/// over to.  A native frame's resume function takes the same address under another type, which is
/// not for a sanitizer to judge.
#if defined(__clang__)
__attribute__((no_sanitize("function")))
#endif
inline void resume_frame(frame_header* header) {
  do {
    header = step_of(header)(header, as_how(mode::resumed));
    if (header == nullptr) return;
  } while (header->resume == &resume_frame);
  auto* resume = opaque(header->resume);
#if defined(__clang__)
  [[clang::musttail]] return resume(header);
#else
  return resume(header);
#endif
}

/// Calls await_ready, whose result is contextually converted ([expr.await]/3.7).
template <class Awaiter>
inline bool is_ready(Awaiter& awaiter) {
  return static_cast<bool>(awaiter.await_ready());
}

/// Calls await_suspend ([expr.await]/5.1) and returns the frame to run next, or null.  `keep` is
/// set before the call, since nothing of the frame may be touched after it, and taken back when the
/// call throws or says that the coroutine goes on.
template <class Awaiter, class Handle>
inline frame_header* suspend(Awaiter& awaiter, Handle self, bool& keep) {
  struct restore {
    bool& keep;
    bool armed = true;
    ~restore() {
      if (armed) keep = false;
    }
  };
  using result = decltype(awaiter.await_suspend(self));
  keep = true;
  restore r{keep};
  if constexpr (std::is_void<result>::value) {
    awaiter.await_suspend(self);
    r.armed = false;
    return nullptr;
  } else if constexpr (std::is_same<result, bool>::value) {
    r.armed = !awaiter.await_suspend(self);
    return nullptr;
  } else {
    auto next = awaiter.await_suspend(self);
    r.armed = false;
    return static_cast<frame_header*>(next.address());
  }
}

/// The same at an await of a body.  A called one leaves it to resume_frame().
template <class Awaiter, class Prefix>
inline frame_header* suspend(Awaiter& awaiter, Prefix& c, bool& keep, mode m) {
  if (m == mode::called) {
    c.state |= Prefix::deferred;
    keep = true;
    return &c.header;
  }
  return lowered::suspend(awaiter, c.self(), keep);
}

namespace detail {

template <std::size_t Align, bool Padded = (Align > sizeof(step_function))>
struct lead {
  alignas(Align) unsigned char padding[Align - sizeof(step_function)];
  step_function step;
};
template <std::size_t Align>
struct lead<Align, false> {
  step_function step;
};

/// The frame whose unhandled_exception() threw last in this thread, while it is suspended for
/// that reason.
inline thread_local frame_header* escaped = nullptr;

/// The resume function of what is no frame, but a question to the destroy function that it is given
/// to: how its frames are described.
inline void asks(frame_header*) {}
struct description_request : frame_header {
  const frame_description* answer = nullptr;
};

/// Stands in for a frame's destroy function while the ramp takes the frame down.
inline void ignore_destroy(frame_header*) {}

/// The step of a frame at its beginning.
template <class Promise, class Frame>
struct first_step {
  /// Whether it is another one than Frame::step, which then runs no frame at its beginning.
  static constexpr bool is_other = false;
  static frame_header* run(frame_header* header, void* how) {
    PAWL_DESCRIBES(Frame);
    return Frame::step(header, how);
  }
  /// What the promise is told of its frame.
  static void prepare(Promise&) noexcept {}
};

/// Whether nobody can tell whether the parameters in \p Slots are still there: they are scalars
/// whose addresses are not taken.
template <class Slots, class = void>
struct parameters_are_values : std::false_type {};
template <class Slots>
struct parameters_are_values<Slots, typename Slots::_pawl_values> : std::true_type {};

}  // namespace detail

/// How every frame begins.  Members and no base classes: a base's tail padding may hold members of
/// the derived class, which the construction of the promise would overwrite.
template <class Promise>
struct prefix {
  using promise_type = Promise;
  static constexpr std::size_t header_alignment = alignof(Promise) > alignof(frame_header)
                                                      ? alignof(Promise)
                                                      : alignof(frame_header);
  /// The state of a coroutine whose unhandled_exception() threw: suspended at its final suspend
  /// point without an awaiter.
  static constexpr unsigned escaped_state = ~0U;
  /// Set in the state of a body that has left its suspension to resume_frame().
  static constexpr unsigned deferred = 1U << 31;

  detail::lead<header_alignment> lead;
  frame_header header;
  alignas(Promise) unsigned char promise_bytes[sizeof(Promise)];
  /// The suspension point; 0: the initial one.
  unsigned state;
  detail::implied_await<decltype(std::declval<Promise&>().initial_suspend())> initial;
  detail::implied_await<decltype(std::declval<Promise&>().final_suspend())> final;

  Promise& promise() noexcept { return *std::launder(reinterpret_cast<Promise*>(promise_bytes)); }
  pawl::handle<Promise> self() noexcept { return pawl::handle<Promise>::from_address(&header); }
  /// The first thing of all: what initial_suspend's awaiter does when the coroutine is resumed.
  void begin() {
    struct end {
      decltype(initial)& awaiter;
      ~end() noexcept(noexcept(awaiter.destroy())) { awaiter.destroy(); }
    } e{initial};
    initial.get().await_resume();
  }
  /// An exception left the body.  When the promise throws, the coroutine counts as suspended at
  /// its final suspend point ([dcl.fct.def.coroutine]/14).
  void unhandled() {
    struct on_throw {
      prefix* self;
      ~on_throw() {
        if (self == nullptr) return;
        self->header.resume = nullptr;
        self->state = escaped_state;
        detail::escaped = &self->header;
      }
    } t{this};
    promise().unhandled_exception();
    t.self = nullptr;
  }
  /// final_suspend, outside all guards; returns the frame to run next.
  frame_header* finish() {
    header.resume = nullptr;
    auto& awaiter = final.make([this]() -> decltype(auto) { return promise().final_suspend(); });
    if (!is_ready(awaiter)) {
      bool keep = false;
      frame_header* next = suspend(awaiter, self(), keep);
      if (keep) return next;
    }
    awaiter.await_resume();
    header.destroy(&header);
    return nullptr;
  }
  /// Whether an exception that left the body left it by mode::dropped.
  bool is_dropped() const noexcept { return header.resume == nullptr; }
  /// Destroys the awaiter at which the coroutine is suspended; false if that is in the body.
  bool leave() {
    if (header.resume != nullptr) {
      if (state != 0) return false;
      initial.destroy();
    } else if (state != escaped_state) {
      final.destroy();
    } else if (detail::escaped == &header) {
      detail::escaped = nullptr;
    }
    return true;
  }
};

namespace detail {

/// What await_suspend gives at the end of a coroutine.
template <class Promise>
using end_suspension = decltype(std::declval<prefix<Promise>&>().final.get().await_suspend(
    std::declval<pawl::handle<Promise>>()));

/// Whether whoever resumes a coroutine goes on when it suspends or ends, as the readers of
/// synchronous generators do: it does nothing but yield, and hands no other coroutine the thread.
template <class Promise, class Slots, class = void>
constexpr bool is_plain_generator = false;
template <class Promise, class Slots>
inline constexpr bool is_plain_generator<Promise, Slots, typename Slots::_pawl_only_yields> =
    !std::is_base_of_v<pawl::detail::promise_base, Promise> &&
    (std::is_void_v<end_suspension<Promise>> || std::is_same_v<end_suspension<Promise>, bool>);

/// What a text without lines says of its suspensions.
struct nowhere {
  const char* function = nullptr;
  const char* file = nullptr;
  unsigned last_line = 0;
  unsigned lines[1] = {};
};
template <class Slots, class = void>
struct where_in {
  using type = nowhere;
};
template <class Slots>
struct where_in<Slots, std::void_t<typename Slots::_pawl_where>> {
  using type = typename Slots::_pawl_where;
};
template <class Slots>
using where_of = typename where_in<Slots>::type;

constexpr std::size_t round_up(std::size_t bytes, std::size_t alignment) {
  return (bytes + alignment - 1) / alignment * alignment;
}

/// \p where has static storage.
template <class Promise, class Where>
constexpr frame_description describe_frames(const Where& where) {
  // The members of a prefix behind its header; offsetof is not for classes like it.
  constexpr std::size_t promise = round_up(sizeof(frame_header), alignof(Promise));
  constexpr std::size_t state = round_up(promise + sizeof(Promise), alignof(unsigned));
  return {
      where.function,
      where.file,
      where.lines,
      sizeof(where.lines) / sizeof(unsigned),
      where.last_line,
      static_cast<unsigned>(state),
      std::is_base_of_v<pawl::detail::promise_base, Promise> ? static_cast<unsigned>(promise) : 0U,
      ~prefix<Promise>::deferred};
}

}  // namespace detail

inline const frame_description* describe(frame_header* header) {
  if (header->resume != &resume_frame) return nullptr;
  detail::description_request request;
  request.resume = opaque(&detail::asks);
  auto* destroy = opaque(header->destroy);
  destroy(&request);
  return request.answer;
}

namespace detail {

/// Slots and a body; one without captures takes no room.
template <class Slots, class Body, bool = std::is_empty<Body>::value>
struct slots_and_body {
  Slots slots;
  Body kept;

  slots_and_body(Body&& b) : kept(std::move(b)) {}
  void keep(Body&& b) { ::new (static_cast<void*>(&kept)) Body(std::move(b)); }
  Body& body() noexcept { return kept; }
};
template <class Slots, class Body>
struct slots_and_body<Slots, Body, true> : Body {
  Slots slots;

  slots_and_body(Body&& b) : Body(std::move(b)) {}
  void keep(Body&&) noexcept {}
  Body& body() noexcept { return *this; }
};

}  // namespace detail

/// A whole frame: the slots, which begin with a prefix named _pawl_c and hold the parameters in a
/// slot named _pawl_p, and the body.
template <class Promise, class Slots, class Body, detail::allocation From>
struct frame : detail::slots_and_body<Slots, Body> {
  using memory = detail::frame_memory<Promise, frame, From>;

  static constexpr detail::where_of<Slots> where{};
  static constexpr frame_description description = detail::describe_frames<Promise>(where);

  explicit frame(Body&& b) : detail::slots_and_body<Slots, Body>(std::move(b)) {}

  static frame* from(frame_header* header) noexcept {
    // The slots begin with the prefix and the frame with the slots; the header's place in the
    // prefix is the size of its lead.
    return reinterpret_cast<frame*>(reinterpret_cast<unsigned char*>(header) -
                                    sizeof(detail::lead<prefix<Promise>::header_alignment>));
  }
  /// By a mode.
  PAWL_NOINLINE static frame_header* step(frame_header* header, void* how) {
    PAWL_DESCRIBES(frame);
    if constexpr (is_plain) {
      resume(header);
      return nullptr;
    } else {
      frame* f = from(header);
      prefix<Promise>& c = f->slots._pawl_c;
      mode m = static_cast<mode>(reinterpret_cast<std::uintptr_t>(how));
      if ((c.state & c.deferred) != 0) {
        c.state &= ~c.deferred;
        m = mode::deferred;
      }
      try {
        if constexpr (detail::first_step<Promise, frame>::is_other) {
          if (c.state == 0) __builtin_unreachable();
        } else if (c.state == 0) {
          c.begin();
        }
        frame_header* next = f->body()(f->slots, c.promise(), c.state, m);
        if (next != completed()) return next;
      } catch (...) {
        if (c.is_dropped()) throw;
        c.unhandled();
      }
      return c.finish();
    }
  }
  /// The function in the header.
  static constexpr auto resume_function() noexcept {
    if constexpr (is_plain) {
      return &resume;
    } else {
      return &resume_frame;
    }
  }
  static void destroy(frame_header* header) {
    if (describes(header)) return;
    end(header);
    release(from(header));
  }
  /// For a frame whose memory is another one's.
  static void destroy_embedded(frame_header* header) {
    if (!describes(header)) end(header);
  }
  /// Answers describe(), which asks a destroy function because a step function has no time.
  static bool describes(frame_header* header) noexcept {
    if (__builtin_expect(header->resume != &detail::asks, 1)) return false;
    static_cast<detail::description_request*>(header)->answer = &description;
    return true;
  }
  /// Destroys all but the memory.
  PAWL_COLD static void end(frame_header* header) {
    frame* f = from(header);
    prefix<Promise>& c = f->slots._pawl_c;
    if (!c.leave()) {
      c.header.resume = nullptr;
      step(&c.header, as_how(mode::dropped));
    }
    c.promise().~Promise();
    f->slots._pawl_p.destroy();
  }
  static void release(frame* f) noexcept {
    f->~frame();
    memory::free(f);
  }

 private:
  static constexpr bool is_plain = detail::is_plain_generator<Promise, Slots>;

  /// The resume function of a plain generator's frame, which hands over to nobody.
  static void resume(frame_header* header) {
    PAWL_DESCRIBES(frame);
    frame* f = from(header);
    prefix<Promise>& c = f->slots._pawl_c;
    const bool dropped = c.is_dropped();
    try {
      if (c.state == 0) c.begin();
      if (f->body()(f->slots, c.promise(), c.state, dropped ? mode::dropped : mode::resumed) !=
          completed())
        return;
    } catch (...) {
      if (dropped) throw;
      c.unhandled();
    }
    c.finish();
  }
};

/// The frame of a coroutine with parameters of types \p Args that may be asked for its memory.
template <class Promise, class Slots, class Body, class... Args>
using frame_of = frame<
    Promise, Slots, Body,
    detail::allocation_of<
        Promise, (alignof(detail::slots_and_body<Slots, Body>) > __STDCPP_DEFAULT_NEW_ALIGNMENT__),
        Args...>()>;

}  // namespace lowered
}  // namespace pawl

#endif  // PAWL_LOWERED_FRAME_H
