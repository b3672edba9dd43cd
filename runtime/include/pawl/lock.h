// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/lock.h: Lock, mutual exclusion of tasks.
// https://docs.python.org/3/library/asyncio-sync.html#lock
//
//   pawl::Lock lock;
//   {
//     auto held = await lock.scoped();
//     ...
//   }
#ifndef PAWL_LOCK_H
#define PAWL_LOCK_H

#include <pawl/detail/handed_waiter.h>

#include <cstdint>
#include <utility>

namespace pawl {

class Lock;
class Condition;

namespace detail {

class condition_waiter;

class lock_waiter : public handed_waiter {
 public:
  explicit lock_waiter(Lock& lock) noexcept : lock_(&lock) {}
  lock_waiter(const lock_waiter& other) noexcept : handed_waiter(other), lock_(other.lock_) {}
  ~lock_waiter() { drop_grant(); }

  std::string waits_for() const override { return "a Lock"; }
  bool await_ready() noexcept;
  template <class P>
  void await_suspend(handle<P> h) {
    attach(h);
    start();
  }

 protected:
  bool accept() noexcept override;
  void hand_on() noexcept override;
  Lock& lock() const noexcept { return *lock_; }

 private:
  void start();
  Lock* lock_;
};

}  // namespace detail

/// What scoped() gives: releases at the end of its scope what was acquired.  It can be moved.
template <class L>
class [[nodiscard]] ScopedLock {
 public:
  explicit ScopedLock(L& lock) noexcept : lock_(&lock), hold_(lock.current_hold()) {}
  ScopedLock(ScopedLock&& other) noexcept
      : lock_(std::exchange(other.lock_, nullptr)), hold_(other.hold_) {}
  ScopedLock& operator=(ScopedLock&& other) noexcept {
    release();
    lock_ = std::exchange(other.lock_, nullptr);
    hold_ = other.hold_;
    return *this;
  }
  ~ScopedLock() { release(); }
  /// Before the end of the scope; again does nothing.
  void release() noexcept {
    if (L* lock = std::exchange(lock_, nullptr)) lock->end_hold(hold_);
  }

 private:
  L* lock_;
  std::uint64_t hold_;
};

/// Held by one task at a time.  Those who wait get it in the order in which they came, and nobody
/// comes between.  It is not reentrant.  It belongs to the loop in which it was first waited for.
class Lock : private detail::loop_bound {
 public:
  Lock() = default;

  /// What acquire() returns; await it once.
  class [[nodiscard]] Acquire final : public detail::lock_waiter {
   public:
    using detail::lock_waiter::lock_waiter;
    void await_resume() { throw_if_cancelled(); }
  };
  /// What scoped() returns; await it once.
  class [[nodiscard]] AcquireScoped final : public detail::lock_waiter {
   public:
    using detail::lock_waiter::lock_waiter;
    ScopedLock<Lock> await_resume() {
      throw_if_cancelled();
      return ScopedLock<Lock>(lock());
    }
  };

  /// True while it is held; not while it is on its way to the next who waits.
  bool locked() const noexcept { return locked_; }
  /// Await it to hold the lock until release().  Does not suspend when the lock is free.  Its await
  /// throws CancelledError when the task is cancelled, and then does not hold the lock.
  Acquire acquire() noexcept { return Acquire(*this); }
  /// The same; the lock is held as long as the object that its await gives.
  AcquireScoped scoped() noexcept { return AcquireScoped(*this); }
  /// Wakes the first who waits.  Throws RuntimeError when the lock is not held.
  void release();

 private:
  friend class detail::lock_waiter;
  friend class Condition;
  friend class detail::condition_waiter;
  template <class>
  friend class ScopedLock;

  bool available() const noexcept { return !locked_ && !granted_ && waiters_.empty(); }
  void take() noexcept {
    locked_ = true;
    hold_ = ++holds_;
  }
  void hand_over() noexcept {
    if (locked_ || granted_ || waiters_.empty()) return;
    granted_ = true;
    waiters_.pop_front().grant();
  }
  std::uint64_t current_hold() const noexcept { return hold_; }
  /// A scope that was left by a wait on a condition, and destroyed there, holds nothing any more.
  void end_hold(std::uint64_t hold) noexcept {
    if (!locked_ || hold_ != hold) return;
    locked_ = false;
    hand_over();
  }

  bool locked_ = false;
  bool granted_ = false;  // to one who has not run since
  std::uint64_t hold_ = 0;
  std::uint64_t holds_ = 0;
  detail::intrusive_list<detail::lock_waiter> waiters_;
};

inline bool detail::lock_waiter::await_ready() noexcept {
  if (!lock_->available()) return false;
  lock_->take();
  return true;
}

}  // namespace pawl

#endif  // PAWL_LOCK_H
