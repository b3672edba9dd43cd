//===- DependencyFile.h - Makefile rules that name what was read -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_DRIVER_DEPENDENCYFILE_H
#define PAWL_DRIVER_DEPENDENCYFILE_H

#include "llvm/ADT/StringRef.h"
#include <string>
#include <vector>

namespace pawl {

/// A rule without commands, as -M and its family write them.
struct DependencyRule {
  std::vector<std::string> Targets, Prerequisites;
};

/// The rules of \p Text, which a compiler wrote.
std::vector<DependencyRule> parseDependencies(llvm::StringRef Text);

/// \p Rules in Makefile syntax.
std::string printDependencies(const std::vector<DependencyRule> &Rules);

/// Corrects what a compiler wrote about a lowered temporary: the temporary is replaced by \p
/// Source (`-`: by nothing); \p Expanded (headers whose text stands in the temporary, so that the
/// compiler never opened them) and \p Tool, which wrote the temporary, are added.
/// \returns the text unchanged when it does not name \p Temporary.
std::string correctDependencies(llvm::StringRef Text, llvm::StringRef Temporary,
                                llvm::StringRef Source, const std::vector<std::string> &Expanded,
                                const std::string &Tool);

} // namespace pawl

#endif // PAWL_DRIVER_DEPENDENCYFILE_H
