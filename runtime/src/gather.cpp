// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// gather.cpp: see gather_core.h.
#include <pawl/detail/gather_core.h>

#include "event_loop.h"

namespace pawl::detail {

void gather_core::start(child* nodes, std::size_t count) {
  children_ = nodes;
  count_ = count;
  if (count == 0) {
    finish();
  } else {
    loop_core::of(loop()).owned.push_back(*this);
  }
}

void gather_core::child::run() {
  const ref_ptr<gather_core> owner(owner_);
  owner->release();  // the child's reference
  owner->child_done(*future_);
}

void gather_core::child::drop() noexcept { owner_->release(); }

void gather_core::child_done(future_core& child) {
  ++finished_;
  if (done()) {
    child.mark_retrieved();
    return;
  }
  if (!wait_for_all_) {
    if (child.cancelled()) return fail(child.cancelled_error());
    if (child.failed()) return fail(child.exception());
  }
  if (finished_ < count_) return;
  if (cancel_requested_) {
    fail(child.cancelled() ? child.cancelled_error()
                           : std::make_exception_ptr(CancelledError(cancel_message_.get())));
  } else {
    finish();
  }
}

void gather_core::loop_ends() noexcept {
  // A future that nobody is left to complete refers to this, and this to it.
  const ref_ptr<gather_core> self(this);
  for (std::size_t i = 0; i < count_; ++i) {
    if (!children_[i].linked()) continue;
    children_[i].unlink();
    release();
  }
}

bool gather_core::cancel(const std::string& message) {
  if (done()) return false;
  bool any = false;
  for (std::size_t i = 0; i < count_; ++i) {
    if (children_[i].future_->cancel(message)) any = true;
  }
  if (any) {
    cancel_requested_ = true;
    cancel_message_ = message;
  }
  return any;
}

}  // namespace pawl::detail
