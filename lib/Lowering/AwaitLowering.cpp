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
#include "Analysis/AstWalk.h"
#include "Lowering/Entries.h"
#include "Lowering/ExpressionLowering.h"

using namespace clang;

namespace pawl {

/// Whether \p Call is `operator()` of an object.
static bool isCallOfObject(const CallExpr *Call) {
  auto *Operator = dyn_cast<CXXOperatorCallExpr>(Call);
  return Operator && Operator->getOperator() == OO_Call;
}

/// The member that \p Call calls: a function, static or not, or an object that can be called.
static const Expr *calledMember(const CallExpr *Call) {
  const Expr *Callee = isCallOfObject(Call) ? Call->getArg(0) : Call->getCallee();
  return Callee->IgnoreParenImpCasts();
}

/// The object expression of the call of a member.
static const Expr *calledObject(const CallExpr *Call) {
  const Expr *Callee = calledMember(Call);
  if (auto *Member = dyn_cast<MemberExpr>(Callee))
    return Member->getBase();
  if (auto *Member = dyn_cast<CXXDependentScopeMemberExpr>(Callee))
    return Member->isImplicitAccess() ? nullptr : Member->getBase();
  if (auto *Member = dyn_cast<UnresolvedMemberExpr>(Callee))
    return Member->isImplicitAccess() ? nullptr : Member->getBase();
  return nullptr;
}

/// Whether \p E is a call that Clang derived on the promise of this coroutine.
bool ExpressionLowering::isPromiseCall(const Expr *E) const {
  auto *Call = dyn_cast<CallExpr>(E);
  const Expr *Object = Call ? calledObject(Call) : nullptr;
  auto *Ref = Object ? dyn_cast<DeclRefExpr>(Object->IgnoreParenImpCasts()) : nullptr;
  return Ref && Ref->getDecl()->isImplicit() && Ref->getDecl()->getName() == "__promise";
}

/// The name of the member that \p Call calls.
static std::string calledName(const CallExpr *Call) {
  const Expr *Callee = calledMember(Call);
  if (auto *Member = dyn_cast<MemberExpr>(Callee))
    return Member->getMemberDecl()->getNameAsString();
  if (auto *Member = dyn_cast<CXXDependentScopeMemberExpr>(Callee))
    return Member->getMember().getAsString();
  return cast<UnresolvedMemberExpr>(Callee)->getMemberName().getAsString();
}

namespace {

/// A local that Sema took for an rvalue.
struct MovedLocal {
  const DeclRefExpr *Name = nullptr;
  /// It is bound to a reference as it is; else its value is taken.
  bool IsBound = true;
};

} // namespace

/// The local that \p Arg names and that Sema took for an rvalue ([expr.prim.id.unqual]/4).  Its
/// text alone would be an lvalue: in the lowered body the name denotes a reference.
static MovedLocal movedLocal(const Expr *Arg) {
  MovedLocal Result;
  for (;;) {
    if (auto *Full = dyn_cast<FullExpr>(Arg)) {
      Arg = Full->getSubExpr();
    } else if (auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(Arg)) {
      Arg = Temporary->getSubExpr();
      Result.IsBound = false;
    } else if (auto *Bind = dyn_cast<CXXBindTemporaryExpr>(Arg)) {
      Arg = Bind->getSubExpr();
    } else if (auto *Construct = dyn_cast<CXXConstructExpr>(Arg);
               Construct && Construct->getNumArgs() == 1 &&
               Construct->getParenOrBraceRange().isInvalid()) {
      Arg = Construct->getArg(0);
      Result.IsBound = false;
    } else if (auto *Cast = dyn_cast<ImplicitCastExpr>(Arg)) {
      const Expr *Of = Cast->getSubExpr();
      if (Cast->isXValue() && Of->isLValue())
        Result.Name = dyn_cast<DeclRefExpr>(Of->IgnoreParens());
      if (Result.Name)
        return Result;
      Result.IsBound &= Cast->isGLValue();
      Arg = Of;
    } else {
      return Result;
    }
  }
}

/// What `co_return` passes to the promise for \p Local, whose text is \p Text.
std::string ExpressionLowering::returnedLocal(const DeclRefExpr *Local, bool IsBound,
                                              std::string Text) {
  // The promise may keep the reference, and the parameter lives as long as the coroutine does
  // ([dcl.fct.def.coroutine]/13), but not the local of the body that holds its value.
  const Variable *V = IsBound ? C.find(dyn_cast<VarDecl>(Local->getDecl())) : nullptr;
  if (V && V->IsParameter && V->Where == Place::Saved)
    Text = V->IsConst      ? "std::as_const(" + C.member(*V) + ")"
           : V->IsAssigned ? C.member(*V) + " = " + Text
                           : C.member(*V);
  return "pawl::lowered::move(" + Text + ")";
}

std::string ExpressionLowering::promiseCall(const CallExpr *Call, Following F) {
  std::string Text = "_pawl_promise." + calledName(Call) + "(";
  for (const Expr *Arg : llvm::drop_begin(Call->arguments(), isCallOfObject(Call) ? 1 : 0)) {
    if (isa<CXXDefaultArgExpr>(Arg))
      break;
    std::string ArgText = F.Suspends && keepsUnknown(Call, Arg) ? keepExact(Arg, F) : lower(Arg, F);
    if (MovedLocal Moved = movedLocal(Arg); Moved.Name)
      ArgText = returnedLocal(Moved.Name, Moved.IsBound, std::move(ArgText));
    if (Text.back() != '(')
      Text += ", ";
    Text += isComma(Arg) ? "(" + ArgText + ")" : ArgText;
  }
  return Text + ")";
}

/// The qualified name of the function that Sema found for an operator co_await, for a call that
/// finds no other; nothing where only the types of its arguments lead to it.
static std::optional<std::string> qualifiedName(const FunctionDecl *Callee, llvm::StringRef Name) {
  const Decl *Declared = Callee;
  if (const FunctionTemplateDecl *Template = Callee->getPrimaryTemplate())
    Declared = Template;
  if (llvm::any_of(Declared->redecls(),
                   [](const Decl *D) { return !D->getLexicalDeclContext()->isFileContext(); }))
    return std::nullopt;
  std::string Text = "::" + Name.str();
  for (const DeclContext *Scope = Callee->getDeclContext(); Scope; Scope = Scope->getParent())
    if (auto *Namespace = dyn_cast<NamespaceDecl>(Scope);
        Namespace && !Namespace->isInline() && !Namespace->isAnonymousNamespace())
      Text = "::" + Namespace->getNameAsString() + Text;
  return Text;
}

/// The call of an operator co_await that Sema derived ([expr.await]/3.3).  Below C++20 the operator
/// goes by another name.
std::string ExpressionLowering::operatorCoawait(const CXXOperatorCallExpr *Call, Following F) {
  const FunctionDecl *Callee = Call->getDirectCallee();
  bool HasToken = C.AST.getLangOpts().CPlusPlus20;
  std::string Operand = lower(Call->getArg(0), F);
  std::string Name = HasToken ? "operator co_await" : RenamedCoawait;
  if (isa<CXXMethodDecl>(Callee))
    return "(" + Operand + ")." + Name + "()";
  return qualifiedName(Callee, Name).value_or("pawl::lowered::awaiter") + "(" + Operand + ")";
}

/// Whether the coroutine does nothing at \p Point but suspend, and whoever resumed it goes on.
static bool isPlainYield(const Stmt *Point) {
  auto *Yield = dyn_cast<CoyieldExpr>(Point);
  const Expr *Suspend = Yield && !Yield->isTypeDependent() ? Yield->getSuspendExpr() : nullptr;
  return Suspend && !Suspend->isTypeDependent() &&
         (Suspend->getType()->isVoidType() || Suspend->getType()->isBooleanType());
}

void ExpressionLowering::suspendOn(Variable &Awaiter, const Stmt *Point, bool MayRunCoroutine) {
  PlanNode Suspend = PlanNode::make(PlanNode::Suspend, suspensionLoc(Point), "", &Awaiter);
  Suspend.State = ++C.P.States;
  Suspend.Point = Point;
  Suspend.MayRunCoroutine = MayRunCoroutine;
  C.P.OnlyYields &= isPlainYield(Point);
  for (const Variable &V : C.P.Variables)
    if (V.Decl && !C.Body.isUsedAfter(V.Decl, Point))
      Suspend.Dead.push_back(&V);
  append(std::move(Suspend));
}

std::string ExpressionLowering::await(const Expr *Point, Following F) {
  if (auto *Unresolved = dyn_cast<DependentCoawaitExpr>(Point))
    return awaitUnknown(Point, Unresolved->getOperand(), /*IsTransformed=*/false, F);
  auto *Await = cast<CoroutineSuspendExpr>(Point);
  const Expr *Common = Await->getCommonExpr();
  if (Await->isTypeDependent() || isDependent(Common))
    return awaitUnknown(Point, Common, /*IsTransformed=*/true, F);
  const Expr *Inner = Common;
  while (auto *Full = dyn_cast<FullExpr>(Inner))
    Inner = Full->getSubExpr();
  Variable *Awaiter = nullptr;
  if (auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(Inner)) {
    Awaiter = callee(Temporary);
    if (!Awaiter && !C.failed())
      Awaiter = materialize(Temporary, "a");
  } else {
    std::string Text = lower(Inner, {/*Suspends=*/true, /*HasEffects=*/false});
    std::string Address = "pawl::lowered::address(" + Text + ")";
    std::string Type;
    if (auto Name = C.nameOf(Inner->getType()))
      Type = *Name;
    else if (!C.failed())
      Type = C.make(Maker::Exact, Inner, Text).bareType();
    Awaiter = &C.temporary("a", Type, Place::Reference);
    begin(*Awaiter, std::move(Address), Await->getKeywordLoc());
  }
  if (!Awaiter || C.failed())
    return "";
  suspendOn(*Awaiter, Await, runsCoroutine(Common->getType()));

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
    return V ? rvalue(V->Type, V->Name) : "";
  }
  if (F.Suspends) {
    auto Type = C.nameOf(T.getNonReferenceType());
    if (!Type)
      return exact(nullptr, Result, "r", Await->getKeywordLoc());
    bool Reference = Resume->isGLValue();
    Variable &V = C.temporary("r", *Type, Reference ? Place::Reference : Place::Saved);
    C.measure(V, T);
    begin(V, Reference ? "pawl::lowered::address(" + Result + ")" : Result, Await->getKeywordLoc());
    return Resume->isLValue() ? V.Name : rvalue(*Type, V.Name);
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
  return Resume->isLValue() ? V.Name : rvalue(*Type, V.Name);
}

} // namespace pawl
