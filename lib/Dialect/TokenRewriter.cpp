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
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace pawl {

using Index = TokenBuffer::Index;

TokenRewriter::TokenRewriter(Preprocessor &PP, const TokenBuffer &Tokens,
                             const AsyncRecognizer &Recognizer, StrayWords &Strays,
                             DialectMarks &Marks)
    : PP(PP), In(Tokens), Recognizer(Recognizer), Strays(Strays), Marks(Marks),
      Async(PP.getIdentifierInfo("async")), Await(PP.getIdentifierInfo("await")),
      Yield(PP.getIdentifierInfo("yield")) {}

std::vector<Token> TokenRewriter::run(std::vector<DialectError> &Errors) {
  Out.reserve(In.size() + In.size() / 16);
  Regions.push_back({In.end(), Words::Plain});
  while (I != In.end()) {
    while (Regions.back().End <= I)
      Regions.pop_back();
    rewriteOne(Errors);
  }
  put(In[In.end()]);

  std::vector<Index> Keywords;
  llvm::append_range(Errors, Strays.findErrors(Keywords));
  llvm::stable_sort(Errors, [&](const DialectError &A, const DialectError &B) {
    return PP.getSourceManager().isBeforeInTranslationUnit(A.Loc, B.Loc);
  });
  // As keywords they do not upset the parser, whose errors around them are muted.
  for (Index K : Keywords) {
    Token &T = Out[Plain.at(K)];
    T = as(T, T.getIdentifierInfo() == Await ? tok::kw_co_await : tok::kw_co_yield);
  }
  return std::move(Out);
}

/// Copies the token at I, as its region demands, and opens the regions that begin at it.
void TokenRewriter::rewriteOne(std::vector<DialectError> &Errors) {
  const Token &T = In[I];
  Words Language = Regions.back().Language;
  if (const IdentifierInfo *Name = In.identifier(I)) {
    if (Name == Async && rewriteAsync(Errors))
      return;
    if (Language == Words::Async) {
      rewriteKeyword(T);
      return;
    }
    notePlain(Name);
  } else if (T.is(tok::l_brace)) {
    open();
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

/// Whether \p Kind is a pragma that must be the first thing in its block.
static bool leadsBlock(tok::TokenKind Kind) {
  switch (Kind) {
  case tok::annot_pragma_fp:
  case tok::annot_pragma_fp_contract:
  case tok::annot_pragma_fenv_access:
  case tok::annot_pragma_fenv_access_ms:
  case tok::annot_pragma_fenv_round:
  case tok::annot_pragma_cx_limited_range:
  case tok::annot_pragma_float_control:
    return true;
  default:
    return false;
  }
}

/// Copies the `{` at I, and what has to follow it.
void TokenRewriter::open() {
  Index Brace = I++;
  put(In[Brace]);
  auto Found = Openings.find(Brace);
  if (Found == Openings.end())
    return;
  Opening Begun = Found->second;
  Openings.erase(Found);
  Regions.push_back({In.pastGroup(Brace), Begun.Language});
  if (!Begun.Marker)
    return;
  for (; leadsBlock(In.kind(I)); ++I)
    put(In[I]);
  putMarker(In[Brace].getLocation(), Begun.Marker);
}

/// Handles the identifier `async` at I; false if it is an ordinary name.
bool TokenRewriter::rewriteAsync(std::vector<DialectError> &Errors) {
  AsyncUse Use = Recognizer.classify(I);
  if (Use.Kind == AsyncUse::Name)
    return false;
  const SourceManager &SM = PP.getSourceManager();
  SourceLocation Loc = In[I].getLocation();
  if (SM.isInSystemHeader(SM.getExpansionLoc(Loc)))
    return false;
  Index Word = I++;
  if (Use.Kind == AsyncUse::Declaration) {
    Errors.push_back(Strays.explainDeclaration(Word));
    return true;
  }
  Words Around = Regions.back().Language;
  Openings[Use.Body] = {Words::Async, BodyMarker};
  Regions.push_back({Use.Body, Words::Plain});
  Index End = In.match(Use.Body);
  if (Use.Kind == AsyncUse::Function)
    End = openFunction(Use.Body);
  else
    Regions.push_back({In.pastGroup(I), Around}); // captures
  Marks.Asyncs.push_back({Loc, In[Use.Body].getLocation(), In[End].getLocation()});
  return true;
}

/// Prepares the handlers of a function-try-block, which are part of the body, and returns the last
/// brace of the function whose body begins at \p Body.
Index TokenRewriter::openFunction(Index Body) {
  Index End = In.match(Body);
  if (In.kindBefore(Body) != tok::kw_try)
    return End;
  while (In.is(End + 1, tok::kw_catch) && In.is(End + 2, tok::l_paren)) {
    Index Handler = In.pastGroup(End + 2);
    if (!In.is(Handler, tok::l_brace))
      break;
    Openings[Handler] = {Words::Async, HandlerMarker};
    End = In.match(Handler);
  }
  return End;
}

bool TokenRewriter::isQualified() const {
  tok::TokenKind Before = In.kindBefore(I);
  return Before == tok::coloncolon || Before == tok::period || Before == tok::arrow;
}

/// Remembers a word of the dialect that stands at I outside async bodies.
void TokenRewriter::notePlain(const IdentifierInfo *Name) {
  if ((Name != Await && Name != Yield) || isQualified())
    return;
  Plain[I] = Out.size();
  if (Name == Await)
    Strays.addAwait(I);
  else
    Strays.addYield(I);
}

/// Copies the identifier or keyword \p T, which stands at I in an async body.
void TokenRewriter::rewriteKeyword(const Token &T) {
  const IdentifierInfo *Name = T.getIdentifierInfo();
  if (T.is(tok::kw_return))
    put(as(T, tok::kw_co_return));
  else if (Name == Await && !isQualified())
    put(as(T, tok::kw_co_await));
  else if (Name == Yield && !isQualified())
    put(as(T, tok::kw_co_yield));
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

Token TokenRewriter::as(Token T, tok::TokenKind Keyword) const {
  T.setIdentifierInfo(PP.getIdentifierInfo(tok::getKeywordSpelling(Keyword)));
  T.setKind(Keyword);
  return T;
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
