// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// shield.cpp: see shield_core.h.
#include <pawl/detail/shield_core.h>

#include "event_loop.h"

namespace pawl::detail {

shield_core::shield_core(future_core& inner) : inner_(&inner) {
  if (inner.done()) {
    follow();
    return;
  }
  link_.owner = this;
  retain();  // until the inner is done: an error that nobody awaits any more is to be reported
  inner.add_callback(link_);
}

void shield_core::follow() {
  if (inner_->cancelled()) {
    finish_cancelled(inner_->cancelled_error());
  } else if (inner_->failed()) {
    error_ = inner_->exception();
    finish();
    mark_retrieved();
  } else {
    finish();
  }
}

void shield_core::inner_done() {
  const ref_ptr<shield_core> self(this);
  release();
  if (!done()) {
    follow();
  } else if (inner_->failed()) {
    report_error("exception in shielded future", inner_->describe(), inner_->exception());
  }
}

}  // namespace pawl::detail
