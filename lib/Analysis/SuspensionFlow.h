//===- SuspensionFlow.h - Where control goes between suspensions -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A coroutine seen as what it does at each resume: from the suspension where it goes on, to those
// where it may stop next.  Found on the AST, in templates too, where Clang builds no graph.
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_ANALYSIS_SUSPENSIONFLOW_H
#define PAWL_ANALYSIS_SUSPENSIONFLOW_H

#include "clang/AST/StmtCXX.h"
#include <set>
#include <vector>

namespace pawl {

/// A place where a body begins to run or stops: its start, its suspensions, and its end.
struct FlowNode {
  /// The suspension (see isSuspension); null: the start or the end.
  const clang::Stmt *Point = nullptr;
  /// The loop whose `for await` the suspension is part of; null: of none.
  const clang::CXXForRangeStmt *Loop = nullptr;
  /// The nodes where control may stop next.
  std::set<unsigned> Next;
  /// The lines that run from here until it stops; counted in the file that holds the body.
  std::set<unsigned> Lines;
};

/// The flow of one body.  Nodes: the start, the suspensions as they are met in the text, the end.
/// A suspension that Clang has not derived yet, as those of `for await` in a template, has a node
/// for each time that the loop suspends: at its beginning and at each step.
std::vector<FlowNode> suspensionFlow(const clang::CoroutineBodyStmt *Body,
                                     clang::ASTContext &Context);

} // namespace pawl

#endif // PAWL_ANALYSIS_SUSPENSIONFLOW_H
