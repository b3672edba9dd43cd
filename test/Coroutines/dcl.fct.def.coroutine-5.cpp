// [dcl.fct.def.coroutine]/5: exceptions before the initial await resumes leave the call, after the promise, the copies of
// the parameters and the frame are gone; later ones are the promise's to handle.
// RUN: %run-native %s | %filecheck
// Natively, clang++ 22 destroys the initial awaiter after unhandled_exception, and does not destroy the return object.
// RUN: %run-all --flag=-DSTANDARD %s | %filecheck --check-prefix=CHECK-STANDARD
#include "Inputs/trace.h"

enum Where { nowhere, constructor, get, initial, co_await_operator, ready, suspend, resume, body, local, result };
Where where;
void here(Where w, const char* name) {
  std::printf("%s ", name);
  if (where == w) throw static_cast<int>(w);
}

struct Awaiter {
  ~Awaiter() { std::printf("~awaiter "); }
  bool await_ready() {
    here(ready, "ready");
    return false;
  }
  bool await_suspend(std::coroutine_handle<>) {
    here(suspend, "suspend");
    return where != resume && where != nowhere;
  }
  void await_resume() { here(resume, "resume"); }
};
struct Awaitable {
  ~Awaitable() { std::printf("~awaitable "); }
  Awaiter operator co_await() const {
    here(co_await_operator, "co_await");
    return {};
  }
};
struct Task {
  struct promise_type {
    Noisy member{"promise"};
    promise_type() { here(constructor, "constructor"); }
    Task get_return_object() {
      here(get, "get");
      return {std::coroutine_handle<promise_type>::from_promise(*this)};
    }
    Awaitable initial_suspend() {
      here(initial, "initial");
      return {};
    }
    std::suspend_always final_suspend() noexcept {
      std::printf("final ");
      return {};
    }
    void return_void() { here(result, "return_void"); }
    void unhandled_exception() {
      try {
        throw;
      } catch (int e) {
        std::printf("unhandled%d ", e);
      }
    }
    void* operator new(std::size_t size) {
      std::printf("new ");
      return std::malloc(size);
    }
    void operator delete(void* memory) {
      std::printf("delete ");
      std::free(memory);
    }
  };
  std::coroutine_handle<promise_type> handle;
#if defined(STANDARD)
  Task(std::coroutine_handle<promise_type> h) : handle(h) {}
  Task(Task&&) = delete;
  ~Task() { std::printf("~task "); }
#endif
};
struct Local {
  ~Local() noexcept(false) { here(local, "~local"); }
};
Task run(Noisy) {
  Local l;
  here(body, "body");
  co_return;
}
int main() {
#if defined(STANDARD)
  for (Where w : {resume}) {
#else
  for (Where w : {nowhere, constructor, get, initial, co_await_operator, ready, suspend, body, local, result}) {
#endif
    where = w;
    std::printf("%d: ", w);
    try {
      Task t = run(Noisy("a"));
      std::printf("returned ");
      if (!t.handle.done()) t.handle.resume();
      t.handle.destroy();
    } catch (int e) {
      std::printf("thrown%d ", e);
    }
    line();
  }
}
// CHECK: 0: +a new move-a +promise constructor get initial co_await ready suspend resume ~awaiter ~awaitable body return_void ~local final -a returned -promise -a delete
// CHECK-NEXT: 1: +a new move-a +promise constructor -promise -a delete -a thrown1
// CHECK-NEXT: 2: +a new move-a +promise constructor get -promise -a delete -a thrown2
// CHECK-NEXT: 3: +a new move-a +promise constructor get initial -promise -a delete -a thrown3
// CHECK-NEXT: 4: +a new move-a +promise constructor get initial co_await ~awaitable -promise -a delete -a thrown4
// CHECK-NEXT: 5: +a new move-a +promise constructor get initial co_await ready ~awaiter ~awaitable -promise -a delete -a thrown5
// CHECK-NEXT: 6: +a new move-a +promise constructor get initial co_await ready suspend ~awaiter ~awaitable -promise -a delete -a thrown6
// CHECK-STANDARD: 7: +a new move-a +promise constructor get initial co_await ready suspend resume ~awaiter ~awaitable unhandled7 final -a returned -promise -a delete ~task
// CHECK-NEXT: 8: +a new move-a +promise constructor get initial co_await ready suspend -a returned resume ~awaiter ~awaitable body ~local unhandled8 final -promise -a delete
// CHECK-NEXT: 9: +a new move-a +promise constructor get initial co_await ready suspend -a returned resume ~awaiter ~awaitable body return_void ~local unhandled9 final -promise -a delete
// CHECK-NEXT: 10: +a new move-a +promise constructor get initial co_await ready suspend -a returned resume ~awaiter ~awaitable body return_void ~local unhandled10 final -promise -a delete
