// A task with symmetric transfer, and the functions that native.cpp and lowered.cpp define for each other.
#ifndef PAWL_TEST_COROUTINES_INPUTS_NEIGHBOUR_H
#define PAWL_TEST_COROUTINES_INPUTS_NEIGHBOUR_H

#include "trace.h"

struct Task {
  struct promise_type {
    std::coroutine_handle<> waiter = std::noop_coroutine();
    int value = 0;
    std::exception_ptr error;
    Task get_return_object() { return Task(std::coroutine_handle<promise_type>::from_promise(*this)); }
    std::suspend_always initial_suspend() { return {}; }
    struct Final {
      bool await_ready() noexcept { return false; }
      std::coroutine_handle<> await_suspend(std::coroutine_handle<promise_type> h) noexcept { return h.promise().waiter; }
      void await_resume() noexcept {}
    };
    Final final_suspend() noexcept { return {}; }
    void return_value(int v) { value = v; }
    void unhandled_exception() { error = std::current_exception(); }
  };
  std::coroutine_handle<promise_type> handle;
  explicit Task(std::coroutine_handle<promise_type> h) : handle(h) {}
  Task(Task&& other) noexcept : handle(std::exchange(other.handle, nullptr)) {}
  ~Task() {
    if (handle) handle.destroy();
  }
  bool await_ready() { return false; }
  std::coroutine_handle<promise_type> await_suspend(std::coroutine_handle<> h) {
    handle.promise().waiter = h;
    return handle;
  }
  int await_resume() {
    if (handle.promise().error) std::rethrow_exception(handle.promise().error);
    return handle.promise().value;
  }
  int run() {
    while (!handle.done()) handle.resume();
    return await_resume();
  }
};
/// An awaitable of the free operator.
struct Wrapped {
  Task task;
};
inline Task operator co_await(Wrapped& w) { return std::move(w.task); }

/// Ends at once.
Task native_leaf(int n);
Task lowered_leaf(int n);
/// Await `n` leaves of the other side, which do not suspend.
Task native_loop(int n);
Task lowered_loop(int n);
/// A chain `n` deep that changes sides at each step; the innermost throws if told so.
Task native_chain(int n, bool throws);
Task lowered_chain(int n, bool throws);
/// Suspends, with an object alive on each side.
Task native_stop(Noisy n);
Task lowered_stop(Noisy n);

#endif
