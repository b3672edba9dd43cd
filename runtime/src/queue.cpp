// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// queue.cpp: see queue_core.h.
#include <pawl/detail/queue_core.h>

namespace pawl::detail {

void queue_waiter::start(intrusive_list<queue_waiter>& waiters) {
  queue_->bind(loop());
  ticket_ = ++queue_->tickets_;
  waiters.push_back(*this);
  settle();
}

void get_waiter::start() { queue_waiter::start(queue_->getters_); }

bool get_waiter::accept() noexcept {
  --queue_->woken_getters_;
  if (queue_->size_ > 0 || queue_->shut_down_) return true;
  queue_core::wait_on(queue_->getters_, *this);
  return false;
}

void get_waiter::hand_on() noexcept {
  --queue_->woken_getters_;
  queue_->wake_getter();
}

void put_waiter::start() { queue_waiter::start(queue_->putters_); }

bool put_waiter::accept() noexcept {
  --queue_->woken_putters_;
  if (queue_->size_ < queue_->capacity_ || queue_->shut_down_) return true;
  queue_core::wait_on(queue_->putters_, *this);
  return false;
}

void put_waiter::hand_on() noexcept {
  --queue_->woken_putters_;
  queue_->wake_putter();
}

/// Waits again in the old place: among those in front there are only others of this kind.
void queue_core::wait_on(intrusive_list<queue_waiter>& waiters, queue_waiter& waiter) noexcept {
  waiters.insert_before(waiter, [&](const queue_waiter& w) { return w.ticket_ > waiter.ticket_; });
}

void queue_core::Join::start() {
  queue_->bind(loop());
  queue_->joiners_.push_back(*this);
  settle();
}

void queue_core::task_done() {
  if (unfinished_ == 0) throw_value_error("task_done() called too many times");
  if (--unfinished_ == 0) finish_joins();
}

void queue_core::finish_joins() noexcept {
  while (!joiners_.empty()) joiners_.pop_front().wake();
}

void queue_core::shut_down(bool dropped) noexcept {
  shut_down_ = true;
  if (dropped) {
    unfinished_ -= size_;
    size_ = 0;
    if (unfinished_ == 0) finish_joins();
  }
  for (; !getters_.empty(); ++woken_getters_) getters_.pop_front().grant();
  for (; !putters_.empty(); ++woken_putters_) putters_.pop_front().grant();
}

}  // namespace pawl::detail
