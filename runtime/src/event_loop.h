// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// event_loop.h: the loop itself; programs see it as EventLoop.
#ifndef PAWL_SRC_EVENT_LOOP_H
#define PAWL_SRC_EVENT_LOOP_H

#include <pawl/detail/generator_owner.h>
#include <pawl/detail/loop_base.h>
#include <pawl/detail/task_core.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "poller.h"
#include "simulation.h"
#include "thread_pool.h"
#include "timer_heap.h"

namespace pawl::detail {

class fd_callbacks;
class signal_handlers;
class loop_core;

/// What running_loop() gives, for the runtime's own files.
class loop_core final : public loop_base {
 public:
  loop_core(bool virtual_time, const std::optional<Simulation>& simulated);
  loop_core(const loop_core&) = delete;
  loop_core& operator=(const loop_core&) = delete;
  /// While it is the running one.
  ~loop_core();

  /// Makes a loop, or none, the running one of this thread; returns which was.
  static loop_core* set_running(loop_core* loop) noexcept;

  static loop_core& of(loop_base& loop) noexcept { return static_cast<loop_core&>(loop); }

  loop_time now() const noexcept;
  /// One iteration: what is ready at its start runs, after sleeping until something is.
  void run_once();
  /// Throws RuntimeError when stop() came before.
  void run_until_done(const future_core& future);
  void run_until_stopped();
  /// Cancels the tasks that are left, waits for them and reports their errors.
  void finish_tasks();
  /// Destroys the frames of all tasks where they stand, without a report.
  void discard_tasks() noexcept;
  /// The iteration that runs is the last one for now.
  void stop() noexcept { stopping_ = true; }
  /// For signal handlers: on_interrupt runs, or all tasks are printed, before the next iteration.
  void interrupt(bool dump) noexcept;
  /// The same: its handler is called in the next iteration.
  void signal_came(int signal) noexcept;

  void add_task(task_core& task) noexcept { tasks_.push_back(task.registration_); }
  /// The tasks that are not done, in the order of creation.
  std::vector<ref_ptr<task_core>> tasks();
  void task_ends(task_core& task) {
    if (current == &task) current = nullptr;
    if (debug) ended_ = ref_ptr<task_core>(&task);
  }
  /// In debug mode, so much of the present step's time was not the program's.
  void excuse(loop_time time) noexcept { excused_ += time; }
  std::uint64_t next_task_number() noexcept { return ++task_count_; }

  /// From any thread: `node` runs in a later iteration.
  void post(ready_node& node);
  /// The threads of to_thread, made when first needed.
  thread_pool& default_threads();
  /// Waits for the work that is done elsewhere, and drops what comes of it.
  void finish_work() noexcept;
  /// While work is done elsewhere, virtual time passes as real time does.
  void work_started() noexcept { ++work_elsewhere_; }
  void work_finished() noexcept { --work_elsewhere_; }

  /// A generator that was begun, until its frame is destroyed.
  void add_generator(generator_link& generator) noexcept { generators_.push_back(generator); }
  /// Closes the generators that were begun in this loop.
  void close_generators();

  ready_node* on_interrupt = nullptr;  // run between two iterations
  intrusive_list<loop_owned> owned;
  timer_heap timers;
  poller fds;
  std::unique_ptr<thread_pool> threads;      // see default_threads()
  std::unique_ptr<signal_handlers> signals;  // made when first needed
  std::unique_ptr<fd_callbacks> watchers;    // the same

 private:
  /// run_once(), which makes no batch of one node when there is nothing else to look at.
  void turn();
  void run_node(ready_node& node);
  /// Runs batch_ in debug mode and in a simulated run.
  void run_batch_watched();
  void poll_between();
  void count_step();
  /// run(), in debug mode.
  void run_watched(ready_node& node);
  void report_slow(const ref_ptr<task_core>& task, const source_site& site, loop_time took);
  /// Nothing is ready, and nothing will be by itself.  Throws RuntimeError in a simulated run.
  void nothing_can_run();
  void wait();
  void wait_virtual();
  /// Sleeps, unless another thread has posted something.  False when the time passed.
  bool sleep(loop_time timeout);
  bool take_posted() noexcept;
  void take_interrupt();

  friend struct debugger_view;

  loop_core* next_loop_ = nullptr;  // of those of the process
  const bool virtual_time_;
  loop_time virtual_now_{0};
  unsigned run_since_poll_ = 0;
  unsigned work_elsewhere_ = 0;
  std::uint64_t task_count_ = 0;
  ready_list batch_;  // what the present iteration still has to run
  intrusive_list<task_core::registration> tasks_;
  intrusive_list<generator_link> generators_;

  std::optional<simulation> simulation_;
  std::mutex posted_mutex_;
  ready_list posted_;
  bool asleep_ = false;
  ref_ptr<task_core> ended_;  // in debug mode, in the present step
  loop_time excused_{0};      // see excuse()
  bool stopping_ = false;
  bool said_nothing_can_run_ = false;
  std::atomic<bool> interrupted_{false};
  std::atomic<bool> cancel_wanted_{false};
  std::atomic<bool> dump_wanted_{false};
  std::atomic<std::uint64_t> signals_came_{0};
  std::atomic<bool> has_posted_{false};
};

/// In a simulated run, throws std::system_error now and then.
void meet_the_world(loop_base& loop);
/// " created at FILE:LINE"; nothing when that is not known.
std::string created_at(const source_site& site);
/// Says on standard error that something failed where nobody waits for it.
void report_error(const char* what, const std::string& subject, const std::exception_ptr& error);

}  // namespace pawl::detail

#endif  // PAWL_SRC_EVENT_LOOP_H
