//===- DialectStream.h - The token pass in a preprocessor -------*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_DIALECT_DIALECTSTREAM_H
#define PAWL_DIALECT_DIALECTSTREAM_H

#include "Dialect/Parse.h"
#include "Dialect/StrayWords.h"
#include "Dialect/TokenBuffer.h"
#include <optional>

namespace clang {
class CompilerInstance;
} // namespace clang

namespace pawl {

class DialectDiagnostics;

/// What the parser reads in place of a unit's tokens.  It must live as long as the parse: the
/// messages of the parser, and the stages after it, refer to it.
class DialectStream {
public:
  /// Takes all tokens from \p First, the first of the unit, and puts what the parser is to see into
  /// the preprocessor; what is wrong in the dialect's own terms goes to \p Messages.  A token
  /// watcher does not see the new ones if \p IsReinject.  \returns the first of them, which is not
  /// in the preprocessor any more.
  clang::Token replace(clang::CompilerInstance &CI, const clang::Token &First,
                       DialectDiagnostics &Messages, bool IsReinject);

  DialectMarks Marks;
  /// What the user wrote; none before \c replace.
  std::optional<TokenBuffer> Written;

private:
  std::optional<AsyncRecognizer> Recognizer;
  std::optional<StrayWords> Strays;
};

} // namespace pawl

#endif // PAWL_DIALECT_DIALECTSTREAM_H
