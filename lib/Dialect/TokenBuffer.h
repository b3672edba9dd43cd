//===- TokenBuffer.h - The tokens of a translation unit ----------*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Every token of a translation unit after preprocessing, with the partner of every
// bracket known in advance, so that looking past a bracket costs the same however much
// it encloses.
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_DIALECT_TOKENBUFFER_H
#define PAWL_DIALECT_TOKENBUFFER_H

#include "clang/Lex/Token.h"
#include <cstdint>
#include <vector>

namespace clang {
class Preprocessor;
} // namespace clang

namespace pawl {

/// The expanded tokens of one translation unit; the last one is the end of the file.
class TokenBuffer {
public:
  using Index = uint32_t;

  /// Takes \p First and everything that \p PP lexes after it.
  TokenBuffer(clang::Preprocessor &PP, const clang::Token &First);

  Index size() const { return Tokens.size(); }
  /// The index of the token that ends the file.
  Index end() const { return Tokens.size() - 1; }
  const clang::Token &operator[](Index I) const { return Tokens[I]; }

  /// The kind of a token; that of the end of the file for every index past it.
  clang::tok::TokenKind kind(Index I) const {
    return I < Tokens.size() ? Tokens[I].getKind() : clang::tok::eof;
  }
  /// The kind of the token before \p I; end of file before the first.
  clang::tok::TokenKind kindBefore(Index I) const { return I ? kind(I - 1) : clang::tok::eof; }

  bool is(Index I, clang::tok::TokenKind K) const { return kind(I) == K; }
  template <typename... Kinds> bool isOneOf(Index I, Kinds... Ks) const {
    return ((kind(I) == Ks) || ...);
  }

  /// The identifier or keyword at \p I; null for every other token.
  const clang::IdentifierInfo *identifier(Index I) const;

  /// The partner of the bracket `(`, `[`, `{`, `)`, `]` or `}` at \p I.  An opening bracket that
  /// nothing closes ends where the bracket around it does, the last at the end of the file; a
  /// closing bracket that nothing opened is its own partner.
  Index match(Index I) const { return Partners[I]; }

  /// The index after the bracketed group that begins at \p I.
  Index pastGroup(Index I) const { return Partners[I] < end() ? Partners[I] + 1 : end(); }

  /// The index after the template argument list that begins with the `<` at \p I, or end() if
  /// there is none.
  Index pastAngles(Index I) const;

  /// Whether the tokens at \p I begin an attribute, `[[`.
  bool isAttribute(Index I) const {
    return is(I, clang::tok::l_square) && is(I + 1, clang::tok::l_square);
  }

  /// Whether the token at \p I can be the last of a type: a name, `>`, `*`, a builtin type...
  bool mayEndType(Index I) const;

  /// How many tokens a look ahead or back may pass, brackets counted as one, before it gives up.
  /// It keeps the whole pass linear; no declaration comes near it.
  static constexpr unsigned LookLimit = 4096;

private:
  void matchBrackets();

  std::vector<clang::Token> Tokens;
  std::vector<Index> Partners;
  const clang::Preprocessor &PP;
};

} // namespace pawl

#endif // PAWL_DIALECT_TOKENBUFFER_H
