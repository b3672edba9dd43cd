// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// backtrace.h: who calls, in words.  A backtrace costs microseconds and a description a process
// (addr2line, of the binutils that every compiler needs): for debug mode.
#ifndef PAWL_SRC_BACKTRACE_H
#define PAWL_SRC_BACKTRACE_H

#include <array>
#include <string>
#include <vector>

namespace pawl::detail {

/// The return addresses of the functions that are being called, the innermost first.
class backtrace {
 public:
  /// From the caller of the function that calls this.
  static backtrace here() noexcept;

  struct frame {
    std::string function;
    std::string file;
    int line;
  };
  /// Inlined functions have frames of their own; what is not known has none.  Empty without
  /// addr2line.  Throws std::bad_alloc.
  std::vector<frame> describe() const;

 private:
  std::array<void*, 16> addresses_{};
  int count_ = 0;
};

}  // namespace pawl::detail

#endif  // PAWL_SRC_BACKTRACE_H
