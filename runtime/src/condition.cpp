// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// condition.cpp: see condition.h.
#include <pawl/condition.h>

#include <utility>

namespace pawl {

void Condition::notify(std::size_t n) {
  if (!lock_->locked()) detail::throw_runtime_error("cannot notify on un-acquired lock");
  wake(n);
}

void Condition::notify_all() { notify(static_cast<std::size_t>(-1)); }

void Condition::wake(std::size_t n) noexcept {
  for (; n > 0 && !waiters_.empty(); --n) {
    detail::condition_waiter& first = waiters_.pop_front();
    first.notified_ = true;
    first.waiter::wake();
  }
}

namespace detail {

void condition_waiter::require_lock() const {
  if (!lock().locked()) throw_runtime_error("cannot wait on un-acquired lock");
}

void condition_waiter::start() {
  lock().bind(loop());
  condition_->bind(loop());
  wait_for_notification();
  settle();
}

void condition_waiter::wait_for_notification() noexcept {
  hold_ = lock().hold_;
  relocking_ = notified_ = false;
  condition_->waiters_.push_back(*this);
  lock().locked_ = false;
  lock().hand_over();
}

bool condition_waiter::cancel(const std::string& message) {
  if (!relocking_) return lock_waiter::cancel(message);
  if (woken()) return false;
  // The lock comes first: it keeps its place in the queue.
  mark_cancelled();
  pass_notification_on();
  return true;
}

void condition_waiter::run() {
  Lock& l = lock();
  if (!relocking_) {
    if (take_late_cancel()) pass_notification_on();
    relocking_ = true;
    if (!l.available()) {
      rearm();
      l.waiters_.push_back(*this);
      return;
    }
  } else {
    take_grant();
    l.granted_ = false;
    if (take_late_cancel()) pass_notification_on();
  }
  l.take();
  l.hold_ = hold_;
  if (!cancelled()) {
    if (task()) loop().current = task();
    if (!satisfied()) {
      rearm();
      wait_for_notification();
      settle();
      return;
    }
  }
  notified_ = false;
  waiter::run();
}

void condition_waiter::pass_notification_on() noexcept {
  if (std::exchange(notified_, false)) condition_->wake(1);
}

}  // namespace detail
}  // namespace pawl
