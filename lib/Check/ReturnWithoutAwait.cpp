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
#include "Check/Reporter.h"
#include "Dialect/Awaitables.h"

using namespace clang;

namespace pawl {

/// The guard that is alive at \p S, or null.
static const VarDecl *guardAround(const Stmt *S, const CheckedBody &Body) {
  for (const Stmt *Inner = S, *Up = Body.parent(S); Up; Inner = Up, Up = Body.parent(Up)) {
    if (!isa<CompoundStmt>(Up))
      continue;
    for (const Stmt *Child : Up->children()) {
      if (Child == Inner)
        break;
      if (auto *Declaration = dyn_cast_or_null<DeclStmt>(Child))
        for (const Decl *D : Declaration->decls())
          if (auto *Var = dyn_cast<VarDecl>(D);
              Var && Var->hasLocalStorage() && isGuardType(Var->getType()))
            return Var;
    }
  }
  return nullptr;
}

/// The try block, with a handler, that \p S stands in, or null.
static const CXXTryStmt *tryAround(const Stmt *S, const CheckedBody &Body) {
  for (const Stmt *Inner = S, *Up = Body.parent(S); Up; Inner = Up, Up = Body.parent(Up))
    if (auto *Try = dyn_cast<CXXTryStmt>(Up); Try && Try->getTryBlock() == Inner)
      return Try;
  return nullptr;
}

void checkReturnWithoutAwait(const CheckedBody &Body, Reporter &Report) {
  if (Body.IsCoroutine || Body.IsDependent ||
      awaitableKind(Body.Function->getReturnType()) != AwaitableKind::Coroutine)
    return;
  walk(Body.Body, [&](const Stmt *S) {
    auto *Return = dyn_cast<ReturnStmt>(S);
    if (!Return || !Return->getRetValue())
      return;
    auto *Call = dyn_cast<CallExpr>(stripWrappers(Return->getRetValue()));
    if (!Call || !Call->isPRValue() || Call->isCallToStdMove())
      return;
    const CXXTryStmt *Try = tryAround(Return, Body);
    const VarDecl *Guard = Try ? nullptr : guardAround(Return, Body);
    if (!Try && !Guard)
      return;
    std::string Name = calleeName(Call);
    std::string Message = Name.empty() || Name == "a lambda" ? "this coroutine" : "'" + Name + "'";
    Message += Try ? " runs when this try block has been left"
                   : " runs when '" + Guard->getNameAsString() + "' has gone";
    Report
        .warning(CheckId::ReturnWithoutAwait, Report.writtenBegin(Call),
                 Message + "; await it, in an async function")
        .range(Call->getSourceRange())
        .note(Try ? Try->getTryLoc() : Guard->getLocation(),
              Try ? "its handlers catch nothing of it" : "it ends with this function");
  });
}

} // namespace pawl
