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

namespace {

/// Puts in the place of what Clang derives from a range-for only in instantiations something that
/// the graph can be made with: the condition of a `for await` awaits, and every turn goes on with
/// the range.  Takes it away again.
class DerivedParts {
public:
  DerivedParts(const Stmt *Body, ASTContext &AST) {
    walk(Body, [&](const Stmt *S) {
      auto *Loop = dyn_cast<CXXForRangeStmt>(S);
      if (Loop && !Loop->getBeginStmt() && Loop->getRangeStmt())
        fill(const_cast<CXXForRangeStmt *>(Loop), AST);
    });
  }
  ~DerivedParts() {
    for (CXXForRangeStmt *Loop : Filled) {
      Loop->setBeginStmt(nullptr);
      Loop->setEndStmt(nullptr);
      Loop->setCond(nullptr);
      Loop->setInc(nullptr);
    }
  }

private:
  void fill(CXXForRangeStmt *Loop, ASTContext &AST) {
    auto *Range = cast<VarDecl>(Loop->getRangeStmt()->getSingleDecl());
    auto Name = [&] {
      return DeclRefExpr::Create(AST, NestedNameSpecifierLoc(), SourceLocation(), Range,
                                 /*RefersToEnclosingVariableOrCapture=*/false, Loop->getColonLoc(),
                                 AST.DependentTy, VK_LValue);
    };
    Loop->setBeginStmt(Loop->getRangeStmt());
    Loop->setEndStmt(Loop->getRangeStmt());
    Expr *Condition = Name();
    if (Loop->getCoawaitLoc().isValid())
      Condition = new (AST) DependentCoawaitExpr(Loop->getCoawaitLoc(), AST.DependentTy, Condition,
                                                 /*OpCoawait=*/nullptr);
    Loop->setCond(Condition);
    Loop->setInc(Name());
    Filled.push_back(Loop);
  }

  llvm::SmallVector<CXXForRangeStmt *, 4> Filled;
};

} // namespace

const CFG *CheckedBody::cfg() const {
  if (!Flow) {
    CFG::BuildOptions Options;
    Options.setAllAlwaysAdd();
    Options.AddImplicitDtors = true;
    // Which locals of a pattern have a destructor is not known.
    Options.AddLifetime = IsDependent;
    DerivedParts Parts(Body, AST);
    Flow.emplace(CFG::buildCFG(Function, const_cast<Stmt *>(Body), &AST, Options));
  }
  return Flow->get();
}

std::pair<const VarDecl *, const Stmt *> endOfLife(const CFGElement &Element) {
  if (std::optional<CFGAutomaticObjDtor> End = Element.getAs<CFGAutomaticObjDtor>())
    return {End->getVarDecl(), End->getTriggerStmt()};
  if (std::optional<CFGLifetimeEnds> End = Element.getAs<CFGLifetimeEnds>())
    return {End->getVarDecl(), End->getTriggerStmt()};
  return {nullptr, nullptr};
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
