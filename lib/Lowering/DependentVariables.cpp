//===- DependentVariables.cpp - Declarations of unknown type -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// In a template whether `auto&& x = f(y);` keeps an object or refers to one is known in each
// instantiation only.  Such a variable is a slot of the type that decltype gives: of an object, or
// of a reference.
//
//===----------------------------------------------------------------------===//
#include "Lowering/ExpressionLowering.h"
#include "Lowering/StatementLowering.h"

using namespace clang;

namespace pawl {

const Expr *singleValue(const Expr *Init) {
  while (auto *Full = dyn_cast_or_null<FullExpr>(Init))
    Init = Full->getSubExpr();
  if (auto *List = dyn_cast_or_null<ParenListExpr>(Init))
    return List->getNumExprs() == 1 ? List->getExpr(0) : nullptr;
  if (auto *List = dyn_cast_or_null<InitListExpr>(Init))
    return List->getNumInits() == 1 ? List->getInit(0) : nullptr;
  return Init;
}

namespace {

/// Whether a reference to \p E may be one to a part of a temporary, whose life it would extend.
bool isPartOfTemporary(const Expr *E) {
  E = E->IgnoreParenImpCasts();
  const Expr *Base = nullptr;
  if (auto *Member = dyn_cast<MemberExpr>(E))
    Base = Member->isArrow() ? nullptr : Member->getBase();
  else if (auto *Unknown = dyn_cast<CXXDependentScopeMemberExpr>(E))
    Base = Unknown->isArrow() || Unknown->isImplicitAccess() ? nullptr : Unknown->getBase();
  if (!Base)
    return false;
  Base = Base->IgnoreParenImpCasts();
  return !isa<DeclRefExpr, CXXThisExpr>(Base) &&
         (isPartOfTemporary(Base) ||
          isa<CallExpr, CXXUnresolvedConstructExpr, CXXConstructExpr>(Base));
}

bool isConstReferred(QualType T) { return T.getNonReferenceType().isConstQualified(); }

} // namespace

bool StatementLowering::isUnknown(const VarDecl *D) const {
  if (!C.isDependent())
    return false;
  QualType T = D->getType();
  if (T->isDependentType() || T->getContainedDeducedType())
    return !C.nameOf(T);
  return T->isReferenceType() && D->getInit() && isDependent(D->getInit());
}

/// `auto x = {a, b};` and the range of `for (auto x : {a, b})`: the array behind the list, and the
/// list.
void StatementLowering::beginList(const VarDecl *D, const InitListExpr *List, PlanList &Out) {
  if (List->getNumInits() == 0 || isa<InitListExpr>(List->getInit(0)) ||
      llvm::any_of(List->inits(), [](const Expr *E) { return isa<PackExpansionExpr>(E); })) {
    C.refuse(D->getLocation(), "a braced list of this kind that lives across an await");
    return;
  }
  PlanNode Scope = PlanNode::make(PlanNode::Scope, D->getLocation());
  std::string Text = ExpressionLowering(C, Scope.Body).lower(List);
  std::string First = C.text(List->getInit(0));
  if (C.Body.suspends(List->getInit(0))) {
    C.refuse(D->getLocation(), "a braced list that begins with an await in a template");
    return;
  }
  Maker &M = C.make(Maker::Decayed, List->getInit(0), First);
  if (C.failed())
    return;
  Variable &Array = C.temporary(
      "l", "const " + M.ExactName + "[" + std::to_string(List->getNumInits()) + "]", Place::Slot);
  Array.HasDestructor = true;
  Scope.Body.push_back(PlanNode::make(
      PlanNode::Run, D->getLocation(),
      placeNew(Array, "pawl::lowered::box<" + Array.Type + ">{" + Text + "}"), &Array));
  Out.push_back(std::move(Scope));
  Out.push_back(PlanNode::make(PlanNode::Begin, D->getLocation(), "", &Array));
  Variable &V = C.declare(D, "std::initializer_list<" + M.ExactName + ">", Place::Slot);
  Out.push_back(
      PlanNode::make(PlanNode::Begin, D->getLocation(),
                     placeNew(V, "pawl::lowered::box<" + V.Type + ">{pawl::lowered::list_of<" +
                                     M.ExactName + ">(" + Array.Name + ")}"),
                     &V));
}

void StatementLowering::beginUnknown(const VarDecl *D, const Expr *Init,
                                     VarDecl::InitializationStyle Style, PlanList &Out,
                                     const std::string *Given) {
  QualType T = D->getType();
  bool Suspends = Init && C.Body.suspends(Init);
  PlanList Before;
  ExpressionLowering E(C, Suspends ? Before : Out);
  auto DeclareSlot = [&](const std::string &Type) -> Variable & {
    Variable &V = C.declare(D, Type, Place::Slot);
    V.HasDestructor = true;
    V.IsConst = false;
    V.BindsConst = isConstReferred(T);
    return V;
  };
  auto Finish = [&](const std::string &Type, const std::string &Initializer) {
    if (C.failed())
      return;
    Variable &V = DeclareSlot(Type);
    std::string Box = "pawl::lowered::box<" + Type + ">";
    emitBegin(V, placeNew(V, Initializer.empty() ? Box : Box + "{" + Initializer + "}"), D,
              Suspends, std::move(Before), Out);
  };
  auto Value = [&](Maker::MakerKind Kind, const Expr *From, std::string Text,
                   std::string Result = "") {
    Maker &M = C.make(Kind, From, Text, std::move(Result));
    return std::pair<std::string, std::string>(
        M.ExactName, Kind == Maker::Converted ? C.callOf(M) : C.valueOf(M, From, Text));
  };
  if (!Init && !Given)
    return Finish(C.declaredType(D, T), "");
  auto *Sized = dyn_cast<DependentSizedArrayType>(T);
  if (isa<IncompleteArrayType>(T) || (Sized && !Sized->getSizeExpr())) {
    // The list says how many elements there are.
    std::string Element = C.declaredType(D, C.AST.getAsArrayType(T)->getElementType());
    std::string Text = E.lower(Init);
    Maker &M =
        C.make(Maker::Exact, Init, "pawl::lowered::list_array<" + Element + ">(" + Text + ")");
    return Finish(M.bareType(), Text);
  }

  const Expr *Single = Given ? nullptr : singleValue(Init);
  const Expr *Bare = Init;
  while (auto *Full = dyn_cast_or_null<FullExpr>(Bare))
    Bare = Full->getSubExpr();
  bool IsList = isa_and_nonnull<InitListExpr>(Bare);
  const DeducedType *Deduced = T->getContainedDeducedType();

  if (Deduced && isa<DeducedTemplateSpecializationType>(Deduced)) {
    // `std::vector v{a, b}`: the template's name as the user wrote it, and the initialiser.
    std::string Name = C.text(D->getTypeSourceInfo()->getTypeLoc().getSourceRange());
    bool Bracketed = isa_and_nonnull<ParenListExpr, InitListExpr>(Bare);
    std::string Text = E.lower(Init);
    auto [Type, Call] =
        Value(Maker::Decayed, Init, Bracketed ? Name + Text : Name + "(" + Text + ")");
    return Finish(Type, Call);
  }
  if (IsList && Deduced && Style == VarDecl::CInit) {
    beginList(D, cast<InitListExpr>(Bare), Out);
    return;
  }
  if (!Single && !Given && (Deduced || T->isReferenceType())) {
    C.refuse(
        D->getLocation(),
        "a variable of deduced type that is initialised with a list and lives across an await");
    return;
  }
  if (isa<DecompositionDecl>(D) && !T->isReferenceType()) {
    // An object is taken as `auto` takes it, an array is copied.
    std::string Text = Given ? *Given : E.lower(Single);
    Maker &M = C.make(Maker::Exact, Single, Text);
    Text = C.valueOf(M, Single, Text);
    if (C.failed())
      return;
    const std::string Type = "pawl::lowered::taken_apart<" + M.ExactName + ">";
    Variable &V = DeclareSlot(Type);
    emitBegin(V,
              "{ if constexpr (std::is_array<" + Type + ">::value) " +
                  placeNew(V, "pawl::lowered::box<" + Type + ">(pawl::lowered::copied<" + Type +
                                  ">(" + Text + "))") +
                  " else " + placeNew(V, "pawl::lowered::box<" + Type + ">{" + Text + "}") + " }",
              D, Suspends, std::move(Before), Out);
    return;
  }
  if (Deduced) {
    std::string Text = Given ? *Given : E.lower(Single);
    bool Exactly = T->isReferenceType() ||
                   (isa<AutoType>(Deduced) && cast<AutoType>(Deduced)->isDecltypeAuto());
    if (Exactly && Single && isPartOfTemporary(Single)) {
      C.refuse(D->getLocation(), "a reference to a part of a temporary that lives across an await");
      return;
    }
    auto [Type, Call] = Value(Exactly ? Maker::Exact : Maker::Decayed, Single, std::move(Text));
    return Finish(Type, Call);
  }
  std::string Type = C.declaredType(D, T);
  if (T->isReferenceType()) {
    std::string Text = Given ? *Given : E.lower(Single);
    if (Single && isPartOfTemporary(Single)) {
      C.refuse(D->getLocation(), "a reference to a part of a temporary that lives across an await");
      return;
    }
    Maker &M = C.make(Maker::Exact, Single, Text);
    std::string Bound = "pawl::lowered::binding<" + Type + ", " + M.ExactName + ">";
    return Finish(Bound, "static_cast<" + Bound + ">(" + Text + ")");
  }
  if (T->isArrayType())
    return Finish(Type, E.lower(Init));
  std::string Text = Given ? *Given : E.lower(Init);
  if (Style == VarDecl::CallInit)
    return Finish(Type, "pawl::lowered::type<" + Type + ">" + Text);
  if (IsList)
    return Finish(Type,
                  Style == VarDecl::ListInit ? "pawl::lowered::type<" + Type + ">" + Text : Text);
  // A maker cannot be given what is not there yet.
  if (namesItself(D))
    return Finish(Type, Text);
  auto [Made, Call] = Value(Maker::Converted, Init, std::move(Text), Type);
  Finish(Type, Call);
}

} // namespace pawl
