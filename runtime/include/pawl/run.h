// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/run.h: the way from main() into asynchronous code.
// https://docs.python.org/3/library/asyncio-runner.html
#ifndef PAWL_RUN_H
#define PAWL_RUN_H

#include <pawl/coro.h>
#include <pawl/task.h>

#include <utility>

namespace pawl {

enum class Clock {
  from_environment,  ///< virtual_time when PAWL_CLOCK=virtual, else real
  real,
  virtual_time,  ///< jumps to the next timer when nothing else can happen; begins at 0
};

struct RunOptions {
  Clock clock = Clock::from_environment;
};

namespace detail {

/// A loop of its own for the time of a run; the running one of this thread.
class runner {
 public:
  /// Throws RuntimeError when a loop runs in this thread already.
  explicit runner(const RunOptions& options);
  ~runner();
  runner(const runner&) = delete;
  runner& operator=(const runner&) = delete;
  void run_until_done(future_core& main);
  /// Cancels what is left and waits for it; closes generators; joins the threads.
  void shut_down();

 private:
  loop_base* loop_;
};

}  // namespace detail

/// Runs `main` on a new event loop and returns its result or throws its error.  Then the tasks that
/// are left are cancelled and waited for (their errors are reported on standard error), unfinished
/// async generators closed, and the threads of to_thread joined.  Throws RuntimeError when a loop
/// runs in this thread already.
template <class T>
T run(Coro<T> main, RunOptions options = {},
      detail::source_site site = detail::source_site::current()) {
  if (!main) detail::throw_runtime_error("run: an empty Coro");
  detail::runner runner(options);
  Task<T> task = create_task(std::move(main), {}, site);
  detail::task_state<T>& state = *detail::state_access::of(task);
  runner.run_until_done(state);
  // The main task's error is taken before the rest ends, so that it is not reported.
  state.mark_retrieved();
  runner.shut_down();
  return detail::unstore<T>(state.take());
}

}  // namespace pawl

#endif  // PAWL_RUN_H
