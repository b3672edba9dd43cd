//===- TokenBuffer.cpp - The tokens of a translation unit -----------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Dialect/TokenBuffer.h"
#include "clang/Lex/Preprocessor.h"

using namespace clang;

namespace pawl {

TokenBuffer::TokenBuffer(Preprocessor &PP, const Token &First) : PP(PP) {
  Tokens.push_back(First);
  while (Tokens.back().isNot(tok::eof)) {
    Token Next;
    PP.Lex(Next);
    Tokens.push_back(Next);
  }
  matchBrackets();
}

const IdentifierInfo *TokenBuffer::identifier(Index I) const {
  if (I >= Tokens.size() || Tokens[I].isAnnotation() || Tokens[I].isLiteral())
    return nullptr;
  return Tokens[I].getIdentifierInfo();
}

static tok::TokenKind openerOf(tok::TokenKind Closer) {
  switch (Closer) {
  case tok::r_paren:
    return tok::l_paren;
  case tok::r_square:
    return tok::l_square;
  default:
    return tok::l_brace;
  }
}

void TokenBuffer::matchBrackets() {
  Partners.resize(Tokens.size());
  std::vector<Index> Open;
  // How many of each kind are open, so that a stray closer is known without a search.
  unsigned Parens = 0, Squares = 0, Braces = 0;
  auto Count = [&](tok::TokenKind Opener) -> unsigned & {
    return Opener == tok::l_paren ? Parens : Opener == tok::l_square ? Squares : Braces;
  };
  for (Index I = 0, E = Tokens.size(); I != E; ++I) {
    Partners[I] = I;
    switch (tok::TokenKind Kind = kind(I)) {
    case tok::l_paren:
    case tok::l_square:
    case tok::l_brace:
      Open.push_back(I);
      ++Count(Kind);
      break;
    case tok::r_paren:
    case tok::r_square:
    case tok::r_brace: {
      tok::TokenKind Opener = openerOf(Kind);
      // A brace is stronger: `{ ( }` is an unclosed parenthesis, `( { )` a stray closing one.
      if (!Count(Opener) || (Kind != tok::r_brace && kind(Open.back()) == tok::l_brace))
        break;
      while (!Open.empty()) {
        Index Last = Open.back();
        if (Kind != tok::r_brace && kind(Last) == tok::l_brace)
          break;
        Open.pop_back();
        --Count(kind(Last));
        Partners[Last] = I;
        if (kind(Last) == Opener) {
          Partners[I] = Last;
          break;
        }
      }
      break;
    }
    default:
      break;
    }
  }
  for (Index I : Open)
    Partners[I] = end();
}

/// One reading of a template argument list.  Unless \p Nested, a `<` inside is a comparison.
static TokenBuffer::Index scanAngles(const TokenBuffer &Tokens, TokenBuffer::Index I, bool Nested) {
  int Depth = 0;
  for (unsigned Steps = 0; Steps != TokenBuffer::LookLimit; ++Steps) {
    switch (Tokens.kind(I)) {
    case tok::less:
      if (!Depth || (Nested && (Tokens.isOneOf(I - 1, tok::identifier, tok::kw_template))))
        ++Depth;
      ++I;
      break;
    case tok::greater:
      ++I;
      if (--Depth <= 0)
        return I;
      break;
    case tok::greatergreater:
      ++I;
      if ((Depth -= 2) <= 0)
        return I;
      break;
    case tok::l_paren:
    case tok::l_square:
    case tok::l_brace:
      I = Tokens.pastGroup(I);
      break;
    case tok::semi:
    case tok::r_paren:
    case tok::r_square:
    case tok::r_brace:
    case tok::eof:
      return Tokens.end();
    default:
      ++I;
    }
  }
  return Tokens.end();
}

TokenBuffer::Index TokenBuffer::pastAngles(Index I) const {
  Index Past = scanAngles(*this, I, /*Nested=*/true);
  // In `enable_if_t<N < 4>` the second `<` is a comparison, which only a lookup could tell.
  return Past != end() ? Past : scanAngles(*this, I, /*Nested=*/false);
}

bool TokenBuffer::mayEndType(Index I) const {
  switch (kind(I)) {
  case tok::identifier:
  case tok::greater:
  case tok::greatergreater:
  case tok::star:
  case tok::amp:
  case tok::ampamp:
  case tok::kw_const:
  case tok::kw_volatile:
  case tok::kw_auto:
    return true;
  default:
    return I < size() && !Tokens[I].isAnnotation() && !Tokens[I].isLiteral() &&
           Tokens[I].isSimpleTypeSpecifier(PP.getLangOpts());
  }
}

} // namespace pawl
