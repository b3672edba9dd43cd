// Native generators.
#ifndef PAWL_BENCH_PEERS_COROUTINE_GENERATORS_H
#define PAWL_BENCH_PEERS_COROUTINE_GENERATORS_H

#include "coroutine_task.h"

struct Gen {
  struct promise_type : FrameAlloc {
    int value;
    Gen get_return_object() {
      return Gen{std::coroutine_handle<promise_type>::from_promise(*this)};
    }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(int v) noexcept {
      value = v;
      return {};
    }
    void return_void() {}
    void unhandled_exception() { std::abort(); }
  };
  std::coroutine_handle<promise_type> h;
  explicit Gen(std::coroutine_handle<promise_type> h) : h(h) {}
  Gen(const Gen &) = delete;
  ~Gen() { h.destroy(); }
  bool next() {
    h.resume();
    return !h.done();
  }
};
static Gen gen(int n) {
  for (int i = 0; i < n; ++i)
    co_yield i;
}
NOINLINE static Gen gen_ni(int n) {
  for (int i = 0; i < n; ++i)
    co_yield i;
}
static long gen_co(long n) {
  Gen g = gen(int(n));
  long s = 0;
  while (g.next()) {
    s += g.h.promise().value;
    asm volatile("" : "+r"(s));
  }
  return s;
}
static long gen_co_ni(long n) {
  Gen g = gen_ni(int(n));
  long s = 0;
  while (g.next())
    s += g.h.promise().value;
  return s;
}

#endif
