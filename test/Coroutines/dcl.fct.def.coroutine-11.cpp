// [dcl.fct.def.coroutine]/11: the frame is destroyed when control flows off the end, or by destroy(), which then leaves from
// the suspension point: every object alive there is destroyed, in reverse order, wherever that is.
// RUN: %run-native --no-gxx="destroys the element before an await in a braced list twice" %s | %filecheck
#include "Inputs/trace.h"

struct Task {
  struct promise_type {
    Noisy member;
    promise_type() : member("promise") {}
    Task get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
    Stop initial_suspend() { return {"initial"}; }
    Stop final_suspend() noexcept { return {"final"}; }
    Stop yield_value(const Noisy& v) {
      std::printf("yield-%s ", v.name);
      return {"yield"};
    }
    void return_void() {}
    void unhandled_exception() { std::printf("unhandled "); }
  };
  std::coroutine_handle<promise_type> handle;
};

struct Pair {
  Quiet first;
  int second;
};
int both(const Noisy&, int v) { return v; }

Task all(Noisy parameter) {
  Noisy a("a");
  co_await Stop{"1"};
  for (int i = 0; i < 2; ++i) {
    Noisy b("b");
    if (co_await Stop{"2", i}) continue;
    try {
      Noisy c("c");
      both(Noisy("t"), co_await Stop{"3"});
      throw Noisy("thrown");
    } catch (const Noisy& e) {
      std::printf("caught-%s ", e.name);
    }
    Pair pair{Quiet("element"), co_await Stop{"4", 5}};
    co_yield Noisy("yielded");
  }
}

int main() {
  for (int stop = 0;; ++stop) {
    Task t = all(Noisy("p"));
    int steps = 0;
    while (steps < stop && !t.handle.done()) {
      t.handle.resume();
      ++steps;
    }
    std::printf("| ");
    bool done = t.handle.done();
    t.handle.destroy();
    line();
    if (done) break;
  }
}
// CHECK: +p move-p +promise [initial] -p | -stop-initial -promise -p
// CHECK-NEXT: {{.*}}+a [1] | -stop-1 -a -promise -p
// CHECK-NEXT: -stop-1 +b [2] | -stop-2 -b -a -promise -p
// CHECK-NEXT: -stop-2 +c +t [3] | -stop-3 -t -c -b -a -promise -p
// CHECK-NEXT: -stop-3 -t +thrown -c caught-thrown -thrown +element [4] | -stop-4 -element -b -a -promise -p
// CHECK-NEXT: -stop-4 +yielded yield-yielded [yield] | -stop-yield -yielded -element -b -a -promise -p
// CHECK-NEXT: -stop-yield -yielded -element -b +b [2] | -stop-2 -b -a -promise -p
// CHECK-NEXT: -stop-2 -b -a [final] | -stop-final -promise -p
