// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// debug.cpp: see debug.h.
#include <pawl/debug.h>

#include <string>

#include "event_loop.h"

namespace pawl {

std::string describe_tasks() {
  std::string text;
  detail::loop_base* loop = detail::running_loop();
  if (!loop) return text;
  for (const auto& task : detail::loop_core::of(*loop).tasks()) text += "  " + task->chain() + "\n";
  return text;
}

void dump_tasks(std::FILE* to) {
  const std::string text = describe_tasks();
  std::fprintf(to, "pawl: tasks:\n%s", text.empty() ? "  none\n" : text.c_str());
  std::fflush(to);
}

namespace detail {

void loop_core::report_slow(const ref_ptr<task_core>& task, const source_site& site,
                            loop_time took) {
  std::string what = task ? "Task " + task->describe() : "a callback";
  if (!task && site.line != 0) {
    what += std::string(" created at ") + site.file + ":" + std::to_string(site.line);
  }
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(took).count();
  report_error(("the loop was held up for " + std::to_string(ms) + " ms by " + what).c_str(), {},
               nullptr);
}

void loop_core::nothing_can_run() {
  if (simulated) {
    throw RuntimeError("nothing can run any more:\n" + describe_tasks());
  }
  if (!debug || std::exchange(said_nothing_can_run_, true)) return;
  report_error(
      ("nothing can run any more, unless another thread calls:\n" + describe_tasks()).c_str(), {},
      nullptr);
}

}  // namespace detail
}  // namespace pawl
