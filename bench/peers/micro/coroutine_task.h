// A coroutine type as a good library has it: lazy, each end goes straight on to its caller.
#ifndef PAWL_BENCH_PEERS_COROUTINE_TASK_H
#define PAWL_BENCH_PEERS_COROUTINE_TASK_H

#include "harness.h"

#include <coroutine>
#include <cstdlib>
#include <utility>

struct FrameAlloc {
#ifdef POOL
  static void *operator new(std::size_t n) { return Pool::get(n); }
  static void operator delete(void *p, std::size_t n) { Pool::put(p, n); }
#endif
};

template <class T> class Task {
public:
  struct promise_type : FrameAlloc {
    std::coroutine_handle<> cont;
    T value;
    Task get_return_object() {
      return Task(std::coroutine_handle<promise_type>::from_promise(*this));
    }
    std::suspend_always initial_suspend() noexcept { return {}; }
    struct Final {
      bool await_ready() noexcept { return false; }
      std::coroutine_handle<> await_suspend(std::coroutine_handle<promise_type> h) noexcept {
        return h.promise().cont;
      }
      void await_resume() noexcept {}
    };
    Final final_suspend() noexcept { return {}; }
    void return_value(T v) { value = v; }
    void unhandled_exception() { std::abort(); }
  };
  explicit Task(std::coroutine_handle<promise_type> h) : h_(h) {}
  Task(Task &&o) noexcept : h_(std::exchange(o.h_, {})) {}
  ~Task() {
    if (h_)
      h_.destroy();
  }
  struct Awaiter {
    std::coroutine_handle<promise_type> h;
    bool await_ready() const noexcept { return false; }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> c) noexcept {
      h.promise().cont = c;
      return h;
    }
    T await_resume() { return h.promise().value; }
  };
  Awaiter operator co_await() && noexcept { return Awaiter{h_}; }
  std::coroutine_handle<promise_type> h_;
};

template <class T> static T sync_run(Task<T> t) { // start, drain the ready queue, take the result
  t.h_.promise().cont = std::noop_coroutine();
  t.h_.resume();
  g_ready.drain();
  if (!t.h_.done())
    std::abort();
  return t.h_.promise().value;
}

#endif
