// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// backtrace.cpp: see backtrace.h.
#include "backtrace.h"

#include <dlfcn.h>
#include <execinfo.h>
#include <fcntl.h>
#include <link.h>
#include <pawl/detail/unique_fd.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <sstream>

namespace pawl::detail {

namespace {

/// Where an address is in the file that it was loaded from.
struct place {
  std::string file;
  std::uintptr_t offset;
};

bool find(void* address, place& found) {
  // It is where the call returns to, which may be the next line's.
  const std::uintptr_t call = reinterpret_cast<std::uintptr_t>(address) - 1;
  Dl_info info;
  void* extra = nullptr;
  if (dladdr1(reinterpret_cast<void*>(call), &info, &extra, RTLD_DL_LINKMAP) == 0) return false;
  const auto* object = static_cast<const link_map*>(extra);
  // The program itself has no name here.
  found.file =
      object->l_name[0] != '\0' ? object->l_name : "/proc/" + std::to_string(getpid()) + "/exe";
  found.offset = call - object->l_addr;
  return true;
}

/// What a program prints; nothing when it cannot be run.
std::string output_of(const std::vector<std::string>& command) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) < 0) return {};
  const unique_fd in(ends[0]);
  unique_fd out(ends[1]);
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, out.get(), STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t child = 0;
  const int error =
      posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) return {};
  out = unique_fd();
  std::string text;
  char buffer[4096];
  for (;;) {
    const ssize_t n = read(in.get(), buffer, sizeof buffer);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) break;
    text.append(buffer, static_cast<std::size_t>(n));
  }
  while (waitpid(child, nullptr, 0) < 0 && errno == EINTR) {
  }
  return text;
}

}  // namespace

__attribute__((noinline)) backtrace backtrace::here() noexcept {
  void* addresses[32];
  const int count = ::backtrace(addresses, 32);
  backtrace result;
  for (int i = 2; i < count && result.count_ < static_cast<int>(result.addresses_.size()); ++i) {
    result.addresses_[static_cast<std::size_t>(result.count_++)] = addresses[i];
  }
  return result;
}

std::vector<backtrace::frame> backtrace::describe() const {
  std::vector<frame> frames;
  for (int i = 0; i < count_;) {
    place first;
    if (!find(addresses_[static_cast<std::size_t>(i)], first)) {
      ++i;
      continue;
    }
    std::vector<std::string> command{"addr2line", "--demangle", "--functions",
                                     "--inlines", "--exe",      first.file};
    for (place next = first; next.file == first.file;) {
      char text[32];
      std::snprintf(text, sizeof text, "0x%jx", static_cast<std::uintmax_t>(next.offset));
      command.emplace_back(text);
      if (++i == count_ || !find(addresses_[static_cast<std::size_t>(i)], next)) break;
    }
    std::istringstream lines(output_of(command));
    for (std::string function, where;
         std::getline(lines, function) && std::getline(lines, where);) {
      const std::size_t colon = where.rfind(':');
      if (colon == std::string::npos || where[0] == '?') continue;
      const int line = std::atoi(where.c_str() + colon + 1);
      if (line != 0) frames.push_back({function, where.substr(0, colon), line});
    }
  }
  return frames;
}

}  // namespace pawl::detail
