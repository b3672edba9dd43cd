// [dcl.fct.def.coroutine]/4: an aggregate has no constructor that the parameters could go to, in C++20 neither, where
// parentheses may initialise one.  No native build: clang++ 22 initialises the promise's first member from the parameter.
// RUN: %run-all %s | %filecheck
// CHECK: 7
#include "Inputs/trace.h"

struct Task {
  struct promise_type {
    int value = 7;
    Task get_return_object() {
      std::printf("%d\n", value);
      return {};
    }
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
};
static_assert(std::is_aggregate<Task::promise_type>::value);
Task f(int) { co_return; }
int main() { f(42); }
