//===- UserAttributes.h - Attributes that the compiler does not know -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_EMIT_USERATTRIBUTES_H
#define PAWL_EMIT_USERATTRIBUTES_H

#include "clang/Basic/SourceLocation.h"
#include "llvm/ADT/DenseSet.h"

namespace pawl {

struct ParsedUnit;
class SourceText;

/// Takes the attributes of the namespace `pawl` (lib/Dialect/Attributes.h) out of \p Source, where
/// the wrapped compiler would warn of them.  A `[[pawl::detach]]` in \p Statements, known by the
/// first token of its name, becomes a cast to void: nobody should warn of what is dropped there.
void removeUserAttributes(const ParsedUnit &Unit,
                          const llvm::DenseSet<clang::SourceLocation> &Statements,
                          SourceText &Source);

} // namespace pawl

#endif // PAWL_EMIT_USERATTRIBUTES_H
