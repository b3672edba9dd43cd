// [expr.yield]: co_yield e is an await of p.yield_value(e), which may be overloaded, a template, take a braced list, and give
// a value back.  [stmt.return.coroutine]: co_return is return_value or return_void, and takes a local for an rvalue first.
// RUN: %run-native --no-gxx="keeps no array of an initializer_list" %s | %filecheck
#include "Inputs/trace.h"

#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

struct Base {
  std::suspend_always initial_suspend() { return {}; }
  std::suspend_always final_suspend() noexcept {
    std::printf("final ");
    return {};
  }
  void unhandled_exception() { throw; }
};
struct Echo {
  int sent;
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<>) {}
  int await_resume() { return sent + 1; }
};
struct Aggregate {
  int a, b;
};
struct Text {
  std::string text;
  explicit Text(const char* text) : text(text) {}
};
struct Generator {
  struct promise_type : Base {
    std::string last;
    Generator get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
    Echo yield_value(int v) {
      last = "int " + std::to_string(v);
      return {v};
    }
    std::suspend_always yield_value(const Text& t) {
      last = "lvalue " + t.text;
      return {};
    }
    std::suspend_always yield_value(Text&& t) {
      last = "rvalue " + t.text;
      return {};
    }
    std::suspend_always yield_value(Aggregate a) {
      last = "aggregate " + std::to_string(a.a) + std::to_string(a.b);
      return {};
    }
    std::suspend_always yield_value(std::initializer_list<const char*> list) {
      last = "list of " + std::to_string(list.size());
      return {};
    }
    template <class T>
    std::suspend_always yield_value(std::vector<T> v) {
      last = "vector of " + std::to_string(v.size());
      return {};
    }
    template <class T>
    T await_transform(T) = delete;  // Not for what is yielded.
    void return_void() { std::printf("return_void "); }
  };
  std::coroutine_handle<promise_type> handle;
};
Generator values(Noisy) {
  Text s("s");
  int back = co_yield 1;
  back += co_yield back;
  co_yield back;
  co_yield s;
  co_yield Text("t");
  co_yield{1, 2};
  co_yield{"a", "b", "c"};
  co_yield std::vector<int>(4);
  (co_yield 5, co_yield 6);
  if (back) co_return;
  std::printf("NEVER ");
}

struct Result {
  struct promise_type : Base {
    Result get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
    void return_value(const Noisy& n) { std::printf("const&-%s ", n.name); }
    void return_value(Noisy&& n) { std::printf("&&-%s ", n.name); }
    void return_value(std::unique_ptr<int> p) { std::printf("unique%d ", *p); }
    void return_value(Aggregate a) { std::printf("aggregate%d%d ", a.a, a.b); }
    template <class T>
    void return_value(T* p) {
      std::printf("pointer%d ", *p);
    }
  };
  std::coroutine_handle<promise_type> handle;
};
Noisy global("global");
Result result(int which, Noisy parameter) {
  Noisy local("local");
  auto unique = std::make_unique<int>(3);
  static int value = 8;
  switch (which) {
    case 0: co_return local;
    case 1: co_return parameter;
    case 2: co_return (local);
    case 3: co_return Noisy("temporary");
    case 4: co_return global;
    case 5: co_return unique;
    case 6: co_return {1, 2};
    case 7: co_return &value;
    default: {
      Noisy& reference = local;
      co_return reference;
    }
  }
}

struct Nothing {
  struct promise_type : Base {
    Nothing get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
    void return_void() { std::printf("return_void "); }
  };
  std::coroutine_handle<promise_type> handle;
};
void side_effect() { std::printf("effect "); }
Nothing nothing(int which) {
  Noisy local("local");
  if (which == 0) co_return;
  if (which == 1) co_return side_effect();
  if (which == 2) co_return static_cast<void>(co_await std::suspend_always());
}

template <class T>
void end(T t) {
  while (!t.handle.done()) t.handle.resume();
  t.handle.destroy();
  line();
}
int main() {
  Generator g = values(Noisy("p"));
  while (g.handle.resume(), !g.handle.done()) line(g.handle.promise().last.c_str());
  g.handle.destroy();
  line();
  // CHECK: +p move-p -p int 1
  // CHECK-NEXT: int 2
  // CHECK-NEXT: int 5
  // CHECK-NEXT: lvalue s
  // CHECK-NEXT: rvalue t
  // CHECK-NEXT: aggregate 12
  // CHECK-NEXT: list of 3
  // CHECK-NEXT: vector of 4
  // CHECK-NEXT: int 5
  // CHECK-NEXT: int 6
  // CHECK-NEXT: return_void final -p
  for (int i = 0; i < 9; ++i) {
    std::printf("%d: ", i);
    end(result(i, Noisy("p")));
  }
  // CHECK-NEXT: 0: +p move-p +local &&-local -local final -p
  // CHECK-NEXT: -p 1: +p move-p +local &&-p -local final -p
  // CHECK-NEXT: -p 2: +p move-p +local &&-local -local final -p
  // CHECK-NEXT: -p 3: +p move-p +local +temporary &&-temporary -temporary -local final -p
  // CHECK-NEXT: -p 4: +p move-p +local const&-global -local final -p
  // CHECK-NEXT: -p 5: +p move-p +local unique3 -local final -p
  // CHECK-NEXT: -p 6: +p move-p +local aggregate12 -local final -p
  // CHECK-NEXT: -p 7: +p move-p +local pointer8 -local final -p
  // CHECK-NEXT: -p 8: +p move-p +local const&-local -local final -p
  for (int i = 0; i < 4; ++i) end(nothing(i));
  // CHECK-NEXT: -p +local return_void -local final
  // CHECK-NEXT: +local effect return_void -local final
  // CHECK-NEXT: +local return_void -local final
  // CHECK-NEXT: +local -local return_void final
}
