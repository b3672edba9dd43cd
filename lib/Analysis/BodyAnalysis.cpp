//===- BodyAnalysis.cpp - What a body keeps across suspensions -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Analysis/BodyAnalysis.h"
#include "Analysis/AstWalk.h"
#include "clang/AST/DynamicRecursiveASTVisitor.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace pawl {

BodyAnalysis::BodyAnalysis(const CoroutineBodyStmt *Body, const FunctionDecl *Function,
                           ASTContext &Context)
    : Context(Context) {
  const Stmt *Root = writtenBody(Body);
  collect(Root, nullptr);
  collectUses(Root);
  for (const ParmVarDecl *P : Function->parameters())
    decideAlive(P, Root, Root->getBeginLoc());
  walk(Root, [&](const Stmt *S) {
    if (auto *Catch = dyn_cast<CXXCatchStmt>(S)) {
      if (const VarDecl *D = Catch->getExceptionDecl())
        decideAlive(D, Catch->getHandlerBlock(), Catch->getHandlerBlock()->getBeginLoc());
      return;
    }
    auto *Decls = dyn_cast<DeclStmt>(S);
    if (!Decls)
      return;
    const Stmt *Scope = Parents.lookup(S);
    while (Scope && isa<SwitchCase, LabelStmt, AttributedStmt>(Scope))
      Scope = Parents.lookup(Scope);
    if (auto *Range = dyn_cast_or_null<CXXForRangeStmt>(Scope);
        Range && Decls == Range->getLoopVarStmt())
      Scope = Range->getBody();
    for (const Decl *D : Decls->decls())
      if (auto *Var = dyn_cast<VarDecl>(D))
        decideAlive(Var, Scope ? Scope : Root, Var->getEndLoc());
  });
  noteHiddenNames();
  if (Function->isDependentContext())
    noteConstants(Root);
}

namespace {
/// Finds the names in template arguments, array bounds, case labels and other constants.
struct ConstantReferences : ConstDynamicRecursiveASTVisitor {
  llvm::SmallVector<const VarDecl *, 4> Found;
  unsigned Depth = 0;
  template <class Traverse> bool within(bool Constant, Traverse Go) {
    unsigned Before = Depth;
    Depth = Constant ? Depth + 1 : 0;
    bool Result = Go();
    Depth = Before;
    return Result;
  }
  bool TraverseTypeLoc(TypeLoc T, bool TraverseQualifier) override {
    return within(!isa<DecltypeType>(T.getTypePtr()), [&] {
      return ConstDynamicRecursiveASTVisitor::TraverseTypeLoc(T, TraverseQualifier);
    });
  }
  bool TraverseTemplateArgumentLoc(const TemplateArgumentLoc &A) override {
    return within(true,
                  [&] { return ConstDynamicRecursiveASTVisitor::TraverseTemplateArgumentLoc(A); });
  }
  bool TraverseConstantExpr(const ConstantExpr *E) override {
    return within(true, [&] { return ConstDynamicRecursiveASTVisitor::TraverseConstantExpr(E); });
  }
  bool TraverseStaticAssertDecl(const StaticAssertDecl *D) override {
    return within(true,
                  [&] { return ConstDynamicRecursiveASTVisitor::TraverseStaticAssertDecl(D); });
  }
  bool TraverseLambdaExpr(const LambdaExpr *E) override {
    return within(false, [&] { return ConstDynamicRecursiveASTVisitor::TraverseLambdaExpr(E); });
  }
  bool VisitDeclRefExpr(const DeclRefExpr *Ref) override {
    if (auto *D = dyn_cast<VarDecl>(Ref->getDecl()); D && Depth)
      Found.push_back(D);
    return true;
  }
};
} // namespace

void BodyAnalysis::noteConstants(const Stmt *Root) {
  ConstantReferences Visitor;
  Visitor.TraverseStmt(Root);
  for (const VarDecl *D : Visitor.Found)
    Uses[D].IsUsedAsConstant = true;
}

/// At a suspension a saved local is stored by its name, which must not be hidden there: a variable
/// whose name another one hides in an inner scope is kept in the frame instead.
void BodyAnalysis::noteHiddenNames() {
  for (const Declared &Outer : Declarations)
    for (const Declared &Inner : Declarations)
      if (Outer.Decl != Inner.Decl && Outer.Name == Inner.Name && below(Inner.Scope, Outer.Scope))
        Uses[Outer.Decl].HasIdentity = true;
}

void BodyAnalysis::collect(const Stmt *S, const Stmt *Parent) {
  Parents[S] = Parent;
  auto Mark = [&](llvm::DenseSet<const Stmt *> &Set) {
    for (const Stmt *Up = S; Up; Up = Parents.lookup(Up))
      Set.insert(Up);
  };
  if (isSuspension(S)) {
    Points.push_back(S);
    Mark(Suspending);
  }
  if (isa<CoreturnStmt>(S))
    Mark(Returning);
  if (auto *Goto = dyn_cast<GotoStmt>(S))
    if (SourceLocation Label = Goto->getLabel()->getLocation();
        Context.getSourceManager().isBeforeInTranslationUnit(Label, Goto->getGotoLoc()))
      LoopLabels.push_back(Label);
  forEachChild(S, [&](const Stmt *Child) { collect(Child, S); });
}

bool BodyAnalysis::below(const Stmt *S, const Stmt *Ancestor) const {
  for (; S; S = Parents.lookup(S))
    if (S == Ancestor)
      return true;
  return false;
}

bool BodyAnalysis::isScalar(QualType T) {
  return T->isScalarType() && !T.isVolatileQualified() && !T->isAtomicType() &&
         !T->isMemberPointerType();
}

const VariableUse &BodyAnalysis::use(const VarDecl *D) const {
  static const VariableUse None;
  auto It = Uses.find(D);
  return It == Uses.end() ? None : It->second;
}

namespace {
/// Finds what a lambda's body says of the variables around it.
struct LambdaReferences : ConstDynamicRecursiveASTVisitor {
  std::vector<const DeclRefExpr *> Found;
  bool VisitDeclRefExpr(const DeclRefExpr *Ref) override {
    Found.push_back(Ref);
    return true;
  }
};
} // namespace

void BodyAnalysis::noteLambdaUses(const Stmt *S) {
  auto *Lambda = cast<LambdaExpr>(S);
  for (const LambdaCapture &Capture : Lambda->captures())
    if (Capture.capturesVariable() && Capture.getCaptureKind() == LCK_ByRef)
      if (auto *D = dyn_cast<VarDecl>(Capture.getCapturedVar()))
        Uses[D].HasIdentity = Uses[D].IsReferredTo = true;
  // Uses within the lambda count where the lambda stands; what it does through a captured reference
  // later is covered by the identity.
  LambdaReferences Visitor;
  Visitor.TraverseStmt(Lambda->getBody());
  for (const DeclRefExpr *Ref : Visitor.Found)
    if (auto *D = dyn_cast<VarDecl>(Ref->getDecl()))
      References[D].push_back({S, Ref->getLocation()});
}

void BodyAnalysis::collectUses(const Stmt *S) {
  if (auto *Return = dyn_cast<CoreturnStmt>(S); Return && Return->getOperand()) {
    // The promise may take the result by reference, but the variable is not used again: what holds
    // its value then will do.
    auto *Ref = dyn_cast<DeclRefExpr>(Return->getOperand()->IgnoreParenImpCasts());
    auto *Var = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
    if (Var && Var->hasLocalStorage() && isScalar(Var->getType())) {
      References[Var].push_back({Ref, Ref->getLocation()});
      return;
    }
  }
  if (auto *Ref = dyn_cast<DeclRefExpr>(S)) {
    const ValueDecl *D = Ref->getDecl();
    if (auto *Binding = dyn_cast<BindingDecl>(D)) {
      if (auto *Whole = dyn_cast_or_null<VarDecl>(Binding->getDecomposedDecl())) {
        References[Whole].push_back({S, Ref->getLocation()});
        Uses[Whole].HasIdentity = Uses[Whole].IsReferredTo = true;
      }
    } else if (auto *Var = dyn_cast<VarDecl>(D)) {
      References[Var].push_back({S, Ref->getLocation()});
      noteUse(S, Var);
    }
  }
  if (isa<LambdaExpr>(S))
    noteLambdaUses(S);
  forEachChild(S, [&](const Stmt *Child) { collectUses(Child); });
}

void BodyAnalysis::noteUse(const Stmt *Ref, const VarDecl *D) {
  VariableUse &U = Uses[D];
  const Stmt *Value = Ref;
  for (const Stmt *Up = Parents.lookup(Value); Up; Value = Up, Up = Parents.lookup(Up)) {
    if (isa<ParenExpr>(Up))
      continue;
    if (auto *Cast = dyn_cast<ImplicitCastExpr>(Up)) {
      if (Cast->getCastKind() == CK_LValueToRValue)
        return;
      if (Cast->getCastKind() == CK_NoOp)
        continue;
    }
    if (auto *Binary = dyn_cast<BinaryOperator>(Up)) {
      if (Binary->isAssignmentOp() && Binary->getLHS() == Value) {
        U.IsAssigned = true;
        continue; // The lvalue it yields is judged by what becomes of it.
      }
      if (Binary->isCommaOp()) {
        if (Binary->getLHS() == Value)
          return;
        continue;
      }
    }
    if (auto *Unary = dyn_cast<UnaryOperator>(Up); Unary && Unary->isIncrementDecrementOp()) {
      U.IsAssigned = true;
      if (Unary->isPostfix())
        return;
      continue;
    }
    if (auto *Cast = dyn_cast<CastExpr>(Up); Cast && Cast->getCastKind() == CK_ToVoid)
      return;
    if (auto *E = dyn_cast<Expr>(Up); !E || isa<ExprWithCleanups>(E)) {
      if (isa<CompoundStmt, IfStmt, ForStmt, WhileStmt, DoStmt, SwitchStmt, LabelStmt, SwitchCase,
              CXXForRangeStmt, AttributedStmt>(Up))
        return; // A value that nobody takes.
      if (E)
        continue;
    }
    U.IsReferredTo |= !(isa<InitListExpr>(Up) && cast<Expr>(Up)->isTypeDependent());
    break;
  }
  U.HasIdentity = true;
}

void BodyAnalysis::decideAlive(const VarDecl *D, const Stmt *Scope, SourceLocation From) {
  const SourceManager &SM = Context.getSourceManager();
  if (auto *Decomposition = dyn_cast<DecompositionDecl>(D)) {
    for (const BindingDecl *B : Decomposition->bindings())
      Declarations.push_back({B->getName(), D, Scope});
  } else if (!D->getName().empty()) {
    Declarations.push_back({D->getName(), D, Scope});
  }
  VariableUse &U = Uses[D];
  for (const Stmt *Point : Points) {
    SourceLocation Loc = suspensionLoc(Point);
    if (!below(Point, Scope))
      continue;
    // The awaits that Clang derives from `for await` stand at its head, and the increment's runs
    // while the variables of the head are alive.
    if (SM.isBeforeInTranslationUnit(Loc, From) && !isa<CXXForRangeStmt>(Scope))
      continue;
    U.AliveAcross = true;
    bool Used = false;
    // An operand to the left of the await is read when the whole expression is evaluated.
    const Stmt *Whole = Point;
    for (const Stmt *Up = Parents.lookup(Point); isa_and_nonnull<Expr>(Up); Up = Parents.lookup(Up))
      Whole = Up;
    for (const Reference &R : References[D]) {
      bool InLoop = llvm::any_of(LoopLabels, [&](SourceLocation Label) {
        return SM.isBeforeInTranslationUnit(Label, R.Loc);
      });
      if (InLoop || !SM.isBeforeInTranslationUnit(R.Loc, Loc) || below(R.Where, Whole)) {
        Used = true;
        continue;
      }
      // A use before the suspension comes after it in the next round of a loop that holds both and
      // not the declaration.
      for (const Stmt *Up = Point; Up; Up = Parents.lookup(Up)) {
        if (isa<ForStmt, WhileStmt, DoStmt, CXXForRangeStmt>(Up) && below(R.Where, Up))
          Used = true;
        if (Up == Scope)
          break;
      }
    }
    if (Used)
      UsedAfter.insert({D, Point});
    U.UsedAcross |= Used;
  }
}

} // namespace pawl
