//===- Suppressions.h - Where users do not want to hear of a check -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A comment `// pawl: allow(NAME, ...)` is about its own line, or about the next one that holds
// anything else if it is alone on its own.  An attribute is about what it belongs to.
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_CHECK_SUPPRESSIONS_H
#define PAWL_CHECK_SUPPRESSIONS_H

#include "Check/CheckTable.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"
#include <string>

namespace clang {
class Attr;
} // namespace clang

namespace pawl {

class TokenBuffer;

class Suppressions {
public:
  Suppressions(const clang::SourceManager &SM, const TokenBuffer &Tokens);

  /// Takes the comments of \p File.
  void addComments(clang::FileID File);
  /// Takes those of \p Attributes that silence a check, about the text of \p Range.
  void addAttributes(llvm::ArrayRef<const clang::Attr *> Attributes, clang::SourceRange Range);

  /// Whether a finding of \p Id at \p Loc is not wanted.
  bool covers(CheckId Id, clang::SourceLocation Loc) const;

  /// What is wrong with the comments and attributes themselves.
  llvm::ArrayRef<std::pair<clang::SourceLocation, std::string>> problems() const {
    return Problems;
  }

private:
  using Mask = unsigned;
  static Mask bit(CheckId Id) { return 1u << static_cast<unsigned>(Id); }
  Mask parseName(llvm::StringRef Name, clang::SourceLocation Loc);

  const clang::SourceManager &SM;
  /// What stands in the parentheses behind `allow`, by the place of that word: Clang does not keep
  /// the arguments of attributes that it does not define.
  llvm::DenseMap<clang::SourceLocation, Mask> Arguments;
  llvm::DenseMap<std::pair<clang::FileID, unsigned>, Mask> Lines;
  std::vector<std::pair<clang::SourceRange, Mask>> Ranges;
  std::vector<std::pair<clang::SourceLocation, std::string>> Problems;
};

} // namespace pawl

#endif // PAWL_CHECK_SUPPRESSIONS_H
