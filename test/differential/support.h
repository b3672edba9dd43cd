// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the random programs of generate.py are made of: types that print their lives, awaitables of every shape, a lazy
// coroutine (with DIFF_PAWL_CORO the runtime's), an asynchronous generator, and a driver that runs a program to its end and destroys it at each suspension.
// It is built twice: natively in C++20, and in front of lowered text in C++17.
#ifndef PAWL_TEST_DIFFERENTIAL_SUPPORT_H
#define PAWL_TEST_DIFFERENTIAL_SUPPORT_H

#include <pawl/coroutine.h>
#if defined(DIFF_PAWL_CORO)
#include <pawl/coro.h>
#endif

#include <array>
#include <cstdio>
#include <exception>
#include <initializer_list>
#include <memory>
#include <new>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace diff {
struct N;
struct Twin;
}  // namespace diff
template <>
struct std::tuple_size<diff::Twin> : std::integral_constant<std::size_t, 2> {};
template <>
struct std::tuple_element<0, diff::Twin> {
  using type = const unsigned;
};
template <>
struct std::tuple_element<1, diff::Twin> {
  using type = const diff::N;
};
namespace diff {

/// The scalar of the programs: its arithmetic is always defined.
using U = unsigned;

/// Objects and frames alive; a run that ends with another number than 0 prints it.
inline int alive = 0;

inline void note(const char* what, U id) noexcept { std::printf("%s%u ", what, id); }
inline void note(const char* what, U id, U value) noexcept { std::printf("%s%u=%u ", what, id, value); }

// Objects.  A construction, a copy and a destruction print; a move, and the destruction of what was moved from, do not.

/// An object with a name and a value, counted while it is alive.
struct Object {
  U id;
  U v;
  mutable bool moved = false;
  Object(const char* what, U id, U value) noexcept : id(id), v(value) {
    ++alive;
    note(what, id, v);
  }
  /// One that is never heard of.
  explicit Object(U value) noexcept : id(0), v(value), moved(true) {}
  Object(const Object& other) noexcept : id(other.id), v(other.v) {
    ++alive;
    note("copy", id, v);
  }
  /// A constant one is moved as well, as a parameter of const type is when it becomes part of the frame.
  Object(const Object&& other) noexcept : id(other.id), v(other.v), moved(std::exchange(other.moved, true)) { ++alive; }
  Object& operator=(const Object& other) noexcept {
    v = other.v;
    note("assign", id, v);
    return *this;
  }
  Object& operator=(Object&& other) noexcept {
    v = other.v;
    note("moveassign", id, v);
    return *this;
  }
  ~Object() {
    --alive;
    if (!moved) note("-", id, v);
  }
  U get(U site) const noexcept {
    note("get", site, v);
    return v;
  }
  U plus(U site, U value) const noexcept {
    note("plus", site, v + value);
    return v + value;
  }
  U& ref(U site) noexcept {
    note("ref", site, v);
    return v;
  }
};

/// Copied and moved.
struct N : Object {
  N(const N&) = default;
  N(const N&& other) noexcept : Object(static_cast<const Object&&>(other)) {}
  N& operator=(const N&) = default;
  N& operator=(N&&) = default;
  N(U id, U value) noexcept : Object("+", id, value) {}
  explicit N(U value) noexcept : Object(value) {}
  friend N operator+(const N& left, const N& right) noexcept { return N(left.id + 1000, left.v + right.v); }
  friend bool operator<(const N& left, const N& right) noexcept { return left.v < right.v; }
};

/// An object that is nobody's.
inline const N spare(3);

/// Moved only.
struct M : Object {
  M(U id, U value) noexcept : Object("+m", id, value) {}
  M(M&&) = default;
  M& operator=(M&&) = default;
};

/// Neither copied nor moved.
struct F : Object {
  F(U id, U value) noexcept : Object("+f", id, value) {}
  F(const F&) = delete;
  F& operator=(const F&) = delete;
};

/// Constructed without an argument.
struct D : Object {
  D() noexcept : Object("+d", 0, 1) {}
};

/// An aggregate, for structured bindings and braces.
struct Pair {
  U first;
  N second;
};
struct Three {
  U a, b, c;
  U sum() const noexcept { return a + b * 3 + c * 5; }
};
struct Deep {
  U a;
  U list[2];
  Pair pair;
};

/// A class that says itself what its parts are.
struct Twin {
  U first;
  N second;
  template <std::size_t Index>
  const auto& get() const {
    if constexpr (Index == 0) {
      return first;
    } else {
      return second;
    }
  }
};

/// What is thrown.
struct Error : Object {
  explicit Error(U value) : Object("+e", 0, value) {}
};
struct Derived : Error {
  explicit Derived(U value) : Error(value + 1) {}
};

enum class Color { red, green, blue };

// Plain functions.

inline U trace(U id, U value) noexcept {
  note("t", id, value);
  return value;
}
inline bool truth(U id, bool value) noexcept {
  note("b", id, value);
  return value;
}
inline U two(U id, U a, U b) noexcept {
  std::printf("two%u(%u,%u) ", id, a, b);
  return a * 3 + b;
}
inline U look(U id, const N& n, U value) noexcept {
  std::printf("look%u(%u:%u,%u) ", id, n.id, n.v, value);
  return n.v + value;
}
inline U both(U id, const N& a, const N& b) noexcept {
  std::printf("both%u(%u:%u,%u:%u) ", id, a.id, a.v, b.id, b.v);
  return a.v + b.v;
}
// A parameter may end with its function or with the full-expression of the call, as the compiler likes; so those of
// these functions are over, to the trace, when the function is.
inline U eat(U id, N n) noexcept {
  note("eat", id, n.v);
  n.moved = true;
  return n.v;
}
inline U eat_only(U id, M m) noexcept {
  note("eatm", id, m.v);
  m.moved = true;
  return m.v;
}
inline U total(std::initializer_list<U> list) noexcept {
  U sum = 0;
  for (U value : list) sum = sum * 3 + value;
  note("total", sum);
  return sum;
}
inline N make(U id, U value) noexcept { return N(id, value); }
inline F make_fixed(U id, U value) noexcept { return F(id, value); }
inline const N& same(const N& n) noexcept { return n; }
[[noreturn]] inline void fail(U value) { throw Error(value); }

/// A chain of operators, evaluated left to right.
struct Sink {
  U id;
  U sum = 0;
  explicit Sink(U id) noexcept : id(id) { note("+sink", id); }
  Sink(const Sink&) = delete;
  ~Sink() { note("-sink", id, sum); }
  Sink& operator<<(U value) noexcept {
    note("<<", value);
    sum = sum * 3 + value;
    return *this;
  }
  U operator[](U value) const noexcept { return sum + value; }
  U operator()(U a, U b) const noexcept { return sum + a * 3 + b; }
};

// Awaitables.

/// The one coroutine that waits; the driver resumes it.
inline pawl::handle<> ready;

/// Suspends, and gives back its value.
struct Tick {
  U id;
  U value;
  bool await_ready() const noexcept { return false; }
  void await_suspend(pawl::handle<> h) const {
    note("(", id);
    ready = h;
  }
  U await_resume() const {
    note(")", id);
    return value;
  }
};
inline Tick tick(U id, U value) noexcept { return {id, value}; }

/// Is ready at once.
struct Ready : Tick {
  bool await_ready() const noexcept {
    note("ready", id);
    return true;
  }
};
inline Ready now(U id, U value) noexcept { return {{id, value}}; }

/// Suspends when its value is odd.
struct Maybe : Tick {
  bool await_suspend(pawl::handle<> h) const {
    note("maybe", id, value);
    if (value % 2 == 0) return false;
    ready = h;
    return true;
  }
};
inline Maybe maybe(U id, U value) noexcept { return {{id, value}}; }

/// An awaitable with a life of its own.
struct Lasting : Object {
  Lasting(U id, U value) : Object("+a", id, value) {}
  bool await_ready() const noexcept { return false; }
  void await_suspend(pawl::handle<> h) const {
    note("(", id);
    ready = h;
  }
  U await_resume() const {
    note(")", id);
    return v;
  }
};

/// Throws: from await_suspend when its value is divisible by 4, else, when it is even, from await_resume.
struct Throwing : Tick {
  void await_suspend(pawl::handle<> h) const {
    note("(", id);
    if (value % 4 == 0) throw Error(value);
    ready = h;
  }
  U await_resume() const {
    note(")", id);
    if (value % 2 == 0) throw Derived(value);
    return value;
  }
};
inline Throwing throwing(U id, U value) noexcept { return {{id, value}}; }

/// Gives a T made of its value.
template <class T>
struct Making : Tick {
  T await_resume() const {
    note(")", id);
    return T(id, value);
  }
};
template <class T>
Making<T> making(U id, U value) noexcept {
  return {{id, value}};
}

/// Gives back the object that it was given.
template <class T>
struct Naming : Tick {
  T& object;
  T& await_resume() const {
    note(")", id);
    return object;
  }
};
template <class T>
Naming<T> naming(U id, T& object) noexcept {
  return {{id, 0}, object};
}

/// Takes an object by reference and looks at it after the suspension.
struct Watching : Tick {
  const N& object;
  U await_resume() const {
    note(")", id, object.v);
    return object.v;
  }
};
inline Watching watching(U id, const N& object) noexcept { return {{id, 0}, object}; }

// Coroutines.

/// Where a result is kept; by pointer for a reference.
template <class T>
struct Result {
  std::unique_ptr<T> value;
  template <class V>
  void return_value(V&& v) {
    value.reset(new T(std::forward<V>(v)));
  }
  T take() { return std::move(*value); }
};
template <class T>
struct Result<T&> {
  T* value = nullptr;
  void return_value(T& v) { value = &v; }
  T& take() { return *value; }
};
template <>
struct Result<void> {
  void return_void() { note("void", 0); }
  void take() {}
};

/// Hands the thread to the coroutine that waits for this one.
struct Handover {
  bool await_ready() const noexcept { return false; }
  template <class P>
  pawl::handle<> await_suspend(pawl::handle<P> h) const noexcept {
    pawl::handle<> waiter = std::exchange(h.promise().waiter, nullptr);
    return waiter ? waiter : pawl::noop_handle();
  }
  void await_resume() const noexcept {}
};

struct PromiseBase {
  pawl::handle<> waiter;
  std::exception_ptr error;
  /// Says when the body begins.
  struct Start {
    bool await_ready() const noexcept { return false; }
    void await_suspend(pawl::handle<>) const noexcept {}
    void await_resume() const noexcept { note("start", 0); }
  };
  PromiseBase() { ++alive; }
  PromiseBase(const PromiseBase&) = delete;
  ~PromiseBase() { --alive; }
  pawl::suspend_always initial_suspend() noexcept { return {}; }
  Handover final_suspend() noexcept { return {}; }
  void unhandled_exception() {
    note("unhandled", 0);
    error = std::current_exception();
  }
};

#if defined(DIFF_PAWL_CORO)

using pawl::Coro;
template <class T>
pawl::handle<> handle_of(const Coro<T>& root) {
  // When the root ends, nobody goes on.
  root.frame().promise().continuation = static_cast<pawl::frame_header*>(pawl::noop_handle().address());
  return root.frame();
}

#else

/// A lazy coroutine.
template <class T = void>
struct Coro {
  struct promise_type : PromiseBase, Result<T> {
    Coro get_return_object() { return Coro(pawl::handle<promise_type>::from_promise(*this)); }
  };
  pawl::handle<promise_type> h;
  explicit Coro(pawl::handle<promise_type> h) : h(h) {}
  Coro(Coro&& other) noexcept : h(std::exchange(other.h, nullptr)) {}
  ~Coro() {
    if (h) h.destroy();
  }
  bool await_ready() const noexcept { return false; }
  pawl::handle<> await_suspend(pawl::handle<> waiter) {
    h.promise().waiter = waiter;
    return h;
  }
  T await_resume() {
    if (h.promise().error) std::rethrow_exception(h.promise().error);
    return h.promise().take();
  }
};
template <class T>
pawl::handle<> handle_of(const Coro<T>& root) {
  return root.h;
}

#endif

/// A generator whose body may await; `await gen.next()` says whether there is another value.
template <class T>
struct Gen {
  struct promise_type : PromiseBase {
    T* value = nullptr;
    Start initial_suspend() noexcept { return {}; }
    pawl::handle<promise_type> get_return_object() { return pawl::handle<promise_type>::from_promise(*this); }
    struct Yielding : Handover {
      U sent;
      U await_resume() const noexcept { return sent; }
    };
    Yielding yield_value(T& v) {
      value = &v;
      return {{}, v.v};
    }
    Yielding yield_value(T&& v) {
      value = &v;
      return {{}, v.v + 1};
    }
    void return_void() {}
    template <class A>
    A&& await_transform(A&& awaitable) {
      return static_cast<A&&>(awaitable);
    }
    Tick await_transform(U value) { return {value, value}; }
  };
  struct Next {
    pawl::handle<promise_type> h;
    bool await_ready() const { return h.done(); }
    pawl::handle<> await_suspend(pawl::handle<> waiter) {
      h.promise().waiter = waiter;
      return h;
    }
    bool await_resume() {
      if (std::exception_ptr error = std::exchange(h.promise().error, nullptr)) std::rethrow_exception(error);
      return !h.done();
    }
  };
  pawl::handle<promise_type> h;
  Gen(pawl::handle<promise_type> h) : h(h) {}
  Gen(Gen&& other) noexcept : h(std::exchange(other.h, nullptr)) {}
  ~Gen() {
    if (h) h.destroy();
  }
  Next next() { return {h}; }
  // What `for await` asks for.
  struct Iterator {
    Gen* generator;
    bool more;
    bool operator!=(const Iterator& other) const { return more != other.more; }
    T& operator*() const { return generator->value(); }
    struct Step {
      Next next;
      Iterator* iterator;
      bool await_ready() const { return next.await_ready(); }
      pawl::handle<> await_suspend(pawl::handle<> waiter) { return next.await_suspend(waiter); }
      Iterator& await_resume() {
        iterator->more = next.await_resume();
        return *iterator;
      }
    };
    Step operator++() { return {generator->next(), this}; }
  };
  struct Begin : Next {
    Gen* generator;
    Iterator await_resume() { return {generator, Next::await_resume()}; }
  };
  Begin begin() { return {next(), this}; }
  Iterator end() { return {this, false}; }
  T& value() { return *h.promise().value; }
};

// What a native program needs where the dialect awaits in a handler: the handler stands behind the try block.

/// The exception object itself, which `error` keeps alive.
template <class T>
T& caught(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (T& object) {
    return object;
  }
}

// The driver.

/// Runs a program until it ends or has been suspended `stop` times, then destroys it; how often it was suspended.
inline U run_once(const char* name, Coro<U> (*program)(), U stop) {
  std::printf("%s/%u: ", name, stop);
  alive = 0;
  U steps = 0;
  {
    Coro<U> root = program();
    const pawl::handle<> handle = handle_of(root);
    pawl::handle<> next = stop == 0 ? nullptr : handle;
    while (next) {
      ready = nullptr;
      next.resume();
      next = ready;
      if (next && ++steps == stop) next = nullptr;
    }
    if (handle.done()) {
      try {
        note("returns", root.await_resume());
      } catch (Error& error) {
        note("throws", error.v);
      } catch (U value) {
        note("throwsU", value);
      }
    } else {
      note("destroy", steps);
    }
  }
  std::printf(alive == 0 ? "\n" : "ALIVE %d\n", alive);
  return steps;
}

/// Runs a program to its end (or nearly: it is bounded), then destroys it at each of its suspensions.
inline void run(const char* name, Coro<U> (*program)()) {
  constexpr U bound = 300;
  constexpr U all = 40;
  const U steps = run_once(name, program, bound);
  for (U stop = 0; stop <= steps; stop += stop < all ? 1 : 13) run_once(name, program, stop);
  std::fflush(stdout);
}

}  // namespace diff

#endif  // PAWL_TEST_DIFFERENTIAL_SUPPORT_H
