//===- PlanBuilder.cpp - From a coroutine's AST to its plan -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Lowering/PlanBuilder.h"
#include "Analysis/AstWalk.h"
#include "Lowering/ExpressionLowering.h"
#include "Lowering/StatementLowering.h"
#include "clang/AST/DynamicRecursiveASTVisitor.h"

using namespace clang;

namespace pawl {

namespace {

class Builder {
public:
  Builder(const FunctionDecl *Function, ASTContext &AST, SourceText &Source, Plan &P)
      : Function(Function), Body(cast<CoroutineBodyStmt>(Function->getBody())),
        Analysis(Body, Function, AST), C(AST, Source, Analysis, Function, P) {}

  bool build();

private:
  bool refuseWhole();
  void describe();
  void captures();
  void parameters();
  void nameParameter(const ParmVarDecl *D, Variable &V);
  void rewriteContinues(const Stmt *S, const Stmt *Loop);
  void rewriteReturns();
  void rewriteDecltypes();
  void rewriteFunctionNames();

  const FunctionDecl *Function;
  const CoroutineBodyStmt *Body;
  BodyAnalysis Analysis;
  LoweringContext C;
};

/// What is refused as a whole.
bool Builder::refuseWhole() {
  SourceLocation Loc = Function->getLocation();
  if (Function->isDependentContext() || Function->isTemplated())
    C.refuse(Loc, "a template: coroutines in templates and generic lambdas");
  else if (!isa<CompoundStmt>(Body->getBody()))
    C.refuse(Loc, "a function-try-block as the body of a coroutine");
  else if (Function->isVariadic())
    C.refuse(Loc, "a coroutine with variable arguments");
  return C.failed();
}

void Builder::describe() {
  Plan &P = C.P;
  P.Name = Function->getNameAsString();
  P.Loc = Body->getBody()->getBeginLoc();
  if (auto *Method = dyn_cast<CXXMethodDecl>(Function); Method && Method->getParent()->isLambda())
    P.Name = "lambda";
  auto Return = C.nameOf(Function->getReturnType());
  auto Promise = C.nameOf(Body->getPromiseDecl()->getType());
  if (!Return || !Promise) {
    C.refuse(Function->getLocation(), "a coroutine whose return type or promise has no name");
    return;
  }
  P.ReturnType = *Return;
  P.PromiseType = *Promise;
  P.Returns = Analysis.returns(Body->getBody());
  P.HasReturnVoid = Body->getFallthroughHandler() != nullptr;
  const VarDecl *PromiseDecl = Body->getPromiseDecl();
  if (auto *Construct = dyn_cast_or_null<CXXConstructExpr>(PromiseDecl->getInit());
      Construct && Construct->getNumArgs() != 0)
    C.refuse(Function->getLocation(), "a coroutine whose promise is built from the parameters");
  if (Body->getReturnStmtOnAllocFailure())
    C.refuse(Function->getLocation(),
             "a coroutine whose promise has get_return_object_on_allocation_failure");
  if (auto *New = dyn_cast_or_null<CallExpr>(
          Body->getAllocate() ? Body->getAllocate()->IgnoreImplicit() : nullptr);
      New && New->getNumArgs() > 1)
    C.refuse(Function->getLocation(),
             "a coroutine whose promise has an operator new that takes the parameters");
}

void Builder::captures() {
  auto *Method = dyn_cast<CXXMethodDecl>(Function);
  if (!Method)
    return;
  if (!Method->getParent()->isLambda()) {
    if (Method->isInstance())
      C.P.Captures = "this";
    return;
  }
  C.P.IsMutable = !Method->isConst();
  for (const LambdaCapture &Capture : Method->getParent()->captures()) {
    std::string Text;
    if (Capture.capturesThis()) {
      Text = Capture.getCaptureKind() == LCK_StarThis ? "*this" : "this";
    } else if (Capture.capturesVariable()) {
      const ValueDecl *D = Capture.getCapturedVar();
      if (Capture.isPackExpansion()) {
        C.refuse(Capture.getLocation(), "a pack that an async lambda captures");
        return;
      }
      bool ByReference = Capture.getCaptureKind() == LCK_ByRef;
      QualType T = D->getType().getNonReferenceType();
      const CXXRecordDecl *R = T->getAsCXXRecordDecl();
      if (!ByReference && R && !R->hasSimpleCopyConstructor() &&
          !R->hasUserDeclaredCopyConstructor() && !R->hasCopyConstructorWithConstParam()) {
        C.refuse(Capture.getLocation(), "the capture '" + D->getNameAsString() +
                                            "': each call's coroutine copies the captures, and "
                                            "this type cannot be copied");
        return;
      }
      Text = (ByReference ? "&" : "") + D->getNameAsString();
    } else {
      continue;
    }
    C.P.Captures += (C.P.Captures.empty() ? "" : ", ") + Text;
  }
}

/// A parameter without a name is copied into the frame too and lives as long
/// ([dcl.fct.def.coroutine]/13): it gets one.
void Builder::nameParameter(const ParmVarDecl *D, Variable &V) {
  auto R = C.Source.range(D->getTypeSourceInfo()->getTypeLoc().getSourceRange());
  if (!R) {
    C.refuse(D->getLocation(), "a parameter without a name whose type stands in a macro; name it");
    return;
  }
  V.Name = C.freshName("unnamed");
  C.Source.replace({R->End, R->End}, " " + V.Name);
}

void Builder::parameters() {
  for (const ParmVarDecl *D : Function->parameters()) {
    QualType T = D->getType();
    auto Name = C.nameOf(T.getNonReferenceType());
    std::string Type =
        Name ? *Name : "std::remove_reference_t<decltype(" + D->getNameAsString() + ")>";
    Place Where = Place::Slot;
    if (T->isReferenceType())
      Where = Place::Reference;
    else if (BodyAnalysis::isScalar(T) && !Analysis.use(D).HasIdentity)
      Where = Place::Saved;
    if (Where == Place::Saved)
      if (auto Plain = C.nameOf(T.getUnqualifiedType()))
        Type = *Plain;
    Variable &V = C.declare(D, Type, Where);
    if (V.Name.empty() && T->isRecordType())
      nameParameter(D, V);
    V.IsParameter = true;
    V.IsRValueReference = T->isRValueReferenceType();
    C.P.Parameters.push_back(&V);
  }
}

void Builder::rewriteContinues(const Stmt *S, const Stmt *Loop) {
  if (isa<ContinueStmt>(S) && Loop) {
    std::string &Label = C.ContinueLabels[Loop];
    if (Label.empty())
      Label = C.freshName("continue");
    if (auto R = C.Source.range(S->getSourceRange()))
      C.Source.replace(*R, "goto " + Label);
    else
      C.refuse(S->getBeginLoc(), "a 'continue' from a macro in a loop with an await in its head");
    return;
  }
  const Stmt *Inner = Loop;
  auto Suspends = [&](const Expr *E) { return E && Analysis.suspends(E); };
  if (auto *For = dyn_cast<ForStmt>(S))
    Inner = Analysis.suspends(S) && (For->getConditionVariable() || Suspends(For->getCond()) ||
                                     Suspends(For->getInc()))
                ? S
                : nullptr;
  else if (auto *Do = dyn_cast<DoStmt>(S))
    Inner = Suspends(Do->getCond()) ? S : nullptr;
  else if (auto *Range = dyn_cast<CXXForRangeStmt>(S))
    Inner = Range->getCoawaitLoc().isValid() ? S : nullptr;
  else if (isa<WhileStmt>(S))
    Inner = nullptr;
  forEachChild(S, [&](const Stmt *Child) { rewriteContinues(Child, Inner); });
}

void Builder::rewriteReturns() {
  walk(Body->getBody(), [&](const Stmt *S) {
    auto *Return = dyn_cast<CoreturnStmt>(S);
    if (!Return || Analysis.suspends(S) || C.failed())
      return;
    auto R = C.Source.range(Return->getSourceRange());
    if (!R) {
      C.refuse(Return->getBeginLoc(), "a 'return' that stands partly within a macro's expansion");
      return;
    }
    const Expr *Operand = Return->getOperand();
    std::string Text;
    PlanList None;
    ExpressionLowering E(C, None);
    if (Operand && !isVoidOperand(Operand))
      Text = E.lower(Return->getPromiseCall());
    else
      Text = (Operand ? C.text(Operand) + "; " : "") + "_pawl_promise.return_void()";
    C.Source.replace(C.Source.withSemicolon(*R), "{ " + Text + "; goto _pawl_done; }");
  });
}

/// decltype of a name asks for its declared type; in the lowered body the name denotes a reference.
void Builder::rewriteDecltypes() {
  struct Finder : ConstDynamicRecursiveASTVisitor {
    llvm::SmallVector<DecltypeTypeLoc, 4> Found;
    llvm::SmallVector<const VarDecl *, 4> Autos;
    bool VisitDecltypeTypeLoc(DecltypeTypeLoc T) override {
      Found.push_back(T);
      return true;
    }
    bool VisitVarDecl(const VarDecl *D) override {
      if (auto *Auto = D->getType()->getContainedAutoType(); Auto && Auto->isDecltypeAuto())
        Autos.push_back(D);
      return true;
    }
  } Find;
  Find.TraverseStmt(Body->getBody());
  auto Renamed = [&](const Expr *E) {
    auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreImplicit());
    auto *D = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
    return D && !D->getType()->isReferenceType() &&
           (isa<ParmVarDecl>(D) || Analysis.use(D).AliveAcross);
  };
  for (DecltypeTypeLoc T : Find.Found) {
    const Expr *E = T.getUnderlyingExpr();
    if (!E || !Renamed(E))
      continue;
    auto R = C.Source.range(T.getSourceRange());
    if (!R) {
      C.refuse(T.getBeginLoc(), "a 'decltype' of a variable that comes from a macro");
      continue;
    }
    C.Source.replace(*R, "std::remove_reference_t<" + C.Source.render(*R) + ">");
  }
  for (const VarDecl *D : Find.Autos)
    if (D->getInit() && Renamed(D->getInit()))
      C.refuse(D->getLocation(), "'decltype(auto)' initialised by the name of a variable");
}

/// __func__ and its like name the function, not the lambda that holds its body.
void Builder::rewriteFunctionNames() {
  walk(Body->getBody(), [&](const Stmt *S) {
    auto *Name = dyn_cast<PredefinedExpr>(S);
    if (!Name)
      return;
    llvm::StringRef Kind = Name->getIdentKindName();
    auto R = C.Source.range(Name->getSourceRange());
    if (!R) {
      C.refuse(Name->getBeginLoc(), Kind.str() + " in a macro in a coroutine");
      return;
    }
    std::string Alias = "_pawl_name" + Kind.str();
    if (llvm::find(C.P.FunctionNames, Kind.str()) == C.P.FunctionNames.end())
      C.P.FunctionNames.push_back(Kind.str());
    C.Source.replace(*R, Alias);
  });
}

bool Builder::build() {
  if (refuseWhole())
    return false;
  describe();
  captures();
  parameters();
  if (C.failed())
    return false;
  rewriteDecltypes();
  rewriteFunctionNames();
  rewriteContinues(Body->getBody(), nullptr);
  rewriteReturns();
  if (!C.failed())
    StatementLowering(C).block(cast<CompoundStmt>(Body->getBody()), C.P.Body);
  return !C.failed();
}

} // namespace

std::unique_ptr<Plan> buildPlan(const FunctionDecl *Function, ASTContext &AST, SourceText &Source) {
  auto P = std::make_unique<Plan>();
  if (!Builder(Function, AST, Source, *P).build())
    return nullptr;
  return P;
}

} // namespace pawl
