//===- AwaitLowering.cpp - Awaits and what the promise has to do with them -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// [expr.await]/3: the operand, perhaps through the promise's await_transform and an operator
// co_await, gives the awaiter.  Clang has built these calls; here they get text.
//
//===----------------------------------------------------------------------===//
#include "Lowering/ExpressionLowering.h"

using namespace clang;

namespace pawl {

/// Whether \p E is a call that Clang derived on the promise of this coroutine.
bool ExpressionLowering::isPromiseCall(const Expr *E) const {
  auto *Call = dyn_cast<CXXMemberCallExpr>(E);
  if (!Call)
    return false;
  auto *Ref = dyn_cast<DeclRefExpr>(Call->getImplicitObjectArgument()->IgnoreParenImpCasts());
  return Ref && Ref->getDecl()->isImplicit() && Ref->getDecl()->getName() == "__promise";
}

/// Whether Sema took the local that \p Arg names for an rvalue ([class.copy.elision]/3).  Its text
/// alone would copy: in the lowered body the name denotes a reference.
static const Expr *movedLocal(const Expr *Arg) {
  for (;;) {
    if (auto *Full = dyn_cast<FullExpr>(Arg))
      Arg = Full->getSubExpr();
    else if (auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(Arg))
      Arg = Temporary->getSubExpr();
    else if (auto *Bind = dyn_cast<CXXBindTemporaryExpr>(Arg))
      Arg = Bind->getSubExpr();
    else if (auto *Construct = dyn_cast<CXXConstructExpr>(Arg);
             Construct && Construct->getNumArgs() == 1 &&
             Construct->getParenOrBraceRange().isInvalid())
      Arg = Construct->getArg(0);
    else if (auto *Cast = dyn_cast<ImplicitCastExpr>(Arg)) {
      const Expr *Of = Cast->getSubExpr();
      if (Cast->isXValue() && Of->isLValue() && isa<DeclRefExpr>(Of->IgnoreParens()))
        return Of;
      Arg = Of;
    } else
      return nullptr;
  }
}

std::string ExpressionLowering::promiseCall(const CXXMemberCallExpr *Call, Following F) {
  std::string Text = "_pawl_promise." + Call->getMethodDecl()->getNameAsString() + "(";
  for (const Expr *Arg : Call->arguments()) {
    if (isa<CXXDefaultArgExpr>(Arg))
      break;
    std::string ArgText = lower(Arg, F);
    if (const Expr *Local = movedLocal(Arg)) {
      auto Type = BodyAnalysis::isScalar(Local->getType())
                      ? C.nameOf(Local->getType().getUnqualifiedType())
                      : std::nullopt;
      ArgText = Type ? "static_cast<" + *Type + ">(" + ArgText + ")"
                     : "pawl::lowered::move(" + ArgText + ")";
    }
    if (Text.back() != '(')
      Text += ", ";
    Text += ArgText;
  }
  return Text + ")";
}

std::string ExpressionLowering::await(const CoroutineSuspendExpr *Await, Following F) {
  if (isa<DependentCoawaitExpr>(Await) || Await->isTypeDependent()) {
    C.refuse(Await->getKeywordLoc(), "an await in a template");
    return "";
  }
  const Expr *Common = Await->getCommonExpr();
  const Expr *Inner = Common;
  while (auto *Full = dyn_cast<FullExpr>(Inner))
    Inner = Full->getSubExpr();
  {
    // operator co_await has no token below C++20, so its call cannot be written there.
    const Expr *Called = Inner->IgnoreImplicit();
    if (auto *Operator = dyn_cast<CXXOperatorCallExpr>(Called);
        Operator && Operator->getOperator() == OO_Coawait) {
      C.refuse(Await->getKeywordLoc(), "an await of a type with an 'operator co_await'");
      return "";
    }
  }
  Variable *Awaiter = nullptr;
  if (auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(Inner)) {
    Awaiter = materialize(Temporary, "a");
  } else {
    std::string Text = lower(Inner, {/*Suspends=*/true, /*HasEffects=*/false});
    std::string Address = "pawl::lowered::address(" + Text + ")";
    std::string Type;
    if (auto Name = C.nameOf(Inner->getType()))
      Type = *Name;
    else if (!C.failed())
      Type = C.make(Inner, Text).TypeName;
    Awaiter = &C.temporary("a", Type, Place::Reference);
    begin(*Awaiter, std::move(Address), Await->getKeywordLoc());
  }
  if (!Awaiter || C.failed())
    return "";
  PlanNode Suspend = PlanNode::make(PlanNode::Suspend, Await->getKeywordLoc(), "", Awaiter);
  Suspend.State = ++C.P.States;
  for (const Variable &V : C.P.Variables)
    if (V.Decl && !C.Body.isUsedAfter(V.Decl, Await))
      Suspend.Dead.push_back(&V);
  append(std::move(Suspend));

  std::string Result = Awaiter->Name + ".await_resume()";
  const Expr *Resume = Await->getResumeExpr();
  QualType T = Resume->getType();
  if (!F.HasEffects || T->isVoidType()) {
    if (!T->isVoidType() || !F.HasEffects)
      return Result;
    run(Result + ";", Await->getKeywordLoc());
    return "void()";
  }
  // Something else is evaluated after this await: take its result out first, for the order's sake.
  if (F.Suspends && Resume->isPRValue() && !BodyAnalysis::isScalar(T)) {
    Variable *V = build(T, Resume, Result, "r");
    return V ? "static_cast<" + V->Type + "&&>(" + V->Name + ")" : "";
  }
  if (F.Suspends) {
    auto Type = C.nameOf(T.getNonReferenceType());
    if (!Type) {
      C.refuse(Await->getKeywordLoc(), "an awaited value of this type before another await");
      return "";
    }
    bool Reference = Resume->isGLValue();
    Variable &V = C.temporary("r", *Type, Reference ? Place::Reference : Place::Saved);
    begin(V, Reference ? "pawl::lowered::address(" + Result + ")" : Result, Await->getKeywordLoc());
    return Resume->isLValue() ? V.Name : "static_cast<" + *Type + "&&>(" + V.Name + ")";
  }
  // No suspension follows, so a local of the printed text will do; the plan knows it for its type.
  auto Type = C.nameOf(T.getNonReferenceType());
  if (!Type) {
    std::string Name = C.freshName("r");
    run("auto&& " + Name + " = " + Result + ";", Await->getKeywordLoc());
    return "static_cast<decltype(" + Name + ")&&>(" + Name + ")";
  }
  Variable &V = C.temporary("r", *Type, Place::Reference);
  V.Used = false;
  run("auto&& " + V.Name + " = " + Result + ";", Await->getKeywordLoc());
  return Resume->isLValue() ? V.Name : "static_cast<" + *Type + "&&>(" + V.Name + ")";
}

} // namespace pawl
