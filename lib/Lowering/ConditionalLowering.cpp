//===- ConditionalLowering.cpp - Operands that are evaluated on some paths only -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Lowering/ExpressionLowering.h"

using namespace clang;

namespace pawl {

/// Puts the temporaries of the operands, unbuilt, into the list when the outermost conditional is
/// complete.
void ExpressionLowering::closePrologue() {
  if (ConditionalDepth != 0)
    return;
  for (PlanNode &Node : Prologue)
    append(std::move(Node));
  Prologue.clear();
}

/// The coroutine is suspended later in the full-expression; nobody takes the left operand's value.
std::string ExpressionLowering::comma(const BinaryOperator *E, Following F) {
  const Expr *Discarded = E->getLHS()->IgnoreParenCasts();
  const Following Before{/*Suspends=*/true, /*HasEffects=*/false};
  // An object that nobody takes lives to the end of the full-expression all the same.
  bool Lasts = Discarded->isPRValue() && Discarded->getType()->isRecordType();
  std::string Left = Lasts ? keep(Discarded, Before) : lower(E->getLHS(), Before);
  if (Left != "void()")
    run("static_cast<void>(" + Left + ");", E->getLHS()->getBeginLoc());
  return lower(E->getRHS(), F);
}

std::string ExpressionLowering::logical(const BinaryOperator *E, Following F) {
  std::string Left = lower(E->getLHS(), {true, true});
  Variable &Result = C.temporary("c", "bool", Place::Saved);
  begin(Result, "static_cast<bool>(" + Left + ")", E->getBeginLoc());
  PlanNode If = PlanNode::make(PlanNode::If, E->getRHS()->getBeginLoc(),
                               (E->getOpcode() == BO_LAnd ? "" : "!") + Result.Name);
  PlanList *Outer = Out;
  Out = &If.Body;
  ++ConditionalDepth;
  std::string Right = lower(E->getRHS(), {/*Suspends=*/true, F.HasEffects});
  run(Result.Name + " = static_cast<bool>(" + Right + ");", E->getRHS()->getBeginLoc());
  --ConditionalDepth;
  Out = Outer;
  closePrologue();
  append(std::move(If));
  return "static_cast<bool&&>(" + Result.Name + ")";
}

/// Builds \p Result from the arms of a conditional expression whose type has no name: the two
/// together give the type, which may be void.
std::string ExpressionLowering::chooseBetween(const AbstractConditionalOperator *E,
                                              const std::string (&Arms)[2], Variable &Result,
                                              PlanNode &If) {
  const Maker &M = C.make(Maker::Exact, E, "true ? (" + Arms[0] + ") : (" + Arms[1] + ")");
  Result.Type = M.ExactName;
  for (bool Else : {false, true}) {
    const Expr *Operand = Else ? E->getFalseExpr() : E->getTrueExpr();
    std::string Text = Arms[Else] + ";";
    if (!isa<CXXThrowExpr>(Operand->IgnoreParenImpCasts())) {
      Text = placeNew(Result, "pawl::lowered::box<" + Result.Type + ">{static_cast<" + Result.Type +
                                  ">(" + Arms[Else] + ")}");
      if (C.isDependent())
        Text = "if constexpr (std::is_void<" + Result.Type + ">::value) { " + Arms[Else] +
               "; } else { " + Text + " }";
      Text += " " + Result.Flag->Name + " = true;";
    }
    (Else ? If.Else : If.Body)
        .push_back(PlanNode::make(PlanNode::Run, Operand->getBeginLoc(), Text));
  }
  return Result.Type;
}

std::string ExpressionLowering::conditional(const AbstractConditionalOperator *E, Following F) {
  bool ArmsSuspend = suspends(E->getTrueExpr()) || suspends(E->getFalseExpr());
  if (!ArmsSuspend && !hasTemporary(E->getTrueExpr()) && !hasTemporary(E->getFalseExpr())) {
    llvm::SmallVector<TextEdit, 4> Edits;
    lowerOperands(E, F, Edits);
    return C.text(E, Edits);
  }
  std::string Condition = lower(E->getCond(), {true, true});
  QualType T = E->getType();
  enum { Void, Scalar, Address, Object, Unknown } Kind = Void;
  if (isDependent(E))
    Kind = Unknown;
  else if (!T->isVoidType())
    Kind = E->isGLValue() ? Address : BodyAnalysis::isScalar(T) ? Scalar : Object;
  std::string Type;
  if (Kind != Void && Kind != Unknown) {
    if (auto Name = C.nameOf(Kind == Scalar ? T.getUnqualifiedType() : T))
      Type = *Name;
    else
      Kind = Unknown;
  }
  Variable *Result = nullptr, *Flag = nullptr;
  auto BeginIt = [&](Variable &V, std::string Text) {
    Prologue.push_back(PlanNode::make(PlanNode::Begin, E->getBeginLoc(), std::move(Text), &V));
  };
  if (Kind == Scalar || Kind == Address) {
    std::string Held = Kind == Address ? "std::add_pointer_t<" + Type + ">" : Type;
    Result = &C.temporary("c", Held, Place::Saved);
    C.measure(*Result, Kind == Address ? C.AST.VoidPtrTy : T);
    BeginIt(*Result, zeroOf(Held));
  } else if (Kind == Object || Kind == Unknown) {
    Flag = &C.temporary("on", "bool", Place::Saved);
    BeginIt(*Flag, "false");
    Result = &C.temporary("c", Type, Place::Slot);
    C.measure(*Result, T);
    Result->Flag = Flag;
    Result->IsLate = Kind == Unknown;
    Result->HasDestructor = Kind == Unknown || T.isDestructedType() == QualType::DK_cxx_destructor;
  }
  // The condition must stay as it was found: the arms run under it.
  Variable &Choice = C.temporary("c", "bool", Place::Saved);
  BeginIt(Choice, "false");
  PlanNode If = PlanNode::make(PlanNode::If, E->getBeginLoc(), Choice.Name);
  PlanList *Outer = Out;
  ++ConditionalDepth;
  std::string Arms[2];
  auto Arm = [&](const Expr *Operand, PlanList &List) {
    Out = &List;
    if (Kind == Unknown) {
      Arms[&List == &If.Else] = lower(Operand, {/*Suspends=*/true, /*HasEffects=*/false});
      return;
    }
    if (isa<CXXThrowExpr>(Operand->IgnoreParenImpCasts()) && Kind != Void) {
      run(lower(Operand, F) + ";", Operand->getBeginLoc());
      return;
    }
    // The arm's temporaries live to the end of the full-expression, not of the arm.
    std::string Text = lower(Operand, {/*Suspends=*/true, F.HasEffects});
    switch (Kind) {
    case Void:
      run(Text + ";", Operand->getBeginLoc());
      break;
    case Scalar:
      run(Result->Name + " = static_cast<" + Type + ">(" + Text + ");", Operand->getBeginLoc());
      break;
    case Address:
      run(Result->Name + " = pawl::lowered::address(" + Text + ");", Operand->getBeginLoc());
      break;
    case Unknown:
      break;
    case Object:
      run(placeNew(*Result, "pawl::lowered::box<" + Type + ">{" + Text + "}") + " " + Flag->Name +
              " = true;",
          Operand->getBeginLoc());
      break;
    }
  };
  Arm(E->getTrueExpr(), If.Body);
  Arm(E->getFalseExpr(), If.Else);
  // The arms' temporaries are built before the result, and destroyed after it.
  if (Kind == Object || Kind == Unknown)
    BeginIt(*Result, "");
  if (Kind == Unknown)
    Type = chooseBetween(E, Arms, *Result, If);
  --ConditionalDepth;
  Out = Outer;
  closePrologue();
  run(Choice.Name + " = static_cast<bool>(" + Condition + ");", E->getBeginLoc());
  append(std::move(If));
  switch (Kind) {
  case Void:
    return "void()";
  case Scalar:
    return rvalue(Type, Result->Name);
  case Address:
    return E->isXValue() ? rvalue(Type, "*" + Result->Name) : "(*" + Result->Name + ")";
  case Object:
    return rvalue(Type, Result->Name);
  case Unknown:
    return "pawl::lowered::take<" + Type + ">(" + Result->use() + ")";
  }
  llvm_unreachable("every kind is handled");
}

} // namespace pawl
