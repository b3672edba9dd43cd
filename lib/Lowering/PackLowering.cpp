//===- PackLowering.cpp - Awaits in the expansion of a pack -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// How many elements a pack has is known in each instantiation only, so the text has one suspension
// in a loop.  `pawl::lowered::each` holds what all elements keep, and is the awaiter of the one
// whose turn it is; the loop's body gives it one lambda for each element, expanded as the user's
// pattern is:
//
//   for (; e.more(); e.next()) {
//     e.visit(visitor<...>([&](auto& _pawl_e) { _pawl_e.start(... pattern ...); })...);
//     suspend on e;
//     e.await_resume();
//   }
//
//===----------------------------------------------------------------------===//
#include "Analysis/AstWalk.h"
#include "Lowering/ExpressionLowering.h"

using namespace clang;

namespace pawl {

/// An expansion whose pattern holds one await.
struct ExpressionLowering::Expansion {
  const Expr *Pattern;
  const Expr *Point;
  /// The type of an element's awaiter, as text in which the pack is not expanded.
  std::string Awaiter;
  Variable *Each = nullptr;
};

/// Whether evaluating \p E later gives the same object.
static bool isName(const Expr *E) {
  E = E->IgnoreParenImpCasts();
  if (auto *Member = dyn_cast<MemberExpr>(E))
    return isName(Member->getBase());
  if (auto *Member = dyn_cast<CXXDependentScopeMemberExpr>(E))
    return Member->isImplicitAccess() || isName(Member->getBase());
  return isa<DeclRefExpr, CXXThisExpr, OverloadExpr, IntegerLiteral, StringLiteral,
             CXXBoolLiteralExpr, CXXNullPtrLiteralExpr, CharacterLiteral>(E);
}

/// Refuses what is evaluated before the await of \p X, within the pattern, and not kept.
bool ExpressionLowering::checkPattern(const Expansion &X) {
  unsigned Points = 0;
  walk(X.Pattern, [&](const Stmt *S) { Points += isSuspension(S); });
  if (Points != 1) {
    C.refuse(X.Pattern->getExprLoc(), "several awaits in the expansion of a parameter pack");
    return false;
  }
  for (const Expr *E = X.Pattern->IgnoreParenImpCasts(); E != X.Point;) {
    const Expr *Next = nullptr;
    for (const Expr *Op : operandsOf(E)) {
      if (suspends(Op)) {
        Next = Op->IgnoreParenImpCasts();
        break;
      }
      auto *Binary = dyn_cast<BinaryOperator>(E);
      bool IsValue = !Op->isTypeDependent() && BodyAnalysis::isScalar(Op->getType()) &&
                     !isStable(Op) && isSequenced(E) && !(Binary && Binary->isAssignmentOp());
      if (!isName(Op) || IsValue || isa<AbstractConditionalOperator>(E) ||
          (Binary && Binary->isLogicalOp())) {
        C.refuse(Op->getExprLoc(), "what is evaluated before an await in the expansion of a "
                                   "parameter pack; move it into a function of its own");
        return false;
      }
    }
    if (!Next || isa<PackExpansionExpr, CXXFoldExpr, LambdaExpr, InitListExpr>(Next)) {
      C.refuse(E->getExprLoc(), "an await of this kind in the expansion of a parameter pack");
      return false;
    }
    E = Next;
  }
  return true;
}

/// The text of \p E with its temporaries kept in the element; \p Kept are their texts.
std::string ExpressionLowering::elementText(const Expr *E, std::vector<std::string> &Kept) {
  while (E != E->IgnoreImplicit())
    E = E->IgnoreImplicit();
  llvm::SmallVector<TextEdit, 4> Edits;
  for (const Expr *Op : operandsOf(E)) {
    if (isa<CXXDefaultArgExpr>(Op))
      continue;
    if (isa<InitListExpr, LambdaExpr, CXXFoldExpr, PackExpansionExpr>(Op->IgnoreParenImpCasts())) {
      C.refuse(Op->getExprLoc(), "an operand of this kind of an await in the expansion of a "
                                 "parameter pack; move it into a function of its own");
      return "";
    }
    std::string Text = keptElement(Op, Kept);
    auto R = C.Source.range(Op->getSourceRange());
    if (C.failed() || !R)
      return "";
    if (Text != C.text(Op))
      Edits.push_back({*R, std::move(Text)});
  }
  return C.text(E, Edits);
}

std::string ExpressionLowering::keptElement(const Expr *E, std::vector<std::string> &Kept) {
  std::string Text = elementText(E, Kept);
  if (!mayBeTemporary(E) || C.failed())
    return Text;
  Kept.push_back(C.text(E));
  return "_pawl_e.template keep<" + std::to_string(Kept.size() - 1) +
         ">([&]() -> decltype(auto) { return (" + Text + "); })";
}

/// The call by which \p X has \p Body done with the element, `_pawl_e`, whose turn it is.
std::string ExpressionLowering::visit(const Expansion &X, const std::string &Body) {
  return X.Each->use() + ".visit(pawl::lowered::visitor<" + X.Awaiter + ">([&](auto& _pawl_e) { " +
         Body + " })...);";
}

/// The text of the pattern of \p X with \p Result for its await.
std::string ExpressionLowering::rest(const Expansion &X, const std::string &Result) {
  if (X.Pattern->IgnoreParenImpCasts() == X.Point)
    return Result;
  auto R = C.Source.range(X.Point->getSourceRange());
  if (!R) {
    C.refuse(X.Point->getExprLoc(), "an await in a macro's expansion and that of a parameter pack");
    return "";
  }
  return C.text(X.Pattern, {{*R, Result}});
}

/// Awaits the elements of the expansion of \p Pattern one after the other, while \p Condition
/// (empty: always); \p Combine gives what to do with the rest of the pattern.
std::optional<ExpressionLowering::Expansion>
ExpressionLowering::awaitElements(const Expr *Pattern, const std::string &Condition,
                                  llvm::function_ref<std::string(const Expansion &)> Combine) {
  Expansion X{Pattern, nullptr, "", nullptr};
  walk(Pattern, [&](const Stmt *S) {
    if (isSuspension(S) && isa<Expr>(S))
      X.Point = cast<Expr>(S);
  });
  if (!X.Point || !checkPattern(X))
    return std::nullopt;
  const Expr *Operand = nullptr;
  if (auto *Unknown = dyn_cast<DependentCoawaitExpr>(X.Point))
    Operand = Unknown->getOperand();
  else if (auto *Await = dyn_cast<CoawaitExpr>(X.Point))
    Operand = Await->getOperand();
  bool HasLambda = false;
  if (Operand)
    walk(Operand, [&](const Stmt *S) { HasLambda |= isa<LambdaExpr>(S); });
  if (!Operand || HasLambda) {
    C.refuse(X.Point->getExprLoc(), "an await of this kind in the expansion of a parameter pack");
    return std::nullopt;
  }
  std::vector<std::string> Kept;
  const std::string Text = keptElement(Operand, Kept);
  auto AwaiterOf = [](const std::string &Awaitable) {
    return "pawl::lowered::transformed_awaiter(_pawl_promise, " + Awaitable + ")";
  };
  X.Awaiter = "decltype(" + AwaiterOf(C.text(Operand)) + ")";
  std::string Element = "pawl::lowered::element<" + X.Awaiter;
  for (const std::string &Temporary : Kept)
    Element += ", decltype((" + Temporary + "))";
  Maker &M = C.make(Maker::Exact, Operand, "pawl::lowered::each<" + Element + ">...>()", "",
                    /*UsesPromise=*/true);
  if (C.failed())
    return std::nullopt;
  Variable &V = C.temporary("a", M.ExactName, Place::Slot);
  V.HasDestructor = true;
  V.IsLate = ConditionalDepth != 0;
  X.Each = &V;
  const SourceLocation Loc = suspensionLoc(X.Point);
  beginTemporary(V, "pawl::lowered::box<" + M.ExactName + ">{}", Loc);
  PlanNode Loop = PlanNode::make(
      PlanNode::Loop, Loc, "for (; " + Condition + V.use() + ".more(); " + V.use() + ".next())");
  PlanList *Outer = std::exchange(Out, &Loop.Body);
  run(visit(X, "_pawl_e.start([&]() -> decltype(auto) { return " + AwaiterOf(Text) + "; });"), Loc);
  suspendOn(V, X.Point, /*MayRunCoroutine=*/false);
  run(V.use() + ".await_resume();", Loc);
  if (std::string Rest = Combine(X); !Rest.empty())
    run(visit(X, Rest), Loc);
  Out = Outer;
  append(std::move(Loop));
  return C.failed() ? std::nullopt : std::optional(X);
}

/// A fold whose pattern awaits.
std::string ExpressionLowering::fold(const CXXFoldExpr *E, Following F) {
  const Expr *Init = E->getInit();
  const bool IsInitFirst = Init && E->isLeftFold();
  const bool IsInitLast = Init && !IsInitFirst;
  const BinaryOperatorKind Op = E->getOperator();
  if (!suspends(E->getPattern()) ||
      (IsInitLast && needsWork(Init, F) && (Op == BO_LAnd || Op == BO_LOr))) {
    C.refuse(E->getExprLoc(), "an await of this kind in the expansion of a parameter pack");
    return "";
  }
  if (Op == BO_Comma) {
    if (IsInitFirst)
      run("static_cast<void>(" + lower(Init, {true, false}) + ");", Init->getBeginLoc());
    auto X = awaitElements(E->getPattern(), "", [&](const Expansion &X) {
      std::string Rest = rest(X, "");
      return Rest.empty() ? Rest : "static_cast<void>(" + rest(X, "_pawl_e.result()") + ");";
    });
    if (!X)
      return "";
    if (IsInitLast)
      return lower(Init, F);
    return rest(*X, "").empty() ? X->Each->use() + ".last()" : "void()";
  }
  if (Op == BO_LAnd || Op == BO_LOr) {
    const bool IsAnd = Op == BO_LAnd;
    std::string First = IsInitFirst ? "static_cast<bool>(" + lower(Init, {true, true}) + ")"
                        : IsAnd     ? "true"
                                    : "false";
    Variable &Result = C.temporary("c", "bool", Place::Saved);
    begin(Result, First, E->getBeginLoc());
    auto X = awaitElements(
        E->getPattern(), (IsAnd ? "" : "!") + Result.Name + " && ", [&](const Expansion &X) {
          return Result.Name + " = pawl::lowered::truth(" + rest(X, "_pawl_e.result()") + ");";
        });
    if (!X)
      return "";
    return IsInitLast ? "(" + Result.Name + (IsAnd ? " && " : " || ") + "(" + C.text(Init) + "))"
                      : "static_cast<bool&&>(" + Result.Name + ")";
  }
  llvm::SmallVector<TextEdit, 2> Edits;
  if (auto R = IsInitFirst ? C.Source.range(Init->getSourceRange()) : std::nullopt)
    Edits.push_back({*R, isStable(Init) ? C.text(Init) : keep(Init, {true, true})});
  auto X = awaitElements(E->getPattern(), "", [](const Expansion &) { return ""; });
  auto R = C.Source.range(E->getPattern()->getSourceRange());
  if (!X || !R)
    return "";
  if (auto InitRange = IsInitLast ? C.Source.range(Init->getSourceRange()) : std::nullopt)
    Edits.push_back({*InitRange, lower(Init, F)});
  const std::string Name = C.freshName("element");
  Edits.push_back(
      {*R, "(" + rest(*X, "static_cast<decltype(" + Name + ")&&>(" + Name + ")") + ")"});
  return "(" + X->Each->use() + ".results([&](auto&&... " + Name + ") -> decltype(auto) { return " +
         C.text(E, Edits) + "; }))";
}

/// An expansion whose pattern awaits, as \p Operand of \p E.
void ExpressionLowering::expandAwaits(const Expr *E, const PackExpansionExpr *Operand,
                                      llvm::SmallVectorImpl<TextEdit> &Edits) {
  auto X = awaitElements(Operand->getPattern(), "", [](const Expansion &) { return ""; });
  auto R = C.Source.range(Operand->getSourceRange());
  if (!X || !R)
    return;
  if (!isa<InitListExpr>(E)) {
    if (isa<ParenListExpr>(E)) {
      C.refuse(Operand->getExprLoc(), "an await in the expansion of a parameter pack as an "
                                      "initialiser in parentheses; write braces");
      return;
    }
    const std::string Name = C.freshName("element");
    Unpacking.push_back("(" + X->Each->use() + ").results([&](auto&&... " + Name +
                        ") -> decltype(auto) { ");
    Edits.push_back({*R, rest(*X, "static_cast<decltype(" + Name + ")&&>(" + Name + ")") + "..."});
    return;
  }
  // What follows the await is sequenced before the next element.
  if (X->Pattern->IgnoreParenImpCasts() != X->Point) {
    C.refuse(X->Point->getExprLoc(), "an await within an element of a braced list that expands a "
                                     "parameter pack; move it into a function of its own");
    return;
  }
  Edits.push_back({*R, X->Each->use() + ".template take<" + X->Awaiter + ">()..."});
}

} // namespace pawl
