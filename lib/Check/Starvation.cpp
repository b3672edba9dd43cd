//===- Starvation.cpp - Loops that do not let others run ------------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
//   for (;;) work();                        nobody else ever runs
//   while (!ready_) {}                      nor he who would make it ready
//   while (!ready_) await pawl::sleep(1ms); wakes up for nothing, and too late
//
//===----------------------------------------------------------------------===//
#include "Analysis/AstWalk.h"
#include "Check/CheckedBody.h"
#include "Check/Checks.h"
#include "Check/Reporter.h"
#include "Check/SharedState.h"
#include "Dialect/Awaitables.h"
#include "llvm/ADT/StringSwitch.h"

using namespace clang;

namespace pawl {
namespace {

/// A loop with its parts; \c Condition is null if there is none.
struct Loop {
  const Expr *Condition;
  const Stmt *Body;
  const Stmt *Step;
};

std::optional<Loop> loopOf(const Stmt *S) {
  if (auto *While = dyn_cast<WhileStmt>(S))
    return Loop{While->getCond(), While->getBody(), nullptr};
  if (auto *Do = dyn_cast<DoStmt>(S))
    return Loop{Do->getCond(), Do->getBody(), nullptr};
  if (auto *For = dyn_cast<ForStmt>(S))
    return Loop{For->getCond(), For->getBody(), For->getInc()};
  return std::nullopt;
}

bool holdsSuspension(const Stmt *Root) {
  bool Found = false;
  walk(Root, [&](const Stmt *S) { Found |= isSuspension(S); });
  return Found;
}

/// Whether something in \p Root may end the loop whose body it is, or the program.
bool mayLeave(const Stmt *Root, bool InInner = false) {
  if (isa<CoreturnStmt, ReturnStmt, GotoStmt, IndirectGotoStmt, CXXThrowExpr>(Root))
    return true;
  if (isa<BreakStmt>(Root))
    return !InInner;
  if (auto *Call = dyn_cast<CallExpr>(Root))
    if (const FunctionDecl *Callee = Call->getDirectCallee())
      if (Callee->isNoReturn())
        return true;
  bool Inner = InInner || isa<ForStmt, WhileStmt, DoStmt, CXXForRangeStmt, SwitchStmt>(Root);
  bool Leaves = false;
  forEachChild(Root, [&](const Stmt *Child) { Leaves |= mayLeave(Child, Inner); });
  return Leaves;
}

/// What a condition reads that others may change.
struct Reads {
  const ValueDecl *Shared = nullptr;
  /// An atomic is what another thread changes, which cannot set an event.
  bool Atomic = false;
  /// A handle that is asked whether it is done.
  bool AsksHandle = false;
  /// Something else decides, too: a call, the loop's own state.
  bool Other = false;
};

/// The container, atomic or handle that \p E asks for its state, or null.
const Expr *askedObject(const Expr *E) {
  auto *Call = dyn_cast<CallExpr>(E);
  if (!Call)
    return nullptr;
  const Expr *Object = nullptr;
  DeclarationName Name;
  if (auto *Member = dyn_cast<CXXMemberCallExpr>(Call)) {
    const CXXMethodDecl *Method = Member->getMethodDecl();
    if (!Method || !Method->isConst())
      return nullptr;
    Object = Member->getImplicitObjectArgument();
    Name = Method->getDeclName();
    // An atomic converts to what is in it.
    const CXXRecordDecl *Class = Method->getParent();
    if (isa<CXXConversionDecl>(Method) && Class->isInStdNamespace() && Class->getIdentifier() &&
        Class->getName().contains("atomic"))
      return Object;
  } else if (auto *Member = dyn_cast<CXXDependentScopeMemberExpr>(Call->getCallee())) {
    Object = Member->isImplicitAccess() ? nullptr : Member->getBase();
    Name = Member->getMember();
  }
  const IdentifierInfo *Identifier = Name.getAsIdentifierInfo();
  return Object && Identifier &&
                 llvm::StringSwitch<bool>(Identifier->getName())
                     .Cases({"empty", "size", "has_value", "done", "is_set", "load", "test"}, true)
                     .Default(false)
             ? Object
             : nullptr;
}

Reads readsOf(const Expr *Condition, const CheckedBody &Body) {
  Reads Found;
  walk(Condition, [&](const Stmt *S) {
    auto *E = dyn_cast<Expr>(S);
    if (!E)
      return;
    if (const Expr *Object = askedObject(E)) {
      Object = stripWrappers(Object);
      const CXXRecordDecl *Class = classOf(Object->getType());
      Found.Atomic |= Class && Class->isInStdNamespace() && Class->getIdentifier() &&
                      Class->getName().contains("atomic");
      Found.AsksHandle |= awaitableKind(Object->getType()) == AwaitableKind::Handle;
      if (const ValueDecl *D = sharedObject(Object, Body))
        Found.Shared = D;
      else if (!Found.AsksHandle)
        Found.Other = true;
      return;
    }
    auto *Unary = dyn_cast<UnaryOperator>(E);
    if (isa<CallExpr, CXXConstructExpr, LambdaExpr>(E) ||
        (Unary && Unary->isIncrementDecrementOp())) {
      Found.Other = true;
      return;
    }
    auto *Load = dyn_cast<ImplicitCastExpr>(E);
    if (!Load || Load->getCastKind() != CK_LValueToRValue || Load->getType()->isPointerType())
      return;
    if (const ValueDecl *D = sharedObject(Load->getSubExpr(), Body))
      Found.Shared = D;
    else
      Found.Other = true;
  });
  return Found;
}

/// The statements of \p S, without a `continue` at its end.
std::vector<const Stmt *> statementsOf(const Stmt *S) {
  std::vector<const Stmt *> Statements;
  if (auto *Block = dyn_cast<CompoundStmt>(S))
    Statements.assign(Block->body_begin(), Block->body_end());
  else
    Statements.push_back(S);
  if (!Statements.empty() && isa<ContinueStmt>(Statements.back()))
    Statements.pop_back();
  return Statements;
}

bool isSleep(const Stmt *S) {
  auto *E = dyn_cast<Expr>(S);
  const Expr *Operand = E ? awaitedOperand(stripWrappers(E)) : nullptr;
  auto *Call = Operand ? dyn_cast<CallExpr>(stripWrappers(Operand)) : nullptr;
  auto *Callee = Call ? dyn_cast_or_null<NamedDecl>(Call->getCalleeDecl()) : nullptr;
  return Callee && Callee->getIdentifier() &&
         llvm::StringSwitch<bool>(Callee->getName())
             .Cases({"sleep", "sleep_for", "delay", "yield_for", "schedule_after"}, true)
             .Default(false);
}

/// Whether a sleep is all that \p S does.
bool onlySleeps(const Stmt *S) {
  std::vector<const Stmt *> Statements = statementsOf(S);
  return Statements.size() == 1 && isSleep(Statements[0]);
}

/// The condition on which an endless loop with \p Body is left, if the rest of it sleeps.
const Expr *wayOutOfSleep(const Stmt *Body) {
  std::vector<const Stmt *> Statements = statementsOf(Body);
  if (Statements.size() != 2)
    return nullptr;
  if (!isSleep(Statements[1]))
    std::swap(Statements[0], Statements[1]);
  auto *If = dyn_cast<IfStmt>(Statements[0]);
  if (!If || If->getElse() || If->getInit() || If->getConditionVariable() ||
      !isSleep(Statements[1]))
    return nullptr;
  std::vector<const Stmt *> Then = statementsOf(If->getThen());
  if (Then.size() != 1)
    return nullptr;
  auto *Return = dyn_cast<CoreturnStmt>(Then[0]);
  return isa<BreakStmt>(Then[0]) || (Return && !Return->getOperand()) ? If->getCond() : nullptr;
}

bool isEmpty(const Stmt *S) {
  auto *Block = dyn_cast<CompoundStmt>(S);
  return isa<NullStmt>(S) || (Block && Block->body_empty());
}

} // namespace

void checkStarvation(const CheckedBody &Body, Reporter &Report) {
  walk(Body.Body, [&](const Stmt *S) {
    std::optional<Loop> L = loopOf(S);
    if (!L)
      return;
    bool Always = !L->Condition;
    if (L->Condition && !L->Condition->isValueDependent())
      L->Condition->EvaluateAsBooleanCondition(Always, Body.AST) || (Always = false);
    bool Suspends = holdsSuspension(S);
    SourceLocation Loc = S->getBeginLoc();
    if (Always)
      if (const Expr *WayOut = wayOutOfSleep(L->Body))
        L->Condition = WayOut, Always = false;
    if (Always) {
      if (!Suspends && !mayLeave(L->Body) && (!L->Step || !mayLeave(L->Step)))
        Report.warning(
            CheckId::Starvation, Loc,
            std::string("this loop never ends and never awaits: nothing else will run; ") +
                Body.Await + " in it");
      return;
    }
    if (!L->Condition)
      return;
    Reads Read = readsOf(L->Condition, Body);
    if (Read.Other || L->Step)
      return;
    if (!Suspends && isEmpty(L->Body) && (Read.Shared || Read.AsksHandle)) {
      Report.warning(
          CheckId::Starvation, Loc,
          "this loop waits for others, and keeps them from running; await a pawl::Event");
      return;
    }
    if (!(onlySleeps(L->Body) || wayOutOfSleep(L->Body)) || Read.Atomic ||
        !(Read.Shared || Read.AsksHandle))
      return;
    std::string What = Read.AsksHandle ? "await what it asks" : "await a pawl::Event";
    Report.warning(CheckId::Starvation, Loc,
                   "this loop wakes up again and again to look; " + What + " instead");
  });
}

} // namespace pawl
