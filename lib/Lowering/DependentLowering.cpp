//===- DependentLowering.cpp - Expressions of unknown type -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A template is lowered once, as a pattern.  Whether an expression that depends on its parameters
// is an object or a reference, whether a call takes an argument by value, and whether an await
// suspends through an operator co_await, is known in each instantiation only: the text asks
// decltype.
//
// Where a temporary may be bound to a reference that outlives the call, it is kept, which costs a
// move where the parameter turns out to be a value.
//
//===----------------------------------------------------------------------===//
#include "Analysis/AstWalk.h"
#include "Lowering/ExpressionLowering.h"

using namespace clang;

namespace pawl {

bool isDependent(const Expr *E) {
  // A list in parentheses has no type.
  return E->isTypeDependent() || (!E->getType().isNull() && E->getType()->isDependentType());
}

bool mayBeTemporary(const Expr *E) {
  E = E->IgnoreParenImpCasts();
  if (auto *Ref = dyn_cast<DeclRefExpr>(E))
    return !isa<VarDecl, BindingDecl, FunctionDecl>(Ref->getDecl());
  if (isa<StringLiteral, CXXThisExpr, OverloadExpr, InitListExpr, ParenListExpr, PackExpansionExpr>(
          E))
    return false;
  if (auto *Member = dyn_cast<MemberExpr>(E))
    return !Member->isArrow() && mayBeTemporary(Member->getBase());
  if (auto *Member = dyn_cast<CXXDependentScopeMemberExpr>(E))
    return !Member->isImplicitAccess() && !Member->isArrow() && mayBeTemporary(Member->getBase());
  if (isDependent(E))
    return true;
  return E->isPRValue() && !E->getType()->isVoidType();
}

/// Whether \p E is evaluated by a function that is not known yet.
static bool callsUnknown(const Expr *E) {
  if (auto *Call = dyn_cast<CallExpr>(E)) {
    const Expr *Callee = Call->getCallee()->IgnoreParenImpCasts();
    return Callee->isTypeDependent() || isa<OverloadExpr, CXXDependentScopeMemberExpr>(Callee) ||
           isDependent(Call);
  }
  if (auto *Binary = dyn_cast<BinaryOperator>(E))
    return isDependent(E) && !Binary->isLogicalOp() && !Binary->isCommaOp();
  // The object of which a member is named lives as long as the other temporaries.
  if (auto *Member = dyn_cast<MemberExpr>(E))
    return !Member->isImplicitAccess() && !isa<CXXMethodDecl>(Member->getMemberDecl());
  if (auto *Member = dyn_cast<CXXDependentScopeMemberExpr>(E))
    return !Member->isImplicitAccess();
  if (auto *Cast = dyn_cast<ExplicitCastExpr>(E))
    return Cast->getTypeAsWritten()->isReferenceType();
  return isa<CXXUnresolvedConstructExpr, ParenListExpr>(E) ||
         (isa<UnaryOperator, ArraySubscriptExpr, CXXNewExpr, InitListExpr>(E) && isDependent(E));
}

/// Whether \p Operand, no name, may denote an object; what a type that is not known yet computes
/// by its operators is taken for a value.
static bool mayDenoteObject(const Expr *Operand) {
  if (!Operand->isTypeDependent())
    return Operand->isGLValue() && !isa<StringLiteral, PredefinedExpr>(Operand);
  if (auto *Unary = dyn_cast<UnaryOperator>(Operand))
    return Unary->getOpcode() == UO_Deref || Unary->isIncrementDecrementOp();
  if (auto *Binary = dyn_cast<BinaryOperator>(Operand))
    return Binary->isAssignmentOp() || Binary->isPtrMemOp();
  if (auto *Cast = dyn_cast<ExplicitCastExpr>(Operand))
    return Cast->getTypeAsWritten()->isReferenceType();
  return isa<CallExpr, ArraySubscriptExpr, AbstractConditionalOperator>(Operand);
}

/// Whether \p Operand, an object in the braced list \p E, may be copied there or not: in a template
/// what the list makes is not known.
bool ExpressionLowering::mayBeCopied(const Expr *E, const Expr *Operand) {
  auto *Made = dyn_cast<CXXUnresolvedConstructExpr>(E);
  auto *List = dyn_cast<InitListExpr>(E);
  auto IsUnknown = [](const Expr *Init) { return isDependent(Init); };
  if (!(Made && Made->isListInitialization()) &&
      !(List && (isDependent(List) || llvm::any_of(List->inits(), IsUnknown))))
    return false;
  Operand = Operand->IgnoreParens();
  auto *Ref = dyn_cast<DeclRefExpr>(Operand);
  if (!Ref && !isa<MemberExpr, CXXDependentScopeMemberExpr>(Operand) && !mayDenoteObject(Operand))
    return false;
  auto *D = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  if (Ref && !D && !isa<BindingDecl>(Ref->getDecl()))
    return false;
  // Nobody else changes a constant, or a local that nothing refers to.
  const QualType T = Operand->getType();
  if (!T.isNull() && T.getNonReferenceType().isConstQualified() &&
      (BodyAnalysis::isScalar(T.getNonReferenceType()) || !C.listTarget(Operand)))
    return false;
  if (!D || !D->hasLocalStorage() || !BodyAnalysis::isScalar(D->getType()) ||
      C.Body.use(D).IsReferredTo)
    return true;
  unsigned Named = 0;
  walk(E, [&](const Stmt *S) {
    auto *Other = dyn_cast<DeclRefExpr>(S);
    Named += Other && Other->getDecl() == D;
  });
  return Named > 1;
}

bool ExpressionLowering::keepsUnknown(const Expr *E, const Expr *Operand) const {
  return C.isDependent() && callsUnknown(E) && mayBeTemporary(Operand);
}

bool ExpressionLowering::keepsArgument(const Expr *E, const Expr *Operand,
                                       llvm::SmallVectorImpl<TextEdit> &Edits) {
  if (!C.isDependent() || !callsUnknown(E))
    return false;
  if (isa<InitListExpr>(Operand) && isa<CallExpr>(E))
    return keepsList(cast<CallExpr>(E), cast<InitListExpr>(Operand), Edits);
  auto *Expansion = dyn_cast<PackExpansionExpr>(Operand);
  if (!Expansion || !mayBeTemporary(Expansion->getPattern()) || suspends(Operand))
    return false;
  std::string Pattern = lower(Expansion->getPattern(), {/*Suspends=*/false, /*HasEffects=*/false});
  std::string Name = C.freshName("element");
  auto R = C.Source.range(Operand->getSourceRange());
  if (C.failed() || !R)
    return true;
  std::string Kept =
      exact(Operand, "pawl::lowered::pack<decltype(" + Pattern + ")...>(0, " + Pattern + "...)",
            "o", Operand->getBeginLoc());
  Unpacking.push_back("(" + Kept + ").forward_to([&](auto&&... " + Name + ") -> decltype(auto) { ");
  Edits.push_back({*R, "static_cast<decltype(" + Name + ")&&>(" + Name + ")..."});
  return true;
}

bool ExpressionLowering::hasUnknownTemporary(const Expr *E) const {
  if (!C.isDependent())
    return false;
  bool Found = false;
  walk(E, [&](const Stmt *S) {
    auto *Sub = dyn_cast<Expr>(S);
    if (Found || !Sub || !callsUnknown(Sub))
      return;
    for (const Expr *Operand : operandsOf(Sub)) {
      auto *Expansion = dyn_cast<PackExpansionExpr>(Operand);
      Found |= mayBeTemporary(Expansion ? Expansion->getPattern() : Operand) ||
               (isa<InitListExpr>(Operand) && isa<CallExpr>(Sub));
    }
  });
  return Found;
}

std::string ExpressionLowering::exact(const Expr *E, std::string Text, llvm::StringRef Stem,
                                      SourceLocation Loc) {
  Maker &M = C.make(Maker::Exact, E, Text);
  if (C.failed())
    return "";
  Variable &V = C.temporary(Stem, M.ExactName, Place::Slot);
  V.HasDestructor = true;
  V.IsLate = ConditionalDepth != 0;
  beginTemporary(V, "pawl::lowered::box<" + M.ExactName + ">{" + C.valueOf(M, E, Text) + "}", Loc);
  return rvalue(M.ExactName, V.use());
}

std::string ExpressionLowering::keepExact(const Expr *E, Following F) {
  // What an await gives is kept as it is taken.
  if (isSuspension(E->IgnoreParenImpCasts()))
    return lower(E, {/*Suspends=*/true, /*HasEffects=*/true});
  if (const Expr *Inner = E->IgnoreParenImpCasts(); isArrow(Inner))
    return keepArrow(cast<CXXOperatorCallExpr>(Inner), {/*Suspends=*/true, F.HasEffects}) + "->";
  std::string Text = lower(E, {/*Suspends=*/true, F.HasEffects});
  return C.failed() ? "" : exact(E, std::move(Text), "o", E->getBeginLoc());
}

/// Takes the conversions that Clang has noted for an await in a template off.
static const Expr *awaitedOperand(const Expr *E) {
  for (;;) {
    E = E->IgnoreImplicit();
    auto *Unary = dyn_cast<UnaryOperator>(E);
    if (!Unary || Unary->getOpcode() != UO_Coawait)
      return E;
    E = Unary->getSubExpr();
  }
}

std::string ExpressionLowering::awaitUnknown(const Expr *Point, const Expr *Operand,
                                             bool IsTransformed, Following F) {
  Operand = awaitedOperand(Operand);
  std::string Awaitable;
  if (isDependent(Operand) || isPromiseCall(Operand)) {
    Awaitable =
        mayBeTemporary(Operand) ? keepExact(Operand, {true, false}) : lower(Operand, {true, false});
  } else if (Operand->isGLValue()) {
    Awaitable = keep(Operand, {true, false});
  } else {
    std::string Text = lower(Operand, {true, false});
    Variable *V = C.failed() ? nullptr : build(Operand->getType(), Operand, Text, "o");
    if (V)
      Awaitable = rvalue(V->Type, V->Name);
  }
  if (C.failed())
    return "";
  bool IsKept = llvm::StringRef(Awaitable).starts_with("static_cast<");
  return awaitText(Point, IsKept ? nullptr : Operand, std::move(Awaitable), IsTransformed, F);
}

std::string ExpressionLowering::awaitText(const Stmt *Point, const Expr *Operand,
                                          std::string Awaitable, bool IsTransformed, Following F) {
  SourceLocation Loc = suspensionLoc(Point);
  std::string Text = (IsTransformed ? "pawl::lowered::awaiter("
                                    : "pawl::lowered::transformed_awaiter(_pawl_promise, ") +
                     Awaitable + ")";
  Maker &M = C.make(Maker::Exact, Operand, Text, "", !IsTransformed);
  if (C.failed())
    return "";
  Variable &V = C.temporary("a", M.ExactName, Place::Slot);
  V.HasDestructor = true;
  V.IsLate = ConditionalDepth != 0;
  beginTemporary(V, "pawl::lowered::box<" + M.ExactName + ">{" + Text + "}", Loc);
  suspendOn(V, Point, /*MayRunCoroutine=*/true);
  std::string Result = V.use() + ".await_resume()";
  return F.HasEffects ? exact(nullptr, Result, "r", Loc) : Result;
}

/// Whether a type-dependent \p E may turn out to have no value.
bool mayBeVoid(const Expr *E) {
  E = E->IgnoreParens();
  if (!isDependent(E))
    return E->getType()->isVoidType();
  if (auto *Choice = dyn_cast<ConditionalOperator>(E))
    return mayBeVoid(Choice->getTrueExpr()) && mayBeVoid(Choice->getFalseExpr());
  if (auto *Binary = dyn_cast<BinaryOperator>(E))
    return Binary->isCommaOp() && mayBeVoid(Binary->getRHS());
  return isa<CallExpr, DependentCoawaitExpr, CoroutineSuspendExpr, CXXUnresolvedConstructExpr>(E);
}

std::string ExpressionLowering::completion(const CoreturnStmt *Return) {
  const Expr *Operand = Return->getOperand();
  if (Operand && isVoidOperand(Operand)) {
    std::string Text = lower(Operand);
    return (Text == "void()" ? "" : Text + "; ") + "_pawl_promise.return_void();";
  }
  if (!Operand)
    return "_pawl_promise.return_void();";
  if (isa<InitListExpr>(Operand) || !isDependent(Operand) || !mayBeVoid(Operand))
    return lower(Return->getPromiseCall()) + ";";
  std::string Text = lower(Operand);
  if (isComma(Operand))
    Text = "(" + Text + ")";
  bool HasLambda = false;
  walk(Operand, [&](const Stmt *S) { HasLambda |= isa<LambdaExpr>(S); });
  // Below C++20 decltype takes no lambda.
  std::string Call = HasLambda ? C.freshName("result") : "";
  std::string Before =
      HasLambda ? "auto&& " + Call + " = [&]() -> decltype(auto) { return " + Text + "; }; " : "";
  if (HasLambda)
    Text = Call + "()";
  return Before + "if constexpr (std::is_void<decltype(" + Text + ")>::value) { " + Text +
         "; _pawl_promise.return_void(); } else { _pawl_promise.return_value(" + Text + "); }";
}

} // namespace pawl
