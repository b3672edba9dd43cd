// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/condition.h: Condition, waiting for a change of what a lock guards.
// https://docs.python.org/3/library/asyncio-sync.html#condition
#ifndef PAWL_CONDITION_H
#define PAWL_CONDITION_H

#include <pawl/lock.h>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

namespace pawl {

class Condition;

namespace detail {

/// Waits twice: for the notification, then in the lock's queue.  A cancellation is delivered with
/// the lock held, like everything else.
class condition_waiter : public lock_waiter {
 public:
  explicit condition_waiter(Condition& condition) noexcept;
  condition_waiter(const condition_waiter& other) noexcept
      : lock_waiter(other), condition_(other.condition_) {}
  ~condition_waiter() { pass_notification_on(); }

  template <class P>
  void await_suspend(handle<P> h) {
    attach(h);
    start();
  }
  bool cancel(const std::string& message) override;
  void run() override;
  std::string waits_for() const override {
    return relocking_ ? "the Lock of a Condition" : "a Condition";
  }

 protected:
  /// With the lock held and the task current: false to wait on.
  virtual bool satisfied() noexcept { return true; }
  void require_lock() const;

 private:
  friend class pawl::Condition;
  void start();
  void wait_for_notification() noexcept;
  void pass_notification_on() noexcept;

  Condition* condition_;
  std::uint64_t hold_ = 0;  // the scope that held the lock, and will
  bool relocking_ = false;
  bool notified_ = false;
};

}  // namespace detail

/// Tasks that hold a lock wait for others to change something, and to say so.  Several can share a
/// lock.  notify() wakes those who wait in the order in which they came.
class Condition : private detail::loop_bound {
 public:
  /// With a lock of its own.
  Condition() noexcept : lock_(&own_) {}
  /// With a lock that outlives it.
  explicit Condition(Lock& lock) noexcept : lock_(&lock) {}

  /// What wait() returns; await it once.
  class [[nodiscard]] Wait final : public detail::condition_waiter {
   public:
    using detail::condition_waiter::condition_waiter;
    bool await_ready() const {
      require_lock();
      return false;
    }
    void await_resume() { throw_if_cancelled(); }
  };
  /// What wait_for() returns; await it once.
  template <class F>
  class [[nodiscard]] WaitFor;

  Lock& lock() const noexcept { return *lock_; }
  bool locked() const noexcept { return lock_->locked(); }
  Lock::Acquire acquire() noexcept { return lock_->acquire(); }
  Lock::AcquireScoped scoped() noexcept { return lock_->scoped(); }
  void release() { lock_->release(); }

  /// Await it with the lock held: releases it, waits for a notification, and holds the lock again,
  /// also when the task is cancelled.  Its await throws RuntimeError when the lock is not held.
  Wait wait() noexcept { return Wait(*this); }
  /// Waits until `predicate()` is true, which is called with the lock held; gives its value.
  template <class F>
  WaitFor<F> wait_for(F predicate) {
    return WaitFor<F>(*this, std::move(predicate));
  }
  /// Wakes up to `n` of those who wait.  Throws RuntimeError when the lock is not held.
  void notify(std::size_t n = 1);
  void notify_all();

 private:
  friend class detail::condition_waiter;
  void wake(std::size_t n) noexcept;

  Lock own_;
  Lock* lock_;
  detail::intrusive_list<detail::condition_waiter> waiters_;
};

template <class F>
class [[nodiscard]] Condition::WaitFor final : public detail::condition_waiter {
  using value = std::decay_t<std::invoke_result_t<F&>>;

 public:
  WaitFor(Condition& condition, F predicate)
      : detail::condition_waiter(condition), predicate_(std::move(predicate)) {}
  bool await_ready() {
    value_.emplace(predicate_());
    if (*value_) return true;
    require_lock();
    return false;
  }
  value await_resume() {
    if (error_) std::rethrow_exception(std::move(error_));
    throw_if_cancelled();
    return std::move(*value_);
  }

 private:
  bool satisfied() noexcept override {
    try {
      value_.emplace(predicate_());
      return static_cast<bool>(*value_);
    } catch (...) {
      error_ = std::current_exception();
      return true;
    }
  }
  F predicate_;
  std::optional<value> value_;
  std::exception_ptr error_;
};

inline detail::condition_waiter::condition_waiter(Condition& condition) noexcept
    : lock_waiter(condition.lock()), condition_(&condition) {}

}  // namespace pawl

#endif  // PAWL_CONDITION_H
