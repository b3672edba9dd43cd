// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// debugger_view.h: where a debugger finds the loops and tasks of a process, or of a core file,
// without the runtime's debug information (gdb/pawl.py; the idea is that of CPython's
// _Py_DebugOffsets).
#ifndef PAWL_SRC_DEBUGGER_VIEW_H
#define PAWL_SRC_DEBUGGER_VIEW_H

#include <cstdint>

namespace pawl::detail {

class loop_core;

/// All numbers are offsets in bytes.  The reader knows the members by their order, which changes
/// only with `version`.
struct debugger_view {
  std::uint64_t version = 1;
  /// The process's loops, linked by `loop_next`; null: none.
  loop_core* loops = nullptr;

  // In a loop_core.
  std::uint64_t loop_next, loop_current, loop_tasks;
  // In a list_node: of loop_tasks, which is in a ring with the tasks' registrations.
  std::uint64_t node_next;
  // In a task_core::registration.
  std::uint64_t registration_task;
  // In a task_core.  The name is a std::string of libstdc++; an empty one: "Task-" and the number.
  std::uint64_t task_root, task_waiting, task_completion, task_name, task_number, task_file,
      task_line;
  // The future_waiter in a task_core, and the future in that.
  std::uint64_t task_future_wait, future_wait_target;
  // In a waiter.
  std::uint64_t waiter_frame;
  // In a task_core::completion, the header that the outermost frame of a task goes on in.
  std::uint64_t completion_task;

  constexpr debugger_view() noexcept;

  /// From any thread.
  static void add(loop_core& loop) noexcept;
  static void remove(loop_core& loop) noexcept;
};

}  // namespace pawl::detail

extern "C" {
extern pawl::detail::debugger_view pawl_debugger_view;
}

#endif  // PAWL_SRC_DEBUGGER_VIEW_H
