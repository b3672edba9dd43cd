//===- ReturnWithoutAwait.cpp - Coroutines that leave their scope unrun ---===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An ordinary function that returns the coroutine of another one has ended before that one begins:
// its handlers catch nothing of it, its guards no longer hold.
//
//===----------------------------------------------------------------------===//
#include "Analysis/AstWalk.h"
#include "Check/CheckedBody.h"
#include "Check/Checks.h"
#include "Check/Guards.h"
#include "Check/HeldGuards.h"
#include "Check/Reporter.h"
#include "Dialect/Attributes.h"
#include "Dialect/Awaitables.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace pawl {
namespace {

class ReturnCheck {
public:
  ReturnCheck(const CheckedBody &Body, Reporter &Report) : Body(Body), Report(Report) {}

  void run();

private:
  const CXXTryStmt *tryAround(const Stmt *S) const;
  const VarDecl *guardAt(const ReturnStmt *Return);
  std::vector<const Expr *> callsBehind(const Expr *Value) const;
  void report(const ReturnStmt *Return, const Expr *Call);
  std::optional<std::vector<FixItHint>> awaitEverywhere() const;

  const CheckedBody &Body;
  Reporter &Report;
  /// The guards that may be held at each return.
  std::optional<llvm::DenseMap<const Stmt *, const VarDecl *>> Guards;
};

/// The innermost try block that \p S stands in.
const CXXTryStmt *ReturnCheck::tryAround(const Stmt *S) const {
  for (const Stmt *Inner = S, *Up = Body.parent(S); Up; Inner = Up, Up = Body.parent(Up))
    if (auto *Try = dyn_cast<CXXTryStmt>(Up); Try && Try->getTryBlock() == Inner)
      return Try;
  return nullptr;
}

/// A guard that may be held at \p Return and ends with its scope, or null.
const VarDecl *ReturnCheck::guardAt(const ReturnStmt *Return) {
  if (!Guards) {
    Guards.emplace();
    if (usesGuards(Body) && Body.cfg())
      reportForward<HeldGuards>(
          Body,
          [&](HeldGuards &Now, const CFGElement &Element, bool Reporting) {
            Now.step(Element);
            std::optional<CFGStmt> Node = Element.getAs<CFGStmt>();
            auto *S = Node ? dyn_cast<ReturnStmt>(Node->getStmt()) : nullptr;
            if (!Reporting || !S)
              return;
            for (auto [D, Since] : Now.at(S, Body))
              if (auto *Var = dyn_cast<VarDecl>(D); Var && Var->hasLocalStorage())
                Guards->try_emplace(S, Var);
          },
          [](HeldGuards &Now, const CFGBlock &Block, unsigned Number) {
            Now.follow(Block, Number);
          });
  }
  return Guards->lookup(Return);
}

bool isCall(const Expr *E) {
  auto *Call = dyn_cast<CallExpr>(E);
  return Call && Call->isPRValue() && !Call->isCallToStdMove();
}

/// The local that \p E names, itself or as what is moved.
const VarDecl *localOf(const Expr *E) {
  if (auto *Move = dyn_cast<CallExpr>(E); Move && Move->isCallToStdMove())
    E = stripWrappers(Move->getArg(0));
  // `return c` moves c.
  if (auto *Construct = dyn_cast<CXXConstructExpr>(E); Construct && Construct->getNumArgs() == 1)
    E = stripWrappers(Construct->getArg(0));
  if (auto *Move = dyn_cast<CallExpr>(E); Move && Move->isCallToStdMove())
    E = stripWrappers(Move->getArg(0));
  auto *Name = dyn_cast<DeclRefExpr>(E);
  auto *Var = Name ? dyn_cast<VarDecl>(Name->getDecl()) : nullptr;
  return Var && Var->hasLocalStorage() ? Var : nullptr;
}

/// The calls whose coroutine a return of \p Value may return, at once or from a local.
std::vector<const Expr *> ReturnCheck::callsBehind(const Expr *Value) const {
  Value = stripWrappers(Value);
  if (auto *Choice = dyn_cast<ConditionalOperator>(Value)) {
    std::vector<const Expr *> Calls = callsBehind(Choice->getTrueExpr());
    llvm::append_range(Calls, callsBehind(Choice->getFalseExpr()));
    return Calls;
  }
  if (isCall(Value))
    return {Value};
  const VarDecl *Var = localOf(Value);
  if (!Var || isa<ParmVarDecl>(Var) || !Var->hasInit())
    return {};
  const Expr *Init = stripWrappers(Var->getInit());
  return isCall(Init) ? std::vector<const Expr *>{Init} : std::vector<const Expr *>();
}

/// What makes the function async and awaits what it returns, everywhere; nothing if that is more
/// than a few words.
std::optional<std::vector<FixItHint>> ReturnCheck::awaitEverywhere() const {
  const FunctionDecl *Function = Body.Function;
  const FunctionTypeLoc Written = Function->getFunctionTypeLoc();
  if (Function->isConstexpr() || Function->isVariadic() || !Written ||
      Function->getDeclaredReturnType()->getContainedAutoType())
    return std::nullopt;
  SourceLocation Begin = Function->getBeginLoc();
  auto *Method = dyn_cast<CXXMethodDecl>(Function);
  if (Method && Method->getParent()->isLambda())
    Begin = Method->getParent()->getBeginLoc();
  std::vector<FixItHint> Edits;
  bool Possible = Begin.isFileID();
  // A file without a word of the dialect stays without.
  bool InDialect = Report.usesDialect();
  if (InDialect)
    Edits.push_back(FixItHint::CreateInsertion(Begin, "async "));
  walk(Body.Body, [&](const Stmt *S) {
    auto *Return = dyn_cast<ReturnStmt>(S);
    if (!Return)
      return;
    const Expr *Value = Return->getRetValue() ? stripWrappers(Return->getRetValue()) : nullptr;
    Possible &= Value && !Return->getReturnLoc().isMacroID();
    if (!Possible)
      return;
    SourceLocation Loc = Report.writtenBegin(Value);
    Possible = Loc.isFileID() && Value->getEndLoc().isFileID();
    // C++20 does not await in handlers.
    for (const Stmt *Up = Return; Up && !InDialect; Up = Body.parent(Up))
      Possible &= !isa<CXXCatchStmt>(Up);
    if (!InDialect)
      Edits.push_back(
          FixItHint::CreateReplacement(SourceRange(Return->getReturnLoc()), "co_return"));
    std::string Await = InDialect ? "await " : "co_await ";
    SourceLocation End =
        Lexer::getLocForEndOfToken(Value->getEndLoc(), 0, Report.SM, Body.AST.getLangOpts());
    auto *Operator = dyn_cast<CXXOperatorCallExpr>(Value);
    if (isa<ConditionalOperator>(Value)) {
      Edits.push_back(FixItHint::CreateInsertion(Loc, Await + "("));
      Edits.push_back(FixItHint::CreateInsertion(End, ")"));
    } else if (isCall(Value) && (!Operator || Operator->getOperator() == OO_Call)) {
      Edits.push_back(FixItHint::CreateInsertion(Loc, Await));
    } else if (localOf(Value)) {
      bool IsMoved = !isa<DeclRefExpr>(stripWrappers(
          isa<CXXConstructExpr>(Value) ? cast<CXXConstructExpr>(Value)->getArg(0) : Value));
      Edits.push_back(FixItHint::CreateInsertion(Loc, IsMoved ? Await : Await + "std::move("));
      if (!IsMoved)
        Edits.push_back(FixItHint::CreateInsertion(End, ")"));
    } else {
      Possible = false;
    }
  });
  return Possible ? std::optional(std::move(Edits)) : std::nullopt;
}

void ReturnCheck::report(const ReturnStmt *Return, const Expr *Call) {
  const CXXTryStmt *Try = tryAround(Return);
  const VarDecl *Guard = guardAt(Return);
  // What is made before the scope begins was not meant to run in it.
  if (Try && !Try->getTryBlock()->getSourceRange().fullyContains(Call->getSourceRange()))
    Try = nullptr;
  if (Guard && !Report.SM.isBeforeInTranslationUnit(Guard->getLocation(), Call->getBeginLoc()))
    Guard = nullptr;
  if (!Try && !Guard)
    return;
  bool IsGenerator = awaitableKind(Call) == AwaitableKind::Generator;
  std::string Name = calleeName(Call);
  std::string Message = Name.empty() || Name == "a lambda"
                            ? (IsGenerator ? "this generator" : "this coroutine")
                            : "'" + Name + "'";
  Message += Try ? " runs when this try block has been left"
                 : " runs when '" + Guard->getNameAsString() + "' has gone";
  bool IsLock = Guard && !hasAttribute(classOf(Guard->getType()), MustNotSuspendAttribute);
  Message += IsGenerator ? "; read it here, in an async generator"
             : IsLock    ? "; await it under a pawl::Lock, in an async function"
                         : "; await it, in an async function";
  Finding &F = Report.warning(CheckId::ReturnWithoutAwait, Report.writtenBegin(Call), Message)
                   .range(Call->getSourceRange())
                   .note(Try ? Try->getTryLoc() : Guard->getLocation(),
                         Try ? "its handlers catch nothing of it" : "it ends with this function");
  // A guard that is alive across an await would be the next mistake.
  if (Guard || IsGenerator)
    return;
  if (std::optional<std::vector<FixItHint>> Edits = awaitEverywhere())
    F.FixIts = std::move(*Edits);
}

void ReturnCheck::run() {
  walk(Body.Body, [&](const Stmt *S) {
    auto *Return = dyn_cast<ReturnStmt>(S);
    if (Return && Return->getRetValue())
      for (const Expr *Call : callsBehind(Return->getRetValue()))
        report(Return, Call);
  });
}

} // namespace

void checkReturnWithoutAwait(const CheckedBody &Body, Reporter &Report) {
  if (Body.IsCoroutine)
    return;
  AwaitableKind Kind = awaitableKind(Body.Function->getReturnType());
  if (Kind == AwaitableKind::Coroutine || Kind == AwaitableKind::Generator)
    ReturnCheck(Body, Report).run();
}

} // namespace pawl
