// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// debug.cpp: see debug.h.
#include <pawl/debug.h>
#include <pawl/lowered_frame.h>

#include <cstring>
#include <string>

#include "event_loop.h"

namespace pawl {

namespace {

/// More would hide the other tasks.
constexpr int most_frames = 50;

template <class T>
T load(const frame_header* frame, unsigned offset) {
  T value;
  std::memcpy(&value, reinterpret_cast<const unsigned char*>(frame) + offset, sizeof(T));
  return value;
}

/// The chain of awaits, a line for each: first what was suspended last.
std::string describe_frames(frame_header* frame) {
  std::string text;
  for (int n = 0; frame != nullptr; ++n) {
    const lowered::frame_description* const of = lowered::describe(frame);
    if (!of) break;
    if (n == most_frames) return text + "    ...\n";
    const unsigned state = load<unsigned>(frame, of->state_offset) & of->state_mask;
    if (of->function && state < of->line_count) {
      text += std::string("    in ") + of->function + " at " + of->file + ":" +
              std::to_string(of->lines[state]) + "\n";
    }
    if (of->continuation_offset == 0) break;
    frame = load<frame_header*>(frame, of->continuation_offset);
  }
  return text;
}

}  // namespace

std::string describe_tasks() {
  std::string text;
  detail::loop_base* loop = detail::running_loop();
  if (!loop) return text;
  for (const auto& task : detail::loop_core::of(*loop).tasks()) {
    text += "  " + task->chain() + "\n" + describe_frames(task->suspended_frame());
  }
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
  const std::string what = task ? "Task " + task->describe() : "a callback" + created_at(site);
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
