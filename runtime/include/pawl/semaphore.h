// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/semaphore.h: Semaphore and BoundedSemaphore, so many tasks at a time.
// https://docs.python.org/3/library/asyncio-sync.html#semaphore
#ifndef PAWL_SEMAPHORE_H
#define PAWL_SEMAPHORE_H

#include <pawl/detail/handed_waiter.h>
#include <pawl/lock.h>

#include <cstddef>
#include <cstdint>
#include <limits>

namespace pawl {

class Semaphore;

namespace detail {

class semaphore_waiter : public handed_waiter {
 public:
  explicit semaphore_waiter(Semaphore& semaphore) noexcept : semaphore_(&semaphore) {}
  semaphore_waiter(const semaphore_waiter& other) noexcept
      : handed_waiter(other), semaphore_(other.semaphore_) {}
  ~semaphore_waiter() { drop_grant(); }

  std::string waits_for() const override { return "a Semaphore"; }
  bool await_ready() noexcept;
  template <class P>
  void await_suspend(handle<P> h) {
    attach(h);
    start();
  }

 protected:
  bool accept() noexcept override;
  void hand_on() noexcept override;
  Semaphore& semaphore() const noexcept { return *semaphore_; }

 private:
  void start();
  Semaphore* semaphore_;
};

}  // namespace detail

/// A number of permits.  Those who wait get them in the order in which they came, and nobody comes
/// between.  It belongs to the loop in which it was first waited for.
class Semaphore : private detail::loop_bound {
 public:
  /// Throws std::invalid_argument when `permits` is negative.
  explicit Semaphore(std::ptrdiff_t permits = 1)
      : Semaphore(permits, std::numeric_limits<std::ptrdiff_t>::max()) {}

  /// What acquire() returns; await it once.
  class [[nodiscard]] Acquire final : public detail::semaphore_waiter {
   public:
    using detail::semaphore_waiter::semaphore_waiter;
    void await_resume() { throw_if_cancelled(); }
  };
  /// What scoped() returns; await it once.
  class [[nodiscard]] AcquireScoped final : public detail::semaphore_waiter {
   public:
    using detail::semaphore_waiter::semaphore_waiter;
    ScopedLock<Semaphore> await_resume() {
      throw_if_cancelled();
      return ScopedLock<Semaphore>(semaphore());
    }
  };

  /// True when acquire() would wait: there is no permit, or somebody waits already.
  bool locked() const noexcept { return permits_ == 0 || granted_ > 0 || !waiters_.empty(); }
  /// Await it to take a permit.  Does not suspend when there is one.
  Acquire acquire() noexcept { return Acquire(*this); }
  /// The same; the permit is held as long as the object that its await gives.
  AcquireScoped scoped() noexcept { return AcquireScoped(*this); }
  /// Gives a permit back, or to the first who waits.
  void release();

 protected:
  Semaphore(std::ptrdiff_t permits, std::ptrdiff_t bound);

 private:
  friend class detail::semaphore_waiter;
  template <class>
  friend class ScopedLock;

  void put_back() noexcept {
    ++permits_;
    hand_over();
  }
  void hand_over() noexcept {
    while (permits_ > 0 && !waiters_.empty()) {
      --permits_;
      ++granted_;
      waiters_.pop_front().grant();
    }
  }
  std::uint64_t current_hold() const noexcept { return 0; }
  void end_hold(std::uint64_t) noexcept { put_back(); }

  std::ptrdiff_t permits_;
  std::ptrdiff_t bound_;
  std::ptrdiff_t granted_ = 0;  // to those who have not run since
  detail::intrusive_list<detail::semaphore_waiter> waiters_;
};

/// A semaphore whose release() throws std::invalid_argument when there would be more permits than
/// in the beginning.
class BoundedSemaphore final : public Semaphore {
 public:
  /// Throws std::invalid_argument when `permits` is negative.
  explicit BoundedSemaphore(std::ptrdiff_t permits = 1) : Semaphore(permits, permits) {}
};

inline bool detail::semaphore_waiter::await_ready() noexcept {
  if (semaphore_->locked()) return false;
  --semaphore_->permits_;
  return true;
}

}  // namespace pawl

#endif  // PAWL_SEMAPHORE_H
