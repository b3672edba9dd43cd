//===- FrameInstances.h - The frames of a template's instances ---*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_LOWERING_FRAMEINSTANCES_H
#define PAWL_LOWERING_FRAMEINSTANCES_H

#include "Lowering/Plan.h"
#include "clang/AST/Type.h"

namespace clang {
class ASTContext;
class FunctionDecl;
} // namespace clang

namespace pawl {

/// The coroutines that the unit instantiates from \p Pattern, a function template or a member of a
/// class template.  None of a local class or a lambda.
std::vector<const clang::FunctionDecl *> instancesOf(const clang::FunctionDecl *Pattern);

/// While it lives, the plan \p P of a pattern has the name of \p Instance and its variables' sizes,
/// as far as they can be told: those of the user's own, and of what is awaited.
class FrameInstance {
public:
  FrameInstance(const clang::FunctionDecl *Instance, Plan &P, clang::ASTContext &AST);
  ~FrameInstance();

private:
  void measure(Variable &V, clang::QualType T);

  Plan &P;
  clang::ASTContext &AST;
  std::string Name;
  /// As the pattern has them.
  std::vector<std::pair<Variable *, Variable>> Saved;
};

} // namespace pawl

#endif // PAWL_LOWERING_FRAMEINSTANCES_H
