//===- ExpressionLowering.cpp - Full-expressions with awaits in them -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Lowering/ExpressionLowering.h"
#include "Analysis/AstWalk.h"

using namespace clang;

namespace pawl {

std::string placeNew(const Variable &V, llvm::StringRef Initializer) {
  return ("::new (" + LoweringContext::member(V) + ".raw()) " + Initializer + ";").str();
}

std::string zeroOf(const std::string &Type) { return "pawl::lowered::type<" + Type + ">()"; }

void ExpressionLowering::run(std::string Text, SourceLocation Loc) {
  append(PlanNode::make(PlanNode::Run, Loc, std::move(Text)));
}

void ExpressionLowering::begin(Variable &V, std::string Text, SourceLocation Loc) {
  append(PlanNode::make(PlanNode::Begin, Loc, std::move(Text), &V));
}

/// Wrappers without text of their own.
static const Expr *skipImplicit(const Expr *E) {
  for (;;) {
    if (auto *Full = dyn_cast<FullExpr>(E))
      E = Full->getSubExpr();
    else if (auto *Cast = dyn_cast<ImplicitCastExpr>(E))
      E = Cast->getSubExpr();
    else if (auto *Bind = dyn_cast<CXXBindTemporaryExpr>(E))
      E = Bind->getSubExpr();
    else if (auto *Opaque = dyn_cast<OpaqueValueExpr>(E); Opaque && Opaque->getSourceExpr())
      E = Opaque->getSourceExpr();
    else
      return E;
  }
}

/// Whether \p E, a default argument, has a temporary that can be read or whose end can be noticed.
static bool hasNoticeableTemporary(const Expr *E) {
  bool Found = false;
  walk(E, [&](const Stmt *S) {
    auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(S);
    if (!Temporary)
      return;
    const CXXRecordDecl *R = Temporary->getType()->getAsCXXRecordDecl();
    bool IsEmpty = R && R->hasDefinition() && R->isEmpty();
    // Allocators and comparators: their destructors are the library's.
    Found |= !IsEmpty || !(R->hasTrivialDestructor() || R->isInStdNamespace());
  });
  return Found;
}

bool ExpressionLowering::hasTemporary(const Expr *E) const {
  bool Found = false;
  walk(E, [&](const Stmt *S) {
    Found |= isa<MaterializeTemporaryExpr>(S);
    if (auto *Default = dyn_cast<CXXDefaultArgExpr>(S))
      Found |= hasNoticeableTemporary(Default->getExpr());
  });
  return Found || hasUnknownTemporary(E);
}

bool ExpressionLowering::overridden(const Expr *E) const {
  if (C.Overrides.empty())
    return false;
  bool Found = false;
  walk(E, [&](const Stmt *S) {
    if (auto *Sub = dyn_cast<Expr>(S))
      Found |= C.Overrides.count(Sub) != 0;
  });
  return Found;
}

bool ExpressionLowering::isArrow(const Expr *E) {
  auto *Call = dyn_cast<CXXOperatorCallExpr>(E);
  return Call && Call->getOperator() == OO_Arrow;
}

bool ExpressionLowering::hasEffects(const Expr *E) const {
  return suspends(E) || E->HasSideEffects(C.AST);
}

bool ExpressionLowering::isStable(const Expr *E) const {
  if (C.Overrides.count(E))
    return true;
  if (isa<IntegerLiteral, FloatingLiteral, CharacterLiteral, StringLiteral, CXXBoolLiteralExpr,
          CXXNullPtrLiteralExpr, CXXThisExpr, UnaryExprOrTypeTraitExpr, GNUNullExpr>(E))
    return true;
  if (auto *Full = dyn_cast<FullExpr>(E))
    return isStable(Full->getSubExpr());
  if (auto *Paren = dyn_cast<ParenExpr>(E))
    return isStable(Paren->getSubExpr());
  if (auto *Cast = dyn_cast<ImplicitCastExpr>(E)) {
    switch (Cast->getCastKind()) {
    case CK_LValueToRValue: {
      // The value of a variable is the same later if nobody can change it in between.
      const Expr *Of = Cast->getSubExpr()->IgnoreParenImpCasts();
      auto *Ref = dyn_cast<DeclRefExpr>(Of);
      auto *D = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
      if (!D || D->getType()->isReferenceType())
        return false;
      if (D->getType().isConstQualified() && !D->getType().isVolatileQualified())
        return true;
      const VariableUse &U = C.Body.use(D);
      return D->hasLocalStorage() && !U.HasIdentity && !U.IsAssigned;
    }
    case CK_NoOp:
    case CK_ArrayToPointerDecay:
    case CK_FunctionToPointerDecay:
    case CK_UncheckedDerivedToBase:
    case CK_DerivedToBase:
    case CK_NullToPointer:
    case CK_IntegralCast:
    case CK_IntegralToFloating:
    case CK_FloatingCast:
    case CK_BuiltinFnToFnPtr:
      return isStable(Cast->getSubExpr());
    default:
      return false;
    }
  }
  if (auto *Ref = dyn_cast<DeclRefExpr>(E))
    return !isa<VarTemplateSpecializationDecl>(Ref->getDecl());
  if (auto *Member = dyn_cast<MemberExpr>(E)) {
    if (isa<CXXMethodDecl>(Member->getMemberDecl()))
      return isStable(Member->getBase());
    if (isa<VarDecl, EnumConstantDecl>(Member->getMemberDecl()))
      return true;
    if (Member->getMemberDecl()->getType()->isReferenceType())
      return false;
    if (Member->isArrow())
      return isStable(Member->getBase()) && Member->getBase()->isPRValue();
    return Member->getBase()->isGLValue() && isStable(Member->getBase());
  }
  if (auto *Unary = dyn_cast<UnaryOperator>(E))
    return (Unary->getOpcode() == UO_Minus || Unary->getOpcode() == UO_AddrOf ||
            Unary->getOpcode() == UO_Not || Unary->getOpcode() == UO_LNot) &&
           isStable(Unary->getSubExpr());
  return false;
}

ExpressionLowering::Operands ExpressionLowering::operandsOf(const Expr *E) {
  Operands Result;
  auto Add = [&](const Stmt *S) {
    if (auto *Sub = dyn_cast_or_null<Expr>(S))
      Result.push_back(Sub);
  };
  if (auto *Binary = dyn_cast<BinaryOperator>(E); Binary && Binary->isAssignmentOp()) {
    // [expr.ass]/1: the right operand is sequenced before the left one.
    Add(Binary->getRHS());
    Add(Binary->getLHS());
    return Result;
  }
  if (auto *Call = dyn_cast<CXXOperatorCallExpr>(E)) {
    // The callee is the operator's name.
    Operands Args(Call->arg_begin(), Call->arg_end());
    if (Call->isAssignmentOp() && Args.size() == 2)
      std::swap(Args[0], Args[1]);
    return Args;
  }
  if (auto *Call = dyn_cast<CallExpr>(E)) {
    const Expr *Callee = Call->getCallee()->IgnoreParenImpCasts();
    auto *Unknown = dyn_cast<CXXDependentScopeMemberExpr>(Callee);
    if (isa<CXXMemberCallExpr>(E) || (Unknown && !Unknown->isImplicitAccess()) ||
        isa<UnresolvedMemberExpr, MemberExpr>(Callee)) {
      // `object.function` has no value of its own: its operands are the call's.
      forEachChild(Call->getCallee()->IgnoreParens(), [&](const Stmt *S) {
        if (auto *This = dyn_cast<CXXThisExpr>(S); !This || !This->isImplicit())
          Add(S);
      });
    } else if (!isa<OverloadExpr, CXXDependentScopeMemberExpr, DependentScopeDeclRefExpr,
                    CXXPseudoDestructorExpr>(Callee)) {
      Add(Call->getCallee());
    }
    for (const Expr *Arg : Call->arguments())
      Add(Arg);
    return Result;
  }
  if (auto *Rewritten = dyn_cast<CXXRewrittenBinaryOperator>(E)) {
    CXXRewrittenBinaryOperator::DecomposedForm Form = Rewritten->getDecomposedForm();
    Add(Form.LHS);
    Add(Form.RHS);
    return Result;
  }
  if (auto *List = dyn_cast<InitListExpr>(E)) {
    const InitListExpr *Semantic = List->isSemanticForm() ? List : List->getSemanticForm();
    for (const Expr *Init : (Semantic ? Semantic : List)->inits()) {
      // A list within the list is no value that could be kept, its elements are.
      if (auto *Within = dyn_cast_or_null<InitListExpr>(Init))
        llvm::append_range(Result, operandsOf(Within));
      else if (Init && !isa<ImplicitValueInitExpr>(Init))
        Add(Init);
    }
    return Result;
  }
  forEachChild(E, Add);
  return Result;
}

bool ExpressionLowering::isSequenced(const Expr *E) {
  if (isa<InitListExpr, CXXOperatorCallExpr>(E))
    return true;
  if (auto *Construct = dyn_cast<CXXConstructExpr>(E))
    return Construct->isListInitialization();
  if (auto *Binary = dyn_cast<BinaryOperator>(E))
    return Binary->isAssignmentOp() || Binary->isCommaOp() || Binary->isShiftOp();
  return false;
}

/// Whether \p E gives an object that can be neither moved nor copied.  Such an operand is evaluated
/// after the await where the order is the compiler's.
static bool isImmovable(const Expr *E) {
  const CXXRecordDecl *Record =
      E->isPRValue() && !isDependent(E) ? E->getType()->getAsCXXRecordDecl() : nullptr;
  return Record && !Record->hasSimpleMoveConstructor() &&
         !Record->hasUserDeclaredMoveConstructor() && !Record->hasSimpleCopyConstructor() &&
         !Record->hasUserDeclaredCopyConstructor() && !Record->hasMoveConstructor() &&
         !Record->hasCopyConstructorWithConstParam();
}

void ExpressionLowering::lowerOperands(const Expr *E, Following F,
                                       llvm::SmallVectorImpl<TextEdit> &Edits) {
  Operands Ops = operandsOf(E);
  llvm::SmallVector<const CXXDefaultArgExpr *, 2> Defaults;
  for (size_t I = 0; I < Ops.size(); ++I) {
    const Expr *Op = Ops[I];
    if (isa<CXXDefaultArgExpr>(Op) || isa<CXXDefaultInitExpr>(Op)) {
      if (isa<CXXDefaultArgExpr>(Op) && F.Suspends)
        Defaults.push_back(cast<CXXDefaultArgExpr>(Op));
      else if (F.Suspends && hasNoticeableTemporary(cast<CXXDefaultInitExpr>(Op)->getExpr()))
        C.refuse(E->getExprLoc(),
                 "a default member initialiser whose temporary must live across the await");
      continue;
    }
    if (auto *Expanded = dyn_cast<PackExpansionExpr>(Op); Expanded && suspends(Op)) {
      expandAwaits(E, Expanded, Edits);
      continue;
    }
    if (F.Suspends && keepsArgument(E, Op, Edits))
      continue;
    Following After = F;
    bool LaterSuspends = false, LaterMoves = false;
    for (size_t J = I + 1; J < Ops.size(); ++J) {
      LaterSuspends |= suspends(Ops[J]);
      LaterMoves |= F.Suspends && isSequenced(E) && hasTemporary(Ops[J]);
      After.HasEffects |= hasEffects(Ops[J]);
    }
    After.Suspends |= LaterSuspends;
    // What a comma discards stays where it is.
    if (auto *Binary = dyn_cast<BinaryOperator>(E); Binary && Binary->isCommaOp() && I == 0)
      After.HasEffects = false;
    std::string Text;
    if (LaterSuspends && C.isDependent() && mayBeCopied(E, Op))
      Text = keepListed(Op, After);
    else if (F.Suspends && keepsUnknown(E, Op))
      Text = keepExact(Op, After);
    else if ((LaterSuspends || (LaterMoves && hasEffects(Op))) && !isStable(Op) &&
             (isSequenced(E) || !isImmovable(Op)))
      Text = keep(Op, After);
    else if (needsWork(Op, After))
      Text = F.Suspends && isUntypedList(E, Op) ? typedList(Op, After) : lower(Op, After);
    else
      continue;
    auto R = C.Source.range(Op->getSourceRange());
    if (!R) {
      C.refuse(Op->getExprLoc(), "an await whose operands stand partly within a macro's expansion");
      return;
    }
    Edits.push_back({*R, std::move(Text)});
  }
  keepDefaults(E, Defaults, Edits);
}

/// Writes the default arguments of \p E whose temporaries must outlive the call, and those before
/// them, as arguments.
void ExpressionLowering::keepDefaults(const Expr *E,
                                      llvm::ArrayRef<const CXXDefaultArgExpr *> Defaults,
                                      llvm::SmallVectorImpl<TextEdit> &Edits) {
  while (!Defaults.empty() && !hasNoticeableTemporary(Defaults.back()->getExpr()))
    Defaults = Defaults.drop_back();
  if (Defaults.empty() || C.failed())
    return;
  SourceLocation Close;
  bool HasOthers = false;
  auto IsWritten = [](const Expr *Arg) { return !isa<CXXDefaultArgExpr>(Arg); };
  if (auto *Call = dyn_cast<CallExpr>(E)) {
    Close = Call->getRParenLoc();
    HasOthers = llvm::any_of(Call->arguments(), IsWritten);
  } else if (auto *Construct = dyn_cast<CXXConstructExpr>(E)) {
    Close = Construct->getParenOrBraceRange().getEnd();
    HasOthers = llvm::any_of(Construct->arguments(), IsWritten);
  }
  std::string Text;
  for (const CXXDefaultArgExpr *Default : Defaults) {
    std::string Spelled = C.spelled(
        Default->getExpr(), [&](const MaterializeTemporaryExpr *Temporary, std::string Made) {
          Variable *V = build(Temporary->getType(), E, std::move(Made), "t");
          return V ? rvalue(V->Type, V->Name) : "";
        });
    auto Place = C.Source.offset(Close);
    if (C.failed())
      return;
    if (Spelled.empty() || !Place) {
      C.refuse(E->getExprLoc(), "a default argument whose temporary must live across the await; "
                                "pass the argument explicitly");
      return;
    }
    Text += (Text.empty() && !HasOthers ? "" : ", ") + Spelled;
  }
  if (auto Place = C.Source.offset(Close))
    Edits.push_back({{*Place, *Place}, std::move(Text)});
}

std::string ExpressionLowering::lowerWithin(const Expr *E, TextRange Within) {
  llvm::SmallVector<TextEdit, 4> Edits;
  lowerOperands(E, Following(), Edits);
  if (!Unpacking.empty() && !C.failed())
    C.refuse(E->getExprLoc(), "an await in the expansion of a parameter pack here; write braces");
  return C.Source.render(Within, Edits);
}

std::string ExpressionLowering::lower(const Expr *E, Following F) {
  if (C.failed())
    return "";
  if (auto It = C.Overrides.find(E); It != C.Overrides.end())
    return It->second;
  const Expr *Inner = skipImplicit(E);
  if (auto It = C.Overrides.find(Inner); It != C.Overrides.end())
    return It->second;
  if (isPromiseCall(Inner))
    return promiseCall(cast<CallExpr>(Inner), F);
  if (auto *Operator = dyn_cast<CXXOperatorCallExpr>(Inner);
      Operator && Operator->getOperator() == OO_Coawait)
    return operatorCoawait(Operator, F);
  if (!needsWork(Inner, F))
    return C.text(Inner);
  E = Inner;
  if (isSuspension(E))
    return await(E, F);
  if (auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(E)) {
    if (!F.Suspends)
      return lower(Temporary->getSubExpr(), F);
    Variable *V = materialize(Temporary, "t");
    return V ? rvalue(V->Type, V->Name) : "";
  }
  if (auto *Binary = dyn_cast<BinaryOperator>(E)) {
    if (Binary->isLogicalOp() && (suspends(Binary->getRHS()) || F.Suspends))
      return logical(Binary, F);
    if (Binary->isCommaOp() && (suspends(Binary->getRHS()) || F.Suspends))
      return comma(Binary, F);
  }
  if (auto *Choice = dyn_cast<ConditionalOperator>(E);
      Choice && (suspends(Choice->getTrueExpr()) || suspends(Choice->getFalseExpr()) || F.Suspends))
    return conditional(Choice, F);
  if (auto *Elvis = dyn_cast<BinaryConditionalOperator>(E)) {
    // `a ?: b` evaluates a once.
    C.Overrides[skipImplicit(Elvis->getCommon())] = keep(Elvis->getCommon(), {true, true});
    return conditional(Elvis, F);
  }
  if (isa<StmtExpr, CXXInheritedCtorInitExpr, PseudoObjectExpr, ArrayInitLoopExpr>(E)) {
    C.refuse(E->getExprLoc(), "an await within this kind of expression");
    return "";
  }
  if (auto *List = dyn_cast<CXXStdInitializerListExpr>(E))
    return F.Suspends ? initializerList(List) : lower(List->getSubExpr(), F);
  if (auto *Construct = dyn_cast<CXXConstructExpr>(E);
      Construct && Construct->getNumArgs() == 1 && !isa<CXXTemporaryObjectExpr>(E) &&
      Construct->getParenOrBraceRange().isInvalid())
    return lower(Construct->getArg(0),
                 F); // An implicit conversion or copy: the text is its operand's.
  if (auto *Lambda = dyn_cast<LambdaExpr>(E); Lambda && !suspends(E))
    return C.text(E);
  if (auto *Fold = dyn_cast<CXXFoldExpr>(E))
    return fold(Fold, F);
  if (isa<PackExpansionExpr>(E)) {
    C.refuse(E->getExprLoc(), "an await in the expansion of a parameter pack");
    return "";
  }
  llvm::SmallVector<TextEdit, 4> Edits;
  std::vector<std::string> Around = std::exchange(Unpacking, {});
  lowerOperands(E, F, Edits);
  std::string Text = C.text(E, Edits);
  for (const std::string &Open : Unpacking)
    Text = Open + "return (" + Text + "); })";
  Unpacking = std::move(Around);
  return Text;
}

/// The array behind a std::initializer_list lives as long as a temporary would ([dcl.init.list]/6):
/// it becomes a slot, and the list is made from it.
std::string ExpressionLowering::initializerList(const CXXStdInitializerListExpr *E) {
  auto *Array = dyn_cast<MaterializeTemporaryExpr>(skipImplicit(E->getSubExpr()));
  if (!Array) {
    C.refuse(E->getExprLoc(), "a braced list that must live across an await");
    return "";
  }
  std::string Text = lower(Array->getSubExpr(), {/*Suspends=*/true, /*HasEffects=*/false});
  auto Element =
      C.nameOf(C.AST.getAsArrayType(Array->getType())->getElementType().getUnqualifiedType());
  if (!Element || C.failed()) {
    C.refuse(E->getExprLoc(), "a braced list of this type that must live across an await");
    return "";
  }
  Variable *V = build(Array->getType(), Array->getSubExpr(), std::move(Text), "l");
  // The braces may have been those of `T{a, b}`.
  return V ? "(pawl::lowered::list_of<" + *Element + ">(" + V->Name + "))" : "";
}

/// Whether \p Op is a braced list without a type that makes an argument or element of \p E from a
/// std::initializer_list.
bool ExpressionLowering::isUntypedList(const Expr *E, const Expr *Op) {
  auto *Construct = dyn_cast<CXXConstructExpr>(skipImplicit(Op));
  if (auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(skipImplicit(Op)))
    Construct = dyn_cast<CXXConstructExpr>(skipImplicit(Temporary->getSubExpr()));
  return Construct && Construct->isStdInitListInitialization() &&
         !isa<CXXTemporaryObjectExpr>(Construct) &&
         isa<CallExpr, CXXConstructExpr, InitListExpr>(E);
}

/// The object of such a list whose array is kept: its initialiser is no list any more, so the text
/// says the type that the list gave.
std::string ExpressionLowering::typedList(const Expr *Op, Following F) {
  std::string Text = lower(Op, F);
  if (isa<MaterializeTemporaryExpr>(skipImplicit(Op)))
    return Text;
  auto Type = C.nameOf(Op->getType().getUnqualifiedType());
  if (!Type)
    C.refuse(Op->getExprLoc(), "a braced list of this type that must live across an await");
  return "pawl::lowered::type<" + Type.value_or("") + ">" + Text;
}

/// The braced list of \p E, if that is an array written as `Type{...}`: an array cannot be
/// initialised with the whole.
static const Expr *listOfArray(const Expr *E) {
  if (E->getType().isNull() || !E->getType()->isArrayType())
    return E;
  const Expr *Inner = skipImplicit(E);
  if (auto *Cast = dyn_cast<ExplicitCastExpr>(Inner))
    Inner = skipImplicit(Cast->getSubExpr());
  else if (auto *Literal = dyn_cast<CompoundLiteralExpr>(Inner))
    Inner = Literal->getInitializer();
  return isa<InitListExpr>(Inner) ? Inner : E;
}

Variable *ExpressionLowering::build(QualType T, const Expr *E, std::string Text,
                                    llvm::StringRef Stem) {
  std::string Type = C.typeFor(T, E, Text);
  if (C.failed())
    return nullptr;
  Variable &V = C.temporary(Stem, Type, Place::Slot);
  C.measure(V, T);
  V.HasDestructor = T.isDestructedType() == QualType::DK_cxx_destructor;
  std::string Initializer = T->isScalarType() ? declarable(Type) + "(" + Text + ")"
                                              : "pawl::lowered::box<" + Type + ">{" + Text + "}";
  beginTemporary(V, std::move(Initializer), E->getBeginLoc());
  return &V;
}

/// Builds \p V here; where only some paths come by, it begins, unbuilt, before they part.
void ExpressionLowering::beginTemporary(Variable &V, std::string Initializer, SourceLocation Loc) {
  if (ConditionalDepth == 0) {
    begin(V, placeNew(V, Initializer), Loc);
    return;
  }
  Variable &Flag = C.temporary("on", "bool", Place::Saved);
  V.Flag = &Flag;
  Prologue.push_back(PlanNode::make(PlanNode::Begin, SourceLocation(), "false", &Flag));
  Prologue.push_back(PlanNode::make(PlanNode::Begin, Loc, "", &V));
  run(placeNew(V, Initializer) + " " + Flag.Name + " = true;", Loc);
}

Variable *ExpressionLowering::materialize(const MaterializeTemporaryExpr *E, llvm::StringRef Stem) {
  const Expr *Value = listOfArray(E->getSubExpr());
  const Expr *Inner = skipImplicit(Value);
  if (isa<CXXDefaultArgExpr>(Inner)) {
    C.refuse(E->getExprLoc(), "a default argument whose temporary must live across the await; pass "
                              "the argument explicitly");
    return nullptr;
  }
  std::string Text = lower(Value, {/*Suspends=*/true, /*HasEffects=*/false});
  if (C.failed())
    return nullptr;
  return build(E->getType(), Value, std::move(Text), Stem);
}

/// What `object->` gives, which is kept.  Its text ends with the arrow, and names no value by
/// itself.
std::string ExpressionLowering::keepArrow(const CXXOperatorCallExpr *E, Following F) {
  const Expr *Within = skipImplicit(E->getArg(0));
  std::string Object =
      isArrow(Within) ? keepArrow(cast<CXXOperatorCallExpr>(Within), F) : lower(E->getArg(0), F);
  std::string Text = "(" + Object + ").operator->()";
  QualType T = E->getType();
  if (T->isPointerType()) {
    if (auto Type = C.nameOf(T.getUnqualifiedType())) {
      Variable &V = C.temporary("o", *Type, Place::Saved);
      C.measure(V, T);
      begin(V, Text, E->getBeginLoc());
      return V.Name;
    }
    return exact(E, Text, "o", E->getBeginLoc());
  }
  if (E->isGLValue())
    return exact(E, Text, "o", E->getBeginLoc());
  Variable *V = build(T, E, std::move(Text), "o");
  return V ? V->Name : "";
}

std::string ExpressionLowering::keep(const Expr *E, Following F) {
  const Expr *Inner = skipImplicit(E)->IgnoreParens();
  if (isa<MaterializeTemporaryExpr>(Inner))
    return lower(Inner, {true, false});
  Following Kept{/*Suspends=*/true, F.HasEffects};
  if (isArrow(Inner))
    return keepArrow(cast<CXXOperatorCallExpr>(Inner), Kept) + "->";
  if (isDependent(E))
    return keepExact(E, F);
  QualType T = E->getType();
  // The result of an await that something follows is kept already.
  if (isSuspension(Inner) && Inner->getValueKind() == E->getValueKind() && !T->isVoidType() &&
      C.AST.hasSameType(Inner->getType(), T))
    return lower(Inner, {/*Suspends=*/true, /*HasEffects=*/true});
  if (E->isGLValue()) {
    if (E->refersToBitField()) {
      C.refuse(E->getExprLoc(), "a bit-field as an operand before an await");
      return "";
    }
    auto Type = C.nameOf(T);
    if (!Type || T->isFunctionType())
      return keepExact(E, F);
    std::string Text = lower(E, Kept);
    Variable &V = C.temporary("o", *Type, Place::Reference);
    begin(V, "pawl::lowered::address(" + Text + ")", E->getBeginLoc());
    return E->isXValue() ? rvalue(*Type, V.Name) : V.Name;
  }
  if (T->isVoidType()) {
    run(lower(E, Kept) + ";", E->getBeginLoc());
    return "void()";
  }
  if (BodyAnalysis::isScalar(T) || T->isNullPtrType() || T->isMemberPointerType()) {
    auto Type = C.nameOf(T.getUnqualifiedType());
    if (!Type)
      return keepExact(E, F);
    std::string Text = lower(E, Kept);
    Variable &V = C.temporary("o", *Type, Place::Saved);
    C.measure(V, T);
    begin(V, "static_cast<" + *Type + ">(" + Text + ")", E->getBeginLoc());
    return rvalue(*Type, V.Name);
  }
  if (isImmovable(E)) {
    C.refuse(E->getExprLoc(), "an operand that cannot be moved before an await");
    return "";
  }
  E = listOfArray(E);
  std::string Text = lower(E, Kept);
  if (C.failed())
    return "";
  Variable *V = build(T, E, std::move(Text), "o");
  return V ? rvalue(V->Type, V->Name) : "";
}

} // namespace pawl
