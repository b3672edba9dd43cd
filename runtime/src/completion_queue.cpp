// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// completion_queue.cpp: see completion_queue.h.
#include <pawl/detail/completion_queue.h>
#include <pawl/errors.h>

#include <utility>

namespace pawl::detail {

void completion_queue::start(child* nodes, const std::vector<future_core*>& futures) {
  nodes_ = nodes;
  total_ = futures.size();
  done_.reserve(total_);
  for (std::size_t i = 0; i < total_; ++i) {
    nodes[i].owner_ = this;
    futures[i]->add_callback(nodes[i]);
  }
}

void completion_queue::limit(loop_time delay) {
  if (done_.size() < total_) timer_.start(loop_, *this, deadline_after(now(loop_), delay));
}

void completion_queue::run() {
  timed_out_ = true;
  // What completes from here on is nobody's.
  for (std::size_t i = 0; i < total_; ++i) nodes_[i].unlink();
  while (!waiting_.empty()) waiting_.pop_front().wake();
}

void completion_queue::child_done(child& node) {
  done_.push_back(static_cast<std::size_t>(&node - nodes_));
  if (done_.size() == total_) timer_.stop();
  hand_out();
}

void completion_queue::hand_out() {
  while (available() && !waiting_.empty()) {
    completion_waiter& first = waiting_.pop_front();
    first.index_ = done_[next_++];
    first.wake();
  }
}

bool completion_waiter::await_ready() const noexcept {
  return (queue_->available() && queue_->waiting_.empty()) ||
         (queue_->timed_out_ && !queue_->available());
}

void completion_waiter::start() {
  queue_->waiting_.push_back(*this);
  settle();
}

std::size_t completion_waiter::take_index() {
  throw_if_cancelled();
  if (index_ != none) return std::exchange(index_, none);
  if (!queue_->available()) throw TimeoutError();
  return queue_->done_[queue_->next_++];
}

void completion_waiter::give_back() noexcept {
  if (index_ == none) return;
  // It was handed over, but its waiter was cancelled first: the next one gets it.
  queue_->done_[--queue_->next_] = std::exchange(index_, none);
  queue_->hand_out();
}

}  // namespace pawl::detail
