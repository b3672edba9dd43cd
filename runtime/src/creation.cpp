// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// creation.cpp: see pawl/detail/creation.h.
#include <pawl/detail/creation.h>
#include <pawl/lowered_frame.h>

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

bool ends_with(const std::string& text, const std::string& end) {
  return text.size() >= end.size() &&
         text.compare(text.size() - end.size(), end.size(), end) == 0;
}

/// Whether a frame is of the functions between a coroutine's first line and its caller's.
bool is_of_the_runtime(const backtrace::frame& frame) {
  const std::size_t name = frame.file.rfind('/') + 1;
  if (frame.file.find("pawl/detail/") != std::string::npos) return true;
  return ends_with(frame.file, "pawl/coro.h") || frame.file.compare(name, 7, "lowered") == 0;
}

std::string describe_creation(const backtrace& trace, frame_header* frame) {
  for (const auto& f : trace.describe()) std::fprintf(stderr, "  %s %s %d\n", f.function.c_str(), f.file.c_str(), f.line);
  (void)frame; (void)is_of_the_runtime;
  return {};
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
  report_error("coroutine was never awaited", describe_creation(trace, frame), nullptr);
} catch (const std::bad_alloc&) {
  return;
}

}  // namespace pawl::detail
