//===- Guards.h - Types that hold a mutex ------------------------*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_CHECK_GUARDS_H
#define PAWL_CHECK_GUARDS_H

#include "clang/AST/Type.h"

namespace pawl {

/// Whether an object of type \p T holds something from its construction to its end that no await
/// may interrupt: a guard of the standard library or Boost, a class with such a member or with
/// clang's scoped_lockable, one marked `[[pawl::must_not_suspend]]`.
bool isGuardType(clang::QualType T);

/// Whether \p T is one of the standard library's mutexes.
bool isMutexType(clang::QualType T);

} // namespace pawl

#endif // PAWL_CHECK_GUARDS_H
