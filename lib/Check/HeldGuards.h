//===- HeldGuards.h - Which guards and mutexes a flow holds ------*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_CHECK_HELDGUARDS_H
#define PAWL_CHECK_HELDGUARDS_H

#include "Check/CheckedBody.h"
#include "llvm/ADT/DenseMap.h"

namespace pawl {

/// The guards and mutexes that may be held at a point of a body, and since where.
class HeldGuards {
public:
  HeldGuards() = default;
  /// What is held at the beginning of \p Body: the guards that are handed to it.
  explicit HeldGuards(const CheckedBody &Body);
  bool merge(const HeldGuards &Other);
  /// Goes through an element of the graph.
  void step(const clang::CFGElement &Element);
  /// Goes along the edge from \p Block to its successor \p Number: a try or a question at its end
  /// tells which way is the held one.
  void follow(const clang::CFGBlock &Block, unsigned Number);

  /// Those of them that are held at \p S: of a local whose end is not in the graph (there is none
  /// for the exceptions of a try block) only in its scope.
  std::vector<std::pair<const clang::ValueDecl *, clang::SourceLocation>>
  at(const clang::Stmt *S, const CheckedBody &Body) const;

private:
  void call(const clang::CXXMemberCallExpr *Call);

  llvm::SmallDenseMap<const clang::ValueDecl *, clang::SourceLocation, 4> Held;
};

/// Whether \p Body has a guard or a mutex to follow.
bool usesGuards(const CheckedBody &Body);

} // namespace pawl

#endif // PAWL_CHECK_HELDGUARDS_H
