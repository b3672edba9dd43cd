//===- GraphCollector.h - From plans to pictures ----------------*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_DRIVER_GRAPHCOLLECTOR_H
#define PAWL_DRIVER_GRAPHCOLLECTOR_H

#include "Driver/StateGraph.h"
#include "Lowering/FrameLayout.h"
#include "clang/Basic/SourceLocation.h"
#include "llvm/ADT/SmallVector.h"

namespace pawl {

struct FlowNode;

/// Gathers what `pawl graph` shows of the coroutines of one unit.
class GraphCollector {
public:
  explicit GraphCollector(clang::ASTContext &Context) : Context(Context) {}

  /// Takes note of \p Function, lowered as \p P to a frame of \p Layout.
  void add(const clang::FunctionDecl *Function, const Plan &P, const FrameLayout &Layout);
  /// The graph of all, in the order of the text.
  StateGraph finish();

private:
  using Callees = llvm::SmallVector<const clang::FunctionDecl *, 2>;
  struct Coroutine {
    const clang::FunctionDecl *Function;
    StateMachine Machine;
    /// What is called for each state.
    std::vector<Callees> Calls;
  };

  void describe(const FlowNode &Node, GraphState &State, Callees &Calls) const;
  std::string text(clang::SourceRange Range) const;

  clang::ASTContext &Context;
  std::vector<Coroutine> Found;
};

} // namespace pawl

#endif // PAWL_DRIVER_GRAPHCOLLECTOR_H
