// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/run.h: the way from main() into asynchronous code.
// https://docs.python.org/3/library/asyncio-runner.html
#ifndef PAWL_RUN_H
#define PAWL_RUN_H

#include <pawl/context.h>
#include <pawl/coro.h>
#include <pawl/detail/simulation.h>
#include <pawl/loop.h>
#include <pawl/task.h>

#include <memory>
#include <optional>
#include <utility>

namespace pawl {

enum class Clock {
  from_environment,  ///< virtual_time when PAWL_CLOCK=virtual, else real
  real,
  virtual_time,  ///< jumps to the next timer when nothing else can happen; begins at 0
};

struct RunOptions {
  Clock clock = Clock::from_environment;
  /// In the main thread, and unless the program has a handler for it: SIGINT cancels the main task,
  /// and when it ends cancelled, KeyboardInterrupt is thrown.  The second SIGINT ends the process.
  bool handle_interrupts = true;
  /// See pawl/debug.h; also when PAWL_DEBUG is set, and not 0.
  bool debug = false;
  /// See pawl/simulate.h.
  std::optional<Simulation> simulation = {};
};

namespace detail {

struct delete_loop {
  void operator()(loop_base* loop) const noexcept;
};

/// A loop, and when it is the running one of this thread.
class runner_core {
 public:
  explicit runner_core(const RunOptions& options);

  /// For its lifetime the loop is the running one of this thread.
  class entered {
   public:
    explicit entered(loop_base& loop) noexcept;
    ~entered();
    entered(const entered&) = delete;
    entered& operator=(const entered&) = delete;

   private:
    loop_base* before_;
  };

  loop_base& loop() const;
  /// The same; throws RuntimeError when one runs in this thread already.
  loop_base& loop_to_run() const;
  bool closed() const noexcept { return loop_ == nullptr; }
  /// True when the task was cancelled by SIGINT.  Throws RuntimeError when the loop was stopped
  /// before.
  bool run_until_done(task_core& main);
  void run_until_stopped();
  /// Cancels what is left and waits for it; closes generators; joins the threads.
  void close();

 private:
  std::unique_ptr<loop_base, delete_loop> loop_;
  bool handle_interrupts_;
  bool stopped_ = false;  // a simulated run, in the middle
};

}  // namespace detail

/// A loop on which several coroutines run, one after the other.  Tasks that are left go on in the
/// next run; they see one context.  It belongs to one thread.
class Runner {
 public:
  explicit Runner(RunOptions options = {}) : core_(options) {}
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;
  /// close()
  ~Runner() { close(); }

  /// Runs `main` to its end and returns its result or throws its error.  Throws RuntimeError when a
  /// loop runs in this thread already, after close(), and when EventLoop::stop() came before the
  /// end.
  template <class T>
  T run(Coro<T> main, TaskOptions options = {},
        detail::source_site site = detail::source_site::current()) {
    if (!main) detail::throw_runtime_error("run: an empty Coro");
    const detail::runner_core::entered entered(core_.loop_to_run());
    if (!options.context) options.context = context_;
    const Task<T> task = create_task(std::move(main), std::move(options), site);
    detail::task_state<T>& state = *detail::state_access::of(task);
    const bool interrupted = core_.run_until_done(state);
    // Taken before the rest ends, so that it is not reported.
    state.mark_retrieved();
    if (interrupted) throw KeyboardInterrupt();
    return detail::unstore<T>(state.take());
  }
  /// Runs until EventLoop::stop().
  void run_forever() {
    const detail::runner_core::entered entered(core_.loop_to_run());
    core_.run_until_stopped();
  }
  /// Throws RuntimeError after close().
  EventLoop get_loop() const { return EventLoop(core_.loop()); }
  /// Cancels the tasks that are left and waits for them (their errors are reported on standard
  /// error), closes unfinished async generators, and joins the threads of to_thread.  Again does
  /// nothing.
  void close() { core_.close(); }

 private:
  detail::runner_core core_;
  Context context_ = copy_context();
};

/// Runs `main` on a new event loop, closes that as Runner does, and returns the result or throws
/// the error.  Throws RuntimeError when a loop runs in this thread already.
template <class T>
T run(Coro<T> main, RunOptions options = {},
      detail::source_site site = detail::source_site::current()) {
  Runner runner(options);
  return runner.run(std::move(main), {}, site);
}

}  // namespace pawl

#endif  // PAWL_RUN_H
