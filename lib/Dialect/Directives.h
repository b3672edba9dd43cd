//===- Directives.h - What the preprocessor did ------------------*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The expanded token stream does not say which lines were directives and what they chose; this
// does, for the user's own files.
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_DIALECT_DIRECTIVES_H
#define PAWL_DIALECT_DIRECTIVES_H

#include "clang/Basic/FileEntry.h"
#include "clang/Basic/SourceLocation.h"
#include "llvm/ADT/DenseSet.h"
#include <optional>
#include <string>
#include <vector>

namespace clang {
class Preprocessor;
} // namespace clang

namespace pawl {

/// An `#include` in one of the user's files.
struct Inclusion {
  /// The `#`.
  clang::SourceLocation Hash;
  /// What stands between the quotes or angle brackets.
  std::string Name;
  bool IsAngled = false;
  /// `#include_next`, which means another file elsewhere.
  bool IsNext = false;
  /// The file that was found; none if a build without it was asked for.
  clang::OptionalFileEntryRef File;
  /// That file as it was entered here; invalid if it was skipped as included before.
  clang::FileID Entered;
};

/// Another directive in one of the user's files that decides about the text around it.
struct Directive {
  enum DirectiveKind { If, Elif, Else, Endif, Define, Pragma };
  DirectiveKind Kind;
  /// A place within the directive.
  clang::SourceLocation Loc;
  /// For If and Elif: whether the condition was evaluated and held.
  bool Holds = false;
};

/// The directives of a translation unit, each list in the order of the token stream.
struct Directives {
  std::vector<Inclusion> Inclusions;
  std::vector<Directive> Others;
  /// The files entered that are the user's: neither the system's nor the runtime's.
  llvm::DenseSet<clang::FileID> UserFiles;
  /// Every macro expanded in the text of a user's file, from its name to its last parenthesis.
  std::vector<clang::SourceRange> Expansions;
  /// Every pragma in a user's file, `_Pragma` too; one from a macro where that is expanded.
  std::vector<clang::SourceLocation> Pragmas;
  /// Every use of __COUNTER__ in a user's file, also within a macro's expansion.
  std::vector<clang::SourceLocation> Counters;
};

/// From now on what \p PP does is recorded in \p Into.  Files below \p RuntimeInclude are the
/// runtime's.
void recordDirectives(clang::Preprocessor &PP, std::string RuntimeInclude, Directives &Into);

} // namespace pawl

#endif // PAWL_DIALECT_DIRECTIVES_H
