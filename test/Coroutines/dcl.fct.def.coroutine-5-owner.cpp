// [dcl.fct.def.coroutine]/5: when an exception leaves the call, what the caller would have got is destroyed first, and the
// frame once, also where the return object owns it.  No native build: clang++ 22 does not destroy the return object, g++ 12
// destroys the frame twice.
// RUN: %run-all %s | %filecheck
#include "Inputs/trace.h"

int where;
struct Awaiter {
  bool await_ready() { return where == 4; }
  void await_suspend(std::coroutine_handle<>) {
    if (where == 2) throw 2;
  }
  void await_resume() {}
};
struct Owner {
  struct promise_type {
    Noisy member{"promise"};
    Owner get_return_object() { return Owner(std::coroutine_handle<promise_type>::from_promise(*this)); }
    Awaiter initial_suspend() {
      if (where == 1) throw 1;
      return {};
    }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    // From the first run this leaves the call too, and from a later one resume().
    void unhandled_exception() { throw; }
  };
  std::coroutine_handle<promise_type> handle;
  explicit Owner(std::coroutine_handle<promise_type> h) : handle(h) {}
  Owner(Owner&& other) noexcept : handle(std::exchange(other.handle, nullptr)) {}
  ~Owner() {
    std::printf("~owner ");
    if (handle) handle.destroy();
  }
};
Owner f(Noisy) {
  if (where > 2) throw where;
  co_return;
}

/// The frame of a coroutine that nobody owns goes when its first run throws.
struct Detached {
  struct promise_type {
    Noisy member{"promise"};
    Detached get_return_object() { return {}; }
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { throw; }
  };
};
Detached g(Noisy) {
  if (where) throw 5;
  co_return;
}

int main() {
  for (where = 0; where < 5; ++where) {
    std::printf("%d: ", where);
    try {
      Owner o = f(Noisy("a"));
      std::printf("returned ");
      o.handle.resume();
      std::printf("resumed ");
    } catch (int e) {
      std::printf("thrown%d ", e);
    }
    line();
  }
  try {
    g(Noisy("b"));
  } catch (int e) {
    std::printf("thrown%d\n", e);
  }
}
// CHECK: 0: +a move-a +promise -a returned resumed ~owner -promise -a
// CHECK-NEXT: 1: +a move-a +promise ~owner -promise -a -a thrown1
// CHECK-NEXT: 2: +a move-a +promise ~owner -promise -a -a thrown2
// CHECK-NEXT: 3: +a move-a +promise -a returned ~owner -promise -a thrown3
// CHECK-NEXT: 4: +a move-a +promise ~owner -promise -a -a thrown4
// CHECK-NEXT: +b move-b +promise -promise -b -b thrown5
