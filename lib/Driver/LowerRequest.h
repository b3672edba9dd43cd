//===- LowerRequest.h - What the driver asks of the lowerer -----*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The two are separate programs (see CMakeLists.txt); this is all that passes between them.
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_DRIVER_LOWERREQUEST_H
#define PAWL_DRIVER_LOWERREQUEST_H

#include <optional>
#include <string>
#include <vector>

namespace pawl {

/// One file to lower, as a command line of `pawl-lower`.
struct LowerRequest {
  /// The file as the user named it; `-`: standard input.
  std::string Input;
  /// Where the text goes; empty: standard output.
  std::string Output;
  /// Where the names of all files that were read go, one a line; empty: nowhere.
  std::string Dependencies;
  /// The compiler that will compile the text, and its flags.
  std::string Compiler = "g++";
  std::vector<std::string> CompilerFlags;
  /// The folder of `pawl/pawl.h`.
  std::string RuntimeInclude;
  /// Print the plans instead of the text.
  bool DumpPlan = false;
  /// Write a text to be kept: it says what it was made of, and for which runtimes.
  bool Stable = false;
  /// Print the frames instead of the text.
  bool DumpFrames = false;
  bool LineDirectives = true;
  /// How `#line` names files: each `FROM=TO` replaces a prefix; the last that fits counts.
  std::vector<std::string> LineMaps;
  /// Print diagnostics only.
  bool CheckOnly = false;
  /// Where what is found goes, for another program to read; empty: nowhere.
  std::string Findings;
  /// Where the state machines go, as data; empty: nowhere.
  std::string Graph;
  /// Do not print diagnostics.
  bool Quiet = false;
  /// The compiler's flags that are about Pawl's checks (lib/Check/CheckOptions.h).
  std::vector<std::string> CheckFlags;

  /// The arguments that say all this, without the program's name.
  std::vector<std::string> arguments() const;
  /// The request that \p Arguments say, or nothing.
  static std::optional<LowerRequest> parse(const std::vector<std::string> &Arguments);
};

/// The exit codes of the lowerer.
enum class LowerResult {
  /// The file had coroutines; the text is written.
  Lowered = 0,
  /// Errors were printed; nothing is written.
  Failed = 1,
  /// The file has no coroutine; the text is written, and equals the input.
  Plain = 3,
};

} // namespace pawl

#endif // PAWL_DRIVER_LOWERREQUEST_H
