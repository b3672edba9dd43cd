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
  /// A handle that is asked whether it is done.
  bool AsksHandle = false;
  /// Something else decides, too: a call, the loop's own state.
  bool Other = false;
};

/// Whether \p Call asks a container or an atomic, or a handle, for its state.
bool isQuestion(const CXXMemberCallExpr *Call) {
  const CXXMethodDecl *Method = Call->getMethodDecl();
  return Method && Method->isConst() && Method->getIdentifier() &&
         llvm::StringSwitch<bool>(Method->getName())
             .Cases({"empty", "size", "has_value", "done", "is_set"}, true)
             .Default(false);
}

Reads readsOf(const Expr *Condition, const CheckedBody &Body) {
  Reads Found;
  walk(Condition, [&](const Stmt *S) {
    auto *E = dyn_cast<Expr>(S);
    if (!E)
      return;
    if (auto *Call = dyn_cast<CXXMemberCallExpr>(E); Call && isQuestion(Call)) {
      const Expr *Object = stripWrappers(Call->getImplicitObjectArgument());
      Found.AsksHandle |= awaitableKind(Object->getType()) == AwaitableKind::Handle;
      if (const ValueDecl *D = sharedObject(Object, Body))
        Found.Shared = D;
      else if (!Found.AsksHandle)
        Found.Other = true;
      return;
    }
    if (isa<CallExpr, CXXConstructExpr, LambdaExpr>(E)) {
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

/// The sleep that is all that \p S does, or null.
const CoawaitExpr *onlySleep(const Stmt *S) {
  if (auto *Block = dyn_cast<CompoundStmt>(S)) {
    if (Block->size() != 1)
      return nullptr;
    S = Block->body_front();
  }
  auto *E = dyn_cast<Expr>(S);
  auto *Await = E ? dyn_cast<CoawaitExpr>(stripWrappers(E)) : nullptr;
  auto *Call = Await ? dyn_cast<CallExpr>(stripWrappers(Await->getOperand())) : nullptr;
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  if (!Callee || !Callee->getIdentifier())
    return nullptr;
  return llvm::StringSwitch<bool>(Callee->getName())
                 .Cases({"sleep", "sleep_for", "delay", "yield_for", "schedule_after"}, true)
                 .Default(false)
             ? Await
             : nullptr;
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
    const CoawaitExpr *Sleep = onlySleep(L->Body);
    if (!Sleep || !(Read.Shared || Read.AsksHandle))
      return;
    std::string What = Read.AsksHandle ? "await what it asks" : "await a pawl::Event";
    Report.warning(CheckId::Starvation, Loc,
                   "this loop wakes up again and again to look; " + What + " instead");
  });
}

} // namespace pawl
