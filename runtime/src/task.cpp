// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// task.cpp: the life of a task, from its first step to its result.
#include <pawl/task.h>

#include <memory>
#include <utility>

#include "event_loop.h"

namespace pawl {

AnyTask current_task() {
  return AnyTask(detail::ref_ptr<detail::task_core>(detail::current_task_core()));
}

std::vector<AnyTask> all_tasks() {
  std::vector<AnyTask> result;
  for (auto& task : detail::loop_core::of(detail::require_loop()).tasks()) {
    result.emplace_back(std::move(task));
  }
  return result;
}

namespace detail {

const TaskOptions default_task_options;

task_core::task_core(frame_header* root, promise_base& promise, const TaskOptions& options,
                     source_site site)
    : root_(root), site_(site) {
  if (options.name.empty()) {
    number_ = loop_core::of(loop()).next_task_number();
  } else {
    name_ = options.name;
  }
  completion_.resume = completed;
  completion_.destroy = noop_resume;
  completion_.task = this;
  registration_.task = this;
  promise.continuation = &completion_;
  promise.task = this;
  if (options.context) {
    shared_context_ = options.context->cell();
  } else if (const auto& values = current_context().values) {
    own_context_.values = values;
  }
}

void task_core::start(bool eagerly) {
  loop_core& core = loop_core::of(loop());
  core.add_task(*this);
  retain();
  if (!eagerly) {
    future_wait_.task_ = this;
    core.ready.push_back(future_wait_);
    return;
  }
  task_core* const creator = std::exchange(core.current, nullptr);
  begin();
  core.current = creator;
}

task_core::~task_core() {
  if (root_ || waiting_ || future_wait_.target_) drop_frame();
  report_unretrieved();
}

std::string task_core::name() const {
  return name_.empty() ? "Task-" + std::to_string(number_) : name_.get();
}

std::string task_core::describe() const { return "'" + name() + "'" + place(); }

std::string task_core::place() const {
  return created_at(site_);  // a child of gather(a, b) cannot take its call's place
}

std::string task_core::repr() const {
  const char* state = !done() ? (cancel_requests_ > 0 ? "cancelling" : "pending")
                              : (task_core::cancelled() ? "cancelled" : "finished");
  std::string text = std::string("<Task ") + state + " name='" + name() + "'";
  if (failed()) text += " exception";
  if (waiting_ && waiting_ == &future_wait_) {
    text += std::string(" wait_for=<") + future_wait_.target_->kind();
    const std::string target = future_wait_.target_->describe();
    text += target.empty() ? ">" : " " + target + ">";
  }
  return text + place() + ">";
}

std::string task_core::chain() const {
  std::string text = "Task " + describe();
  const task_core* task = this;
  // Tasks can wait for each other in a ring.
  for (int depth = 0; depth < 100 && task && !task->done(); ++depth) {
    if (!task->waiting_) return text + (task->current() ? ", which runs" : ", which is ready");
    if (task->waiting_->woken() && !task->waiting_->cancelled()) return text + ", which is ready";
    text += " waits for " + task->waiting_->waits_for();
    task = task->waiting_ == &task->future_wait_ ? task->future_wait_.awaited_task() : nullptr;
  }
  return text;
}

frame_header* task_core::suspended_frame() const noexcept {
  if (waiting_) return waiting_->frame_;
  return current() ? nullptr : root_;
}

void task_core::drop_frame() noexcept {
  if (frame_header* root = std::exchange(root_, nullptr)) root->destroy(root);
  // A coroutine that was only lent to this task is not to go on into the frame that is gone.
  if (waiting_) waiting_->detach();
  future_wait_.target_.reset();
}

void task_core::begin() {
  if (must_cancel_) {
    // Cancelled before the first step: the body never runs.
    must_cancel_ = false;
    drop_frame();
    registration_.unlink();
    finish_cancelled(nullptr);
    release();
    return;
  }
  loop().current = this;
  root_->resume(root_);
}

void task_core::completed(frame_header* header) {
  static_cast<completion*>(header)->task->complete();
}

void task_core::complete() {
  std::exception_ptr error;
  try {
    collect(root_, error);
  } catch (...) {  // the result's move constructor
    error = std::current_exception();
  }
  // What somebody started in this task, and it never awaited, is on its own from now on.
  if (waiting_) std::exchange(waiting_, nullptr)->task_ = nullptr;
  drop_frame();
  registration_.unlink();
  loop_core::of(loop()).task_ends(*this);
  if (error && is_cancelled_error(error)) {
    finish_cancelled(std::move(error));
  } else if (!error && must_cancel_) {
    finish_cancelled(nullptr);
  } else {
    error_ = std::move(error);
    finish();
  }
  must_cancel_ = false;
  release();
}

void task_core::destroy_pending() noexcept {
  report_error("Task was destroyed but it is pending!", describe(), nullptr);
  discard();
}

void task_core::discard() noexcept {
  future_wait_.detach();
  registration_.unlink();
  drop_frame();
  cancel_message_ = "the event loop ended";
  finish_cancelled(nullptr);
  release();
}

bool task_core::cancel(const std::string& message) {
  if (done()) return false;
  ++cancel_requests_;
  // The message of a cancellation under way is what its await will show.
  if (!waiting_ || !waiting_->cancelled()) cancel_message_ = message;
  if (!waiting_ || !waiting_->cancel(message)) must_cancel_ = true;
  return true;
}

unsigned task_core::uncancel() noexcept {
  if (cancel_requests_ > 0 && --cancel_requests_ == 0) must_cancel_ = false;
  return cancel_requests_;
}

std::exception_ptr task_core::make_cancelled_error() const {
  return std::make_exception_ptr(CancelledError(cancel_message_.get()));
}

}  // namespace detail
}  // namespace pawl
