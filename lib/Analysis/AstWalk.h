//===- AstWalk.h - Children in the order of evaluation's text -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_ANALYSIS_ASTWALK_H
#define PAWL_ANALYSIS_ASTWALK_H

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

namespace pawl {

/// Whether \p Operand of a co_return is evaluated for its effects alone.  (A braced list has no
/// type of its own, and Clang gives it void.)
inline bool isVoidOperand(const clang::Expr *Operand) {
  return !llvm::isa<clang::InitListExpr>(Operand) && Operand->getType()->isVoidType();
}

/// Whether \p E is two expressions with a comma, which is no single argument of a call.
inline bool isComma(const clang::Expr *E) {
  using namespace clang;
  E = E->IgnoreImplicit();
  auto *Binary = dyn_cast<BinaryOperator>(E);
  auto *Operator = dyn_cast<CXXOperatorCallExpr>(E);
  return (Binary && Binary->isCommaOp()) || (Operator && Operator->getOperator() == OO_Comma);
}

/// The statement that the user wrote as the body of a coroutine: a block, or the try block with its
/// handlers of a function-try-block, around which Clang puts a block of its own.
inline const clang::Stmt *writtenBody(const clang::CoroutineBodyStmt *Body) {
  using namespace clang;
  auto *Block = dyn_cast<CompoundStmt>(Body->getBody());
  if (Block && Block->getLBracLoc().isInvalid() && Block->size() == 1)
    return *Block->body_begin();
  return Body->getBody();
}

/// Whether Clang has derived what the loop runs.  It has not in a template, where the type of the
/// range is not known, or that of the promise, on which the awaits of a `for await` hang.
inline bool isDerived(const clang::CXXForRangeStmt *S) {
  using namespace clang;
  return S->getBeginStmt() && S->getInc() &&
         !isa<DependentCoawaitExpr>(S->getInc()->IgnoreImplicit());
}

/// Whether \p S is a suspension point by itself: an await or a yield, also one in a template, and
/// the `for await` of a template, whose derived awaits Clang builds in instantiations only.
inline bool isSuspension(const clang::Stmt *S) {
  using namespace clang;
  if (auto *Range = dyn_cast<CXXForRangeStmt>(S))
    return Range->getCoawaitLoc().isValid() && !isDerived(Range);
  return isa<CoroutineSuspendExpr, DependentCoawaitExpr>(S);
}

/// Where the keyword of a suspension point stands.
inline clang::SourceLocation suspensionLoc(const clang::Stmt *S) {
  using namespace clang;
  if (auto *Suspend = dyn_cast<CoroutineSuspendExpr>(S))
    return Suspend->getKeywordLoc();
  if (auto *Range = dyn_cast<CXXForRangeStmt>(S))
    return Range->getCoawaitLoc();
  return S->getBeginLoc();
}

/// What \p S awaits, in the user's spelling, if it is an await that the user wrote; null otherwise.
inline const clang::Expr *awaitedOperand(const clang::Stmt *S) {
  using namespace clang;
  if (auto *Await = dyn_cast<CoawaitExpr>(S))
    return Await->isImplicit() ? nullptr : Await->getOperand();
  auto *Await = dyn_cast<DependentCoawaitExpr>(S);
  return Await ? Await->getOperand() : nullptr;
}

/// Calls \p Visit for each child of \p S that belongs to the same function body.  Of the several
/// forms in which Clang keeps an await, a yield and a co_return, one is visited: the one that is
/// evaluated.  Of a lambda, only the initialisers of its captures are.
template <class Visitor> void forEachChild(const clang::Stmt *S, Visitor Visit) {
  using namespace clang;
  if (auto *Suspend = dyn_cast<CoroutineSuspendExpr>(S)) {
    Visit(static_cast<const Stmt *>(Suspend->getCommonExpr()));
    return;
  }
  if (auto *Await = dyn_cast<DependentCoawaitExpr>(S)) {
    Visit(static_cast<const Stmt *>(Await->getOperand()));
    return;
  }
  if (auto *Return = dyn_cast<CoreturnStmt>(S)) {
    const Expr *Operand = Return->getOperand();
    if (Operand && isVoidOperand(Operand))
      Visit(static_cast<const Stmt *>(Operand));
    else if (Operand)
      Visit(static_cast<const Stmt *>(Return->getPromiseCall()));
    return;
  }
  if (auto *Lambda = dyn_cast<LambdaExpr>(S)) {
    for (const Expr *Init : Lambda->capture_inits())
      if (Init)
        Visit(static_cast<const Stmt *>(Init));
    return;
  }
  if (auto *Range = dyn_cast<CXXForRangeStmt>(S)) {
    // The statements that Clang derives come in the order in which they run.
    const Stmt *Derived[] = {Range->getBeginStmt(), Range->getEndStmt(), Range->getCond(),
                             Range->getInc()};
    if (Range->getInit())
      Visit(Range->getInit());
    Visit(static_cast<const Stmt *>(Range->getRangeStmt()));
    if (isDerived(Range))
      for (const Stmt *Part : Derived)
        Visit(Part);
    Visit(static_cast<const Stmt *>(Range->getLoopVarStmt()));
    Visit(Range->getBody());
    return;
  }
  for (const Stmt *Child : S->children())
    if (Child)
      Visit(Child);
}

/// Visits \p S and all below it in the same function body, parents first.
template <class Visitor> void walk(const clang::Stmt *S, Visitor Visit) {
  Visit(S);
  forEachChild(S, [&](const clang::Stmt *Child) { walk(Child, Visit); });
}

} // namespace pawl

#endif // PAWL_ANALYSIS_ASTWALK_H
