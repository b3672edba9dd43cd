// Native coroutines that are spawned and joined.
#ifndef PAWL_BENCH_PEERS_COROUTINE_TASKS_H
#define PAWL_BENCH_PEERS_COROUTINE_TASKS_H

#include "coroutine_task.h"

// Detached-and-joinable task: frame is on the ready queue until it runs; the joiner owns the frame.
struct Spawned {
  struct promise_type : FrameAlloc, Node {
    std::coroutine_handle<> joiner;
    int value;
    bool done = false;
    Spawned get_return_object() {
      run = [](Node *n) {
        std::coroutine_handle<promise_type>::from_promise(*static_cast<promise_type *>(n)).resume();
      };
      return Spawned{std::coroutine_handle<promise_type>::from_promise(*this)};
    }
    struct Init {
      promise_type *p;
      bool await_ready() { return false; }
      void await_suspend(std::coroutine_handle<>) { g_ready.push(p); }
      void await_resume() {}
    };
    Init initial_suspend() noexcept { return {this}; }
    struct Final {
      bool await_ready() noexcept { return false; }
      void await_suspend(std::coroutine_handle<promise_type> h) noexcept {
        auto &p = h.promise();
        p.done = true;
        if (p.joiner) {
          p.run = [](Node *n) { static_cast<promise_type *>(n)->joiner.resume(); };
          g_ready.push(&p);
        }
      }
      void await_resume() noexcept {}
    };
    Final final_suspend() noexcept { return {}; }
    void return_value(int v) { value = v; }
    void unhandled_exception() { std::abort(); }
  };
  std::coroutine_handle<promise_type> h;
  Spawned(std::coroutine_handle<promise_type> h) : h(h) {}
  Spawned(const Spawned &) = delete;
  ~Spawned() { h.destroy(); }
  bool await_ready() { return h.promise().done; }
  void await_suspend(std::coroutine_handle<> c) { h.promise().joiner = c; }
  int await_resume() { return h.promise().value; }
};
static Spawned spawned(int x) { co_return x + 1; }
static Task<long> co_spawner(long n) {
  long s = 0;
  for (long i = 0; i < n; ++i) {
    Spawned t = spawned(int(i));
    s += co_await t;
  }
  co_return s;
}

#endif
