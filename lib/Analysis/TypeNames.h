//===- TypeNames.h - Types as text -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_ANALYSIS_TYPENAMES_H
#define PAWL_ANALYSIS_TYPENAMES_H

#include "clang/AST/ASTContext.h"
#include <optional>
#include <string>

namespace pawl {

/// The text that names \p T at the top of the body of \p Function, or none if there is no such
/// text: closure and unnamed types, types local to a function, private ones out of reach.
std::optional<std::string> typeName(clang::QualType T, const clang::FunctionDecl *Function,
                                    const clang::ASTContext &Context);

/// \p T as the user wrote it, template parameters and local names included.
std::string writtenType(clang::QualType T, const clang::ASTContext &Context);

} // namespace pawl

#endif // PAWL_ANALYSIS_TYPENAMES_H
