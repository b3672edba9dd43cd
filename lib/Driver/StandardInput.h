//===- StandardInput.h - A source that comes through a pipe -----*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_DRIVER_STANDARDINPUT_H
#define PAWL_DRIVER_STANDARDINPUT_H

#include <string>

namespace pawl {

/// Standard input, kept in a file so that several programs can read it one after the other.
class StandardInput {
  std::string File;

public:
  /// Reads all of it into \p Path, and lets this process and its children read that instead.
  /// \returns false after an error.
  bool keepIn(const std::string &Path);
  /// Where it is kept; empty before keepIn.
  const std::string &path() const { return File; }
  /// Lets the next reader begin anew, where it is kept.  \returns false after an error.
  bool rewind() const;
};

} // namespace pawl

#endif // PAWL_DRIVER_STANDARDINPUT_H
