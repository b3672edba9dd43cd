//===- TokenRewriter.cpp - Words of the dialect to coroutine tokens -------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Dialect/TokenRewriter.h"
#include "Dialect/BodyMarkers.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Preprocessor.h"

using namespace clang;

namespace pawl {

TokenRewriter::TokenRewriter(Preprocessor &PP, const TokenBuffer &Tokens, DialectMarks &Marks)
    : PP(PP), In(Tokens), Recognizer(Tokens), Marks(Marks), Async(PP.getIdentifierInfo("async")),
      Await(PP.getIdentifierInfo("await")), Yield(PP.getIdentifierInfo("yield")) {}

std::vector<Token> TokenRewriter::run() {
  Out.reserve(In.size() + 64);
  Regions.push_back({In.end(), Words::Plain});
  while (I != In.end()) {
    while (Regions.back().End <= I)
      Regions.pop_back();
    rewriteOne();
  }
  put(In[In.end()]);
  return std::move(Out);
}

/// Copies the token at I, as its region demands, and opens the regions that begin at it.
void TokenRewriter::rewriteOne() {
  const Token &T = In[I];
  Words Language = Regions.back().Language;
  if (const IdentifierInfo *Name = In.identifier(I)) {
    if (Name == Async && rewriteAsync())
      return;
    if (Language == Words::Async) {
      rewriteKeyword(T);
      return;
    }
  } else if (T.is(tok::l_brace)) {
    put(T);
    auto Found = Openings.find(I);
    if (Found != Openings.end()) {
      Regions.push_back({In.pastGroup(I), Found->second.Language});
      if (Found->second.Marker)
        putMarker(T.getLocation(), Found->second.Marker);
      Openings.erase(Found);
    }
    ++I;
    return;
  } else if (Language == Words::Async && T.is(tok::l_square)) {
    if (std::optional<Index> Body = Recognizer.lambdaAt(I)) {
      // Captures are evaluated in the body around; what follows them is the lambda's own.
      Openings[*Body] = {Words::Plain, nullptr};
      Regions.push_back({*Body, Words::Plain});
      Regions.push_back({In.pastGroup(I), Words::Async});
    }
  }
  put(T);
  ++I;
}

/// Handles the identifier `async` at I; false if it is an ordinary name.
bool TokenRewriter::rewriteAsync() {
  AsyncUse Use = Recognizer.classify(I);
  switch (Use.Kind) {
  case AsyncUse::Name:
  case AsyncUse::Declaration:
    return false;
  case AsyncUse::Function:
  case AsyncUse::Lambda:
    break;
  }
  const SourceManager &SM = PP.getSourceManager();
  SourceLocation Loc = In[I].getLocation();
  if (SM.isInSystemHeader(SM.getExpansionLoc(Loc)))
    return false;
  Marks.Asyncs.push_back({Loc, In[Use.Body].getLocation()});
  Openings[Use.Body] = {Words::Async, BodyMarker};
  ++I;
  if (Use.Kind == AsyncUse::Function) {
    markFunction(Use);
    return true;
  }
  Words Around = Regions.back().Language;
  Regions.push_back({Use.Body, Words::Plain});
  Regions.push_back({In.pastGroup(I), Around});
  return true;
}

void TokenRewriter::markFunction(const AsyncUse &Use) {
  Regions.push_back({Use.Body, Words::Plain});
  if (In.kindBefore(Use.Body) != tok::kw_try)
    return;
  // The handlers of a function-try-block are part of the body.
  for (Index K = In.pastGroup(Use.Body); In.is(K, tok::kw_catch);) {
    K = In.is(K + 1, tok::l_paren) ? In.pastGroup(K + 1) : K + 1;
    if (!In.is(K, tok::l_brace))
      return;
    Openings[K] = {Words::Async, HandlerMarker};
    K = In.pastGroup(K);
  }
}

/// Copies the identifier or keyword \p T, which stands at I in an async body.
void TokenRewriter::rewriteKeyword(const Token &T) {
  bool Qualified = In.kindBefore(I) == tok::coloncolon || In.kindBefore(I) == tok::period ||
                   In.kindBefore(I) == tok::arrow;
  const IdentifierInfo *Name = T.getIdentifierInfo();
  if (T.is(tok::kw_return))
    putAs(T, tok::kw_co_return);
  else if (Name == Await && !Qualified)
    putAs(T, tok::kw_co_await);
  else if (Name == Yield && !Qualified)
    putAs(T, tok::kw_co_yield);
  else
    put(T);
  switch (T.getKind()) {
  case tok::kw_catch:
    openCatch();
    break;
  case tok::kw_struct:
  case tok::kw_class:
  case tok::kw_union:
    if (std::optional<Index> Body = Recognizer.classBody(I))
      Openings[*Body] = {Words::Plain, nullptr};
    break;
  default:
    break;
  }
  ++I;
}

/// Lifts the ban on await in the handler whose `catch` is at I.
void TokenRewriter::openCatch() {
  if (!In.is(I + 1, tok::l_paren))
    return;
  Index Body = In.pastGroup(I + 1);
  if (In.is(Body, tok::l_brace))
    Openings[Body] = {Words::Async, HandlerMarker};
}

void TokenRewriter::putAs(Token T, tok::TokenKind Keyword) {
  T.setIdentifierInfo(PP.getIdentifierInfo(tok::getKeywordSpelling(Keyword)));
  T.setKind(Keyword);
  put(T);
}

/// Writes `[[pawl::Name]];`, all of it located at \p Loc.
void TokenRewriter::putMarker(SourceLocation Loc, const char *Name) {
  auto Put = [&](tok::TokenKind Kind, const char *Identifier = nullptr) {
    Token T;
    T.startToken();
    T.setKind(Kind);
    T.setLocation(Loc);
    T.setLength(1);
    if (Identifier)
      T.setIdentifierInfo(PP.getIdentifierInfo(Identifier));
    put(T);
  };
  Put(tok::l_square);
  Put(tok::l_square);
  Put(tok::identifier, MarkerScope);
  Put(tok::coloncolon);
  Put(tok::identifier, Name);
  Put(tok::r_square);
  Put(tok::r_square);
  Put(tok::semi);
}

} // namespace pawl
