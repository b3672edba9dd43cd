// [dcl.fct.def.coroutine]/13: the copies of the parameters are made in order, before the promise; initialised directly from
// xvalues; references stay references; they are destroyed in reverse order, after the promise.  The parameters themselves
// end with the call.
// RUN: %run-native --no-gxx="destroys the copies in the order in which it made them" %s | %filecheck
#include "Inputs/trace.h"

struct Task {
  struct promise_type {
    Noisy member{"promise"};
    Task get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_always initial_suspend() { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
  std::coroutine_handle<promise_type> handle;
};

/// Explicit, so that copy-initialisation could not do it.
struct Explicit {
  int v;
  explicit Explicit(int v) : v(v) {}
  explicit Explicit(Explicit&& other) : v(other.v) { std::printf("explicit "); }
};
/// Tells of its copies only: in which order a call makes its arguments is the compiler's choice.
struct Param {
  const char* name;
  bool copy = false;
  explicit Param(const char* name) : name(name) {}
  Param(Param&& other) noexcept : name(other.name), copy(true) { std::printf("move-%s ", name); }
  ~Param() {
    if (copy) std::printf("-%s ", name);
  }
};
/// No move: it is copied.
struct Copied {
  Copied() {}
  Copied(const Copied&) { std::printf("copied "); }
};
struct Throws {
  Throws() {}
  Throws(Throws&&) { throw 7; }
};

Task order(Param a, Param b, Noisy&& reference, const Noisy& constant, Noisy& lvalue) {
  std::printf("body(%s%s%s%s%s) ", a.name, b.name, reference.name, constant.name, lvalue.name);
  lvalue.name = "changed";
  co_return;
}
Task explicitly(Explicit e, Copied, const Noisy cv) {
  std::printf("%d-%s ", e.v, cv.name);
  co_return;
}
Task throws(Param, Param, Throws, Param) { co_return; }
Task trivial(int n, const char* s, double, int (&array)[2], int (*function)(const char*)) {
  ++n;
  array[0] = n;
  co_await std::suspend_always();
  std::printf("%s%d%d ", s, n, function("x"));
  co_return;
}

void end(Task t) {
  std::printf("| ");
  while (!t.handle.done()) t.handle.resume();
  t.handle.destroy();
  line();
}
int main() {
  Noisy c("c"), d("d"), e("e");
  line();  // CHECK: +c +d +e
  Task t = order(Param("a"), Param("b"), std::move(c), d, e);
  end(t);  // CHECK-NEXT: move-a move-b +promise | body(abcde) -promise -b -a
  line(e.name);  // CHECK-NEXT: changed
  t = explicitly(Explicit(3), Copied(), d);
  end(t);  // CHECK-NEXT: copy-d explicit copied copy-d +promise -d | 3-d -promise -d
  try {
    throws(Param("x"), Param("y"), Throws(), Param("z"));
  } catch (int) {
    line("thrown");  // CHECK-NEXT: move-x move-y -y -x thrown
  }
  int array[2];
  t = trivial(4, "s", 1.5, array, [](const char*) { return 8; });
  end(t);  // CHECK-NEXT: +promise | s58 -promise
  std::printf("%d\n", array[0]);  // CHECK-NEXT: 5
}
