//===- StrayWords.h - Words of the dialect where they mean nothing -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Outside async bodies `await` and `yield` are ordinary names, so most of their uses there
// are none of the dialect's business.  Some cannot be C++ whatever the name means (two
// names in a row, `await 3`); those are errors of the dialect at once.  The rest is left to
// Clang, and explained if Clang does not know the name.
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_DIALECT_STRAYWORDS_H
#define PAWL_DIALECT_STRAYWORDS_H

#include "Dialect/AsyncRecognizer.h"
#include "clang/Basic/Diagnostic.h"
#include <optional>
#include <string>
#include <vector>

namespace clang {
class Preprocessor;
} // namespace clang

namespace pawl {

struct EnclosingFunction;

/// An error in the dialect's own words.
struct DialectError {
  clang::SourceLocation Loc;
  std::string Message;
  std::optional<clang::FixItHint> FixIt;
  /// Where to mend it, if elsewhere.
  clang::SourceLocation NoteLoc;
  std::string Note;
  std::optional<clang::FixItHint> NoteFixIt;
  /// What else is wrong here follows from this error.
  clang::SourceRange Muted;
};

/// Finds and explains words of the dialect outside async bodies.
class StrayWords {
public:
  using Index = TokenBuffer::Index;

  StrayWords(const clang::Preprocessor &PP, const TokenBuffer &Tokens,
             const AsyncRecognizer &Recognizer)
      : PP(PP), Tokens(Tokens), Recognizer(Recognizer) {}

  /// Takes note of the unqualified word at \p I, which stands outside async bodies.
  void addAwait(Index I) { Awaits.push_back(I); }
  void addYield(Index I) { Yields.push_back(I); }

  /// After the whole unit: the errors that need no lookup of the name.  The tokens that
  /// were meant as keywords are appended to \p Keywords.
  std::vector<DialectError> findErrors(std::vector<Index> &Keywords) const;

  /// What to say when Clang does not know the word at \p Loc.
  std::optional<DialectError> explainUnknown(clang::SourceLocation Loc) const;

  /// `async`, at \p I, before a declaration without a body.
  DialectError explainDeclaration(Index I) const;

private:
  void findErrors(const std::vector<Index> &Uses, std::vector<DialectError> &Errors,
                  std::vector<Index> &Keywords) const;
  bool beginsOperand(Index I) const;
  bool declaresType(Index I) const;
  DialectError explainOutside(Index I, const EnclosingFunction &Around) const;
  DialectError explainAsync(Index I) const;
  clang::SourceRange range(Index Begin, Index End) const;
  std::optional<clang::FixItHint> insertAsync(Index I) const;

  const clang::Preprocessor &PP;
  const TokenBuffer &Tokens;
  const AsyncRecognizer &Recognizer;
  std::vector<Index> Awaits, Yields;
};

} // namespace pawl

#endif // PAWL_DIALECT_STRAYWORDS_H
