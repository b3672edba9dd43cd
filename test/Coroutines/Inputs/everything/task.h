// A lazy task: started when it is awaited, by symmetric transfer, and handed back in the same way.
#ifndef PAWL_TEST_EVERYTHING_TASK_H
#define PAWL_TEST_EVERYTHING_TASK_H

#include "support.h"

/// What all tasks know of who awaits them; awaiters find it through the handle.
struct TaskPromise : Counted {
  std::coroutine_handle<> waiter = std::noop_coroutine();
  /// A value that is handed down from whoever awaits.
  int depth = 0;
  std::suspend_always initial_suspend() noexcept { return {}; }
  struct Final {
    bool await_ready() noexcept { return false; }
    template <class Promise>
    std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> h) noexcept {
      return h.promise().waiter;
    }
    void await_resume() noexcept {}
  };
  Final final_suspend() noexcept { return {}; }
};

template <class T>
struct TaskResult : TaskPromise {
  std::variant<std::monostate, T, std::exception_ptr> result;
  template <class U, class = std::enable_if_t<std::is_constructible<T, U&&>::value>>
  void return_value(U&& value) {
    result.template emplace<1>(std::forward<U>(value));
  }
  void unhandled_exception() noexcept { result.template emplace<2>(std::current_exception()); }
  T take() {
    if (result.index() == 2) std::rethrow_exception(std::get<2>(result));
    return std::move(std::get<1>(result));
  }
};
template <class T>
struct TaskResult<T&> : TaskPromise {
  T* result = nullptr;
  std::exception_ptr error;
  void return_value(T& value) noexcept { result = std::addressof(value); }
  void unhandled_exception() noexcept { error = std::current_exception(); }
  T& take() {
    if (error) std::rethrow_exception(error);
    return *result;
  }
};
template <>
struct TaskResult<void> : TaskPromise {
  std::exception_ptr error;
  void return_void() noexcept {}
  void unhandled_exception() noexcept { error = std::current_exception(); }
  void take() {
    if (error) std::rethrow_exception(error);
  }
};

template <class T = void>
class task {
 public:
  struct promise_type : TaskResult<T> {
    task get_return_object() noexcept { return task(std::coroutine_handle<promise_type>::from_promise(*this)); }
  };
  task() = default;
  task(task&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  task& operator=(task&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~task() {
    if (handle_) handle_.destroy();
  }
  bool await_ready() const noexcept { return handle_.done(); }
  template <class Promise>
  auto await_suspend(std::coroutine_handle<Promise> h) noexcept {
    handle_.promise().waiter = h;
    if constexpr (std::is_base_of<TaskPromise, Promise>::value) handle_.promise().depth = h.promise().depth + 1;
    return handle_;
  }
  T await_resume() { return handle_.promise().take(); }

  std::coroutine_handle<promise_type> handle() const { return handle_; }
  bool done() const { return handle_.done(); }
  T result() { return handle_.promise().take(); }

 private:
  explicit task(std::coroutine_handle<promise_type> h) noexcept : handle_(h) {}
  std::coroutine_handle<promise_type> handle_;
};

/// How deep the awaiting task is in a chain of them: does not suspend.
struct current_depth {
  int value = 0;
  bool await_ready() const noexcept { return false; }
  template <class Promise>
  bool await_suspend(std::coroutine_handle<Promise> h) noexcept {
    value = h.promise().depth;
    return false;
  }
  int await_resume() const noexcept { return value; }
};

/// Runs at once and owns itself; a fault in it is logged.
struct detached {
  struct promise_type : Counted {
    detached get_return_object() noexcept { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() noexcept {}
    void unhandled_exception() noexcept {
      try {
        throw;
      } catch (const std::exception& e) {
        say("detached-fault(%s)", e.what());
      }
    }
  };
};

#endif
