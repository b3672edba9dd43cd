//===- SharedState.h - What others can change during an await ----*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_CHECK_SHAREDSTATE_H
#define PAWL_CHECK_SHAREDSTATE_H

#include "Check/CheckedBody.h"
#include "llvm/ADT/DenseMap.h"

namespace pawl {

/// The member or variable that \p E denotes if code outside \p Body can reach it: a member of
/// `this` or of what a reference or pointer leads to, a global or static variable, what a parameter
/// of reference type or a capture by reference refers to.  Null otherwise.
const clang::ValueDecl *sharedObject(const clang::Expr *E, const CheckedBody &Body);

/// The object and the name of the member that \p E calls, in a pattern too; null if it calls none.
std::pair<const clang::Expr *, llvm::StringRef> memberCall(const clang::Expr *E);

/// The container that \p E, the call of a member such as begin() or operator[], takes its result
/// from; null if it is none of the standard library's.
const clang::Expr *containerOf(const clang::Expr *E);

/// How a type of container lets go of what points into it.
enum class Invalidation : unsigned {
  Nothing = 0,
  ByGrowth = 1,
  ByRemoval = 2,
  ByBoth = 3,
};
/// What spoils iterators into a container of type \p T, or references if \p References.
Invalidation invalidation(clang::QualType T, bool References);

/// Which members and global variables of container types the functions of a unit change, and how.
class ContainerChanges {
public:
  void add(const clang::FunctionDecl *Function);
  /// Whether \p Container is changed in a way of \p How by another function than \p Reader,
  /// constructors and destructors left out.
  bool happen(const clang::ValueDecl *Container, Invalidation How,
              const clang::FunctionDecl *Reader) const;

private:
  static const clang::Decl *key(const clang::ValueDecl *D);
  /// By container, what is done to it and where the function is that does it: all instances of a
  /// template are at one place.
  llvm::DenseMap<const clang::Decl *, std::vector<std::pair<clang::SourceLocation, unsigned>>>
      Changes;
};

} // namespace pawl

#endif // PAWL_CHECK_SHAREDSTATE_H
