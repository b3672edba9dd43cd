//===- LoopLowering.cpp - Loops with awaits in them -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Analysis/AstWalk.h"
#include "Lowering/ExpressionLowering.h"
#include "Lowering/StatementLowering.h"

using namespace clang;

namespace pawl {

namespace {
/// What Clang derived for a part of a range-based for, without the conversions around it.
const Expr *derivedExpression(const Expr *E) {
  for (;;) {
    if (auto *Full = dyn_cast<FullExpr>(E))
      E = Full->getSubExpr();
    else if (auto *Cast = dyn_cast<ImplicitCastExpr>(E))
      E = Cast->getSubExpr();
    else if (auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(E))
      E = Temporary->getSubExpr();
    else if (auto *Bind = dyn_cast<CXXBindTemporaryExpr>(E))
      E = Bind->getSubExpr();
    else if (auto *Construct = dyn_cast<CXXConstructExpr>(E);
             Construct && Construct->getNumArgs() >= 1)
      E = Construct->getArg(0);
    else
      return E;
  }
}
} // namespace

/// The body in a block of its own; the label to which its `continue`s go follows, if they need one.
void StatementLowering::loopBody(const Stmt *Body, const Stmt *Loop, bool TakenApart,
                                 PlanList &Out) {
  PlanNode Scope = PlanNode::make(PlanNode::Scope, Body->getBeginLoc());
  nested(Body, Scope.Body);
  Out.push_back(std::move(Scope));
  if (auto It = C.ContinueLabels.find(Loop); TakenApart && It != C.ContinueLabels.end())
    Out.push_back(PlanNode::make(PlanNode::Run, SourceLocation(), It->second + ":;"));
}

/// Evaluates the condition of a loop in a block of its own, and leaves the loop if it is false.
void StatementLowering::leaveUnless(const Expr *Condition, PlanList &Out) {
  PlanNode Test = PlanNode::make(PlanNode::Scope, Condition->getBeginLoc());
  std::string Text = ExpressionLowering(C, Test.Body).lower(Condition);
  Test.Body.push_back(PlanNode::make(PlanNode::Run, Condition->getBeginLoc(),
                                     "if (!static_cast<bool>(" + Text + ")) break;"));
  Out.push_back(std::move(Test));
}

void StatementLowering::whileStatement(const WhileStmt *S, PlanList &Out) {
  const DeclStmt *Var = S->getConditionVariableDeclStmt();
  if (!Var && !C.Body.suspends(S->getCond())) {
    PlanNode Loop =
        PlanNode::make(PlanNode::Loop, S->getBeginLoc(), "while (" + C.text(S->getCond()) + ")");
    nested(S->getBody(), Loop.Body);
    Out.push_back(std::move(Loop));
    return;
  }
  // `continue` goes to the condition, which stands at the top: it needs no label.
  PlanNode Loop = PlanNode::make(PlanNode::Loop, S->getBeginLoc(), "for (;;)");
  if (Var) {
    statement(Var, Loop.Body);
    Loop.Body.push_back(
        PlanNode::make(PlanNode::Run, S->getBeginLoc(),
                       "if (!(" + S->getConditionVariable()->getNameAsString() + ")) break;"));
  } else {
    leaveUnless(S->getCond(), Loop.Body);
  }
  loopBody(S->getBody(), S, false, Loop.Body);
  Out.push_back(std::move(Loop));
}

void StatementLowering::doStatement(const DoStmt *S, PlanList &Out) {
  if (!C.Body.suspends(S->getCond())) {
    PlanNode Loop =
        PlanNode::make(PlanNode::DoLoop, S->getBeginLoc(), "while (" + C.text(S->getCond()) + ");");
    nested(S->getBody(), Loop.Body);
    Out.push_back(std::move(Loop));
    return;
  }
  PlanNode Loop = PlanNode::make(PlanNode::Loop, S->getBeginLoc(), "for (;;)");
  loopBody(S->getBody(), S, true, Loop.Body);
  leaveUnless(S->getCond(), Loop.Body);
  Out.push_back(std::move(Loop));
}

void StatementLowering::forStatement(const ForStmt *S, PlanList &Out) {
  PlanNode Scope = PlanNode::make(PlanNode::Scope, S->getBeginLoc());
  if (S->getInit())
    nested(S->getInit(), Scope.Body);
  const DeclStmt *Var = S->getConditionVariableDeclStmt();
  bool TakenApart = Var || (S->getCond() && C.Body.suspends(S->getCond())) ||
                    (S->getInc() && C.Body.suspends(S->getInc()));
  if (!TakenApart) {
    std::string Head = "for (; " + (S->getCond() ? C.text(S->getCond()) : "") + "; " +
                       (S->getInc() ? C.text(S->getInc()) : "") + ")";
    PlanNode Loop = PlanNode::make(PlanNode::Loop, S->getBeginLoc(), Head);
    nested(S->getBody(), Loop.Body);
    Scope.Body.push_back(std::move(Loop));
    Out.push_back(std::move(Scope));
    return;
  }
  PlanNode Loop = PlanNode::make(PlanNode::Loop, S->getBeginLoc(), "for (;;)");
  if (Var) {
    statement(Var, Loop.Body);
    Loop.Body.push_back(
        PlanNode::make(PlanNode::Run, S->getBeginLoc(),
                       "if (!(" + S->getConditionVariable()->getNameAsString() + ")) break;"));
  } else if (S->getCond()) {
    leaveUnless(S->getCond(), Loop.Body);
  }
  loopBody(S->getBody(), S, true, Loop.Body);
  if (S->getInc()) {
    if (C.Body.suspends(S->getInc()))
      expression(S->getInc(), Loop.Body);
    else
      Loop.Body.push_back(
          PlanNode::make(PlanNode::Run, S->getInc()->getBeginLoc(), C.text(S->getInc()) + ";"));
  }
  Scope.Body.push_back(std::move(Loop));
  Out.push_back(std::move(Scope));
}

/// In a template Clang has the range and the variable, and may derive nothing from them.
void StatementLowering::rangeForUnknown(const CXXForRangeStmt *S, PlanList &Out) {
  bool Async = S->getCoawaitLoc().isValid();
  PlanNode Scope = PlanNode::make(PlanNode::Scope, S->getBeginLoc());
  if (S->getInit())
    nested(S->getInit(), Scope.Body);
  auto *Range = cast<VarDecl>(S->getRangeStmt()->getSingleDecl());
  begin(Range, Range->getInit(), VarDecl::CInit, Scope.Body);
  if (C.failed())
    return;
  auto Ends = [&](llvm::StringRef Function, bool Awaits) {
    std::string Text =
        ("pawl::lowered::range::" + Function + "(" + C.find(Range)->Name + ")").str();
    PlanNode Before = PlanNode::make(PlanNode::Scope, S->getBeginLoc());
    if (Awaits) {
      ExpressionLowering E(C, Before.Body);
      Text = E.awaitText(S, nullptr, E.keepText(Text, S->getBeginLoc()), false, {});
    }
    Maker &M = C.make(Maker::Decayed, nullptr, Text);
    Variable &V = C.temporary(Function, M.ExactName, Place::Slot);
    V.HasDestructor = true;
    std::string Build = placeNew(V, "pawl::lowered::box<" + V.Type + ">{" + Text + "}");
    PlanNode Begin = PlanNode::make(PlanNode::Begin, S->getBeginLoc(), "", &V);
    if (Awaits) {
      Before.Body.push_back(PlanNode::make(PlanNode::Run, S->getBeginLoc(), Build, &V));
      Scope.Body.push_back(std::move(Before));
    } else {
      Begin.Text = std::move(Build);
    }
    Scope.Body.push_back(std::move(Begin));
    return V.Name;
  };
  std::string First = Ends("first", Async), Last = Ends("last", false);
  if (C.failed())
    return;
  PlanNode Loop =
      PlanNode::make(PlanNode::Loop, S->getBeginLoc(),
                     "for (; " + First + " != " + Last + ";" + (Async ? ")" : " ++" + First + ")"));
  PlanNode Body = PlanNode::make(PlanNode::Scope, S->getBody()->getBeginLoc());
  std::string Element = "*" + First;
  beginUnknown(S->getLoopVariable(), nullptr, VarDecl::CInit, Body.Body, &Element);
  nested(S->getBody(), Body.Body);
  Loop.Body.push_back(std::move(Body));
  if (Async) {
    if (auto It = C.ContinueLabels.find(S); It != C.ContinueLabels.end())
      Loop.Body.push_back(PlanNode::make(PlanNode::Run, SourceLocation(), It->second + ":;"));
    PlanNode Step = PlanNode::make(PlanNode::Scope, S->getBeginLoc());
    ExpressionLowering E(C, Step.Body);
    std::string Text =
        E.awaitText(S, nullptr, E.keepText("++" + First, S->getBeginLoc()), false, {});
    Step.Body.push_back(PlanNode::make(PlanNode::Run, S->getBeginLoc(), Text + ";"));
    Loop.Body.push_back(std::move(Step));
  }
  Scope.Body.push_back(std::move(Loop));
  Out.push_back(std::move(Scope));
}

void StatementLowering::rangeFor(const CXXForRangeStmt *S, PlanList &Out) {
  if (!isDerived(S)) {
    rangeForUnknown(S, Out);
    return;
  }
  bool Async = S->getCoawaitLoc().isValid();
  PlanNode Scope = PlanNode::make(PlanNode::Scope, S->getBeginLoc());
  if (S->getInit())
    nested(S->getInit(), Scope.Body);
  // [stmt.ranged]/1, with its three variables as Clang has typed them.
  auto *Range = cast<VarDecl>(S->getRangeStmt()->getSingleDecl());
  auto *Begin = cast<VarDecl>(S->getBeginStmt()->getSingleDecl());
  auto *End = cast<VarDecl>(S->getEndStmt()->getSingleDecl());
  begin(Range, Range->getInit(), VarDecl::CInit, Scope.Body);
  if (C.failed())
    return;
  Variable *RangeVar = C.find(Range);
  auto Ends = [&](const VarDecl *D, llvm::StringRef Function) {
    std::string Text = ("pawl::lowered::range::" + Function + "(" + RangeVar->Name + ")").str();
    const Expr *Init = derivedExpression(D->getInit());
    if (auto *Await = dyn_cast<CoawaitExpr>(Init))
      Init = derivedExpression(Await->getOperand());
    C.Overrides[Init] = Text;
    begin(D, D->getInit(), VarDecl::CInit, Scope.Body);
  };
  Ends(Begin, "first");
  Ends(End, "last");
  if (C.failed())
    return;
  std::string First = C.find(Begin)->Name, Last = C.find(End)->Name;
  PlanNode Loop = PlanNode::make(PlanNode::Loop, S->getBeginLoc());
  if (Async)
    Loop.Text = "for (; " + First + " != " + Last + ";)";
  else
    Loop.Text = "for (; " + First + " != " + Last + "; ++" + First + ")";
  PlanNode Body = PlanNode::make(PlanNode::Scope, S->getBody()->getBeginLoc());
  const VarDecl *Loopvar = S->getLoopVariable();
  std::string Element = "*" + First;
  const Expr *Init = Loopvar->getInit();
  // The initialiser is `*__begin` under whatever conversions the declared type asks for; none has
  // text.
  C.Overrides[derivedExpression(Init)] = Element;
  begin(Loopvar, Init, VarDecl::CInit, Body.Body);
  nested(S->getBody(), Body.Body);
  Loop.Body.push_back(std::move(Body));
  if (Async) {
    if (auto It = C.ContinueLabels.find(S); It != C.ContinueLabels.end())
      Loop.Body.push_back(PlanNode::make(PlanNode::Run, SourceLocation(), It->second + ":;"));
    const Expr *Inc = S->getInc();
    const Expr *Step = cast<CoawaitExpr>(derivedExpression(Inc))->getOperand();
    C.Overrides[derivedExpression(Step)] = "++" + First;
    PlanList Steps;
    expression(Inc, Steps);
    // Nothing but the loop itself reaches the generator, so it stays the one that the call made.
    const std::string Generator = generatorOf(C, Range->getInit());
    forEachSuspend(Steps, [&](PlanNode &N) { N.Generator = Generator; });
    std::move(Steps.begin(), Steps.end(), std::back_inserter(Loop.Body));
  }
  Scope.Body.push_back(std::move(Loop));
  Out.push_back(std::move(Scope));
}

} // namespace pawl
