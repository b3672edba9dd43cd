// [dcl.fct.def.coroutine]/4: the promise is built from the parameters where a constructor takes them, as lvalues of their
// copies, *this first; else by default.
// RUN: %run-native --no-gxx="passes a parameter of type T&& as an rvalue" %s | %filecheck
#include "Inputs/trace.h"

struct Task;
struct Base {
  std::suspend_always initial_suspend() { return {}; }
  std::suspend_always final_suspend() noexcept { return {}; }
  std::suspend_always yield_value(int) { return {}; }
  void return_void() {}
  void unhandled_exception() {}
};
struct X {
  int id;
  Task member(int n);
  Task constant(int n) const;
  static Task shared(int n);
};
struct Promise : Base {
  int* number = nullptr;
  Noisy* noisy = nullptr;
  Promise() { std::printf("default "); }
  explicit Promise(int& n) : number(&n) { std::printf("int&(%d) ", n); }
  Promise(X& x, int& n) : number(&n) { std::printf("X&(%d),int&(%d) ", x.id, n); }
  Promise(const X& x, const int& n) { std::printf("const X&(%d),const int&(%d) ", x.id, n); }
  Promise(const int& n, long) { std::printf("const int&(%d),long ", n); }
  Promise(Noisy& n, const char*) : noisy(&n) { std::printf("Noisy&,const char* "); }
  Promise(int&&, int&&, int&&) { std::printf("rvalues "); }
  Promise(double& a, ...) { std::printf("double&(%g),... ", a); }
  ~Promise() { std::printf("~promise "); }
  Task get_return_object();
};
struct Task {
  using promise_type = Promise;
  std::coroutine_handle<Promise> handle;
  void run() {
    while (!handle.done()) handle.resume();
  }
  void end() {
    run();
    handle.destroy();
    line();
  }
};
Task Promise::get_return_object() { return {std::coroutine_handle<Promise>::from_promise(*this)}; }

Task none() { co_return; }
Task one(int n) {
  n = 5;
  co_yield 0;
  n += 2;
  co_yield 0;
}
Task constant(const int n, int) {
  std::printf("%d ", n);
  co_return;
}
Task noisy(Noisy n, const char*) {
  std::printf("body-%s ", n.name);
  co_return;
}
Task rvalues(int, int, int) { co_return; }  // No constructor takes lvalues: by default.
Task variadic(double, int*) { co_return; }
Task unnamed(int, long) { co_return; }
Task X::member(int n) {
  n = id;
  co_yield 0;
}
Task X::constant(int n) const {
  n = id;
  co_yield 0;
}
Task X::shared(int n) {
  n = 1;
  co_yield 0;
}

/// Conversions of the lvalues, and a template.
struct Any {
  struct promise_type : Base {
    template <class... A>
    explicit promise_type(A&&... a) {
      static_assert((std::is_lvalue_reference_v<A&&> && ...));
      std::printf("any(%zu) ", sizeof...(a));
    }
    Any get_return_object() { return {}; }
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
  };
};
Any any(int, int&&, const int&, Noisy&) { co_return; }
Any nothing() { co_return; }

int main() {
  none().end();  // CHECK: default ~promise
  Task t = one(4);
  t.handle.resume();
  std::printf("%d ", *t.handle.promise().number);
  t.handle.resume();
  std::printf("%d ", *t.handle.promise().number);
  *t.handle.promise().number = 9;
  t.end();  // CHECK-NEXT: int&(4) 5 7 ~promise
  X x{3};
  t = x.member(1);
  t.run();
  std::printf("%d ", *t.handle.promise().number);
  t.end();                           // CHECK-NEXT: X&(3),int&(1) 3 ~promise
  x.constant(1).end();               // CHECK-NEXT: const X&(3),const int&(1) ~promise
  X::shared(6).end();                // CHECK-NEXT: int&(6) ~promise
  constant(8, 1).end();              // CHECK-NEXT: const int&(8),long 8 ~promise
  unnamed(2, 3).end();               // CHECK-NEXT: const int&(2),long ~promise
  rvalues(1, 2, 3).end();            // CHECK-NEXT: default ~promise
  variadic(1.5, nullptr).end();      // CHECK-NEXT: double&(1.5),... ~promise
  t = noisy(Noisy("n"), nullptr);
  t.end();  // CHECK-NEXT: +n move-n Noisy&,const char* -n body-n ~promise -n
  Noisy m("m");
  int i = 0;
  any(1, 2, i, m);
  nothing();
  line();  // CHECK-NEXT: +m any(4) any(0)
}
