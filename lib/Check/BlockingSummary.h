//===- BlockingSummary.h - Which functions of a unit block -------*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_CHECK_BLOCKINGSUMMARY_H
#define PAWL_CHECK_BLOCKINGSUMMARY_H

#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/DenseMap.h"
#include <optional>
#include <string>

namespace pawl {

class CheckOptions;
class Suppressions;
struct BlockingFunction;
struct ParsedUnit;

/// A call that makes its thread wait.
struct BlockingCall {
  const clang::Expr *Call = nullptr;
  /// The name of what is called.
  std::string Name;
  /// The known function, if it is one; null for one that users name, and for one with a body.
  const BlockingFunction *Known = nullptr;
  /// The function with a body in sight that is called, if it blocks for what is in that body.
  const clang::FunctionDecl *Through = nullptr;
};

/// Answers whether calls block, for all bodies of a unit; what it finds in ordinary functions it
/// keeps.
class BlockingSummary {
public:
  /// A call that \p Silenced says nothing of makes nobody block who calls the function around it.
  BlockingSummary(const ParsedUnit &Unit, const CheckOptions &Options, const Suppressions &Silenced)
      : Unit(Unit), Options(Options), Silenced(Silenced) {}

  /// What blocks in \p E itself, not in its parts; \p Body is the body around it.
  std::optional<BlockingCall> blocks(const clang::Expr *E, const clang::Stmt *Body);
  /// A call in \p Function that blocks, the first in its text.
  std::optional<BlockingCall> firstIn(const clang::FunctionDecl *Function);

private:
  bool known(const BlockingFunction &Function, const clang::Expr *E, const clang::Stmt *Body);
  bool mayNotBlock(const clang::Expr *Descriptor, const clang::Stmt *Body);
  bool isPolled(const clang::Expr *Call, const clang::Stmt *Body);
  void readWords();

  const ParsedUnit &Unit;
  const CheckOptions &Options;
  const Suppressions &Silenced;
  /// Of each function that was asked for; nothing in it: it does not block, or is being looked at.
  llvm::DenseMap<const clang::FunctionDecl *, std::optional<BlockingCall>> Functions;
  bool AreWordsRead = false;
  /// Whether one of the user's files names what makes a descriptor not block, or what a call of
  /// such a one gives: then all are taken for such.
  bool KnowsNonblocking = false;
  bool KnowsNumeric = false;
};

/// How \p D is qualified, without inline and unnamed namespaces and template arguments.
std::string plainQualifiedName(const clang::NamedDecl *D);

} // namespace pawl

#endif // PAWL_CHECK_BLOCKINGSUMMARY_H
