// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// event.cpp: see event.h.
#include <pawl/event.h>

namespace pawl {

void Event::Wait::start() {
  event_->bind(loop());
  event_->waiters_.push_back(*this);
  settle();
}

void Event::set() noexcept {
  set_ = true;
  while (!waiters_.empty()) waiters_.pop_front().wake();
}

}  // namespace pawl
