//===- FrameSizeCheck.h - Hints about large frames ---------------*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The one check that looks at plans: what a frame holds is decided by the lowering, which comes
// after the other checks.
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_DRIVER_FRAMESIZECHECK_H
#define PAWL_DRIVER_FRAMESIZECHECK_H

#include "Check/Reporter.h"
#include "Lowering/FrameLayout.h"
#include "llvm/ADT/MapVector.h"

namespace pawl {

class FrameSizeCheck {
public:
  FrameSizeCheck(ParsedUnit &Unit, const CheckOptions &Options);

  /// Takes note of the frame of \p Function.
  void add(const clang::FunctionDecl *Function, const FrameLayout &Layout);
  /// Shows what was found; of the instances of a template the largest.
  void finish();

private:
  void report(const clang::FunctionDecl *Function, const FrameLayout &Layout);

  const CheckOptions &Options;
  Reporter Report;
  /// By the place of the function.
  llvm::MapVector<clang::SourceLocation, std::pair<const clang::FunctionDecl *, FrameLayout>> Large;
};

} // namespace pawl

#endif // PAWL_DRIVER_FRAMESIZECHECK_H
