//===- EnclosingFunction.cpp - Whose body is this token in? ---------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Dialect/EnclosingFunction.h"
#include "clang/Basic/IdentifierTable.h"

using namespace clang;

namespace pawl {

using Index = TokenBuffer::Index;

static bool isCloser(const TokenBuffer &Tokens, Index I) {
  return Tokens.isOneOf(I, tok::r_paren, tok::r_square, tok::r_brace);
}

static bool isOpener(const TokenBuffer &Tokens, Index I) {
  return Tokens.isOneOf(I, tok::l_paren, tok::l_square, tok::l_brace);
}

/// The bracket that encloses \p I; false if there is none.
static bool findOpener(const TokenBuffer &Tokens, Index I, Index &Opener) {
  while (I--) {
    if (isOpener(Tokens, I)) {
      Opener = I;
      return true;
    }
    if (isCloser(Tokens, I))
      I = Tokens.match(I);
  }
  return false;
}

/// Where the text that introduces the `{` at \p Brace begins.
static Index findHeader(const TokenBuffer &Tokens, Index Brace) {
  Index I = Brace;
  for (unsigned Steps = 0; I && Steps != TokenBuffer::LookLimit; ++Steps) {
    Index Before = I - 1;
    if (isOpener(Tokens, Before) || Tokens.isOneOf(Before, tok::semi, tok::r_brace) ||
        Tokens[Before].isAnnotation())
      break;
    if (Tokens.is(Before, tok::colon) && Before &&
        Tokens.isOneOf(Before - 1, tok::kw_public, tok::kw_protected, tok::kw_private))
      break;
    I = isCloser(Tokens, Before) ? Tokens.match(Before) : Before;
  }
  return I;
}

/// Past what may stand before the specifiers of a definition.
static Index skipPrefix(const TokenBuffer &Tokens, const AsyncRecognizer &Recognizer, Index I) {
  for (;;) {
    if (Tokens.is(I, tok::kw_template) && Tokens.is(I + 1, tok::less))
      I = Tokens.pastAngles(I + 1);
    else if (Tokens.is(I, tok::kw_requires))
      I = Recognizer.pastRequires(I);
    else if (Tokens.isAttribute(I))
      I = Tokens.pastGroup(I);
    else if (Tokens.is(I, tok::kw_extern) && Tokens.is(I + 1, tok::string_literal))
      I += 2;
    else
      return I;
  }
}

/// Reads the header [\p Start, \p Brace) as that of a function.
static EnclosingFunction readFunction(const TokenBuffer &Tokens, const AsyncRecognizer &Recognizer,
                                      Index Start, Index Brace) {
  EnclosingFunction Result;
  bool Chained = false; // the name so far goes on: `A::B`
  for (Index I = Start; I < Brace;) {
    switch (Tokens.kind(I)) {
    case tok::identifier:
      if (!Result.Name.empty() && !Chained)
        Result.Return = EnclosingFunction::Other;
      Result.Name = Tokens.identifier(I)->getName().str();
      Chained = false;
      ++I;
      break;
    case tok::coloncolon:
    case tok::tilde:
      Chained = true;
      ++I;
      break;
    case tok::less:
      I = Tokens.pastAngles(I);
      break;
    case tok::kw_operator:
      if (!Result.Name.empty() && !Chained)
        Result.Return = EnclosingFunction::Other;
      Result.Name = "operator";
      for (++I; I < Brace && (!Tokens.is(I, tok::l_paren) || Tokens.is(I - 1, tok::kw_operator));)
        I = Tokens.is(I, tok::l_paren) ? Tokens.pastGroup(I) : I + 1;
      break;
    case tok::kw_decltype:
    case tok::kw_alignas:
    case tok::kw_explicit:
    case tok::kw___attribute:
      if (Tokens.is(I, tok::kw_decltype))
        Result.Return = EnclosingFunction::Other;
      I = Tokens.is(I + 1, tok::l_paren) ? Tokens.pastGroup(I + 1) : I + 1;
      break;
    case tok::l_square:
      I = Tokens.pastGroup(I);
      break;
    case tok::l_paren: {
      if (Result.Name.empty())
        return {};
      Index Tail = Tokens.pastGroup(I);
      AsyncUse End = Recognizer.classifyTail(Tail);
      if (!Tokens.is(Tail, tok::colon) && (End.Kind != AsyncUse::Function || End.Body != Brace))
        return {};
      Result.Kind = EnclosingFunction::Function;
      return Result;
    }
    case tok::kw_auto:
      Result.Return = EnclosingFunction::Other;
      ++I;
      break;
    default:
      if (!Tokens.identifier(I) && !Tokens.isOneOf(I, tok::star, tok::amp, tok::ampamp))
        return {};
      if (Tokens.isOneOf(I, tok::kw_if, tok::kw_for, tok::kw_while, tok::kw_switch, tok::kw_catch,
                         tok::kw_return, tok::kw_new))
        return {};
      if (Tokens.mayEndType(I) && !Tokens.isOneOf(I, tok::kw_const, tok::kw_volatile) &&
          Result.Return == EnclosingFunction::Missing && Result.Name.empty())
        Result.Return = EnclosingFunction::Builtin;
      ++I;
    }
  }
  return {};
}

/// The lambda whose body begins at \p Brace, looked for in the header that begins at \p Start.
static EnclosingFunction readLambda(const TokenBuffer &Tokens, const AsyncRecognizer &Recognizer,
                                    Index Start, Index Brace) {
  for (Index I = Start; I < Brace; I = isOpener(Tokens, I) ? Tokens.pastGroup(I) : I + 1) {
    if (!Tokens.is(I, tok::l_square) || Recognizer.lambdaAt(I) != Brace)
      continue;
    EnclosingFunction Result;
    Result.Kind = EnclosingFunction::Lambda;
    Result.Start = I;
    for (Index K = I; K < Brace; K = isOpener(Tokens, K) ? Tokens.pastGroup(K) : K + 1)
      if (Tokens.is(K, tok::arrow))
        Result.Return = EnclosingFunction::Other;
    return Result;
  }
  return {};
}

EnclosingFunction findEnclosingFunction(const TokenBuffer &Tokens,
                                        const AsyncRecognizer &Recognizer, Index I) {
  for (Index Inner = I, Brace; findOpener(Tokens, Inner, Brace); Inner = Brace) {
    if (!Tokens.is(Brace, tok::l_brace))
      continue;
    Index Header = findHeader(Tokens, Brace);
    EnclosingFunction Result = readLambda(Tokens, Recognizer, Header, Brace);
    if (Result.Kind == EnclosingFunction::None) {
      Index Start = skipPrefix(Tokens, Recognizer, Header);
      Result = readFunction(Tokens, Recognizer, Start, Brace);
      Result.Start = Start;
    }
    if (Result.Kind == EnclosingFunction::None)
      continue;
    Result.BodyBegin = Brace;
    Result.BodyEnd = Tokens.match(Brace);
    return Result;
  }
  EnclosingFunction Result;
  Result.Start = Result.BodyBegin = Result.BodyEnd = I;
  while (!Tokens.isOneOf(Result.BodyEnd, tok::semi, tok::eof) && !isCloser(Tokens, Result.BodyEnd))
    Result.BodyEnd =
        isOpener(Tokens, Result.BodyEnd) ? Tokens.pastGroup(Result.BodyEnd) : Result.BodyEnd + 1;
  return Result;
}

} // namespace pawl
