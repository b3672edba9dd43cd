// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// wait.cpp: see wait.h.
#include <pawl/wait.h>

namespace pawl::detail {

wait_waiter::wait_waiter(std::size_t count, ReturnWhen when, std::optional<loop_time> limit)
    : count_(count), nodes_(std::make_unique<child[]>(count)), when_(when), limit_(limit) {
  if (count == 0) throw_value_error("wait: there is nothing to wait for");
}

bool wait_waiter::await_ready() const noexcept {
  bool pending = false;
  for (std::size_t i = 0; i < count_; ++i) {
    const future_core& future = *nodes_[i].future;
    if (!future.done()) {
      pending = true;
    } else if (when_ == ReturnWhen::first_completed ||
               (when_ == ReturnWhen::first_exception && future.failed())) {
      return true;
    }
  }
  return !pending;
}

void wait_waiter::start() {
  for (std::size_t i = 0; i < count_; ++i) {
    child& node = nodes_[i];
    if (node.future->done()) continue;
    node.owner = this;
    node.future->add_callback(node);
    ++pending_;
  }
  if (limit_) timer_.start(loop(), *this, deadline_after(now(loop()), *limit_));
  settle();
}

void wait_waiter::disarm() noexcept {
  timer_.stop();
  unlink();
  for (std::size_t i = 0; i < count_; ++i) nodes_[i].unlink();
}

void wait_waiter::child_done(child& node) {
  --pending_;
  const bool enough = pending_ == 0 || when_ == ReturnWhen::first_completed ||
                      (when_ == ReturnWhen::first_exception && node.future->failed());
  if (!enough || woken()) return;
  disarm();
  wake();
}

void wait_waiter::run() {
  if (woken()) {
    waiter::run();
  } else {
    disarm();
    wake();
  }
}

}  // namespace pawl::detail
