//===- MissingAwait.h - Coroutines taken for their values --------*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_DIALECT_MISSINGAWAIT_H
#define PAWL_DIALECT_MISSINGAWAIT_H

#include "clang/Basic/Diagnostic.h"
#include <optional>
#include <vector>

namespace pawl {

/// If \p Info, an error or a note of Clang's about an async body, says that a coroutine has not the
/// type that is wanted: the edits that await it (none where it is not certain which expression is
/// meant).
std::optional<std::vector<clang::FixItHint>> findMissingAwait(const clang::Diagnostic &Info);

} // namespace pawl

#endif // PAWL_DIALECT_MISSINGAWAIT_H
