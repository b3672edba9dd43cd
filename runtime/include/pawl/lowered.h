// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/lowered.h: what lowered text stands on.  It is included by the text that `pawl` prints, not
// by users.
//
// One coroutine is one frame:
//
//   [padding] step | resume destroy | promise | state, awaiters of initial_suspend and
//   final_suspend | slots | body
//                  ^ the header: what a coroutine handle points to, as in a native frame
//                  (pawl/coroutine.h)
//
// `body` is the user's function body as a lambda: body(slots, state, drop) runs from the suspension
// point `state` to the next one and returns the frame to run next, or null.  With drop set it only
// leaves: every destructor between the suspension point and the end of the body runs, as when a
// native coroutine is destroyed.
//
// All lowered frames share one resume function, so that one can tell a lowered frame from a native
// one by its header and step it in a loop: symmetric transfer in constant stack, whatever the
// compiler and the optimisation level. The semantics are those of [dcl.fct.def.coroutine] and
// [expr.await].
#ifndef PAWL_LOWERED_H
#define PAWL_LOWERED_H

#include <pawl/coroutine.h>
#include <pawl/lowered_dependent.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <exception>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

// Lowered text repeats what the user wrote in another order; these warnings would speak of the
// order, not of the user's code.
#if defined(__clang__)
#define PAWL_LOWERED_BEGIN                                                          \
  _Pragma("clang diagnostic push") _Pragma("clang diagnostic ignored \"-Wshadow\"") \
      _Pragma("clang diagnostic ignored \"-Wimplicit-fallthrough\"")                \
          _Pragma("clang diagnostic ignored \"-Wunused-value\"")                    \
              _Pragma("clang diagnostic ignored \"-Wunused-label\"")                \
                  _Pragma("clang diagnostic ignored \"-Wunused-local-typedef\"")    \
                      _Pragma("clang diagnostic ignored \"-Wunused-lambda-capture\"")
#define PAWL_LOWERED_END _Pragma("clang diagnostic pop")
// Around a header that is written out: what clang says of the main file only.
#define PAWL_HEADER_BEGIN                                                                    \
  _Pragma("clang diagnostic push") _Pragma("clang diagnostic ignored \"-Wunused-function\"") \
      _Pragma("clang diagnostic ignored \"-Wunused-member-function\"")                       \
          _Pragma("clang diagnostic ignored \"-Wunused-template\"")                          \
              _Pragma("clang diagnostic ignored \"-Wunused-const-variable\"")                \
                  _Pragma("clang diagnostic ignored \"-Wunneeded-internal-declaration\"")    \
                      _Pragma("clang diagnostic ignored \"-Wunused-macros\"")
#define PAWL_HEADER_END _Pragma("clang diagnostic pop")
#else
#define PAWL_LOWERED_BEGIN                                                                \
  _Pragma("GCC diagnostic push") _Pragma("GCC diagnostic ignored \"-Wshadow\"")           \
      _Pragma("GCC diagnostic ignored \"-Wimplicit-fallthrough\"")                        \
          _Pragma("GCC diagnostic ignored \"-Wunused-value\"")                            \
              _Pragma("GCC diagnostic ignored \"-Wunused-label\"")                        \
                  _Pragma("GCC diagnostic ignored \"-Wmisleading-indentation\"")          \
                      _Pragma("GCC diagnostic ignored \"-Wunused-local-typedefs\"")       \
                          _Pragma("GCC diagnostic ignored \"-Wunused-but-set-variable\"") \
                              _Pragma("GCC diagnostic ignored \"-Wmaybe-uninitialized\"")
#define PAWL_LOWERED_END _Pragma("GCC diagnostic pop")
#define PAWL_HEADER_BEGIN
#define PAWL_HEADER_END
#endif

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

/// Runs a frame to its next suspension; returns the frame to run next, or null.
using step_function = frame_header* (*)(frame_header*);

/// The step word stands right in front of the header.
inline step_function& step_of(frame_header* header) noexcept {
  return *reinterpret_cast<step_function*>(reinterpret_cast<unsigned char*>(header) -
                                           sizeof(step_function));
}

/// The resume function of every lowered frame: runs it, and whatever it hands over to.  A native
/// frame's resume function takes the same address under another type, which is not for a sanitizer
/// to judge.
#if defined(__clang__)
__attribute__((no_sanitize("function")))
#endif
inline void resume_frame(frame_header* header) {
  do {
    header = step_of(header)(header);
    if (header == nullptr) return;
  } while (header->resume == &resume_frame);
  auto* resume = opaque(header->resume);
#if defined(__clang__)
  [[clang::musttail]] return resume(header);
#else
  return resume(header);
#endif
}

/// A T by copy-initialisation: `box<T>{expr}` initialises as `T x = expr` does ([dcl.init.aggr]),
/// arrays included, and elides what that elides.
template <class T>
struct box {
  T value;
};

/// Storage in a frame for an object that is built and destroyed by hand.
template <class T>
struct slot {
  alignas(box<T>) unsigned char bytes[sizeof(box<T>)];
  void* raw() noexcept { return bytes; }
  T& get() noexcept { return std::launder(reinterpret_cast<box<T>*>(bytes))->value; }
  void destroy() { std::launder(reinterpret_cast<box<T>*>(bytes))->~box<T>(); }
};

/// The slot of an expression without a value.
template <>
struct slot<void> {
  void* raw() noexcept { return nullptr; }
  tag<void> get() noexcept { return {}; }
  void destroy() noexcept {}
};

/// Destroys a slot on every way out of its scope but a suspension.  The flag is a local of the
/// body: after await_suspend the frame may be gone, or running on another thread.
template <class T>
class guard {
 public:
  guard(slot<T>& s, const bool& keep) noexcept : slot_(s), keep_(keep) {}
  guard(const guard&) = delete;
  guard& operator=(const guard&) = delete;
  ~guard() noexcept(std::is_nothrow_destructible<T>::value) {
    if (!keep_) slot_.destroy();
  }

 private:
  slot<T>& slot_;
  const bool& keep_;
};

/// The same for a slot that only some paths build: `on` says whether it was.
template <class T>
class guard_if {
 public:
  guard_if(slot<T>& s, const bool& keep, const bool& on) noexcept
      : slot_(s), keep_(keep), on_(on) {}
  guard_if(const guard_if&) = delete;
  guard_if& operator=(const guard_if&) = delete;
  ~guard_if() noexcept(std::is_nothrow_destructible<T>::value) {
    if (!keep_ && on_) slot_.destroy();
  }

 private:
  slot<T>& slot_;
  const bool& keep_;
  const bool& on_;
};

/// A type in a form that a name can follow.
template <class T>
using type = T;

/// The std::initializer_list that denotes \p array.  Only a compiler can make one; both standard
/// libraries represent it as an address and a length.
template <class E, std::size_t N>
inline std::initializer_list<E> list_of(const E (&array)[N]) noexcept {
  struct representation {
    const E* begin;
    std::size_t size;
  } r{array, N};
  static_assert(sizeof(r) == sizeof(std::initializer_list<E>), "an unknown standard library");
  alignas(std::initializer_list<E>) unsigned char bytes[sizeof(r)];
  std::memcpy(bytes, &r, sizeof(r));
  return *std::launder(reinterpret_cast<const std::initializer_list<E>*>(bytes));
}

/// The address of what an initialiser of a reference denotes.
template <class T>
constexpr std::remove_reference_t<T>* address(T&& object) noexcept {
  return std::addressof(object);
}

/// What `return local` and `throw local` do with a local that the lowered body knows by a
/// reference.
template <class T>
constexpr std::remove_reference_t<T>&& move(T&& object) noexcept {
  return static_cast<std::remove_reference_t<T>&&>(object);
}

/// begin and end as a range-based for statement looks them up ([stmt.ranged]).
namespace range {
using std::begin;
using std::end;
template <class R, class = void>
struct has_members : std::false_type {};
template <class R>
struct has_members<
    R, std::void_t<decltype(std::declval<R&>().begin()), decltype(std::declval<R&>().end())>>
    : std::true_type {};
template <class R>
constexpr decltype(auto) first(R& r) {
  if constexpr (std::is_array<R>::value) {
    return &r[0];
  } else if constexpr (has_members<R>::value) {
    return r.begin();
  } else {
    return begin(r);
  }
}
template <class R>
constexpr decltype(auto) last(R& r) {
  if constexpr (std::is_array<R>::value) {
    return &r[0] + std::extent<R>::value;
  } else if constexpr (has_members<R>::value) {
    return r.end();
  } else {
    return end(r);
  }
}
}  // namespace range

/// What suspend() returns when the coroutine is not to be suspended after all.
inline frame_header* go_on() noexcept {
  static_assert(alignof(frame_header) > 1, "no frame has this address");
  return reinterpret_cast<frame_header*>(std::uintptr_t{1});
}

/// Calls await_suspend ([expr.await]/5.1).  `keep` is set before the call, since nothing of the
/// frame may be touched after it, and taken back when the call throws or says that the coroutine
/// goes on.
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
    if (!awaiter.await_suspend(self)) return go_on();
    r.armed = false;
    return nullptr;
  } else {
    auto next = awaiter.await_suspend(self);
    r.armed = false;
    return static_cast<frame_header*>(next.address());
  }
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

/// The awaiter of initial_suspend or final_suspend, kept while the coroutine is suspended there.
template <class Awaiter, bool Kept = !(std::is_empty<Awaiter>::value &&
                                       std::is_trivially_destructible<Awaiter>::value)>
struct kept_awaiter {
  slot<std::remove_reference_t<Awaiter>> storage;
  template <class Make>
  auto& make(Make&& make_awaiter) {
    ::new (storage.raw()) box<std::remove_reference_t<Awaiter>>{make_awaiter()};
    return storage.get();
  }
  auto& get() noexcept { return storage.get(); }
  void destroy() { storage.destroy(); }
};
/// One without members and destructor may be made anew whenever it is asked for.
template <class Awaiter>
struct kept_awaiter<Awaiter, false> {
  Awaiter awaiter;
  template <class Make>
  auto& make(Make&& make_awaiter) {
    ::new (static_cast<void*>(&awaiter)) Awaiter(make_awaiter());
    return awaiter;
  }
  auto& get() noexcept { return awaiter; }
  void destroy() noexcept {}
};

template <class P, class = void>
struct has_new : std::false_type {};
template <class P>
struct has_new<P, std::void_t<decltype(P::operator new(std::size_t{}))>> : std::true_type {};
template <class P, class = void>
struct has_sized_delete : std::false_type {};
template <class P>
struct has_sized_delete<
    P, std::void_t<decltype(P::operator delete(static_cast<void*>(nullptr), std::size_t{}))>>
    : std::true_type {};
template <class P, class = void>
struct has_delete : std::false_type {};
template <class P>
struct has_delete<P, std::void_t<decltype(P::operator delete(static_cast<void*>(nullptr)))>>
    : std::true_type {};

template <class P, class F>
void* allocate_frame() {
  if constexpr (has_new<P>::value) {
    return P::operator new(sizeof(F));
  } else if constexpr (alignof(F) > __STDCPP_DEFAULT_NEW_ALIGNMENT__) {
    return ::operator new(sizeof(F), std::align_val_t(alignof(F)));
  } else {
    return ::operator new(sizeof(F));
  }
}

template <class P, class F>
void free_frame(void* memory) noexcept {
  if constexpr (has_sized_delete<P>::value) {
    P::operator delete(memory, sizeof(F));
  } else if constexpr (has_delete<P>::value) {
    P::operator delete(memory);
  } else if constexpr (alignof(F) > __STDCPP_DEFAULT_NEW_ALIGNMENT__) {
    ::operator delete(memory, std::align_val_t(alignof(F)));
  } else {
#if defined(__cpp_sized_deallocation)
    ::operator delete(memory, sizeof(F));
#else
    ::operator delete(memory);
#endif
  }
}

}  // namespace detail

/// How every frame begins.  Members and no base classes: a base's tail padding may hold members of
/// the derived class, which the construction of the promise would overwrite.
template <class Promise>
struct prefix {
  static constexpr std::size_t header_alignment = alignof(Promise) > alignof(frame_header)
                                                      ? alignof(Promise)
                                                      : alignof(frame_header);
  using initial_awaiter = decltype(std::declval<Promise&>().initial_suspend());
  using final_awaiter = decltype(std::declval<Promise&>().final_suspend());

  detail::lead<header_alignment> lead;
  frame_header header;
  alignas(Promise) unsigned char promise_bytes[sizeof(Promise)];
  /// The suspension point; 0: the initial one.
  unsigned state;
  detail::kept_awaiter<initial_awaiter> initial;
  detail::kept_awaiter<final_awaiter> final;

  Promise& promise() noexcept { return *std::launder(reinterpret_cast<Promise*>(promise_bytes)); }
  pawl::handle<Promise> self() noexcept { return pawl::handle<Promise>::from_address(&header); }
  /// The first thing of the body: what initial_suspend's awaiter does when the coroutine is
  /// resumed.
  void begin() {
    struct end {
      detail::kept_awaiter<initial_awaiter>& awaiter;
      ~end() { awaiter.destroy(); }
    } e{initial};
    initial.get().await_resume();
  }
  /// An exception left the body.  When the promise rethrows, the coroutine counts as suspended at
  /// its final suspend point ([dcl.fct.def.coroutine]/15).
  void unhandled() {
    auto resume = header.resume;
    header.resume = nullptr;
    promise().unhandled_exception();
    header.resume = resume;
  }
  /// final_suspend, outside all guards; returns the frame to run next.
  frame_header* finish() {
    header.resume = nullptr;
    auto& awaiter = final.make([this]() -> decltype(auto) { return promise().final_suspend(); });
    if (!awaiter.await_ready()) {
      bool keep = false;
      frame_header* next = suspend(awaiter, self(), keep);
      if (next != go_on()) return next;
    }
    awaiter.await_resume();
    header.destroy(&header);
    return nullptr;
  }
};

/// A whole frame: the slots, which begin with a prefix named _pawl_c and hold the parameters in a
/// slot named _pawl_p, and the body.
template <class Promise, class Slots, class Body>
struct frame {
  Slots slots;
  Body body;

  explicit frame(Body&& b) : body(std::move(b)) {}

  static frame* from(frame_header* header) noexcept {
    // The slots begin with the prefix and the frame with the slots; the header's place in the
    // prefix is the size of its lead.
    return reinterpret_cast<frame*>(reinterpret_cast<unsigned char*>(header) -
                                    sizeof(detail::lead<prefix<Promise>::header_alignment>));
  }
  static frame_header* step(frame_header* header) {
    frame* f = from(header);
    return f->body(f->slots, f->slots._pawl_c.state, false);
  }
  static void destroy(frame_header* header) {
    frame* f = from(header);
    prefix<Promise>& c = f->slots._pawl_c;
    if (header->resume == nullptr) {
      c.final.destroy();
    } else if (c.state == 0) {
      c.initial.destroy();
    } else {
      f->body(f->slots, c.state, true);
    }
    c.promise().~Promise();
    f->slots._pawl_p.destroy();
    release(f);
  }
  static void release(frame* f) noexcept {
    f->~frame();
    detail::free_frame<Promise, frame>(f);
  }
};

/// Makes the frame of a call and runs it to its first suspension; returns what the caller gets
/// ([dcl.fct.def.coroutine]/5-7).  `make_parameters` returns the copies of the parameters.
template <class Return, class Promise, class Slots, class Parameters, class Body, class Make>
Return start(Body body, Make&& make_parameters) {
  using frame_type = frame<Promise, Slots, Body>;
  struct owner {
    frame_type* f;
    int built = 0;  // 1: the parameters too, 2: and the promise
    ~owner() {
      if (f == nullptr) return;
      if (built > 1) f->slots._pawl_c.promise().~Promise();
      if (built > 0) f->slots._pawl_p.destroy();
      frame_type::release(f);
    }
  };
  void* memory = detail::allocate_frame<Promise, frame_type>();
  owner o{::new (memory) frame_type(std::move(body))};
  prefix<Promise>& c = o.f->slots._pawl_c;
  ::new (o.f->slots._pawl_p.raw()) box<Parameters>{make_parameters()};
  o.built = 1;
  ::new (static_cast<void*>(c.promise_bytes)) Promise();
  o.built = 2;
  c.header.resume = opaque(&resume_frame);
  c.header.destroy = opaque(&frame_type::destroy);
  step_of(&c.header) = &frame_type::step;
  c.state = 0;

  // The first suspension happens when the return object exists and before the caller has it.
  struct launch {
    owner& o;
    prefix<Promise>& c;
    bool armed = false;
    ~launch() noexcept(false) {
      if (armed) run();
    }
    void run() {
      armed = false;
      auto& awaiter =
          c.initial.make([this]() -> decltype(auto) { return c.promise().initial_suspend(); });
      struct unmake {
        prefix<Promise>* c;
        ~unmake() {
          if (c != nullptr) c->initial.destroy();
        }
      } u{&c};
      frame_header* header = &c.header;
      frame_header* next = header;
      if (!awaiter.await_ready()) {
        bool keep = false;
        frame_type* f = o.f;
        o.f = nullptr;  // await_suspend may destroy the frame
        struct again {
          owner& o;
          frame_type* f;
          const bool& keep;
          ~again() {
            if (!keep) o.f = f;
          }
        } a{o, f, keep};
        next = suspend(awaiter, c.self(), keep);
        if (next == go_on()) next = header;
      }
      u.c = nullptr;
      o.f = nullptr;  // the coroutine runs, or is the return object's
      if (next != nullptr) next->resume(next);
    }
  };
  using object = decltype(c.promise().get_return_object());
  if constexpr (std::is_void<Return>::value) {
    c.promise().get_return_object();
    launch{o, c}.run();
  } else if constexpr (std::is_same<object, Return>::value) {
    if constexpr (std::is_move_constructible<Return>::value) {
      Return result = c.promise().get_return_object();
      launch{o, c}.run();
      return result;
    } else {
      launch l{o, c};
      l.armed = true;
      return c.promise().get_return_object();
    }
  } else {
    decltype(auto) result = c.promise().get_return_object();
    launch{o, c}.run();
    return static_cast<decltype(result)&&>(result);
  }
}

}  // namespace lowered
}  // namespace pawl

#endif  // PAWL_LOWERED_H
