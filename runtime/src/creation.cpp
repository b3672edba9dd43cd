// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// creation.cpp: see pawl/detail/creation.h.
#include <pawl/detail/creation.h>
#include <pawl/lowered_frame.h>

#include <chrono>
#include <mutex>
#include <new>
#include <string>
#include <unordered_map>

#include "backtrace.h"
#include "event_loop.h"

namespace pawl::detail {

namespace {

/// A program that makes more coroutines than it awaits is not to be bound by what is remembered.
constexpr std::size_t most_creations = 100000;

struct creations {
  std::mutex mutex;
  std::unordered_map<const void*, backtrace> by_frame;
};

/// Never destroyed: coroutines may be static objects.
creations& all() {
  static creations* const all = new creations;
  return *all;
}

bool contains(const std::string& text, const char* part) {
  return text.find(part) != std::string::npos;
}

/// A function of ours or the standard library's, between a coroutine and those who call it.
bool is_of_a_library(const backtrace::frame& frame) {
  return contains(frame.file, "/pawl/lowered") || contains(frame.file, "include/pawl/") ||
         contains(frame.file, "/include/c++/");
}

/// The name of a coroutine, and where it was called.
std::string describe_creation(const backtrace& trace, frame_header* frame) {
  const lowered::frame_description* const of = lowered::describe(frame);
  std::string name = of && of->function ? of->function : "";
  std::string where;
  bool called = false;
  for (const backtrace::frame& f : trace.describe()) {
    if (is_of_a_library(f)) continue;
    if (called) {
      where = " created at " + f.file + ":" + std::to_string(f.line);
      break;
    }
    // The function itself, as its caller sees it.
    called = true;
    if (name.empty()) {
      name = contains(f.function, "operator()") ? "a lambda"
                                                : f.function.substr(0, f.function.find('('));
    }
  }
  if (where.empty() && of && of->function) {
    where = std::string(" of ") + of->file + ":" + std::to_string(of->lines[0]);
  }
  return "'" + name + "'" + where;
}

}  // namespace

void record_creation(const void* frame) noexcept try {
  const backtrace trace = backtrace::here();
  creations& to = all();
  const std::lock_guard<std::mutex> lock(to.mutex);
  if (to.by_frame.size() == most_creations) to.by_frame.clear();
  to.by_frame.insert_or_assign(frame, trace);
} catch (const std::bad_alloc&) {
  return;  // it will not be reported
}

void forget_creation(const void* frame) noexcept {
  creations& from = all();
  const std::lock_guard<std::mutex> lock(from.mutex);
  from.by_frame.erase(frame);
}

void never_awaited(frame_header* frame) noexcept try {
  backtrace trace;
  {
    creations& from = all();
    const std::lock_guard<std::mutex> lock(from.mutex);
    const auto found = from.by_frame.find(frame);
    if (found == from.by_frame.end()) return;
    trace = found->second;
    from.by_frame.erase(found);
  }
  using clock = std::chrono::steady_clock;
  const clock::time_point began = clock::now();
  report_error("coroutine was never awaited", describe_creation(trace, frame), nullptr);
  if (this_thread_loop) loop_core::of(*this_thread_loop).excuse(clock::now() - began);
} catch (const std::bad_alloc&) {
  return;
}

}  // namespace pawl::detail
