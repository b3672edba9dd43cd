// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// waiter.cpp: suspended frames, what wakes them, and what cancels them.
#include <pawl/detail/handed_waiter.h>
#include <pawl/detail/waiter.h>
#include <pawl/io.h>
#include <pawl/sleep.h>

#include <utility>

#include "event_loop.h"
#include "simulation.h"

namespace pawl {

namespace detail {

void waiter::wake() noexcept {
  woken_ = true;
  loop_->ready.push_back(*this);
}

inline void waiter::attach_now(frame_header* frame, task_core* task) {
  loop_ = &require_loop();
  frame_ = frame;
  woken_ = cancelled_ = false;
  if (!task) return;
  if (__builtin_expect(loop_->simulated != nullptr, 0) && loop_->simulated->suspends()) {
    task->request_cancel();
  }
  // A task waits for one thing: the last for which a frame suspended in its step.  What suspended
  // before was started in the task without being awaited, and is on its own from now on.
  if (task->waiting_) {
    if (loop_->current != task) return;
    task->waiting_->task_ = nullptr;
  }
  task->waiting_ = this;
  task_ = task;
}

void waiter::attach(frame_header* frame, task_core* task) { attach_now(frame, task); }

void waiter::detach() noexcept {
  unlink();
  if (task_ && task_->waiting_ == this) task_->waiting_ = nullptr;
  task_ = nullptr;
  frame_ = nullptr;
}

void waiter::deliver_pending_cancel() {
  if (task_->must_cancel_ && cancel(task_->cancel_message_.get())) task_->must_cancel_ = false;
}

bool waiter::cancel(const std::string&) {
  if (woken_) return false;
  disarm();
  cancelled_ = true;
  wake();
  return true;
}

bool waiter::take_late_cancel() noexcept {
  if (!task_ || !task_->must_cancel_) return false;
  task_->must_cancel_ = false;
  cancelled_ = true;
  return true;
}

void waiter::run() {
  take_late_cancel();
  frame_header* const frame = frame_;
  if (task_core* const task = task_) {
    task->waiting_ = nullptr;
    loop_->current = task;
    // Who it was is asked again only for the message of a cancel.
    if (!cancelled_) task_ = nullptr;
  }
  frame->resume(frame);
}

void waiter::end_wait() noexcept {
  if (task_) task_->waiting_ = nullptr;
}

void waiter::go_on() {
  frame_header* frame = frame_;
  if (task_) loop_->current = task_;
  frame->resume(frame);
}

void handed_waiter::run() {
  if (take_grant()) {
    if (take_late_cancel()) {
      hand_on();
    } else if (!accept()) {
      rearm();
      return;
    }
  }
  waiter::run();
}

void loop_bound::bind(loop_base& loop) {
  if (loop_ == loop.id) return;
  if (loop_ != 0)
    throw_runtime_error("used in another event loop than the one it was waited on in");
  loop_ = loop.id;
}

void waiter::throw_cancelled_wait() {
  cancelled_ = false;
  throw_cancelled(task_ ? task_->cancel_message_.get() : std::string());
}

void sleep_waiter::start(frame_header* frame, task_core* task) {
  attach(frame, task);
  if (delay_ <= loop_time::zero()) {
    wake();
    return;
  }
  timer_.start(loop(), *this, deadline_after(now(loop()), delay_));
  settle();
}

void sleep_waiter::disarm() noexcept {
  timer_.stop();
  unlink();
}

void sleep_waiter::run() {
  if (woken()) {
    waiter::run();
  } else {
    wake();  // as asyncio does: the timer's turn first, the sleeper's in the next iteration
  }
}

}  // namespace detail

void Yield::start(frame_header* frame, detail::task_core* task) {
  attach_now(frame, task);
  wake();
}

namespace detail {

std::string sleep_waiter::waits_for() const {
  return "sleep of " + std::to_string(std::chrono::duration<double>(delay_).count()) + " s";
}

std::string io_waiter::waits_for() const {
  return std::string(direction_ == direction::in ? "readable(" : "writable(") +
         std::to_string(fd_) + ")";
}

std::string future_waiter::waits_for() const {
  const std::string target = target_->describe();
  return std::string(target_->kind()) + (target.empty() ? "" : " " + target);
}

const task_core* future_waiter::awaited_task() const noexcept {
  return dynamic_cast<const task_core*>(target_.get());
}

void io_waiter::start() {
  meet_the_world(loop());
  if (!watch()) wake();
  settle();
}

bool io_waiter::watch() { return watched_ = loop_core::of(loop()).fds.watch(*this); }

void io_waiter::ready() noexcept {
  disarm();
  wake();
}

void io_waiter::disarm() noexcept {
  if (!watched_) return;
  watched_ = false;
  unlink();
  loop_core::of(loop()).fds.unwatch();
}

bool future_waiter::cancel(const std::string& message) { return target_->cancel(message); }

void future_waiter::leave() noexcept {
  if (promise_) promise_->waits_for = nullptr;
  promise_ = nullptr;
}

source_site future_waiter::site() const noexcept {
  return target_ || !task_ ? source_site() : task_->site();
}

void future_waiter::run() {
  if (!target_) {
    std::exchange(task_, nullptr)->begin();
    return;
  }
  // The frame holds a handle of its own to what it awaits, or awaits somebody's who does.
  const ref_ptr<future_core> target = std::move(target_);
  leave();
  frame_header* frame = frame_;
  if (task_core* task = task_) {
    task->waiting_ = nullptr;
    task->cancel_of_wait_ = std::exchange(task->must_cancel_, false);
    task_ = nullptr;
    loop().current = task;
  }
  if (on_heap_) delete this;
  frame->resume(frame);
}

void abandon(future_waiter& waiter) noexcept {
  waiter.leave();
  waiter.detach();
  if (waiter.on_heap_) {
    delete &waiter;
  } else {
    waiter.target_.reset();
  }
}

void future_core::throw_not_awaitable(bool by_itself) const {
  if (by_itself) throw_runtime_error(("Task cannot await on itself: " + describe()).c_str());
  require_loop();
  throw_runtime_error(
      (std::string(kind()) + " " + describe() + " is awaited in another event loop than its own")
          .c_str());
}

void future_core::suspend(frame_header* frame, task_core* task, promise_base* promise) {
  if (task == this || loop_ != this_thread_loop) throw_not_awaitable(task == this);
  const bool owned = promise && promise->task && !promise->task->future_wait_.target_;
  future_waiter* node = owned ? &task->future_wait_ : new future_waiter;
  node->on_heap_ = !owned;
  node->target_ = ref_ptr<future_core>(this);
  node->attach(frame, task);
  node->promise_ = promise;
  if (promise) promise->waits_for = node;
  add_callback(*node);  // a cancel just before may have ended it
  node->settle();
}

void deliver_cancel_of_wait(const future_core& awaited) {
  task_core* task = current_task_core();
  if (!task) return;
  // A cancelled future throws its own error, with the message that reached it.
  if (!std::exchange(task->cancel_of_wait_, false) || awaited.cancelled()) return;
  throw_cancelled(task->cancel_message_.get());
}

}  // namespace detail
}  // namespace pawl
