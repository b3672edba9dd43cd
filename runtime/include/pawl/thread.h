// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/thread.h: blocking code beside the loop, in threads.
// https://docs.python.org/3/library/asyncio-task.html#running-in-threads
#ifndef PAWL_THREAD_H
#define PAWL_THREAD_H

#include <pawl/detail/context_cell.h>
#include <pawl/detail/ref_ptr.h>
#include <pawl/detail/result_slot.h>
#include <pawl/detail/waiter.h>

#include <atomic>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

namespace pawl {

namespace detail {

class thread_waiter;

/// A call on its way through a thread.  It belongs to the loop's thread, which alone counts the
/// references; in between, perform() runs in a worker.
class thread_job : public ref_counted, public ready_node {
 public:
  /// In a worker.  What it throws is part of the result.
  virtual void perform() noexcept = 0;
  /// The call sees a copy of the context in which it was made.
  context_cell context;
  /// Nobody waits any more: a call that has not begun never does.
  bool abandoned() const noexcept { return abandoned_.load(std::memory_order_relaxed); }
  void abandon() noexcept { abandoned_.store(true, std::memory_order_relaxed); }
  loop_base& loop() const noexcept { return *loop_; }
  /// It is handed to a thread: it refers to itself until it is back, and the loop waits for it.
  void leave_for_thread() noexcept;

  void run() override;  // back in the loop
  void drop() noexcept override;

 protected:
  /// Back in the loop.
  virtual void returned();
  void belong_to(loop_base& loop) noexcept { loop_ = &loop; }

 private:
  friend class thread_waiter;
  thread_waiter* waiter_ = nullptr;
  loop_base* loop_ = nullptr;
  std::atomic<bool> abandoned_{false};
};

class thread_waiter : public waiter {
 public:
  std::string waits_for() const override { return "a call in a thread"; }
  bool order_is_promised() const noexcept override { return false; }
  ~thread_waiter() { disarm(); }
  bool await_ready() const noexcept { return false; }
  template <class P>
  void await_suspend(handle<P> h) {
    attach(h);
    start();
  }

 protected:
  explicit thread_waiter(ref_ptr<thread_job> job) noexcept : job_(std::move(job)) {}
  thread_waiter(thread_waiter&& other) noexcept : waiter(other), job_(std::move(other.job_)) {}
  void disarm() noexcept override;
  thread_job& job() const noexcept { return *job_; }

 private:
  friend class thread_job;
  void start();
  ref_ptr<thread_job> job_;
};

template <class F, class... Args>
class thread_call : public thread_job {
 public:
  using result = std::invoke_result_t<F, Args...>;

  template <class G, class... As>
  explicit thread_call(G&& f, As&&... args)
      : f_(std::forward<G>(f)), args_(std::forward<As>(args)...) {}
  void perform() noexcept override {
    try {
      if constexpr (std::is_void_v<result>) {
        std::apply(std::move(f_), std::move(args_));
        slot_.set_value();
      } else if constexpr (std::is_reference_v<result>) {
        slot_.set_value(&std::apply(std::move(f_), std::move(args_)));
      } else {
        slot_.set_value(std::apply(std::move(f_), std::move(args_)));
      }
    } catch (...) {
      slot_.set_error(std::current_exception());
    }
  }
  result take() { return slot_.take(); }

 private:
  F f_;
  std::tuple<Args...> args_;
  result_slot<result> slot_;
};

}  // namespace detail

/// What to_thread() returns; await it once.
template <class Call>
class [[nodiscard]] ToThread final : public detail::thread_waiter {
 public:
  explicit ToThread(Call* call) noexcept
      : detail::thread_waiter(detail::ref_ptr<detail::thread_job>(call)) {}
  ToThread(ToThread&&) noexcept = default;
  typename Call::result await_resume() {
    throw_if_cancelled();
    return static_cast<Call&>(job()).take();
  }
};

/// Calls `f(args...)` in a thread and suspends until it has returned; its await gives the result or
/// throws what it threw.  `f` and `args` are copied or moved in now (std::ref for references), the
/// call begins with the await.  A pool holds at most min(32, processors + 4) threads; more calls
/// queue.  When the task is cancelled the call is abandoned: it does not begin, or runs on unheard;
/// run() waits for it at its end.
template <class F, class... Args>
auto to_thread(F&& f, Args&&... args) {
  using call = detail::thread_call<std::decay_t<F>, std::decay_t<Args>...>;
  return ToThread<call>(new call(std::forward<F>(f), std::forward<Args>(args)...));
}

}  // namespace pawl

#endif  // PAWL_THREAD_H
