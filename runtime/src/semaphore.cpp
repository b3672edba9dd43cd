// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// semaphore.cpp: see semaphore.h.
#include <pawl/semaphore.h>

namespace pawl {

Semaphore::Semaphore(std::ptrdiff_t permits, std::ptrdiff_t bound)
    : permits_(permits), bound_(bound) {
  if (permits < 0) detail::throw_value_error("a semaphore begins with 0 permits or more");
}

void Semaphore::release() {
  if (permits_ >= bound_) detail::throw_value_error("BoundedSemaphore released too many times");
  put_back();
}

namespace detail {

void semaphore_waiter::start() {
  semaphore_->bind(loop());
  semaphore_->waiters_.push_back(*this);
  settle();
}

bool semaphore_waiter::accept() noexcept {
  --semaphore_->granted_;
  return true;
}

void semaphore_waiter::hand_on() noexcept {
  --semaphore_->granted_;
  semaphore_->put_back();
}

}  // namespace detail
}  // namespace pawl
