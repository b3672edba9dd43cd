//===- Guards.cpp - Types that hold a mutex -------------------------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Check/Guards.h"
#include "Dialect/Attributes.h"
#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/StringSwitch.h"

using namespace clang;

namespace pawl {

static const CXXRecordDecl *recordOf(QualType T) {
  const CXXRecordDecl *Record = T.getNonReferenceType()->getAsCXXRecordDecl();
  return Record && Record->getDefinition() ? Record->getDefinition() : nullptr;
}

bool isGuardType(QualType T) {
  const CXXRecordDecl *Record = recordOf(T);
  if (!Record || !Record->getIdentifier())
    return false;
  if (Record->hasAttr<ScopedLockableAttr>() || hasAttribute(Record, MustNotSuspendAttribute))
    return true;
  auto *Namespace =
      dyn_cast<NamespaceDecl>(Record->getDeclContext()->getEnclosingNamespaceContext());
  bool IsKnown = Record->isInStdNamespace() || (Namespace && Namespace->getName() == "boost");
  return IsKnown && llvm::StringSwitch<bool>(Record->getName())
                        .Cases({"lock_guard", "scoped_lock", "unique_lock", "shared_lock"}, true)
                        .Default(false);
}

bool isMutexType(QualType T) {
  const CXXRecordDecl *Record = recordOf(T);
  return Record && Record->isInStdNamespace() && Record->getIdentifier() &&
         Record->getName().ends_with("mutex");
}

} // namespace pawl
