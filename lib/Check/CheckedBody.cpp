//===- CheckedBody.cpp - What a check looks at ----------------------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Check/CheckedBody.h"
#include "Analysis/AstWalk.h"

using namespace clang;

namespace pawl {

static const Stmt *writtenBodyOf(const FunctionDecl *Function) {
  const Stmt *Body = Function->getBody();
  if (auto *Coroutine = dyn_cast<CoroutineBodyStmt>(Body))
    return writtenBody(Coroutine);
  return Body;
}

SourceLocation openingBrace(const FunctionDecl *Function) {
  const Stmt *Body = writtenBodyOf(Function);
  if (auto *Try = dyn_cast<CXXTryStmt>(Body))
    Body = Try->getTryBlock();
  return Body->getBeginLoc();
}

CheckedBody::CheckedBody(const FunctionDecl *Function, bool InDialect)
    : Function(Function), Body(writtenBodyOf(Function)), AST(Function->getASTContext()),
      IsCoroutine(isa<CoroutineBodyStmt>(Function->getBody())),
      IsDependent(Function->isDependentContext()), Await(InDialect ? "await" : "co_await") {}

CheckedBody::~CheckedBody() = default;

const CFG *CheckedBody::cfg() const {
  if (!Flow) {
    CFG::BuildOptions Options;
    Options.setAllAlwaysAdd();
    Options.AddImplicitDtors = true;
    Flow.emplace(IsDependent ? nullptr
                             : CFG::buildCFG(Function, const_cast<Stmt *>(Body), &AST, Options));
  }
  return Flow->get();
}

std::vector<const CFGBlock *> CheckedBody::entries() const {
  std::vector<const CFGBlock *> Entries = {&cfg()->getEntry()};
  for (const CFGBlock *Block : *cfg())
    if (isa_and_nonnull<CXXCatchStmt>(Block->getLabel()))
      Entries.push_back(Block);
  return Entries;
}

const Stmt *CheckedBody::parent(const Stmt *S) const {
  if (!Parents)
    Parents = std::make_unique<ParentMap>(const_cast<Stmt *>(Body));
  return Parents->getParent(const_cast<Stmt *>(S));
}

bool isWrapper(const Stmt *S) {
  return isa<ParenExpr, ImplicitCastExpr, ExprWithCleanups, CXXBindTemporaryExpr,
             MaterializeTemporaryExpr, ConstantExpr, SubstNonTypeTemplateParmExpr>(S);
}

const Stmt *CheckedBody::parentBeyondWrappers(const Stmt *S) const {
  const Stmt *Parent = parent(S);
  while (Parent && isWrapper(Parent))
    Parent = parent(Parent);
  return Parent;
}

const Expr *stripWrappers(const Expr *E) {
  while (isWrapper(E)) {
    const Stmt *Child = nullptr;
    for (const Stmt *C : E->children())
      Child = C;
    auto *Inner = dyn_cast_or_null<Expr>(Child);
    if (!Inner)
      return E;
    E = Inner;
  }
  return E;
}

} // namespace pawl
