// [dcl.fct.def.coroutine]/14: a coroutine whose unhandled_exception throws is suspended at its final suspend point: its
// locals are gone, final_suspend is not called, and it can only be destroyed.  /6: flowing off the end is return_void.
// RUN: %run-native %s | %filecheck
#include "Inputs/trace.h"

struct Task {
  struct promise_type {
    Noisy member{"promise"};
    Task get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_always initial_suspend() { return {}; }
    std::suspend_always final_suspend() noexcept {
      std::printf("final ");
      return {};
    }
    void return_void() { std::printf("return_void "); }
    void unhandled_exception() {
      std::printf("unhandled ");
      throw;
    }
  };
  std::coroutine_handle<promise_type> handle;
};
Task f(Noisy, bool throws) {
  Noisy local("local");
  co_await std::suspend_always();
  if (throws) throw 3;
}
int main() {
  for (bool throws : {false, true}) {
    Task t = f(Noisy("a"), throws);
    t.handle.resume();
    try {
      t.handle.resume();
    } catch (int e) {
      std::printf("thrown%d ", e);
    }
    std::printf("done=%d | ", t.handle.done());
    t.handle.destroy();
    line();
  }
}
// CHECK: +a move-a +promise -a +local -local return_void final done=1 | -promise -a
// CHECK-NEXT: +a move-a +promise -a +local -local unhandled thrown3 done=1 | -promise -a
