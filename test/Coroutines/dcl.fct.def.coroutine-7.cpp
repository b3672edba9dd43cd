// [dcl.fct.def.coroutine]/7: get_return_object is called once, before initial_suspend; what it gives is the result of the
// call, in its place, or converted to it.
// RUN: %run-native %s | %filecheck
#include "Inputs/trace.h"

struct Base {
  std::suspend_never initial_suspend() {
    std::printf("initial ");
    return {};
  }
  std::suspend_never final_suspend() noexcept { return {}; }
  void return_void() {}
  void unhandled_exception() {}
};

/// Neither copied nor moved: it is built where the caller has it.
struct Immovable {
  struct promise_type : Base {
    Immovable get_return_object();
  };
  Immovable* self;
  Immovable() : self(this) { std::printf("immovable "); }
  Immovable(const Immovable&) = delete;
};
Immovable Immovable::promise_type::get_return_object() { return {}; }
Immovable immovable() {
  std::printf("body ");
  co_return;
}

/// Could be moved, and is not.
struct Movable {
  struct promise_type : Base {
    Movable get_return_object();
  };
  Movable* self;
  Movable() : self(this) { std::printf("movable "); }
  Movable(Movable&&) : self(this) { std::printf("moved "); }
};
Movable Movable::promise_type::get_return_object() { return {}; }
Movable movable() {
  std::printf("body ");
  co_return;
}

/// Conversions, by a constructor and by a function.
struct Source {
  int v;
  ~Source() { std::printf("~source "); }
};
struct ByConstructor {
  struct promise_type : Base {
    Source get_return_object() {
      std::printf("source ");
      return {5};
    }
  };
  int v;
  ByConstructor(Source&& s) : v(s.v) { std::printf("constructor "); }
};
ByConstructor by_constructor() {
  std::printf("body ");
  co_return;
}
struct ByFunction;
struct Convertible {
  int v;
  operator ByFunction() &&;
};
struct ByFunction {
  struct promise_type : Base {
    Convertible get_return_object() {
      std::printf("convertible ");
      return {6};
    }
  };
  int v;
};
Convertible::operator ByFunction() && {
  std::printf("function ");
  return {v};
}
ByFunction by_function() {
  std::printf("body ");
  co_return;
}

int main() {
  Immovable i = immovable();
  std::printf("%d\n", i.self == &i);  // CHECK: immovable initial body 1
  Movable m = movable();
  std::printf("%d\n", m.self == &m);  // CHECK-NEXT: movable initial body 1
  ByConstructor c = by_constructor();
  std::printf("%d\n", c.v);  // CHECK-NEXT: source initial body constructor ~source 5
  ByFunction f = by_function();
  std::printf("%d\n", f.v);  // CHECK-NEXT: convertible initial body function 6
}
