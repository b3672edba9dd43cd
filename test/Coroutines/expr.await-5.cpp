// [expr.await]/5: await_suspend of type void and true suspend, false goes on, a handle is resumed; an exception from it is
// thrown at the await; the coroutine counts as suspended before, so that it may be resumed or destroyed within.
// RUN: %run-native %s | %filecheck
#include "Inputs/trace.h"

struct Awaiter {
  std::coroutine_handle<>* where;
  const char* await_resume() {
    std::printf("resume ");
    return "value";
  }
  ~Awaiter() { std::printf("~ "); }
};
struct Ready : Awaiter {
  bool await_ready() { return true; }
  void await_suspend(std::coroutine_handle<>) { std::printf("NEVER "); }
};
struct Void : Awaiter {
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<> h) {
    std::printf("void ");
    *where = h;
  }
};
template <bool Suspends>
struct Bool : Awaiter {
  bool await_ready() { return false; }
  bool await_suspend(std::coroutine_handle<> h) {
    std::printf("bool ");
    *where = h;
    return Suspends;
  }
};
template <class Handle>
struct Transfer : Awaiter {
  Handle next;
  Transfer(std::coroutine_handle<>* where, Handle next) : Awaiter{where}, next(next) {}
  bool await_ready() { return false; }
  Handle await_suspend(std::coroutine_handle<> h) {
    std::printf("transfer ");
    *where = h;
    return next;
  }
};
/// The coroutine itself as the one to go on with.
struct Self : Awaiter {
  bool await_ready() { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> h) { return h; }
};
struct Throws : Awaiter {
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<>) { throw 5; }
};
struct ReadyThrows : Throws {
  bool await_ready() { throw 6; }
};
/// Resumes the coroutine before it returns: the rest runs inside.
struct Inline : Awaiter {
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<> h) {
    h.resume();
    std::printf("after ");
  }
};
struct Destroys : Awaiter {
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<> h) {
    h.destroy();
    std::printf("destroyed ");
  }
};
/// Takes only the handle of this coroutine, as a template does.
struct Typed : Awaiter {
  bool await_ready() { return false; }
  template <class Promise>
  bool await_suspend(std::coroutine_handle<Promise> h) {
    h.promise().value = 9;
    return false;
  }
};

std::coroutine_handle<> at;
Plain other() {
  std::printf("other ");
  co_return 1;
}
Plain all(std::coroutine_handle<> to, std::coroutine_handle<Plain::promise_type> typed) {
  std::printf("%s\n", co_await Ready{&at});
  std::printf("%s\n", co_await Void{&at});
  std::printf("%s\n", co_await Bool<true>{&at});
  std::printf("%s\n", co_await Bool<false>{&at});
  std::printf("%s\n", co_await Transfer<std::coroutine_handle<>>(&at, to));
  std::printf("%s\n", co_await Transfer<std::coroutine_handle<Plain::promise_type>>(&at, typed));
  std::printf("%s\n", co_await Transfer<std::noop_coroutine_handle>(&at, std::noop_coroutine()));
  std::printf("%s\n", co_await Self{&at});
  for (int i = 0; i < 2; ++i) try {
      if (i)
        co_await ReadyThrows();
      else
        co_await Throws();
    } catch (int e) {
      std::printf("caught%d\n", e);
    }
  co_await Typed();
  std::printf("inline ");
  co_await Inline();
  co_return 1;
}
Plain destroyed() {
  Noisy n("local");
  co_await Destroys();
  std::printf("NEVER ");
  co_return 1;
}
int main() {
  Plain a = other(), b = other();
  Plain p = all(a.handle, b.handle);
  while (!p.handle.done()) {
    p.handle.resume();
    std::printf("| ");
  }
  std::printf("%d\n", p.handle.promise().value);
  Plain d = destroyed();
  std::exchange(d.handle, nullptr).resume();
  line();
}
// CHECK: resume value
// CHECK-NEXT: ~ void | resume value
// CHECK-NEXT: ~ bool | resume value
// CHECK-NEXT: ~ bool resume value
// CHECK-NEXT: ~ transfer other | resume value
// CHECK-NEXT: ~ transfer other | resume value
// CHECK-NEXT: ~ transfer | resume value
// CHECK-NEXT: ~ resume value
// CHECK-NEXT: ~ ~ caught5
// CHECK-NEXT: ~ caught6
// CHECK-NEXT: resume ~ inline resume ~ after | 1
// CHECK-NEXT: +local ~ -local destroyed
