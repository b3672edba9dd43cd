// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// barrier.cpp: see barrier.h.
#include <pawl/barrier.h>

#include <utility>

namespace pawl {

Barrier::Barrier(std::size_t parties) : parties_(parties) {
  if (parties == 0) detail::throw_value_error("a barrier has 1 party or more");
}

bool Barrier::arrive(Wait& who) noexcept {
  if (state_ == state::broken) {
    who.broken_ = true;
    return true;
  }
  if (state_ != state::filling) return false;
  count_in(who);
  return count_ == parties_;
}

void Barrier::count_in(Wait& who) noexcept {
  who.index_ = count_++;
  who.counted_ = true;
  if (count_ < parties_) return;
  state_ = state::draining;
  while (!filling_.empty()) filling_.pop_front().wake();
}

void Barrier::one_left() noexcept {
  if (--count_ > 0 || state_ == state::broken) return;
  state_ = state::filling;
  // Who came meanwhile begins the next turn, or several.
  while (state_ == state::filling && !blocked_.empty()) {
    Wait& next = blocked_.pop_front();
    count_in(next);
    if (state_ == state::filling) {
      filling_.push_back(next);
    } else {
      next.wake();
    }
  }
}

void Barrier::break_turn() noexcept {
  while (!filling_.empty()) {
    Wait& first = filling_.pop_front();
    first.broken_ = true;
    first.wake();
  }
}

void Barrier::reset() noexcept {
  break_turn();
  state_ = count_ > 0 ? state::resetting : state::filling;
}

void Barrier::abort() noexcept {
  break_turn();
  state_ = state::broken;
  while (!blocked_.empty()) {
    Wait& first = blocked_.pop_front();
    first.broken_ = true;
    first.wake();
  }
}

void Barrier::Wait::start() {
  barrier_->bind(loop());
  (counted_ ? barrier_->filling_ : barrier_->blocked_).push_back(*this);
  settle();
}

void Barrier::Wait::run() {
  // Let through, but not through yet.
  if (barrier_->state_ == state::resetting || barrier_->state_ == state::broken) broken_ = true;
  waiter::run();
}

void Barrier::Wait::disarm() noexcept {
  unlink();
  leave();
}

void Barrier::Wait::leave() noexcept {
  if (std::exchange(counted_, false)) barrier_->one_left();
}

std::size_t Barrier::Wait::await_resume() {
  leave();
  throw_if_cancelled();
  if (broken_) throw BrokenBarrierError("the barrier was reset or aborted");
  return index_;
}

}  // namespace pawl
