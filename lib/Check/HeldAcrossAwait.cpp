//===- HeldAcrossAwait.cpp - Mutexes that are held while others run -------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reports the awaits at which a guard or a mutex may be held.  What is stale after an await is
// looked for in StaleAcrossAwait.cpp.
//
//===----------------------------------------------------------------------===//
#include "Analysis/AstWalk.h"
#include "Check/CheckedBody.h"
#include "Check/Checks.h"
#include "Check/Guards.h"
#include "Check/HeldGuards.h"
#include "Check/Reporter.h"
#include "Check/StaleAcrossAwait.h"
#include "Dialect/Attributes.h"
#include "Dialect/Awaitables.h"

using namespace clang;

namespace pawl {

static void reportHeld(const ValueDecl *D, SourceLocation Since, const Stmt *Await,
                       const CheckedBody &Body, Reporter &Report) {
  const CXXRecordDecl *Record = classOf(D->getType());
  bool IsMarked = Record && hasAttribute(Record, MustNotSuspendAttribute);
  std::string What = isa<CoyieldExpr>(Await) ? "yield" : Body.Await;
  std::string Message = "'" + D->getNameAsString() + "' ";
  if (IsMarked)
    Message += "must not be alive across this " + What;
  else
    Message +=
        (isMutexType(D->getType()) ? "is locked across this " : "holds a mutex across this ") +
        What + "; use pawl::Lock";
  Report.warning(CheckId::HeldAcrossAwait, suspensionLoc(Await), Message)
      .note(Since, Since == D->getLocation() && isa<ParmVarDecl>(D) ? "it is handed over here"
                   : IsMarked                                       ? "it is made here"
                                                                    : "it is locked here");
}

static void findHeld(const CheckedBody &Body, Reporter &Report) {
  bool Awaits = false;
  walk(Body.Body, [&](const Stmt *S) { Awaits |= isSuspension(S); });
  if (!Awaits || !usesGuards(Body) || !Body.cfg())
    return;
  reportForward<HeldGuards>(
      Body,
      [&](HeldGuards &Now, const CFGElement &Element, bool Reporting) {
        Now.step(Element);
        std::optional<CFGStmt> Node = Element.getAs<CFGStmt>();
        if (Reporting && Node && isSuspension(Node->getStmt()))
          for (auto [D, Since] : Now.at(Node->getStmt(), Body))
            reportHeld(D, Since, Node->getStmt(), Body, Report);
      },
      [](HeldGuards &Now, const CFGBlock &Block, unsigned Number) { Now.follow(Block, Number); });
}

void checkHeldAcrossAwait(const CheckedBody &Body, Reporter &Report) {
  findHeld(Body, Report);
  findStaleAcrossAwait(Body, Report);
}

} // namespace pawl
