//===- FrameLayout.h - What fills a frame ------------------------*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_LOWERING_FRAMELAYOUT_H
#define PAWL_LOWERING_FRAMELAYOUT_H

#include "Lowering/Plan.h"

namespace clang {
class ASTContext;
class FunctionDecl;
class SourceManager;
} // namespace clang

namespace pawl {

/// One member of a frame, in bytes; a size of zero is not known before the text is compiled.
struct FrameMember {
  std::string Name;
  std::string Type;
  uint64_t Offset = 0, Size = 0;
  /// Where the user declared it, or where it is awaited; may be invalid.
  clang::SourceLocation Loc;
};

/// The members of a frame as the printed text will have them, and as large as the target makes
/// them.
struct FrameLayout {
  std::vector<FrameMember> Members;
  /// The size of the whole; without that of the members whose size is not known.
  uint64_t Size = 0;
  /// Whether every size is known: not in a template.
  bool IsComplete = true;
};

/// The bytes that a frame has for \p V: for itself or for an address; zero if that is not known.
uint64_t keptSize(const Variable &V);

/// Lays out the frame of \p P, the plan of \p Function.
FrameLayout layOutFrame(const Plan &P, const clang::FunctionDecl *Function, clang::ASTContext &AST);

/// Prints \p Layout with the states of \p P, for people (`pawl lower --frames`).
void printFrame(const FrameLayout &Layout, const Plan &P, const clang::SourceManager &SM,
                llvm::raw_ostream &OS);

} // namespace pawl

#endif // PAWL_LOWERING_FRAMELAYOUT_H
