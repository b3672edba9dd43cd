// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/threadsafe.h: coroutines that another thread starts and waits for.
// https://docs.python.org/3/library/asyncio-task.html#asyncio.run_coroutine_threadsafe
#ifndef PAWL_THREADSAFE_H
#define PAWL_THREADSAFE_H

#include <pawl/coro.h>
#include <pawl/detail/result_slot.h>
#include <pawl/errors.h>
#include <pawl/loop.h>
#include <pawl/task.h>

#include <chrono>
#include <condition_variable>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <type_traits>
#include <utility>

namespace pawl {

namespace detail {

/// What two threads know of a coroutine that runs in one of them.
class threadsafe_core {
 public:
  explicit threadsafe_core(EventLoop loop) noexcept : loop_(loop) {}
  virtual ~threadsafe_core() = default;
  threadsafe_core(const threadsafe_core&) = delete;
  threadsafe_core& operator=(const threadsafe_core&) = delete;

  bool done() const;
  bool cancelled() const;
  /// False when it was done.  Cancels the task in its own thread.
  bool cancel(const std::shared_ptr<threadsafe_core>& self);
  /// False when the time passed.
  bool wait(std::optional<std::chrono::nanoseconds> limit) const;

  // In the loop's thread.
  /// False when it was cancelled before it began.
  bool begin(AnyTask task);
  void fail(std::exception_ptr error);

 protected:
  /// `keep` is called under the lock, unless it is done already.
  template <class F>
  void complete(F keep) {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      task_ = AnyTask();
      if (done_) return;
      keep();
      done_ = true;
    }
    changed_.notify_all();
  }
  void require_value() const;

 private:
  EventLoop loop_;
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  AnyTask task_;  // the loop's thread's
  std::exception_ptr error_;
  bool done_ = false;
  bool cancelled_ = false;
};

template <class T>
class threadsafe_state final : public threadsafe_core {
 public:
  using threadsafe_core::threadsafe_core;

  /// In the loop's thread, when the task is done.
  void complete_with(const Task<T>& task) {
    if (task.cancelled()) {
      fail(std::make_exception_ptr(CancelledError()));
    } else if (std::exception_ptr error = task.exception()) {
      fail(std::move(error));
    } else {
      complete([&] { value_.emplace(state_access::of(task)->take()); });
    }
  }
  T take() {
    require_value();
    return unstore<T>(std::move(*value_));
  }

 private:
  std::optional<stored_t<T>> value_;
};

}  // namespace detail

/// A result that comes from another thread's loop.  It may be used in any thread, while the loop
/// lives; copies are the same one.
template <class T>
class [[nodiscard]] ThreadsafeFuture {
 public:
  explicit ThreadsafeFuture(std::shared_ptr<detail::threadsafe_state<T>> state) noexcept
      : state_(std::move(state)) {}

  bool done() const { return state_->done(); }
  bool cancelled() const { return state_->cancelled(); }
  /// Ends it as cancelled at once, and cancels the task in its loop; false when it was done.
  bool cancel() const { return state_->cancel(state_); }
  /// Blocks this thread until there is a result, and moves it out; throws the error, or
  /// CancelledError.  Not for the loop's own thread.
  T result() const {
    state_->wait(std::nullopt);
    return state_->take();
  }
  /// Throws TimeoutError when it takes longer than `limit`; the task runs on.
  template <class Rep, class Period>
  T result(std::chrono::duration<Rep, Period> limit) const {
    if (!state_->wait(detail::to_loop_time(limit))) throw TimeoutError();
    return state_->take();
  }

 private:
  std::shared_ptr<detail::threadsafe_state<T>> state_;
};

/// Runs `coro` as a task of `loop`, which runs in another thread.  The coroutine object goes to
/// that thread.  When the loop ends before it could begin, its result is a RuntimeError.
template <class T>
ThreadsafeFuture<T> run_coroutine_threadsafe(
    Coro<T> coro, EventLoop loop, detail::source_site site = detail::source_site::current()) {
  auto state = std::make_shared<detail::threadsafe_state<T>>(loop);
  class launch {
   public:
    launch(Coro<T> coro, std::shared_ptr<detail::threadsafe_state<T>> state,
           detail::source_site site) noexcept
        : coro_(std::move(coro)), state_(std::move(state)), site_(site) {}
    launch(launch&&) noexcept = default;
    ~launch() {
      if (!state_ || state_->done()) return;
      state_->fail(std::make_exception_ptr(RuntimeError("the event loop ended")));
    }
    void operator()() {
      const auto state = std::move(state_);
      if (state->done()) return;
      try {
        const Task<T> task = create_task(std::move(coro_), {}, site_);
        if (!state->begin(task)) task.cancel();
        task.add_done_callback([task, state] { state->complete_with(task); });
      } catch (...) {
        state->fail(std::current_exception());
      }
    }

   private:
    Coro<T> coro_;
    std::shared_ptr<detail::threadsafe_state<T>> state_;
    detail::source_site site_;
  };
  loop.call_soon_threadsafe(launch(std::move(coro), state, site));
  return ThreadsafeFuture<T>(std::move(state));
}

}  // namespace pawl

#endif  // PAWL_THREADSAFE_H
