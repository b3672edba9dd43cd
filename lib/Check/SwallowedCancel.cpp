//===- SwallowedCancel.cpp - Cancellations that end in a handler ----------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A cancellation is thrown at an await.  A handler that can catch it there must throw on every way
// out of it, or keep the exception for later.  Two who end it may do so: who cancelled the task
// that is awaited, and who takes the cancellation back (uncancel).
//
//===----------------------------------------------------------------------===//
#include "Analysis/AstWalk.h"
#include "Check/CheckedBody.h"
#include "Check/Checks.h"
#include "Check/Reporter.h"
#include "Dialect/Awaitables.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/ADT/StringSwitch.h"

using namespace clang;

namespace pawl {

static bool catchesCancel(const CXXCatchStmt *Handler) {
  return Handler->getCaughtType().isNull() ||
         isPawlClass(Handler->getCaughtType(), "CancelledError");
}

/// Whether \p Body throws a cancellation of its own somewhere: when it has cleaned up.
static bool throwsCancel(const Stmt *Body) {
  bool Throws = false;
  walk(Body, [&](const Stmt *S) {
    auto *Throw = dyn_cast<CXXThrowExpr>(S);
    Throws |= Throw && Throw->getSubExpr() &&
              isPawlClass(Throw->getSubExpr()->getType(), "CancelledError");
  });
  return Throws;
}

/// The name of the function that \p S calls, or nothing.
static StringRef calledName(const Stmt *S) {
  auto *Call = dyn_cast<CallExpr>(S);
  auto *Callee = Call ? dyn_cast_or_null<NamedDecl>(Call->getCalleeDecl()) : nullptr;
  return Callee && Callee->getIdentifier() ? Callee->getName() : StringRef();
}

static bool calls(const Stmt *Within, ArrayRef<StringRef> Names) {
  bool Found = false;
  walk(Within, [&](const Stmt *S) { Found |= llvm::is_contained(Names, calledName(S)); });
  return Found;
}

/// The first await at which the cancellation of the body's own task comes.  \p MayBeItsOwn: what
/// comes from a task or future that is awaited is rather that one's.
static const Stmt *cancellableAwait(const CXXTryStmt *Try, bool MayBeItsOwn) {
  const Stmt *First = nullptr;
  walk(Try->getTryBlock(), [&](const Stmt *S) {
    if (First || !isSuspension(S))
      return;
    const Expr *Operand = awaitedOperand(S);
    // Of a pattern it may not be known.
    bool MayBeHandle =
        Operand && (Operand->isTypeDependent() ? awaitableKind(Operand) != AwaitableKind::Coroutine
                                               : awaitableKind(Operand) == AwaitableKind::Handle);
    if (!(MayBeItsOwn && MayBeHandle))
      First = S;
  });
  return First;
}

/// \p S and everything below it, what Clang adds for an await too.
static void addAll(const Stmt *S, llvm::SmallPtrSetImpl<const Stmt *> &Into) {
  if (!S || !Into.insert(S).second)
    return;
  for (const Stmt *Child : S->children())
    addAll(Child, Into);
  if (auto *Opaque = dyn_cast<OpaqueValueExpr>(S))
    addAll(Opaque->getSourceExpr(), Into);
}

/// The first handler that takes a cancellation which \p Throw, in \p Outer, throws on; null if it
/// leaves that handler.
static const CXXCatchStmt *innerHandler(const Stmt *Throw, const CXXCatchStmt *Outer,
                                        const CheckedBody &Body) {
  for (const Stmt *Inner = Throw, *Up = Body.parent(Throw); Up && Up != Outer;
       Inner = Up, Up = Body.parent(Up))
    if (auto *Try = dyn_cast<CXXTryStmt>(Up); Try && Try->getTryBlock() == Inner)
      for (unsigned I = 0; I != Try->getNumHandlers(); ++I)
        if (catchesCancel(Try->getHandler(I)))
          return Try->getHandler(I);
  return nullptr;
}

/// Whether \p S calls an ordinary function in sight whose last statement throws on what is caught.
static bool callsRethrower(const Stmt *S) {
  auto *Call = dyn_cast<CallExpr>(S);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  auto *Block = Callee ? dyn_cast_or_null<CompoundStmt>(Callee->getBody()) : nullptr;
  if (!Block || Block->body_empty())
    return false;
  auto *Last = dyn_cast<Expr>(Block->body_back());
  return Last && isa<CXXThrowExpr>(stripWrappers(Last));
}

/// Whether \p Handler takes note, in a variable, of what has happened, and an `if` behind it throws
/// for that.
static bool throwsLater(const CXXCatchStmt *Handler, const CheckedBody &Body) {
  llvm::SmallPtrSet<const ValueDecl *, 4> Noted;
  walk(Handler->getHandlerBlock(), [&](const Stmt *S) {
    const Expr *Target = nullptr;
    if (auto *Assignment = dyn_cast<BinaryOperator>(S); Assignment && Assignment->isAssignmentOp())
      Target = Assignment->getLHS();
    else if (auto *Operator = dyn_cast<CXXOperatorCallExpr>(S);
             Operator && Operator->getOperator() == OO_Equal)
      Target = Operator->getArg(0);
    if (auto *Name = dyn_cast_or_null<DeclRefExpr>(Target ? stripWrappers(Target) : nullptr))
      Noted.insert(Name->getDecl());
  });
  bool Found = false;
  walk(Body.Body, [&](const Stmt *S) {
    auto *If = dyn_cast<IfStmt>(S);
    if (!If || Found || Noted.empty())
      return;
    bool Asks = false, Throws = false;
    walk(If->getCond(), [&](const Stmt *Part) {
      auto *Name = dyn_cast<DeclRefExpr>(Part);
      Asks |= Name && Noted.count(Name->getDecl());
    });
    walk(If->getThen(), [&](const Stmt *Part) { Throws |= isa<CXXThrowExpr>(Part); });
    Found = Asks && Throws;
  });
  return Found;
}

/// Whether the flow of control can leave \p Handler otherwise than by a throw.
static bool canEnd(const CXXCatchStmt *Handler, const CheckedBody &Body) {
  llvm::SmallPtrSet<const Stmt *, 32> Inside;
  addAll(Handler, Inside);
  std::vector<const CFGBlock *> Work;
  llvm::SmallPtrSet<const CFGBlock *, 16> Seen;
  for (const CFGBlock *Block : *Body.cfg())
    if (Block->getLabel() == Handler)
      Work.push_back(Block);
  while (!Work.empty()) {
    const CFGBlock *Block = Work.back();
    Work.pop_back();
    // Nor does the program go on from a function that does not return.
    if (!Seen.insert(Block).second || Block->hasNoReturnElement())
      continue;
    bool Throws = false, Left = Block == &Body.cfg()->getExit();
    for (const CFGElement &Element : *Block) {
      std::optional<CFGStmt> Node = Element.getAs<CFGStmt>();
      if (!Node)
        continue;
      const Stmt *S = Node->getStmt();
      Throws |= isa<CXXThrowExpr>(S) || calledName(S) == "rethrow_exception" ||
                calledName(S) == "throw_with_nested" || callsRethrower(S);
      if (auto *Throw = dyn_cast<CXXThrowExpr>(S); Throw && !Throw->getSubExpr())
        if (const CXXCatchStmt *Inner = innerHandler(Throw, Handler, Body))
          if (canEnd(Inner, Body))
            return true;
      Left |= isa<CoreturnStmt, ReturnStmt>(S) || !Inside.count(S);
      if (Throws || Left)
        break;
    }
    if (Throws)
      continue;
    if (Left)
      return true;
    for (const CFGBlock *Next : Block->succs())
      if (Next)
        Work.push_back(Next);
  }
  return false;
}

static void checkTry(const CXXTryStmt *Try, const CheckedBody &Body, Reporter &Report) {
  for (unsigned I = 0; I != Try->getNumHandlers(); ++I) {
    const CXXCatchStmt *Handler = Try->getHandler(I);
    if (!catchesCancel(Handler))
      continue;
    // A macro that catches is a test's.
    if (Handler->getCatchLoc().isMacroID())
      return;
    bool CatchesAll = Handler->getCaughtType().isNull();
    const Stmt *Await = cancellableAwait(Try, !CatchesAll || calls(Body.Body, {"cancel"}));
    if (!Await || calls(Handler->getHandlerBlock(), {"current_exception", "uncancel", "abort"}) ||
        throwsCancel(Body.Body) || throwsLater(Handler, Body) || !canEnd(Handler, Body))
      return;
    Finding &F =
        Report
            .warning(CheckId::SwallowedCancel, Handler->getCatchLoc(),
                     std::string("a cancellation ends here: ") +
                         (CatchesAll ? "'catch (...)' catches it, too" : "it is not thrown on"))
            .note(suspensionLoc(Await), std::string("it is thrown by this ") +
                                            (isa<CoyieldExpr>(Await) ? "yield" : Body.Await));
    if (CatchesAll)
      F.insert(Handler->getCatchLoc(), "catch (const pawl::CancelledError &) { throw; } ");
    return;
  }
}

void checkSwallowedCancel(const CheckedBody &Body, Reporter &Report) {
  // Other libraries cancel in other ways.
  const CXXRecordDecl *Type = classOf(Body.Function->getReturnType());
  if (!Type || !isInPawl(Type))
    return;
  walk(Body.Body, [&](const Stmt *S) {
    if (auto *Try = dyn_cast<CXXTryStmt>(S); Try && Body.cfg())
      checkTry(Try, Body, Report);
  });
}

} // namespace pawl
