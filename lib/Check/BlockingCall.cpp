//===- BlockingCall.cpp - Calls that stop the event loop ------------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Analysis/AstWalk.h"
#include "Check/BlockingCalls.h"
#include "Check/CheckedBody.h"
#include "Check/Checks.h"
#include "Check/Reporter.h"
#include "Dialect/Attributes.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace pawl {

/// Where a reader looks for \p E: a member call at the member.
static SourceLocation placeOf(const Expr *E) {
  if (auto *Call = dyn_cast<CXXMemberCallExpr>(E))
    return Call->getExprLoc();
  return E->getBeginLoc();
}

/// How `pawl::sleep` takes the argument of the C function \p Name; null if it takes it as it is.
static const char *unitOfSleep(StringRef Name) {
  return Name == "sleep"    ? "std::chrono::seconds"
         : Name == "usleep" ? "std::chrono::microseconds"
                            : nullptr;
}

/// How `pawl::sleep` would be called instead of \p Found; `...` for an argument that is long.
static std::string sleepInstead(const BlockingCall &Found, const Reporter &Report) {
  std::string Argument = "...";
  auto *Call = dyn_cast<CallExpr>(Found.Call);
  if (Call && Call->getNumArgs() == 1 && (Found.Name == "sleep_for" || unitOfSleep(Found.Name))) {
    StringRef Text =
        Lexer::getSourceText(CharSourceRange::getTokenRange(Call->getArg(0)->getSourceRange()),
                             Report.SM, Report.AST.getLangOpts());
    const char *Unit = unitOfSleep(Found.Name);
    if (!Text.empty() && Text.size() <= 24 && !Text.contains('\n'))
      Argument = Unit ? (Unit + ("(" + Text) + ")").str() : Text.str();
  }
  return "pawl::sleep(" + Argument + ")";
}

/// Puts an awaited sleep in the place of \p E.
static void mendSleep(const CheckedBody &Body, const BlockingCall &Found, Finding &F) {
  auto *Call = dyn_cast<CallExpr>(Found.Call);
  if (!Call || Call->getNumArgs() != 1 || Call->getSourceRange().getBegin().isMacroID() ||
      Call->getArg(0)->getBeginLoc().isMacroID() || Call->getRParenLoc().isMacroID())
    return;
  const char *Unit = unitOfSleep(Found.Name);
  if (!Unit && Found.Name != "sleep_for")
    return;
  F.FixIts.push_back(FixItHint::CreateReplacement(Call->getCallee()->getSourceRange(),
                                                  std::string(Body.Await) + " pawl::sleep"));
  if (Unit) {
    F.insert(Call->getArg(0)->getBeginLoc(), std::string(Unit) + "(");
    F.insert(Call->getRParenLoc(), ")");
  }
}

/// Takes note of the way from \p Function to what blocks in the end.
static void noteWay(const FunctionDecl *Function, Reporter &Report, Finding &F) {
  while (Function) {
    std::optional<BlockingCall> Next = Report.Blocking.firstIn(Function);
    if (!Next)
      return;
    F.note(placeOf(Next->Call), "'" + Next->Name + "' " +
                                    (Next->Known ? Next->Known->Does : std::string("blocks")) +
                                    " here");
    Function = Next->Through;
  }
}

/// Looks at the locals of \p Declaration, whose destructors may wait.
static void checkDestructors(const DeclStmt *Declaration, const CheckedBody &Body,
                             Reporter &Report) {
  for (const Decl *D : Declaration->decls()) {
    auto *Var = dyn_cast<VarDecl>(D);
    const CXXRecordDecl *Class = Var && Var->hasLocalStorage() && !Var->getType()->isReferenceType()
                                     ? Var->getType()->getAsCXXRecordDecl()
                                     : nullptr;
    if (!Class || !Class->hasDefinition())
      continue;
    // One that was made with something to run.
    auto *Made =
        Var->hasInit() ? dyn_cast<CXXConstructExpr>(stripWrappers(Var->getInit())) : nullptr;
    bool IsThread = Class->isInStdNamespace() && Class->getIdentifier() &&
                    Class->getName() == "jthread" && Made && Made->getNumArgs() != 0 &&
                    !Made->getConstructor()->isCopyOrMoveConstructor();
    const CXXDestructorDecl *Destructor = Class->getDestructor();
    if (!IsThread &&
        (!Destructor || Class->isInStdNamespace() ||
         hasAttribute(Destructor, NonblockingAttribute) || !Report.Blocking.firstIn(Destructor)))
      continue;
    Finding &F = Report.warning(CheckId::BlockingCall, Var->getLocation(),
                                "the end of '" + Var->getNameAsString() + "' " +
                                    (IsThread ? "waits for another thread and blocks" : "blocks") +
                                    " the event loop; use " + Body.Await + " pawl::to_thread");
    if (!IsThread)
      noteWay(Destructor, Report, F);
  }
}

/// The future of std::async waits for the call when it ends: dropped, at once.
static void checkDroppedAsync(const CallExpr *Call, const CheckedBody &Body, Reporter &Report) {
  const FunctionDecl *Callee = Call->getDirectCallee();
  if (!Callee || !Callee->isInStdNamespace() || !Callee->getIdentifier() ||
      Callee->getName() != "async")
    return;
  const Stmt *Taker = Body.parentBeyondWrappers(Call);
  auto *Cast = dyn_cast_or_null<ExplicitCastExpr>(Taker);
  if (!isa_and_nonnull<CompoundStmt>(Taker) && !(Cast && Cast->getType()->isVoidType()))
    return;
  Report
      .warning(CheckId::BlockingCall, Call->getBeginLoc(),
               std::string("the future that 'async' gives ends here, which waits for another "
                           "thread and blocks the event loop; use ") +
                   Body.Await + " pawl::to_thread")
      .range(Call->getSourceRange());
}

void checkBlockingCall(const CheckedBody &Body, Reporter &Report) {
  walk(Body.Body, [&](const Stmt *S) {
    if (auto *Declaration = dyn_cast<DeclStmt>(S))
      checkDestructors(Declaration, Body, Report);
    else if (auto *Call = dyn_cast<CallExpr>(S))
      checkDroppedAsync(Call, Body, Report);
    auto *E = dyn_cast<Expr>(S);
    std::optional<BlockingCall> Found = E ? Report.Blocking.blocks(E, Body.Body) : std::nullopt;
    if (!Found)
      return;
    std::string Await = Body.Await;
    std::string Message = "'" + Found->Name + "' ";
    const char *Instead = Found->Known ? Found->Known->Instead : nullptr;
    if (Found->Known)
      Message += std::string(Found->Known->Does) + " and ";
    Message += "blocks the event loop";
    // The sort of file matters: only a descriptor of a socket or a pipe is ever ready.
    if (Instead && StringRef(Instead) == "pawl::sleep")
      Message += "; use " + Await + " " + sleepInstead(*Found, Report);
    else if (Instead)
      Message += std::string("; use ") + Instead;
    else if (Found->Through && !isa<CXXMethodDecl>(Found->Through) &&
             Found->Through->getNumParams() == 0)
      Message += "; use " + Await + " pawl::to_thread(" + Found->Name + ")";
    else
      Message += "; use " + Await + " pawl::to_thread";
    Finding &F =
        Report.warning(CheckId::BlockingCall, placeOf(E), Message).range(E->getSourceRange());
    if (Instead && StringRef(Instead) == "pawl::sleep")
      mendSleep(Body, *Found, F);
    noteWay(Found->Through, Report, F);
  });
}

} // namespace pawl
