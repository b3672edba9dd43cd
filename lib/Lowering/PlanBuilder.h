//===- PlanBuilder.h - From a coroutine's AST to its plan -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_LOWERING_PLANBUILDER_H
#define PAWL_LOWERING_PLANBUILDER_H

#include "Lowering/Plan.h"
#include "Lowering/SourceText.h"
#include "clang/AST/ASTContext.h"
#include <memory>

namespace pawl {

class EntryTable;

/// Builds the plan of \p Function, whose body is a coroutine.  Replacements within the body go to
/// \p Source.  Calls of async functions that have an entry in \p Entries go there; null: none does.
/// \returns null when something was refused; the error is reported.
std::unique_ptr<Plan> buildPlan(const clang::FunctionDecl *Function, clang::ASTContext &AST,
                                SourceText &Source, EntryTable *Entries);

/// Checks \p P: every state appears once and can be reached by a dispatch, every variable begins
/// once and before its uses, every slot is built on each path that begins it, and every awaiter is
/// kept at its suspension. Reports violations as internal errors at \p Loc.  \returns whether there
/// were none.
bool verifyPlan(const Plan &P, clang::SourceLocation Loc, clang::DiagnosticsEngine &Diags);

} // namespace pawl

#endif // PAWL_LOWERING_PLANBUILDER_H
