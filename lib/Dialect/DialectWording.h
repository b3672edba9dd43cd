//===- DialectWording.h - Clang's messages in the dialect's words -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_DIALECT_DIALECTWORDING_H
#define PAWL_DIALECT_DIALECTWORDING_H

#include "clang/Basic/Diagnostic.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <string>

namespace pawl {

/// A message of Clang, said anew.
struct Wording {
  std::string Text;
  /// Clang's own fix-it no longer fits.
  bool DropFixIts = false;
  /// It says that something cannot be awaited; one such message at a place is enough.
  bool IsAwait = false;
  /// It says that what is returned or yielded is none of the function's results.
  bool IsResult = false;
  /// The whole body is no coroutine; whatever else Clang says about it follows from that.
  bool MutesBody = false;
};

/// Says \p Info, which is about a body in the dialect, without C++20's words.  \p Spelling is the
/// token at its location as the user wrote it; \p ReturnType gives the type of the function that
/// Clang is busy with, empty if it is unknown.
Wording wordForDialect(const clang::Diagnostic &Info, llvm::StringRef Spelling,
                       llvm::function_ref<std::string()> ReturnType);

} // namespace pawl

#endif // PAWL_DIALECT_DIALECTWORDING_H
