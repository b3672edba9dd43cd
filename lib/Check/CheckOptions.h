//===- CheckOptions.h - What the flags say of each check ---------*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_CHECK_CHECKOPTIONS_H
#define PAWL_CHECK_CHECKOPTIONS_H

#include "Check/CheckTable.h"
#include "clang/Basic/Diagnostic.h"
#include "llvm/ADT/StringSet.h"
#include <string>
#include <vector>

namespace pawl {

/// Which checks run, and how loud they are.  As in compilers, of flags that contradict each other
/// the last wins.
///
///   -Wpawl-NAME  -Wno-pawl-NAME               the check NAME on, off
///   -Wpawl  -Wno-pawl                         all of them
///   -Werror=pawl-NAME  -Wno-error=pawl-NAME   what it finds are errors, warnings
///   -Werror  -Wno-error  -w                   what they mean to the compiler
///   -fpawl-blocking-calls=FILE                names of more functions for blocking-call
///   -fpawl-frame-size=BYTES                   the limit of frame-size
class CheckOptions {
public:
  /// The defaults; \p IsCheck: of `pawl check`, not of a lowering.
  explicit CheckOptions(bool IsCheck);

  /// Takes the flags of one command line.  \returns what is wrong with them, one message each.
  std::vector<std::string> parse(llvm::ArrayRef<std::string> Flags);

  bool isOn(CheckId Id) const { return row(Id).On; }
  bool silencesWarnings() const { return NoWarnings; }
  /// How what \p Id found is shown if the check itself would show it as \p Own.
  clang::DiagnosticsEngine::Level level(CheckId Id, clang::DiagnosticsEngine::Level Own) const;

  /// Qualified names of functions that block, and of those that do not, beside the known ones.
  llvm::StringSet<> BlockingCalls, NonblockingCalls;
  /// In bytes.
  uint64_t FrameSizeLimit = 16384;
  /// Whether hints are shown as warnings, where nothing else would show them.
  bool HintsAreWarnings = false;

private:
  struct Row {
    bool On;
    /// Whether findings are errors, are none, or are what the check says.
    std::optional<bool> Errors;
  };
  const Row &row(CheckId Id) const { return Rows[static_cast<unsigned>(Id)]; }
  void apply(llvm::StringRef Name, std::vector<std::string> &Problems,
             llvm::function_ref<void(Row &)> Change);
  void readBlockingCalls(const std::string &File, std::vector<std::string> &Problems);

  std::vector<Row> Rows;
  bool NoWarnings = false;
  bool AllErrors = false;
};

} // namespace pawl

#endif // PAWL_CHECK_CHECKOPTIONS_H
