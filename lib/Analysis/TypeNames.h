//===- TypeNames.h - Types as text -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_ANALYSIS_TYPENAMES_H
#define PAWL_ANALYSIS_TYPENAMES_H

#include "clang/AST/ASTContext.h"
#include "llvm/ADT/DenseSet.h"
#include <optional>
#include <string>

namespace pawl {

/// Names types at the top of the body of one function and everywhere in it.
class TypeNamer {
public:
  TypeNamer(const clang::FunctionDecl *Function, const clang::ASTContext &Context);

  /// The text that names \p T, or none if there is no such text: closure and unnamed types, types
  /// local to a function, private ones out of reach.
  std::optional<std::string> name(clang::QualType T) const;

private:
  class Speller;
  bool isHiddenHere(const clang::NamedDecl *Outermost) const;

  const clang::FunctionDecl *Function;
  const clang::ASTContext &Context;
  /// What the function, and functions around it, declare: in a body any of it may hide a type.
  llvm::DenseSet<clang::DeclarationName> Declared;
};

/// \p T as the user wrote it, template parameters and local names included.
std::string writtenType(clang::QualType T, const clang::ASTContext &Context);

} // namespace pawl

#endif // PAWL_ANALYSIS_TYPENAMES_H
