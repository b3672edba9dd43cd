// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// event_loop.cpp: the iterations of a loop and its clock.
#include "event_loop.h"

#include <pawl/coro.h>
#include <pawl/debug.h>
#include <pawl/loop.h>
#include <pawl/task.h>

#include <chrono>
#include <utility>

#include "debugger_view.h"
#include "fd_callbacks.h"
#include "signals.h"

namespace pawl::detail {

namespace {

/// How many callbacks run before the descriptors are looked at, though there is more to run.
constexpr unsigned callbacks_between_polls = 64;

/// In debug mode, how long a step may take.
constexpr loop_time slow = std::chrono::milliseconds(100);

/// With virtual time, how long in real time a descriptor may take before a timer is let go first:
/// loopback connections deliver in other threads of the kernel.
constexpr loop_time patience = std::chrono::milliseconds(2);

}  // namespace

void throw_no_loop() { throw_runtime_error("no running event loop"); }

loop_time now(loop_base& loop) noexcept { return loop_core::of(loop).now(); }

void post_from_thread(loop_base& loop, ready_node& node) { loop_core::of(loop).post(node); }

void timer::start(loop_base& loop, ready_node& node, loop_time deadline) {
  stop();
  loop_core::of(loop).timers.add(loop, *this, node, deadline);
}

void timer::stop_started() noexcept { loop_core::of(*loop_).timers.remove(*this); }

void stop_loop(loop_base& loop) noexcept { loop_core::of(loop).stop(); }

loop_core::loop_core(bool virtual_time, const std::optional<Simulation>& simulated)
    : virtual_time_(virtual_time) {
  if (simulated) this->simulated = &simulation_.emplace(*simulated);
  static std::atomic<std::uint64_t> loops{0};
  id = loops.fetch_add(1, std::memory_order_relaxed) + 1;
  debugger_view::add(*this);
}

void check_thread(const loop_base& loop) {
  if (!loop.debug || this_thread_loop == &loop || !loop.running.load(std::memory_order_relaxed)) {
    return;
  }
  throw_runtime_error("an event loop was used from another thread than its own");
}

loop_core* loop_core::set_running(loop_core* loop) noexcept {
  if (this_thread_loop) this_thread_loop->running.store(false, std::memory_order_relaxed);
  if (loop) loop->running.store(true, std::memory_order_relaxed);
  loop_base* const before = std::exchange(this_thread_loop, loop);
  return before ? &of(*before) : nullptr;
}

loop_core::~loop_core() {
  // Tasks made while the run ended are still here; their frames go with them.
  const std::vector<ref_ptr<task_core>> left = tasks();
  for (auto task = left.rbegin(); task != left.rend(); ++task) (*task)->destroy_pending();
  signals.reset();
  threads.reset();
  timers.drop_all();
  take_posted();
  while (!ready.empty()) ready.pop_front().drop();
  while (!owned.empty()) owned.pop_front().loop_ends();
  finish_work();
  if (this_thread_loop == this) this_thread_loop = nullptr;
  debugger_view::remove(*this);
}

void loop_core::finish_work() noexcept {
  for (;;) {
    while (!ready.empty()) ready.pop_front().drop();
    if (work_elsewhere_ == 0) return;
    sleep(loop_time::max());
  }
}

thread_pool& loop_core::default_threads() {
  if (!threads) threads = std::make_unique<thread_pool>(thread_pool::default_size(), "pawl");
  return *threads;
}

void loop_core::finish_tasks() {
  const std::vector<ref_ptr<task_core>> left = tasks();
  for (const ref_ptr<task_core>& task : left) task->cancel({});
  for (const ref_ptr<task_core>& task : left) {
    while (!task->done()) run_once();
  }
  for (const ref_ptr<task_core>& task : left) {
    if (!task->failed()) continue;
    report_error("unhandled exception during pawl::run() shutdown", task->describe(),
                 task->exception());
  }
}

void loop_core::discard_tasks() noexcept {
  while (!tasks_.empty()) {
    const std::vector<ref_ptr<task_core>> left = tasks();
    // The last one first: it may refer to what those have that made it.
    for (auto task = left.rbegin(); task != left.rend(); ++task) (*task)->discard();
  }
}

loop_time loop_core::now() const noexcept {
  if (virtual_time_) return virtual_now_;
  return std::chrono::steady_clock::now().time_since_epoch();
}

std::vector<ref_ptr<task_core>> loop_core::tasks() {
  std::vector<ref_ptr<task_core>> result;
  tasks_.for_each([&](task_core::registration& r) { result.emplace_back(r.task); });
  return result;
}

void loop_core::close_generators() {
  intrusive_list<generator_link> left;
  left.splice_back(generators_);
  while (!left.empty()) {
    generator_link& generator = left.front();
    if (generator.running()) {  // who awaited it is gone
      generator.close();
      continue;
    }
    const Task<> task = create_task(generator.closing(), "aclose()");
    const ref_ptr<task_core> core = state_access::of(task);
    while (!core->done()) run_once();
    if (core->failed()) {
      report_error("an error occurred during closing of an asynchronous generator", {},
                   core->exception());
    }
    // It may be gone, or have refused.
    if (!left.empty() && &left.front() == &generator) generator.close();
  }
}

Coro<> generator_link::closing() { return type_.closing(*this); }

void register_generator(generator_link& generator) noexcept {
  if (loop_base* loop = running_loop()) loop_core::of(*loop).add_generator(generator);
}

inline void loop_core::turn() {
  if (ready.single() && run_since_poll_ < callbacks_between_polls && timers.empty() && !simulated &&
      !debug && !has_posted_.load(std::memory_order_acquire) &&
      !interrupted_.load(std::memory_order_acquire)) {
    ++run_since_poll_;
    run_node(ready.pop_front());
  } else {
    run_once();
  }
}

void loop_core::run_until_done(const future_core& future) {
  while (!future.done() && !stopping_) turn();
  stopping_ = false;
  if (!future.done()) throw_runtime_error("Event loop stopped before Future completed.");
}

void loop_core::run_until_stopped() {
  while (!std::exchange(stopping_, false)) turn();
}

void loop_core::interrupt(bool dump) noexcept {
  (dump ? dump_wanted_ : cancel_wanted_).store(true, std::memory_order_relaxed);
  interrupted_.store(true, std::memory_order_release);
  fds.wake();
}

void loop_core::signal_came(int signal) noexcept {
  signals_came_.fetch_or(std::uint64_t{1} << static_cast<unsigned>(signal - 1));
  interrupted_.store(true, std::memory_order_release);
  fds.wake();
}

inline void loop_core::run_node(ready_node& node) {
  try {
    node.run();
  } catch (...) {
    report_error("Exception in callback", {}, std::current_exception());
  }
  current = nullptr;
}

void loop_core::run_once() {
  if (has_posted_.load(std::memory_order_acquire)) take_posted();
  if (interrupted_.load(std::memory_order_acquire)) take_interrupt();
  if (ready.empty()) {
    wait();
  } else if (run_since_poll_ >= callbacks_between_polls) {
    poll_between();
  }
  if (!timers.empty()) timers.expire(now(), ready);

  // What is made ready from here on waits for the next iteration.
  if (simulated || debug) {
    batch_.splice_back(ready);
    run_batch_watched();
  } else if (!ready.empty()) {
    batch_.splice_back(ready);
    while (!batch_.empty()) {
      ++run_since_poll_;
      run_node(batch_.pop_front());
    }
  }
}

void loop_core::poll_between() {
  run_since_poll_ = 0;
  if (fds.watching()) fds.poll(loop_time::zero());
}

void loop_core::run_batch_watched() {
  if (simulated) simulated->shuffle(batch_);
  while (!batch_.empty()) {
    ++run_since_poll_;
    if (simulated) count_step();
    try {
      if (debug) {
        run_watched(batch_.pop_front());
      } else {
        batch_.pop_front().run();
      }
    } catch (...) {
      report_error("Exception in callback", {}, std::current_exception());
    }
    current = nullptr;
  }
}

void loop_core::run_watched(ready_node& node) {
  using clock = std::chrono::steady_clock;
  const source_site site = node.site();
  const clock::time_point began = clock::now();
  struct at_end {
    loop_core& loop;
    const source_site& site;
    clock::time_point began;
    ~at_end() {
      const loop_time took = clock::now() - began - loop.excused_;
      if (took < slow) return;
      loop.report_slow(loop.ended_ ? loop.ended_ : ref_ptr<task_core>(loop.current), site, took);
    }
  } guard{*this, site, began};
  ended_.reset();
  excused_ = loop_time::zero();
  node.run();
}

void loop_core::count_step() {
  try {
    simulated->step();
  } catch (const SimulationStopped&) {
    ready.splice_back(batch_);  // to be dropped with the loop
    throw;
  }
}

void loop_core::wait() {
  run_since_poll_ = 0;
  if ((debug || simulated) && timers.empty() && !fds.watching() && work_elsewhere_ == 0 &&
      (!signals || signals->empty()) && !has_posted_.load(std::memory_order_acquire)) {
    nothing_can_run();
  }
  if (virtual_time_) {
    wait_virtual();
  } else if (timers.empty()) {
    sleep(loop_time::max());
  } else {
    const loop_time left = timers.next() - now();
    if (left > loop_time::zero()) sleep(left);
  }
}

void loop_core::wait_virtual() {
  if (timers.empty()) {
    sleep(loop_time::max());
    return;
  }
  const loop_time next = timers.next();
  if (next <= virtual_now_) return;
  if (work_elsewhere_ > 0) {
    if (sleep(next == loop_time::max() ? next : next - virtual_now_)) return;
  } else if (fds.watching() && fds.poll(patience)) {
    return;
  }
  virtual_now_ = next;
}

bool loop_core::sleep(loop_time timeout) {
  fds.open();
  {
    const std::lock_guard<std::mutex> lock(posted_mutex_);
    if (!posted_.empty()) timeout = loop_time::zero();
    asleep_ = true;
  }
  const bool woken = fds.poll(timeout);
  return take_posted() || woken;
}

void loop_core::take_interrupt() {
  interrupted_.store(false, std::memory_order_relaxed);
  if (dump_wanted_.exchange(false, std::memory_order_relaxed)) dump_tasks();
  if (cancel_wanted_.exchange(false, std::memory_order_relaxed) && on_interrupt) {
    on_interrupt->run();
  }
  if (const std::uint64_t came = signals_came_.exchange(0); came != 0 && signals) {
    signals->deliver(came);
  }
}

void loop_core::post(ready_node& node) {
  // All under the lock: the loop may end as soon as it has seen the node.
  const std::lock_guard<std::mutex> lock(posted_mutex_);
  posted_.push_back(node);
  has_posted_.store(true, std::memory_order_release);
  if (std::exchange(asleep_, false)) fds.wake();
}

bool loop_core::take_posted() noexcept {
  const std::lock_guard<std::mutex> lock(posted_mutex_);
  asleep_ = false;
  has_posted_.store(false, std::memory_order_relaxed);
  const bool any = !posted_.empty();
  ready.splice_back(posted_);
  return any;
}

}  // namespace pawl::detail
