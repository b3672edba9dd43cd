//===- TokenRewriter.h - Words of the dialect to coroutine tokens -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Every token keeps the location it was written at, so whatever Clang says or records
// later is about the user's text.
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_DIALECT_TOKENREWRITER_H
#define PAWL_DIALECT_TOKENREWRITER_H

#include "Dialect/AsyncRecognizer.h"
#include "Dialect/Parse.h"
#include "Dialect/StrayWords.h"
#include "Dialect/TokenBuffer.h"
#include "llvm/ADT/DenseMap.h"

namespace clang {
class Preprocessor;
} // namespace clang

namespace pawl {

/// Rewrites one translation unit, in one pass over its tokens.
class TokenRewriter {
public:
  /// \p Marks receives every marked definition, \p Strays the words outside them.
  TokenRewriter(clang::Preprocessor &PP, const TokenBuffer &Tokens,
                const AsyncRecognizer &Recognizer, StrayWords &Strays, DialectMarks &Marks);

  /// Returns the tokens that the parser is to see, the end of the file last.  \p Errors receives
  /// what is wrong in the dialect's own terms; the tokens are such that Clang need not repeat it.
  std::vector<clang::Token> run(std::vector<DialectError> &Errors);

private:
  using Index = TokenBuffer::Index;

  /// Whose words a stretch of tokens holds.
  enum class Words {
    Plain, ///< ordinary C++
    Async, ///< the dialect
  };

  /// A stretch of tokens, up to and without \c End.
  struct Region {
    Index End;
    Words Language;
  };

  /// What begins at a brace that lies ahead.
  struct Opening {
    Words Language;
    /// The marker statement to write after the brace; null for none.
    const char *Marker;
  };

  void rewriteOne(std::vector<DialectError> &Errors);
  bool rewriteAsync(std::vector<DialectError> &Errors);
  void rewriteKeyword(const clang::Token &T);
  void open();
  void openCatch();
  void notePlain(const clang::IdentifierInfo *Name);
  bool isQualified() const;
  Index openFunction(Index Body);

  void put(const clang::Token &T) { Out.push_back(T); }
  clang::Token as(clang::Token T, clang::tok::TokenKind Keyword) const;
  void putMarker(clang::SourceLocation Loc, const char *Name);

  clang::Preprocessor &PP;
  const TokenBuffer &In;
  const AsyncRecognizer &Recognizer;
  StrayWords &Strays;
  DialectMarks &Marks;
  std::vector<clang::Token> Out;
  std::vector<Region> Regions;
  llvm::DenseMap<Index, Opening> Openings;
  /// Where the words given to \c Strays went.
  llvm::DenseMap<Index, size_t> Plain;
  Index I = 0;
  const clang::IdentifierInfo *const Async;
  const clang::IdentifierInfo *const Await;
  const clang::IdentifierInfo *const Yield;
};

} // namespace pawl

#endif // PAWL_DIALECT_TOKENREWRITER_H
