// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// run.cpp: the beginning and the end of a run.
#include <pawl/detail/creation.h>
#include <pawl/run.h>

#include <cstdlib>
#include <cstring>

#include "event_loop.h"
#include "interrupts.h"

namespace pawl::detail {

namespace {

bool wants_virtual_time(Clock clock) {
  if (clock != Clock::from_environment) return clock == Clock::virtual_time;
  const char* value = std::getenv("PAWL_CLOCK");
  return value && std::strcmp(value, "virtual") == 0;
}

bool wants_debug(bool asked) {
  const char* value = std::getenv("PAWL_DEBUG");
  return asked || (value && *value && std::strcmp(value, "0") != 0);
}

}  // namespace

void delete_loop::operator()(loop_base* loop) const noexcept {
  const runner_core::entered entered(*loop);  // destructors of frames may use it
  delete &loop_core::of(*loop);
}

runner_core::runner_core(const RunOptions& options)
    : loop_(new loop_core(wants_virtual_time(options.clock), options.simulation)),
      handle_interrupts_(options.handle_interrupts) {
  loop_->debug = wants_debug(options.debug);
  if (loop_->debug) records_creations.store(true, std::memory_order_relaxed);
}

runner_core::entered::entered(loop_base& loop) noexcept
    : before_(loop_core::set_running(&loop_core::of(loop))) {}

runner_core::entered::~entered() { loop_core::set_running(static_cast<loop_core*>(before_)); }

loop_base& runner_core::loop_to_run() const {
  if (running_loop()) {
    throw_runtime_error("pawl::run() cannot be called from a running event loop");
  }
  return loop();
}

loop_base& runner_core::loop() const {
  if (!loop_) throw_runtime_error("Runner is closed");
  return *loop_;
}

bool runner_core::run_until_done(task_core& main) {
  loop_core& loop = loop_core::of(*loop_);
  if (!handle_interrupts_) {
    try {
      loop.run_until_done(main);
    } catch (const SimulationStopped&) {
      // Not cancelled and waited for: all ends where it stands.
      loop.discard_tasks();
      stopped_ = true;
      throw;
    }
    return false;
  }
  interrupts guard(loop, main);
  loop.run_until_done(main);
  return guard.count() > 0 && main.cancelled() && main.uncancel() == 0;
}

void runner_core::run_until_stopped() { loop_core::of(*loop_).run_until_stopped(); }

void runner_core::close() {
  if (!loop_) return;
  if (!stopped_) {
    const entered entered(*loop_);
    loop_core& loop = loop_core::of(*loop_);
    try {
      loop.finish_tasks();
      loop.close_generators();
    } catch (const SimulationStopped&) {
      loop.discard_tasks();
    } catch (const RuntimeError& error) {  // in a simulated run nothing can run any more
      report_error(error.what(), {}, nullptr);
      loop.discard_tasks();
    }
    loop.threads.reset();
  }
  loop_.reset();
}

}  // namespace pawl::detail
