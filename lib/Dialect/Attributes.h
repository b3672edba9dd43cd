//===- Attributes.h - What users say to the checks ---------------*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The attributes of the namespace `pawl` that users write.  The wrapped compiler does not know
// them, so the lowered text has none.
//
//   [[pawl::detach]]            of a statement or a variable: what it drops is meant to be dropped;
//   of a
//                               function: so may be what it returns
//   [[pawl::allow("NAME")]]     of a statement or a declaration: the check NAME says nothing in it
//   [[pawl::blocking]]          of a function: a call of it blocks the thread
//   [[pawl::nonblocking]]       of a function: it does not, whatever is in its body
//   [[pawl::must_not_suspend]]  of a class: no object of it may be alive across an await
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_DIALECT_ATTRIBUTES_H
#define PAWL_DIALECT_ATTRIBUTES_H

#include "clang/AST/Attr.h"

namespace clang {
class Decl;
} // namespace clang

namespace pawl {

/// In the AST each is an AnnotateAttr with one of these texts.
constexpr const char DetachAttribute[] = "pawl::detach";
constexpr const char AllowAttribute[] = "pawl::allow";
constexpr const char BlockingAttribute[] = "pawl::blocking";
constexpr const char NonblockingAttribute[] = "pawl::nonblocking";
constexpr const char MustNotSuspendAttribute[] = "pawl::must_not_suspend";

/// Makes them known to Clang.  To be called before the first parse of the process.
void registerAttributes();

/// The first attribute called \p Name among \p Attributes, or null.
const clang::AnnotateAttr *findAttribute(llvm::ArrayRef<const clang::Attr *> Attributes,
                                         llvm::StringRef Name);
/// Whether \p D, in any of its declarations, has the attribute called \p Name.
bool hasAttribute(const clang::Decl *D, llvm::StringRef Name);

} // namespace pawl

#endif // PAWL_DIALECT_ATTRIBUTES_H
