//===- CheckTable.h - Every check, by name -----------------------*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_CHECK_CHECKTABLE_H
#define PAWL_CHECK_CHECKTABLE_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <optional>

namespace pawl {

class CheckedBody;
class Reporter;

enum class CheckId : unsigned {
  Unawaited,
  BlockingCall,
  SequentialAwaits,
  HeldAcrossAwait,
  SwallowedCancel,
  ReturnWithoutAwait,
  MissingReturn,
  Starvation,
  Dangling,
  FrameSize,
};

/// When a check runs.
enum class CheckScope {
  /// With `pawl check` alone, unless a flag asks for it.
  CheckOnly,
  /// With every lowering too.
  Always,
};

/// One row of the table.
struct CheckInfo {
  CheckId Id;
  /// As in `-Wpawl-NAME`; docs/diagnostics/NAME.md is its page.
  const char *Name;
  CheckScope Scope;
  /// Whether it looks at coroutines only.
  bool CoroutinesOnly;
  /// Whether it can do without the statements that Clang rejected.
  bool DespiteErrors;
  /// What it finds, in a few words.
  const char *Summary;
  /// Looks at one body; null: it looks at the plan instead, when the body is lowered.
  void (*Run)(const CheckedBody &Body, Reporter &Report);
};

/// All checks, in the order of CheckId.
llvm::ArrayRef<CheckInfo> allChecks();
inline const CheckInfo &checkInfo(CheckId Id) { return allChecks()[static_cast<unsigned>(Id)]; }
std::optional<CheckId> findCheck(llvm::StringRef Name);

} // namespace pawl

#endif // PAWL_CHECK_CHECKTABLE_H
