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
#include "clang/AST/DynamicRecursiveASTVisitor.h"

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

bool namesItself(const VarDecl *D) {
  struct Finder : ConstDynamicRecursiveASTVisitor {
    const VarDecl *D = nullptr;
    bool VisitDeclRefExpr(const DeclRefExpr *Ref) override { return Ref->getDecl() != D; }
  } Finder;
  Finder.D = D;
  return D->getInit() && !Finder.TraverseStmt(D->getInit());
}

void StatementLowering::declarations(const DeclStmt *S, PlanList &Out) {
  for (const Decl *D : S->decls()) {
    if (auto *Var = dyn_cast<VarDecl>(D)) {
      variable(Var, Out, S);
    } else if (S->isSingleDecl()) {
      verbatim(S, S, Out);
    } else {
      // `struct S { ... } s;`
      const Decl *Type = D;
      Out.push_back(PlanNode::make(PlanNode::Run, D->getBeginLoc(), C.definition(Type)));
      Out.back().Declares = Type;
    }
  }
}

/// A variable that is not in the frame, on its own: one of several that are declared together.
std::string StatementLowering::aloneText(const VarDecl *D) {
  std::string Text = D->isConstexpr() ? "constexpr " : "";
  if (D->getTSCSpec() != TSCS_unspecified)
    Text = "thread_local " + Text;
  Text = "static " + Text + "pawl::lowered::type<" + C.declaredType(D, D->getType()) + "> " +
         D->getNameAsString();
  const Expr *Init = D->getInit();
  if (!Init || isDefaultInitialised(D, Init))
    return Text + ";";
  std::string Value = C.text(Init);
  auto *Construct = dyn_cast<CXXConstructExpr>(skipFull(Init));
  if (D->getInitStyle() == VarDecl::CInit)
    Text += " = " + Value;
  else if (Construct && Construct->getParenOrBraceRange().isValid())
    Text += C.text(Construct->getParenOrBraceRange());
  else if (isa<InitListExpr, ParenListExpr>(skipFull(Init)))
    Text += Value;
  else
    Text += "(" + Value + ")";
  return Text + ";";
}

/// Whether \p D is a static of deduced type that has no name: a closure, or what a template makes
/// it.
bool StatementLowering::isUnnamedStatic(const VarDecl *D) const {
  return D->isStaticLocal() && D->getInit() && D->getType()->getContainedDeducedType() &&
         !D->isConstexpr() && !isa<DecompositionDecl>(D) &&
         !C.nameOf(D->getType().getNonReferenceType());
}

/// Makers may name it, so one of them gives its type.
void StatementLowering::unnamedStatic(const VarDecl *D, PlanList &Out) {
  QualType T = D->getType();
  const Expr *Init = singleValue(D->getInit());
  if (!Init)
    Init = D->getInit();
  std::string Value = C.text(Init);
  Maker &M = C.make(T->isReferenceType() ? Maker::Exact : Maker::Decayed, Init, Value);
  if (C.failed())
    return;
  Value = C.valueOf(M, Init, Value);
  C.declare(D, M.bareType(), Place::Local).Used = false;
  std::string Text = D->getTSCSpec() != TSCS_unspecified ? "static thread_local " : "static ";
  if (T.getNonReferenceType().isConstQualified())
    Text += "const ";
  Text += M.ExactName + (T->isReferenceType() ? "&& " : " ") + D->getNameAsString();
  Out.push_back(PlanNode::make(PlanNode::Run, D->getLocation(),
                               "[[maybe_unused]] " + Text + " = " + Value + ";"));
}

void StatementLowering::variable(const VarDecl *D, PlanList &Out, const DeclStmt *S) {
  if (C.failed() || Begun.count(D))
    return;
  if (D->getType()->isVariableArrayType()) {
    C.refuse(D->getLocation(), "an array of variable length that lives across an await");
    return;
  }
  bool Suspends = D->getInit() && C.Body.suspends(D->getInit());
  if (D->hasLocalStorage() && (Suspends || !C.isConstant(D))) {
    begin(D, D->getInit(), D->getInitStyle(), Out);
    return;
  }
  if (isUnnamedStatic(D)) {
    unnamedStatic(D, Out);
    return;
  }
  // A constant must stay usable in constant expressions, and a resume must be able to jump over
  // it: it may as well be static.
  if (S->isSingleDecl() && !D->hasLocalStorage()) {
    verbatim(S, S, Out);
    return;
  }
  auto R = S->isSingleDecl() ? C.Source.range(S->getSourceRange()) : std::nullopt;
  Out.push_back(
      PlanNode::make(PlanNode::Run, D->getLocation(),
                     R ? "static " + C.Source.render(C.Source.withSemicolon(*R)) : aloneText(D)));
}

void StatementLowering::begin(const VarDecl *D, const Expr *Init,
                              VarDecl::InitializationStyle Style, PlanList &Out) {
  if (isUnknown(D)) {
    beginUnknown(D, Init, Style, Out);
    return;
  }
  if (auto *Bindings = dyn_cast<DecompositionDecl>(D); Bindings && !canBindAgain(Bindings)) {
    beginParts(Bindings, Init, Style, Out);
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

/// Structured bindings whose `get` is the user's, which must be called once ([dcl.struct.bind]/7):
/// the object has a name of ours, and each binding is a variable of its own.
void StatementLowering::beginParts(const DecompositionDecl *D, const Expr *Init,
                                   VarDecl::InitializationStyle Style, PlanList &Out) {
  C.Separate.insert(D);
  if (D->getType()->isReferenceType())
    beginReference(D, Init, Out);
  else
    beginObject(D, Init, Style, Out);
  Variable *Whole = C.find(D);
  if (C.failed() || !Whole)
    return;
  unsigned Index = 0;
  for (const BindingDecl *B : D->bindings()) {
    std::string Category = D->getType()->isLValueReferenceType() ? "&" : "&&";
    std::string Text =
        "pawl::lowered::get_part<" + std::to_string(Index++) + ">(static_cast<" +
        std::string(D->getType().getNonReferenceType().isConstQualified() ? "const " : "") +
        "pawl::lowered::type<" + Whole->Type + ">" + Category + ">(" + Whole->Name + "))";
    Maker &M = C.make(Maker::Exact, nullptr, Text);
    Variable &V = C.P.addVariable(B->getNameAsString(), M.ExactName, Place::Slot);
    V.Field = C.freshName("part");
    V.HasDestructor = true;
    C.Parts[B] = &V;
    Out.push_back(PlanNode::make(PlanNode::Begin, B->getLocation(),
                                 placeNew(V, "pawl::lowered::box<" + V.Type + ">{" + Text + "}"),
                                 &V));
  }
}

std::string StatementLowering::bindings(const VarDecl *D) {
  auto *Decomposition = dyn_cast<DecompositionDecl>(D);
  if (!Decomposition || C.Separate.count(D))
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
  // The text is the initialiser's.
  SourceLocation Loc = D->getInit() ? D->getInit()->getBeginLoc() : SourceLocation();
  if (Loc.isInvalid())
    Loc = D->getLocation();
  if (V.Where == Place::Slot && V.Bindings.empty() && namesItself(D))
    Text = "{ [[maybe_unused]] auto& " + V.Name + " = " + C.member(V) + ".get(); " + Text + " }";
  PlanNode Begin = PlanNode::make(PlanNode::Begin, Loc, "", &V);
  if (!Suspends) {
    Begin.Text = std::move(Text);
    Out.push_back(std::move(Begin));
    return;
  }
  if (V.Where == Place::Local)
    V.Where = Place::Saved;
  PlanNode Scope = PlanNode::make(PlanNode::Scope, Loc);
  Scope.Body = std::move(Before);
  Scope.Body.push_back(PlanNode::make(
      PlanNode::Run, Loc, V.Where == Place::Slot ? Text : C.member(V) + " = " + Text + ";", &V));
  Out.push_back(std::move(Scope));
  Out.push_back(std::move(Begin));
}

/// The text of an initialiser that is an expression.  The array behind a braced list lives as long
/// as the variable ([dcl.init.list]/6) and begins before it; nothing suspends after that.
std::string StatementLowering::initialValue(const Expr *Init, bool &Suspends, PlanList &Before,
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
  auto *List = dyn_cast<CXXStdInitializerListExpr>(Inner);
  if (!List)
    return ExpressionLowering(C, Suspends ? Before : Out).lower(Init);
  auto *Array = dyn_cast<MaterializeTemporaryExpr>(List->getSubExpr()->IgnoreImplicit());
  if (!Array)
    Array = cast<MaterializeTemporaryExpr>(List->getSubExpr());
  // Other temporaries end with the initialiser.
  PlanNode Scope = PlanNode::make(PlanNode::Scope, Init->getBeginLoc());
  std::string Text = ExpressionLowering(C, Scope.Body).lower(Array->getSubExpr());
  QualType Element = C.AST.getAsArrayType(Array->getType())->getElementType();
  auto Name = C.nameOf(Array->getType());
  auto ElementName = C.nameOf(Element.getUnqualifiedType());
  if (!Name || !ElementName) {
    C.refuse(Init->getExprLoc(), "a braced list of this type that lives across an await");
    return "";
  }
  Variable &V = C.temporary("l", *Name, Place::Slot);
  C.measure(V, Array->getType());
  V.HasDestructor = Array->getType().isDestructedType() == QualType::DK_cxx_destructor;
  std::string Build = placeNew(V, "pawl::lowered::box<" + *Name + ">{" + Text + "}");
  PlanNode Begin = PlanNode::make(PlanNode::Begin, Init->getBeginLoc(), "", &V);
  if (Scope.Body.empty()) {
    Begin.Text = std::move(Build);
  } else {
    Scope.Body.push_back(PlanNode::make(PlanNode::Run, Init->getBeginLoc(), Build, &V));
    Out.push_back(std::move(Scope));
  }
  Out.push_back(std::move(Begin));
  Suspends = false;
  return "pawl::lowered::list_of<" + *ElementName + ">(" + V.Name + ")";
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
    std::string Initializer = T->isScalarType() ? declarable(Type) + "(" + Text + ")"
                                                : "pawl::lowered::box<" + Type + ">{" + Text + "}";
    emitBegin(V, placeNew(V, Initializer), D, Suspends, std::move(Before), Out);
    return;
  }
  // A reference to a part of a temporary extends its life, and in a range-based for of C++23 that
  // of all temporaries.
  bool Extends = false, Ends = Suspends;
  walk(Init, [&](const Stmt *S) {
    if (auto *T = dyn_cast<MaterializeTemporaryExpr>(S)) {
      Extends |= T->getExtendingDecl() != nullptr;
      Ends |= T->getExtendingDecl() == nullptr;
    }
  });
  if (Extends && Ends) {
    C.refuse(D->getLocation(), "a reference to a part of a temporary that lives across an await, "
                               "beside temporaries that do not");
    return;
  }
  ExpressionLowering Lowering(C, Suspends ? Before : Out);
  std::string Text = Extends ? Lowering.lower(Init, {/*Suspends=*/true, /*HasEffects=*/false})
                             : Lowering.lower(Init);
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
  bool Bracketed = false, IsList = false;
  // Structured bindings copy an array element by element ([dcl.struct.bind]/1).
  const bool CopiesArray = isa<DecompositionDecl>(D) && T->isArrayType();
  if (CopiesArray) {
    auto *Loop = dyn_cast<ArrayInitLoopExpr>(Inner);
    Text = E.lower(Loop ? Loop->getCommonExpr() : singleValue(Init));
  } else if (Direct && Brackets.isValid() &&
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
    IsList = true;
    if (!Direct || T->isArrayType() || T->isAggregateType())
      Bracketed = false; // An aggregate is initialised alike by copy and directly.
  } else {
    Text = initialValue(Init, Suspends, Before, Out);
  }
  if (C.failed())
    return;
  std::string Type;
  // `scope_exit leave{[&] { ... }};`, whose type has no name: the value is what the template's name
  // and the initialiser make ([dcl.type.class.deduct]).
  if ((Bracketed || IsList) && !C.nameOf(T) &&
      isa_and_nonnull<DeducedTemplateSpecializationType>(T->getContainedDeducedType())) {
    Text = C.text(D->getTypeSourceInfo()->getTypeLoc().getSourceRange()) + Text;
    Bracketed = IsList = false;
  }
  if (auto Name = C.nameOf(T)) {
    Type = *Name;
  } else if (!Bracketed && !IsList) {
    Type = C.typeFor(T, Init, Text);
  } else {
    Type = C.declaredType(D, T);
  }
  Variable &V = Declare(Type);
  std::string Initializer;
  if (T->isScalarType())
    Initializer = declarable(Type) + (Bracketed ? Text : "(" + Text + ")");
  else if (CopiesArray)
    Initializer =
        "pawl::lowered::box<" + Type + ">(pawl::lowered::copied<" + Type + ">(" + Text + "))";
  else if (Bracketed)
    Initializer = declarable(Type) + Text;
  else if (Direct && !T->isArrayType() && !IsList)
    Initializer = declarable(Type) + "(" + Text + ")";
  else
    Initializer = "pawl::lowered::box<" + Type + ">{" + Text + "}";
  emitBegin(V, placeNew(V, Initializer), D, Suspends, std::move(Before), Out);
}

} // namespace pawl
