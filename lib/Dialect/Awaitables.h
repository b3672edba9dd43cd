//===- Awaitables.h - Types whose values are to be awaited -------*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_DIALECT_AWAITABLES_H
#define PAWL_DIALECT_AWAITABLES_H

#include "clang/AST/ExprCXX.h"
#include "clang/AST/Type.h"

namespace pawl {

/// What happens to a value that nobody awaits.
enum class AwaitableKind {
  /// It is nothing to be awaited, or what it stands for runs whatever becomes of it.
  None,
  /// A coroutine that begins when it is awaited: nothing.
  Coroutine,
  /// A coroutine that yields, and begins when it is read: nothing.
  Generator,
  /// An awaiter that begins its operation when it is awaited: nothing.
  Awaiter,
  /// It is a handle to something that runs already: its result is lost, and its error.
  Handle,
};

/// The class that \p T or what it refers to is; of a type in a pattern that depends on its
/// parameters, the pattern of the class template.  Null if it is neither.
const clang::CXXRecordDecl *classOf(clang::QualType T);

/// \p T without reference.
AwaitableKind awaitableKind(clang::QualType T);

/// What \p E gives.  Of a call in a pattern whose type is not known, what all functions return that
/// the name is known to mean.
AwaitableKind awaitableKind(const clang::Expr *E);

/// Whether an object of type \p T can be awaited.
bool isAwaitable(clang::QualType T);

/// Whether \p T is the class (template) \p Name of the namespace `pawl`.
bool isPawlClass(clang::QualType T, llvm::StringRef Name);

/// Whether \p D is declared in the namespace `pawl`, at any depth.
bool isInPawl(const clang::Decl *D);

/// The name by which users know what the call or constructor \p E makes: that of the function.
std::string calleeName(const clang::Expr *E);

} // namespace pawl

#endif // PAWL_DIALECT_AWAITABLES_H
