// [dcl.fct.def.coroutine]/7: get_return_object is called also where the function returns void, and initialises a reference.
// No native build: clang++ 22 does not call the one, and it and g++ 12 return a reference to a copy of the other.
// RUN: %run-all %s | %filecheck
// CHECK: get initial body
// CHECK-NEXT: reference initial 1
#include "Inputs/trace.h"

namespace std {
template <>
struct coroutine_traits<void> {
  struct promise_type {
    void get_return_object() { std::printf("get "); }
    std::suspend_never initial_suspend() {
      std::printf("initial ");
      return {};
    }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
};
}  // namespace std
void f() {
  std::printf("body\n");
  co_return;
}
struct Target {
  int v = 4;
} target;
struct References {};
namespace std {
template <>
struct coroutine_traits<Target&, References> {
  struct promise_type {
    Target& get_return_object() {
      std::printf("reference ");
      return target;
    }
    std::suspend_never initial_suspend() {
      std::printf("initial ");
      return {};
    }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
};
}  // namespace std
Target& reference(References) { co_return; }

int main() {
  f();
  std::printf("%d\n", &reference(References()) == &target);
}
