//===- BlockingCalls.h - Functions that wait on the thread -------*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_CHECK_BLOCKINGCALLS_H
#define PAWL_CHECK_BLOCKINGCALLS_H

#include "llvm/ADT/StringRef.h"

namespace pawl {

/// When a call of a known function blocks.
enum class BlocksWhen {
  Always,
  /// Unless its descriptor, the first argument, may have been made not to block.
  OnDescriptor,
  /// Unless the argument \c Argument, how long it waits at most, is zero.
  UnlessZero,
  /// Unless the file speaks of AI_NUMERICHOST: then it may look for numbers first, which nobody is
  /// asked for.
  UnlessNumeric,
  /// If the argument \c Argument, a set of flags, is zero.
  WithoutFlags,
};

/// A function of the C or C++ library that makes its thread wait.
struct BlockingFunction {
  /// As it is qualified, without inline namespaces.
  const char *Name;
  /// What it does to the thread, as a verb with its object.
  const char *Does;
  /// What to call instead; null: the same, in another thread.
  const char *Instead;
  BlocksWhen When = BlocksWhen::Always;
  unsigned Argument = 0;
};

/// The known function called \p QualifiedName, or null.
const BlockingFunction *findBlockingFunction(llvm::StringRef QualifiedName);

} // namespace pawl

#endif // PAWL_CHECK_BLOCKINGCALLS_H
