// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// future.cpp: results that are waited for, and callbacks.
#include <pawl/detail/callback.h>
#include <pawl/detail/future_core.h>

#include <memory>
#include <utility>

#include "event_loop.h"

namespace pawl::detail {

void callback::cancel() noexcept {
  cancelled_ = true;
  if (!std::exchange(queued_, false)) return;
  unlink();
  deadline.stop();
  release();
}

void callback::run() {
  queued_ = false;
  struct release_at_end {
    callback& self;
    ~release_at_end() { self.release(); }
  } guard{*this};
  const context_scope scope(context_);
  invoke();
}

future_core::future_core() : loop_(&require_loop()) {}

future_core::~future_core() {
  while (!callbacks_.empty()) callbacks_.pop_front().drop();
  report_unretrieved();
}

void future_core::report_now() noexcept {
  unretrieved_ = false;
  report_error((std::string(kind()) + " exception was never retrieved").c_str(), describe(),
               error_);
}

void future_core::require_pending() const {
  if (done()) throw_invalid_state("the result is set already");
}

void future_core::schedule_callbacks() noexcept { loop_->ready.splice_back(callbacks_); }

void future_core::finish() noexcept {
  status_ = status::finished;
  unretrieved_ = error_ != nullptr;
  schedule_callbacks();
}

void future_core::finish_cancelled(std::exception_ptr error) noexcept {
  status_ = status::cancelled;
  error_ = std::move(error);
  schedule_callbacks();
}

bool future_core::cancel(const std::string& message) {
  if (done()) return false;
  cancel_message_ = message;
  finish_cancelled(nullptr);
  return true;
}

void future_core::fail(std::exception_ptr error) {
  require_pending();
  error_ = std::move(error);
  finish();
}

std::exception_ptr future_core::cancelled_error() {
  if (!error_) error_ = std::make_exception_ptr(CancelledError(cancel_message_.get()));
  return error_;
}

std::exception_ptr future_core::exception() {
  if (!done()) throw_invalid_state("the result is not set yet");
  if (cancelled()) std::rethrow_exception(cancelled_error());
  unretrieved_ = false;
  return error_;
}

void future_core::throw_without_value() { std::rethrow_exception(exception()); }

void future_core::add_callback(ready_node& node) {
  (done() ? loop_->ready : callbacks_).push_back(node);
}

}  // namespace pawl::detail
