//===- VariableLowering.cpp - The user's declarations -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Analysis/AstWalk.h"
#include "Lowering/ExpressionLowering.h"
#include "Lowering/StatementLowering.h"
#include "clang/AST/DeclCXX.h"

using namespace clang;

namespace pawl {

namespace {

const Expr *skipFull(const Expr *E) {
  while (auto *Full = dyn_cast_or_null<FullExpr>(E))
    E = Full->getSubExpr();
  return E;
}

/// `T x;`: Sema has put in the call of the default constructor, which has no text.
bool isDefaultInitialised(const VarDecl *D, const Expr *Init) {
  if (!Init)
    return true;
  auto *Construct = dyn_cast<CXXConstructExpr>(skipFull(Init));
  if (!Construct || Construct->getParenOrBraceRange().isValid() ||
      Construct->isListInitialization())
    return false;
  for (const Expr *Arg : Construct->arguments())
    if (!isa<CXXDefaultArgExpr>(Arg))
      return false;
  return Construct->getBeginLoc() == D->getLocation();
}

/// The names in the brackets of a structured binding can be bound anew at each resume where that
/// has no effect but the binding ([dcl.struct.bind]).
bool canBindAgain(const DecompositionDecl *D) {
  bool TupleLike = false;
  for (const BindingDecl *B : D->bindings())
    TupleLike |= B->getHoldingVar() != nullptr;
  if (!TupleLike)
    return true;
  const CXXRecordDecl *R = D->getType().getNonReferenceType()->getAsCXXRecordDecl();
  return R && R->isInStdNamespace() &&
         (R->getName() == "pair" || R->getName() == "tuple" || R->getName() == "array");
}

} // namespace

void StatementLowering::declarations(const DeclStmt *S, PlanList &Out) {
  for (const Decl *D : S->decls()) {
    auto *Var = dyn_cast<VarDecl>(D);
    if (!Var) {
      if (S->isSingleDecl())
        verbatim(S, S, Out);
      else
        C.refuse(D->getLocation(), "a type and variables in one declaration around an await");
      continue;
    }
    variable(Var, Out, S->isSingleDecl(), S);
  }
}

void StatementLowering::variable(const VarDecl *D, PlanList &Out, bool Alone, const DeclStmt *S) {
  if (C.failed())
    return;
  bool Suspends = D->getInit() && C.Body.suspends(D->getInit());
  if (!D->hasLocalStorage()) {
    if (Suspends)
      C.refuse(D->getLocation(), "an await in the initialiser of a static variable");
    else if (Alone)
      verbatim(S, S, Out);
    else
      C.refuse(D->getLocation(), "several static variables in one declaration around an await");
    return;
  }
  if (D->getType()->isVariableArrayType()) {
    C.refuse(D->getLocation(), "an array of variable length that lives across an await");
    return;
  }
  if (!Suspends && C.isConstant(D)) {
    // It must stay usable in constant expressions, and a resume must be able to jump over it.
    if (!Alone) {
      C.refuse(D->getLocation(), "several constants in one declaration around an await");
      return;
    }
    auto R = C.Source.range(S->getSourceRange());
    if (!R) {
      C.refuse(D->getLocation(), "a constant from a macro around an await");
      return;
    }
    Out.push_back(PlanNode::make(PlanNode::Run, S->getBeginLoc(),
                                 "static " + C.Source.render(C.Source.withSemicolon(*R))));
    return;
  }
  begin(D, D->getInit(), D->getInitStyle(), Out);
}

void StatementLowering::begin(const VarDecl *D, const Expr *Init,
                              VarDecl::InitializationStyle Style, PlanList &Out) {
  if (isUnknown(D)) {
    beginUnknown(D, Init, Style, Out);
    return;
  }
  if (auto *Bindings = dyn_cast<DecompositionDecl>(D); Bindings && !canBindAgain(Bindings)) {
    C.refuse(D->getLocation(), "structured bindings of this type that live across an await");
    return;
  }
  if (D->getType()->isReferenceType())
    beginReference(D, Init, Out);
  else if (BodyAnalysis::isScalar(D->getType()) && !C.Body.use(D).HasIdentity &&
           C.nameOf(D->getType().getUnqualifiedType()))
    beginScalar(D, Init, Out);
  else
    beginObject(D, Init, Style, Out);
}

std::string StatementLowering::bindings(const VarDecl *D) {
  auto *Decomposition = dyn_cast<DecompositionDecl>(D);
  if (!Decomposition)
    return "";
  std::string Names = "[";
  for (const BindingDecl *B : Decomposition->bindings()) {
    if (Names.size() > 1)
      Names += ", ";
    Names += B->getNameAsString();
  }
  return Names + "]";
}

/// Puts \p V's beginning into \p Out: at once, or behind the block \p Before in which the coroutine
/// is suspended.
void StatementLowering::emitBegin(Variable &V, std::string Text, const VarDecl *D, bool Suspends,
                                  PlanList Before, PlanList &Out) {
  V.Bindings = bindings(D);
  PlanNode Begin = PlanNode::make(PlanNode::Begin, D->getLocation(), "", &V);
  if (!Suspends) {
    Begin.Text = std::move(Text);
    Out.push_back(std::move(Begin));
    return;
  }
  if (V.Where == Place::Local)
    V.Where = Place::Saved;
  PlanNode Scope = PlanNode::make(PlanNode::Scope, D->getLocation());
  Scope.Body = std::move(Before);
  Scope.Body.push_back(
      PlanNode::make(PlanNode::Run, D->getLocation(),
                     V.Where == Place::Slot ? Text : C.member(V) + " = " + Text + ";", &V));
  Out.push_back(std::move(Scope));
  Out.push_back(std::move(Begin));
}

/// The text of an initialiser that is an expression; a braced list's array begins before what it
/// initialises.
std::string StatementLowering::initialValue(const Expr *Init, bool Suspends, PlanList &Before,
                                            PlanList &Out) {
  const Expr *Inner = Init;
  for (;;) {
    if (auto *Full = dyn_cast<FullExpr>(Inner))
      Inner = Full->getSubExpr();
    else if (auto *Cast = dyn_cast<ImplicitCastExpr>(Inner))
      Inner = Cast->getSubExpr();
    else
      break;
  }
  if (!isa<CXXStdInitializerListExpr>(Inner))
    return ExpressionLowering(C, Suspends ? Before : Out).lower(Init);
  if (Suspends) {
    C.refuse(Init->getExprLoc(), "an await in a braced list that lives across other awaits");
    return "";
  }
  // Only the array behind the list lives on; other temporaries end with the initialiser.
  unsigned Temporaries = 0;
  walk(Inner, [&](const Stmt *S) { Temporaries += isa<MaterializeTemporaryExpr>(S); });
  if (Temporaries > 1) {
    C.refuse(Init->getExprLoc(),
             "a braced list that lives across an await and has temporaries in its elements");
    return "";
  }
  return ExpressionLowering(C, Out).lower(Inner, {/*Suspends=*/true, /*HasEffects=*/false});
}

void StatementLowering::beginReference(const VarDecl *D, const Expr *Init, PlanList &Out) {
  QualType Referred = D->getType().getNonReferenceType();
  const Expr *Inner = skipFull(Init);
  while (auto *Cast = dyn_cast<ImplicitCastExpr>(Inner)) {
    if (Cast->getCastKind() != CK_NoOp)
      break;
    Inner = Cast->getSubExpr();
  }
  bool Suspends = C.Body.suspends(Init);
  PlanList Before;
  if (auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(Inner);
      Temporary && Temporary->getExtendingDecl()) {
    // The temporary lives as long as the reference: it is the variable.
    const Expr *Value = Temporary->getSubExpr();
    std::string Text = initialValue(Value, Suspends, Before, Out);
    if (C.failed())
      return;
    QualType T = Temporary->getType();
    std::string Type = C.typeFor(T, Value, Text);
    Variable &V = C.declare(D, Type, Place::Slot);
    V.HasDestructor = T.isDestructedType() == QualType::DK_cxx_destructor;
    std::string Initializer = T->isScalarType() ? Type + "(" + Text + ")"
                                                : "pawl::lowered::box<" + Type + ">{" + Text + "}";
    emitBegin(V, placeNew(V, Initializer), D, Suspends, std::move(Before), Out);
    return;
  }
  bool Extends = false;
  walk(Init, [&](const Stmt *S) {
    if (auto *T = dyn_cast<MaterializeTemporaryExpr>(S))
      Extends |= T->getExtendingDecl() != nullptr;
  });
  if (Extends) {
    C.refuse(D->getLocation(), "a reference to a part of a temporary that lives across an await");
    return;
  }
  std::string Text = ExpressionLowering(C, Suspends ? Before : Out).lower(Init);
  if (C.failed())
    return;
  std::string Type;
  if (auto Name = C.nameOf(Referred))
    Type = *Name;
  else if (!Suspends)
    Type = C.make(Maker::Exact, Init, Text).bareType();
  else
    C.refuse(D->getLocation(), "a reference to this type with an await in its initialiser");
  Variable &V = C.declare(D, Type, Place::Reference);
  V.IsRValueReference = D->getType()->isRValueReferenceType();
  emitBegin(V, "pawl::lowered::address(" + Text + ")", D, Suspends, std::move(Before), Out);
}

void StatementLowering::beginScalar(const VarDecl *D, const Expr *Init, PlanList &Out) {
  std::string Type = *C.nameOf(D->getType().getUnqualifiedType());
  bool Suspends = Init && C.Body.suspends(Init);
  PlanList Before;
  const Expr *Value = skipFull(Init);
  while (auto *List = dyn_cast_or_null<InitListExpr>(Value))
    Value = List->getNumInits() ? List->getInit(0) : nullptr;
  if (Value && isa<ImplicitValueInitExpr, CXXScalarValueInitExpr>(Value->IgnoreImplicit()))
    Value = nullptr;
  std::string Text = zeroOf(Type);
  if (Value)
    Text = "static_cast<" + Type + ">(" +
           ExpressionLowering(C, Suspends ? Before : Out).lower(Value) + ")";
  if (C.failed())
    return;
  Variable &V = C.declare(D, Type, C.Body.use(D).UsedAcross ? Place::Saved : Place::Local);
  emitBegin(V, Text, D, Suspends, std::move(Before), Out);
}

void StatementLowering::beginObject(const VarDecl *D, const Expr *Init,
                                    VarDecl::InitializationStyle Style, PlanList &Out) {
  QualType T = D->getType();
  bool Suspends = Init && C.Body.suspends(Init);
  PlanList Before;
  auto Declare = [&](std::string Type) -> Variable & {
    Variable &V = C.declare(D, std::move(Type), Place::Slot);
    V.HasDestructor = T.isDestructedType() == QualType::DK_cxx_destructor;
    return V;
  };
  if (isDefaultInitialised(D, Init)) {
    std::string Type = C.declaredType(D, T);
    Variable &V = Declare(Type);
    emitBegin(V, placeNew(V, "pawl::lowered::box<" + Type + ">"), D, false, {}, Out);
    return;
  }
  ExpressionLowering E(C, Suspends ? Before : Out);
  const Expr *Inner = skipFull(Init);
  SourceRange Brackets;
  if (auto *Construct = dyn_cast<CXXConstructExpr>(Inner))
    Brackets = Construct->getParenOrBraceRange();
  else if (isa<CXXParenListInitExpr, ParenListExpr>(Inner))
    Brackets = Inner->getSourceRange();
  std::string Text, Open = "(", Close = ")";
  bool Direct = Style != VarDecl::CInit;
  bool Bracketed = false;
  if (Direct && Brackets.isValid() &&
      (Inner->getBeginLoc() == D->getLocation() || isa<ParenListExpr>(Inner))) {
    // `T x(...)`, `T x{...}`: the text between and with the brackets.
    auto R = C.Source.range(Brackets);
    if (!R) {
      C.refuse(D->getLocation(), "an initialiser partly from a macro around an await");
      return;
    }
    Text = E.lowerWithin(Inner, *R);
    Bracketed = true;
  } else if (auto *List = dyn_cast<InitListExpr>(Inner)) {
    Text = E.lower(List);
    Bracketed = true;
    if (!Direct || T->isArrayType() || T->isAggregateType())
      Bracketed = false; // An aggregate is initialised alike by copy and directly.
  } else {
    Text = initialValue(Init, Suspends, Before, Out);
  }
  if (C.failed())
    return;
  std::string Type;
  if (auto Name = C.nameOf(T)) {
    Type = *Name;
  } else if (!Bracketed && !isa<InitListExpr>(Inner)) {
    Type = C.typeFor(T, Init, Text);
  } else {
    Type = C.declaredType(D, T);
  }
  Variable &V = Declare(Type);
  std::string Initializer;
  if (T->isScalarType())
    Initializer = Bracketed ? Type + Text : Type + "(" + Text + ")";
  else if (Bracketed)
    Initializer = Type + Text;
  else if (Direct && !T->isArrayType() && !isa<InitListExpr>(Inner))
    Initializer = Type + "(" + Text + ")";
  else
    Initializer = "pawl::lowered::box<" + Type + ">{" + Text + "}";
  emitBegin(V, placeNew(V, Initializer), D, Suspends, std::move(Before), Out);
}

} // namespace pawl
