// What the programs on the standard's coroutine clauses share.  They are built natively in C++20 too.
#ifndef PAWL_TEST_COROUTINES_INPUTS_TRACE_H
#define PAWL_TEST_COROUTINES_INPUTS_TRACE_H

#include <coroutine>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <new>
#include <type_traits>
#include <utility>

/// Prints its life.
struct Noisy {
  const char* name;
  explicit Noisy(const char* name) : name(name) { std::printf("+%s ", name); }
  Noisy(Noisy&& other) noexcept : name(other.name) { std::printf("move-%s ", name); }
  Noisy(const Noisy& other) : name(other.name) { std::printf("copy-%s ", name); }
  Noisy& operator=(const Noisy&) = default;
  ~Noisy() { std::printf("-%s ", name); }
};

/// Its moves do not print: an operand that is kept across an await is moved once more than natively.
struct Quiet {
  const char* name;
  explicit Quiet(const char* name) : name(name) { std::printf("+%s ", name); }
  Quiet(Quiet&& other) noexcept : name(std::exchange(other.name, nullptr)) {}
  ~Quiet() {
    if (name) std::printf("-%s ", name);
  }
};

/// Neither copied nor moved.
struct Fixed {
  int value;
  explicit Fixed(int value) : value(value) { std::printf("+fixed%d ", value); }
  Fixed(const Fixed&) = delete;
  Fixed& operator=(const Fixed&) = delete;
  ~Fixed() { std::printf("-fixed%d ", value); }
};

/// Suspends, with a name; prints what is done with it.
struct Stop {
  const char* name;
  int result = 0;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<>) const noexcept { std::printf("[%s] ", name); }
  int await_resume() const noexcept { return result; }
  ~Stop() { std::printf("-stop-%s ", name); }
};

/// The plainest coroutine type: starts suspended, stays at its end; its owner drives it.
struct Plain {
  struct promise_type {
    int value = 0;
    std::exception_ptr error;
    Plain get_return_object() { return Plain(std::coroutine_handle<promise_type>::from_promise(*this)); }
    std::suspend_always initial_suspend() const noexcept { return {}; }
    std::suspend_always final_suspend() const noexcept { return {}; }
    std::suspend_always yield_value(int v) {
      value = v;
      return {};
    }
    void return_value(int v) { value = v; }
    void unhandled_exception() { error = std::current_exception(); }
  };
  std::coroutine_handle<promise_type> handle;
  explicit Plain(std::coroutine_handle<promise_type> h) : handle(h) {}
  Plain(Plain&& other) noexcept : handle(std::exchange(other.handle, nullptr)) {}
  ~Plain() {
    if (handle) handle.destroy();
  }
  /// Resumes up to \p times, or to the end; whether it is done.
  bool run(int times = 1000) {
    while (times-- > 0 && !handle.done()) handle.resume();
    return handle.done();
  }
  int result() {
    run();
    if (handle.promise().error) std::rethrow_exception(handle.promise().error);
    return handle.promise().value;
  }
};

inline void line(const char* what = "") { std::printf("%s\n", what); }

#endif
