//===- LowerUnit.h - The lowered text of a translation unit ------*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_EMIT_LOWERUNIT_H
#define PAWL_EMIT_LOWERUNIT_H

#include "Lowering/LineOptions.h"
#include "llvm/Support/raw_ostream.h"
#include <functional>
#include <string>

namespace clang {
class FunctionDecl;
} // namespace clang

namespace pawl {

struct FrameLayout;
struct ParsedUnit;
struct Plan;

/// How the lowered text is written.
struct LowerOptions {
  /// The `#line` directives that lead back to the user's file.
  LineOptions Lines;
  /// Embed the frames of coroutines that are awaited where they are called.
  bool Embed = true;
  /// Give variables that are never alive together one place in the frame.
  bool ShareSlots = true;
  /// When set, every plan is printed here (`pawl lower --dump-plan`).
  llvm::raw_ostream *PlanDump = nullptr;
  /// When set, every frame is printed here (`pawl lower --frames`).
  llvm::raw_ostream *FrameDump = nullptr;
  /// When set, told of every plan and its frame.
  std::function<void(const clang::FunctionDecl *, const Plan &, const FrameLayout &)> OnFrame;
};

/// The result of lowering one unit.
struct LoweredUnit {
  /// The text; equal to the input, byte for byte, unless \c Changed.
  std::string Text;
  bool Changed = false;
  /// How many coroutines were lowered.
  unsigned Coroutines = 0;
};

/// Lowers every coroutine defined in the user's files of \p Unit: analysis, plan, verifier and
/// text. What cannot be lowered is reported as an error at the user's line through the unit's
/// DiagnosticsEngine; the caller then must not use the text.
LoweredUnit lowerUnit(ParsedUnit &Unit, const LowerOptions &Options);

} // namespace pawl

#endif // PAWL_EMIT_LOWERUNIT_H
