// A lazy coroutine that another one awaits, and a step that suspends: less to compile than the runtime's.
#ifndef PAWL_TEST_COROUTINES_INPUTS_LAZY_H
#define PAWL_TEST_COROUTINES_INPUTS_LAZY_H

#include <coroutine>
#include <cstdio>
#include <exception>
#include <utility>

template <class T>
struct Lazy {
  struct promise_type {
    T value{};
    std::coroutine_handle<> waiter;
    Lazy get_return_object() { return Lazy(std::coroutine_handle<promise_type>::from_promise(*this)); }
    std::suspend_always initial_suspend() const noexcept { return {}; }
    struct Final {
      bool await_ready() const noexcept { return false; }
      std::coroutine_handle<> await_suspend(std::coroutine_handle<promise_type> h) const noexcept {
        return h.promise().waiter ? h.promise().waiter : std::noop_coroutine();
      }
      void await_resume() const noexcept {}
    };
    Final final_suspend() const noexcept { return {}; }
    void return_value(T v) { value = std::move(v); }
    void unhandled_exception() { std::terminate(); }
  };
  explicit Lazy(std::coroutine_handle<promise_type> h) : handle(h) {}
  Lazy(Lazy&& other) noexcept : handle(std::exchange(other.handle, nullptr)) {}
  ~Lazy() {
    if (handle) handle.destroy();
  }
  bool await_ready() const { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> waiter) {
    handle.promise().waiter = waiter;
    return handle;
  }
  T await_resume() { return std::move(handle.promise().value); }
  std::coroutine_handle<promise_type> handle;
};

/// Suspends all that wait for each other, until step() is called.
inline std::coroutine_handle<> stepping;
struct Step {
  bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<> h) const { stepping = h; }
  int await_resume() const { return 1; }
};
inline Step one() { return {}; }

/// Runs a coroutine to its end.
template <class T>
T run(Lazy<T> lazy) {
  lazy.handle.resume();
  while (!lazy.handle.done()) stepping.resume();
  return lazy.await_resume();
}

#endif
