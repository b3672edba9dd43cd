//===- CheckTable.cpp - Every check, by name ------------------------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Check/CheckTable.h"
#include "Check/Checks.h"

namespace pawl {

static constexpr CheckInfo Table[] = {
    {CheckId::Unawaited, "unawaited", CheckScope::Always, /*CoroutinesOnly=*/false,
     /*DespiteErrors=*/true, "coroutines that never run", checkUnawaited},
    {CheckId::BlockingCall, "blocking-call", CheckScope::Always, /*CoroutinesOnly=*/true,
     /*DespiteErrors=*/false, "calls that stop the event loop", checkBlockingCall},
    {CheckId::SequentialAwaits, "sequential-awaits", CheckScope::CheckOnly, /*CoroutinesOnly=*/true,
     /*DespiteErrors=*/false, "independent awaits in a row", checkSequentialAwaits},
    {CheckId::HeldAcrossAwait, "held-across-await", CheckScope::Always, /*CoroutinesOnly=*/true,
     /*DespiteErrors=*/false, "what an await must not interrupt", checkHeldAcrossAwait},
    {CheckId::SwallowedCancel, "swallowed-cancel", CheckScope::Always, /*CoroutinesOnly=*/true,
     /*DespiteErrors=*/false, "cancellations that end in a handler", checkSwallowedCancel},
    {CheckId::ReturnWithoutAwait, "return-without-await", CheckScope::Always,
     /*CoroutinesOnly=*/false,
     /*DespiteErrors=*/false, "coroutines that leave their scope unrun", checkReturnWithoutAwait},
    {CheckId::MissingReturn, "missing-return", CheckScope::Always, /*CoroutinesOnly=*/true,
     /*DespiteErrors=*/false, "coroutines that end without their value", checkMissingReturn},
    {CheckId::Starvation, "starvation", CheckScope::Always, /*CoroutinesOnly=*/true,
     /*DespiteErrors=*/false, "loops that do not let others run", checkStarvation},
    {CheckId::Dangling, "dangling", CheckScope::Always, /*CoroutinesOnly=*/false,
     /*DespiteErrors=*/false, "coroutines that outlive what they refer to", checkDangling},
    {CheckId::FrameSize, "frame-size", CheckScope::Always, /*CoroutinesOnly=*/true,
     /*DespiteErrors=*/false, "large frames", nullptr},
};

llvm::ArrayRef<CheckInfo> allChecks() { return Table; }

std::optional<CheckId> findCheck(llvm::StringRef Name) {
  for (const CheckInfo &Check : Table)
    if (Name == Check.Name)
      return Check.Id;
  return std::nullopt;
}

} // namespace pawl
