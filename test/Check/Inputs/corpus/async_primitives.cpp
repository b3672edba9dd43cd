// A task type and primitives in the C++20 spelling, as coroutine libraries write them, and code that uses them.
#include <atomic>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <pawl/pawl.h>
#include <shared_mutex>
#include <span>
#include <string>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

namespace prim {

template <typename T> class task;

namespace detail {

class task_promise_base {
  struct final_awaitable {
    bool await_ready() const noexcept { return false; }
    template <typename Promise>
    std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> coroutine) noexcept {
      return coroutine.promise().continuation_;
    }
    void await_resume() noexcept {}
  };

public:
  auto initial_suspend() noexcept { return std::suspend_always{}; }
  auto final_suspend() noexcept { return final_awaitable{}; }
  void set_continuation(std::coroutine_handle<> continuation) noexcept { continuation_ = continuation; }

protected:
  std::coroutine_handle<> continuation_;
};

template <typename T> class task_promise final : public task_promise_base {
public:
  task<T> get_return_object() noexcept;
  void unhandled_exception() noexcept { result_ = std::current_exception(); }
  template <typename V> void return_value(V &&value) { result_.template emplace<T>(std::forward<V>(value)); }
  T &result() {
    if (auto *error = std::get_if<std::exception_ptr>(&result_)) std::rethrow_exception(*error);
    return std::get<T>(result_);
  }

private:
  std::variant<std::monostate, T, std::exception_ptr> result_;
};

} // namespace detail

template <typename T> class [[nodiscard]] task {
public:
  using promise_type = detail::task_promise<T>;
  explicit task(std::coroutine_handle<promise_type> coroutine) : coroutine_(coroutine) {}
  task(task &&other) noexcept : coroutine_(std::exchange(other.coroutine_, nullptr)) {}
  ~task() {
    if (coroutine_) coroutine_.destroy();
  }
  auto operator co_await() const & noexcept {
    struct awaitable {
      std::coroutine_handle<promise_type> coroutine;
      bool await_ready() const noexcept { return !coroutine || coroutine.done(); }
      std::coroutine_handle<> await_suspend(std::coroutine_handle<> awaiting) noexcept {
        coroutine.promise().set_continuation(awaiting);
        return coroutine;
      }
      decltype(auto) await_resume() { return coroutine.promise().result(); }
    };
    return awaitable{coroutine_};
  }

private:
  std::coroutine_handle<promise_type> coroutine_;
};

template <typename T> task<T> detail::task_promise<T>::get_return_object() noexcept {
  return task<T>{std::coroutine_handle<task_promise>::from_promise(*this)};
}

/// Starts at once and belongs to nobody.
struct fire_and_forget {
  struct promise_type {
    fire_and_forget get_return_object() noexcept { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() noexcept {}
    void unhandled_exception() noexcept { std::terminate(); }
  };
};

class single_consumer_event {
public:
  bool is_set() const noexcept { return set_; }
  void set() {
    set_ = true;
    if (auto waiting = std::exchange(waiting_, nullptr)) waiting.resume();
  }
  bool await_ready() const noexcept { return set_; }
  void await_suspend(std::coroutine_handle<> waiting) noexcept { waiting_ = waiting; }
  void await_resume() noexcept {}

private:
  bool set_ = false;
  std::coroutine_handle<> waiting_;
};

task<int> read_block(int file, std::span<std::byte> into);
task<std::string> describe(const std::string &name, int size);
task<bool> exists(std::string name);

task<int> checksum(int file) {
  std::vector<std::byte> buffer(4096);
  int sum = 0;
  while (int count = co_await read_block(file, buffer)) {
    for (int i = 0; i < count; ++i) sum += static_cast<int>(buffer[static_cast<std::size_t>(i)]);
  }
  co_return sum;
}

fire_and_forget log_later(std::string text) {
  std::puts(text.c_str());
  co_return;
}

task<int> sum_of_two(int a, int b) {
  auto first = checksum(a);
  auto second = checksum(b); // expect-warning(unawaited)
  log_later("summing");
  co_return co_await first;
}

task<bool> copy(std::string from, std::string to) {
  if (exists(to).operator co_await().await_ready()) co_return false;
  exists(from); // expect-error(unawaited)
  co_return co_await exists(to);
}

class registry {
public:
  task<int> add(std::string name) {
    std::unique_lock guard(mutex_);
    names_.push_back(name);
    guard.unlock();
    bool known = co_await exists(name);
    guard.lock();
    names_.pop_back();
    co_await exists(name); // expect-warning(held-across-await)
    co_return known ? 1 : 0;
  }
  task<std::string> first() {
    std::shared_lock guard(shared_);
    if (names_.empty()) co_return "";
    auto text = describe(names_.front() + "!", 1); // expect-warning(dangling)
    guard.unlock();
    co_return co_await text;
  }
  task<int> measure() {
    mutex_.lock();
    int size = static_cast<int>(names_.size());
    co_await exists("x"); // expect-warning(held-across-await)
    mutex_.unlock();
    co_return size;
  }
  task<bool> any() {
    std::string_view name;
    {
      std::scoped_lock guard(mutex_, other_);
      name = names_.front();
    }
    co_return co_await exists(std::string(name));
  }
  task<int> later(int delay) {
    return [this, delay]() -> task<int> { // expect-warning(dangling)
      co_await event_;
      co_return static_cast<int>(names_.size()) + delay;
    }();
  }
  task<int> spin() {
    while (!event_.is_set()) {} // expect-warning(starvation)
    co_return 1;
  }

private:
  std::mutex mutex_, other_;
  std::shared_mutex shared_;
  single_consumer_event event_;
  std::vector<std::string> names_;
};

task<int> guarded_checksum(int file) try {
  co_return co_await checksum(file);
} catch (const std::exception &error) {
  std::puts(error.what());
  co_return 0;
}

task<int> retrying(int file) {
  try {
    return checksum(file); // expect-warning(return-without-await)
  } catch (const std::exception &) {
    return checksum(file + 1);
  }
}

task<int> from_thread(std::thread &worker, std::atomic<int> &result) {
  worker.join(); // expect-warning(blocking-call)
  co_return result.load();
}

task<std::string> both(int a) {
  std::string x = co_await describe("a", a);
  std::string y = co_await describe("b", a); // expect-hint(sequential-awaits)
  co_return x + y;
}

} // namespace prim
