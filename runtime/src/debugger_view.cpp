// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// debugger_view.cpp: see debugger_view.h.
#include "debugger_view.h"

#include <cstddef>
#include <mutex>

#include "event_loop.h"

// These classes have bases and private members; their offsets are constants all the same on the
// platforms there are.
#pragma GCC diagnostic ignored "-Winvalid-offsetof"

namespace pawl::detail {

namespace {
std::mutex loops_mutex;
}  // namespace

constexpr debugger_view::debugger_view() noexcept
    : loop_next(offsetof(loop_core, next_loop_)),
      loop_current(offsetof(loop_core, current)),
      loop_tasks(offsetof(loop_core, tasks_)),
      node_next(offsetof(list_node, next_)),
      registration_task(offsetof(task_core::registration, task)),
      task_root(offsetof(task_core, root_)),
      task_waiting(offsetof(task_core, waiting_)),
      task_completion(offsetof(task_core, completion_)),
      task_name(offsetof(task_core, name_)),
      task_number(offsetof(task_core, number_)),
      task_file(offsetof(task_core, site_) + offsetof(source_site, file)),
      task_line(offsetof(task_core, site_) + offsetof(source_site, line)),
      task_future_wait(offsetof(task_core, future_wait_)),
      future_wait_target(offsetof(future_waiter, target_)),
      waiter_frame(offsetof(waiter, frame_)),
      completion_task(offsetof(task_core::completion, task)) {}

}  // namespace pawl::detail

pawl::detail::debugger_view pawl_debugger_view;

namespace pawl::detail {

void debugger_view::add(loop_core& loop) noexcept {
  const std::lock_guard<std::mutex> lock(loops_mutex);
  loop.next_loop_ = pawl_debugger_view.loops;
  pawl_debugger_view.loops = &loop;
}

void debugger_view::remove(loop_core& loop) noexcept {
  const std::lock_guard<std::mutex> lock(loops_mutex);
  loop_core** link = &pawl_debugger_view.loops;
  while (*link != &loop) link = &(*link)->next_loop_;
  *link = loop.next_loop_;
}

}  // namespace pawl::detail
