//===- ReturnedCoroutine.cpp - Coroutines returned as results -------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Dialect/ReturnedCoroutine.h"
#include "Dialect/Awaitables.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Lex/Lexer.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Sema/Lookup.h"
#include "clang/Sema/Sema.h"

using namespace clang;

namespace pawl {
namespace {

/// Reads `name(...)`, `object.name(...)`, `object->name(...)` and `scope::name(...)`, one name
/// after the other, and follows what they mean.
class OperandReader {
public:
  OperandReader(SourceLocation Keyword, Sema &S) : S(S) {
    setTo(Keyword);
    advance();
  }

  std::vector<FixItHint> read() {
    SourceLocation Begin = Now.getLocation();
    bool Known = Now.is(tok::raw_identifier) && readFirst();
    while (Known && !Now.is(tok::semi))
      Known = readNext();
    if (!Known || Kind == AwaitableKind::None)
      return {};
    // A coroutine that has a name is given away; a task can be awaited again.
    if (IsObject && Kind == AwaitableKind::Coroutine)
      return {FixItHint::CreateInsertion(Begin, "await std::move("),
              FixItHint::CreateInsertion(Now.getLocation(), ")")};
    return {FixItHint::CreateInsertion(Begin, "await ")};
  }

private:
  void setTo(SourceLocation Loc) {
    if (Lexer::getRawToken(Loc, Now, S.getSourceManager(), S.getLangOpts(),
                           /*IgnoreWhiteSpace=*/true))
      Now.setKind(tok::eof);
  }
  void advance() {
    std::optional<Token> Next =
        Lexer::findNextToken(Now.getLocation(), S.getSourceManager(), S.getLangOpts());
    if (Next)
      Now = *Next;
    else
      Now.setKind(tok::eof);
  }
  DeclarationName takeName() {
    IdentifierInfo *Name = S.getPreprocessor().getIdentifierInfo(Now.getRawIdentifier());
    advance();
    return Name;
  }

  bool readFirst() {
    if (Now.getRawIdentifier() == "this") {
      advance();
      Type = S.getCurrentThisType();
      return !Type.isNull() && !Now.is(tok::semi);
    }
    SourceLocation Loc = Now.getLocation();
    LookupResult Found(S, takeName(), Loc, Sema::LookupOrdinaryName);
    Found.suppressDiagnostics();
    S.LookupName(Found, S.getCurScope());
    if (Found.empty() && Now.is(tok::coloncolon)) {
      LookupResult Scope(S, Found.getLookupNameInfo(), Sema::LookupNestedNameSpecifierName);
      Scope.suppressDiagnostics();
      S.LookupName(Scope, S.getCurScope());
      return take(Scope.asUnresolvedSet().pairs());
    }
    return take(Found.asUnresolvedSet().pairs());
  }

  /// `.name`, `->name` or `::name` with what follows.
  bool readNext() {
    const DeclContext *Context = Scope;
    if (Now.isOneOf(tok::period, tok::arrow)) {
      QualType Object = Type;
      if (!Object.isNull() && Now.is(tok::arrow))
        Object = Object->getPointeeType();
      const CXXRecordDecl *Class = Object.isNull() ? nullptr : classOf(Object);
      Context = Class ? Class->getDefinition() : nullptr;
    } else if (!Now.is(tok::coloncolon)) {
      return false;
    }
    advance();
    if (!Context || !Now.is(tok::raw_identifier))
      return false;
    UnresolvedSet<4> Found;
    for (NamedDecl *D : Context->lookup(takeName()))
      Found.addDecl(D);
    return take(Found.pairs());
  }

  /// Takes what a name means, and the call of it if there is one.
  template <class Decls> bool take(const Decls &Found) {
    Type = QualType();
    Scope = nullptr;
    Kind = AwaitableKind::None;
    bool Any = false;
    bool IsCalled = Now.is(tok::l_paren);
    IsObject = !IsCalled;
    for (const auto &Entry : Found) {
      NamedDecl *D = Entry.getDecl()->getUnderlyingDecl();
      if (auto *Function = D->getAsFunction(); Function && IsCalled)
        Type = Function->getReturnType();
      else if (auto *Value = dyn_cast<ValueDecl>(D); Value && !Function && !IsCalled)
        Type = Value->getType();
      else if (auto *Context = dyn_cast<DeclContext>(D))
        Scope = Context;
      else
        return false;
      AwaitableKind This = awaitableKind(Type);
      if (This != AwaitableKind::Coroutine && This != AwaitableKind::Handle)
        This = AwaitableKind::None;
      // Of overloads all are.
      Kind = std::exchange(Any, true) && This != Kind ? AwaitableKind::None : This;
    }
    return Any && (!IsCalled || skipArguments());
  }

  bool skipArguments() {
    unsigned Depth = 0;
    do {
      Depth += Now.isOneOf(tok::l_paren, tok::l_brace, tok::l_square);
      Depth -= Now.isOneOf(tok::r_paren, tok::r_brace, tok::r_square);
      advance();
    } while (Depth && !Now.is(tok::eof));
    return Depth == 0;
  }

  Sema &S;
  Token Now;
  /// Of what was read so far: an object's type, or the scope that it is.
  QualType Type;
  const DeclContext *Scope = nullptr;
  AwaitableKind Kind = AwaitableKind::None;
  /// Whether it names an object, and calls nothing.
  bool IsObject = false;
};

} // namespace

std::vector<FixItHint> awaitReturned(SourceLocation Keyword, Sema &S) {
  if (Keyword.isMacroID() || !S.getCurScope())
    return {};
  return OperandReader(Keyword, S).read();
}

} // namespace pawl
