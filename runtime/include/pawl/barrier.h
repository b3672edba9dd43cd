// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/barrier.h: Barrier, where tasks wait until there are enough of them.
// https://docs.python.org/3/library/asyncio-sync.html#barrier
#ifndef PAWL_BARRIER_H
#define PAWL_BARRIER_H

#include <pawl/detail/handed_waiter.h>

#include <cstddef>
#include <string>

namespace pawl {

/// Lets `parties` tasks through at a time, and can be used again at once: who comes while they
/// leave waits for the next turn.  It belongs to the loop in which it was first waited for.
class Barrier : private detail::loop_bound {
 public:
  /// Throws std::invalid_argument when `parties` is 0.
  explicit Barrier(std::size_t parties);

  /// What wait() returns; await it once.
  class [[nodiscard]] Wait final : public detail::waiter {
   public:
    explicit Wait(Barrier& barrier) noexcept : barrier_(&barrier) {}
    Wait(const Wait& other) noexcept : detail::waiter(other), barrier_(other.barrier_) {}
    ~Wait() { leave(); }
    bool await_ready() noexcept { return barrier_->arrive(*this); }
    template <class P>
    void await_suspend(handle<P> h) {
      attach(h);
      start();
    }
    /// This task's number in its turn, from 0.
    std::size_t await_resume();
    void run() override;
    std::string waits_for() const override { return "a Barrier"; }

   private:
    friend class Barrier;
    void start();
    void leave() noexcept;
    void disarm() noexcept override;

    Barrier* barrier_;
    std::size_t index_ = 0;
    bool counted_ = false;  // among those who fill the barrier, or leave it
    bool broken_ = false;
  };

  /// Await it until `parties` tasks do.  A task that is cancelled meanwhile does not count.  Its
  /// await throws BrokenBarrierError after abort(), and when a reset() comes.
  Wait wait() noexcept { return Wait(*this); }
  /// As in the beginning; those who wait get BrokenBarrierError.
  void reset() noexcept;
  /// Those who wait, and who will, get BrokenBarrierError, until reset().
  void abort() noexcept;

  std::size_t parties() const noexcept { return parties_; }
  /// How many wait for others to come.
  std::size_t n_waiting() const noexcept { return state_ == state::filling ? count_ : 0; }
  bool broken() const noexcept { return state_ == state::broken; }

 private:
  enum class state : unsigned char { filling, draining, resetting, broken };
  /// True when `who` need not wait.
  bool arrive(Wait& who) noexcept;
  void count_in(Wait& who) noexcept;
  void one_left() noexcept;
  /// Those who wait get an error.
  void break_turn() noexcept;

  std::size_t parties_;
  std::size_t count_ = 0;
  state state_ = state::filling;
  detail::intrusive_list<Wait> filling_;
  detail::intrusive_list<Wait> blocked_;  // until the others have left
};

}  // namespace pawl

#endif  // PAWL_BARRIER_H
