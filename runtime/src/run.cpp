// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// run.cpp: the beginning and the end of a run.
#include <pawl/run.h>

#include <cstdlib>
#include <cstring>

#include "event_loop.h"

namespace pawl::detail {

namespace {

bool wants_virtual_time(Clock clock) {
  if (clock != Clock::from_environment) return clock == Clock::virtual_time;
  const char* value = std::getenv("PAWL_CLOCK");
  return value && std::strcmp(value, "virtual") == 0;
}

}  // namespace

runner::runner(const RunOptions& options)
    : loop_(new loop_core(wants_virtual_time(options.clock))) {}

runner::~runner() { delete &loop_core::of(*loop_); }

void runner::run_until_done(future_core& main) { loop_core::of(*loop_).run_until_done(main); }

void runner::shut_down() {
  loop_core& loop = loop_core::of(*loop_);
  const std::vector<ref_ptr<task_core>> left = loop.tasks();
  for (const ref_ptr<task_core>& task : left) task->cancel({});
  for (const ref_ptr<task_core>& task : left) loop.run_until_done(*task);
  for (const ref_ptr<task_core>& task : left) {
    if (!task->failed()) continue;
    report_error("unhandled exception during pawl::run() shutdown", task->describe(),
                 task->exception());
  }
  loop.close_generators();
  loop.threads.reset();
}

}  // namespace pawl::detail
