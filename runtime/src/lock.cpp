// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// lock.cpp: see lock.h.
#include <pawl/lock.h>

namespace pawl {

void Lock::release() {
  if (!locked_) detail::throw_runtime_error("Lock is not acquired");
  locked_ = false;
  hand_over();
}

namespace detail {

void lock_waiter::start() {
  lock_->bind(loop());
  lock_->waiters_.push_back(*this);
  settle();
}

bool lock_waiter::accept() noexcept {
  lock_->granted_ = false;
  lock_->take();
  return true;
}

void lock_waiter::hand_on() noexcept {
  lock_->granted_ = false;
  lock_->hand_over();
}

}  // namespace detail
}  // namespace pawl
