//===- MissingReturn.cpp - Coroutines that end without their value --------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A coroutine whose promise has no return_void has undefined behaviour where control reaches its
// end ([stmt.return.coroutine]/3).  The wrapped compiler sees a lambda there whose every way
// returns.
//
//===----------------------------------------------------------------------===//
#include "Analysis/AstWalk.h"
#include "Check/CheckedBody.h"
#include "Check/Checks.h"
#include "Check/Reporter.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;

namespace pawl {

/// Whether \p Block ends with a return, a throw or a call from which nothing comes back.
static bool leaves(const CFGBlock &Block) {
  return Block.hasNoReturnElement() || llvm::any_of(Block, [](const CFGElement &Element) {
           std::optional<CFGStmt> Node = Element.getAs<CFGStmt>();
           return Node && isa<CoreturnStmt, ReturnStmt, CXXThrowExpr>(Node->getStmt());
         });
}

/// Whether control can reach the end of \p Body.
static bool canReachEnd(const CheckedBody &Body) {
  std::vector<const CFGBlock *> Work = Body.entries();
  llvm::SmallPtrSet<const CFGBlock *, 32> Seen;
  while (!Work.empty()) {
    const CFGBlock *Block = Work.back();
    Work.pop_back();
    if (Block == &Body.cfg()->getExit())
      return true;
    if (!Seen.insert(Block).second || leaves(*Block))
      continue;
    for (const CFGBlock *Next : Block->succs())
      if (Next)
        Work.push_back(Next);
  }
  return false;
}

void checkMissingReturn(const CheckedBody &Body, Reporter &Report) {
  auto *Coroutine = dyn_cast<CoroutineBodyStmt>(Body.Function->getBody());
  if (!Coroutine || Body.IsDependent || Coroutine->getFallthroughHandler() || !Body.cfg() ||
      !canReachEnd(Body))
    return;
  const bool InDialect = StringRef(Body.Await) == "await";
  Report.warning(CheckId::MissingReturn, Body.Body->getEndLoc(),
                 std::string("this coroutine can end without a '") +
                     (InDialect ? "return" : "co_return") + "' of its value");
}

} // namespace pawl
