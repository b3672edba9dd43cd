//===- Guards.cpp - Types that hold a mutex -------------------------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Check/Guards.h"
#include "Dialect/Attributes.h"
#include "Dialect/Awaitables.h"
#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/StringSwitch.h"

using namespace clang;

namespace pawl {

static const CXXRecordDecl *recordOf(QualType T) {
  const CXXRecordDecl *Record = classOf(T);
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
  if (IsKnown)
    return llvm::StringSwitch<bool>(Record->getName())
        .Cases({"lock_guard", "scoped_lock", "unique_lock", "shared_lock"}, true)
        .Default(false);
  // A member of these two holds for as long as the object around it.
  return llvm::any_of(Record->fields(), [](const FieldDecl *Field) {
    const CXXRecordDecl *Class = recordOf(Field->getType());
    return Class && Class->isInStdNamespace() && Class->getIdentifier() &&
           (Class->getName() == "lock_guard" || Class->getName() == "scoped_lock");
  });
}

bool isMutexType(QualType T) {
  const CXXRecordDecl *Record = recordOf(T);
  return Record && Record->isInStdNamespace() && Record->getIdentifier() &&
         Record->getName().ends_with("mutex");
}

} // namespace pawl
