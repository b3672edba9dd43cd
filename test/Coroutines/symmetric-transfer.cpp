// [expr.await]/5.1.1: a chain of coroutines that hand over to one another runs in constant stack, at every optimisation
// level; natively only with optimisation.
// RUN: %run-all %s | %filecheck
// CHECK: 1000000 1000000 2000000
#include "Inputs/trace.h"

struct Task {
  struct promise_type {
    std::coroutine_handle<> waiter = std::noop_coroutine();
    int value = 0;
    Task get_return_object() { return Task(std::coroutine_handle<promise_type>::from_promise(*this)); }
    std::suspend_always initial_suspend() { return {}; }
    auto final_suspend() noexcept {
      struct Final {
        bool await_ready() noexcept { return false; }
        std::coroutine_handle<> await_suspend(std::coroutine_handle<promise_type> h) noexcept { return h.promise().waiter; }
        void await_resume() noexcept {}
      };
      return Final();
    }
    void return_value(int v) { value = v; }
    void unhandled_exception() { std::terminate(); }
  };
  std::coroutine_handle<promise_type> handle;
  explicit Task(std::coroutine_handle<promise_type> h) : handle(h) {}
  Task(Task&& other) noexcept : handle(std::exchange(other.handle, nullptr)) {}
  ~Task() {
    if (handle) handle.destroy();
  }
  bool await_ready() { return false; }
  // A handle of a type of its own.
  std::coroutine_handle<promise_type> await_suspend(std::coroutine_handle<> h) {
    handle.promise().waiter = h;
    return handle;
  }
  int await_resume() { return handle.promise().value; }
};
Task one() { co_return 1; }
Task loop(int n) {
  int sum = 0;
  for (int i = 0; i < n; ++i) sum += co_await one();
  co_return sum;
}
Task count(int n) {
  if (n == 0) co_return 0;
  Task next = count(n - 1);
  co_return 1 + co_await next;
}

/// Two coroutines that hand over to each other.
struct Ping {
  std::coroutine_handle<>& mine;
  std::coroutine_handle<>& other;
  bool await_ready() { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> h) {
    mine = h;
    return other;
  }
  void await_resume() {}
};
std::coroutine_handle<> first, second;
int turns = 0;
Task ping(int n, std::coroutine_handle<>& mine, std::coroutine_handle<>& other) {
  for (int i = 0; i < n; ++i) {
    ++turns;
    co_await Ping{mine, other};
  }
  co_return 0;
}

int main() {
  Task a = loop(1000000);
  a.handle.resume();
  int depth = 0;
  for (int i = 0; i < 50; ++i) {
    Task b = count(20000);
    b.handle.resume();
    depth += b.handle.promise().value;
  }
  Task c = ping(1000000, first, second), d = ping(1000000, second, first);
  first = c.handle;
  second = d.handle;
  c.handle.resume();
  std::printf("%d %d %d\n", a.handle.promise().value, depth, turns);
}
