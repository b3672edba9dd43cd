//===- ReturnedCoroutine.h - Coroutines returned as results ------*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_DIALECT_RETURNEDCOROUTINE_H
#define PAWL_DIALECT_RETURNEDCOROUTINE_H

#include "clang/Basic/Diagnostic.h"
#include <vector>

namespace clang {
class Sema;
} // namespace clang

namespace pawl {

/// The edits that await the operand of the `return` or `yield` at \p Keyword, if that is a
/// coroutine or a task by what its names mean in the scope that \p S is in: a call, or a variable,
/// up to the semicolon.  None if it is something else, or cannot be told.  (An operand that does
/// not fit leaves no node.)
std::vector<clang::FixItHint> awaitReturned(clang::SourceLocation Keyword, clang::Sema &S);

} // namespace pawl

#endif // PAWL_DIALECT_RETURNEDCOROUTINE_H
