//===- SourceText.h - The user's text, with replacements -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_LOWERING_SOURCETEXT_H
#define PAWL_LOWERING_SOURCETEXT_H

#include "clang/Basic/LangOptions.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/ArrayRef.h"
#include <optional>
#include <string>
#include <vector>

namespace pawl {

/// A stretch of the main file, in bytes from its beginning.
struct TextRange {
  unsigned Begin = 0;
  unsigned End = 0;
  bool contains(const TextRange &R) const { return Begin <= R.Begin && R.End <= End; }
};

/// A stretch that is written differently.
struct TextEdit {
  TextRange Range;
  std::string Text;
};

/// The main file of a translation unit and what is to be replaced in it.  Replacements may nest
/// (the outer one wins: its text was made with the inner one already in it) but never cross.
class SourceText {
public:
  SourceText(const clang::SourceManager &SM, const clang::LangOptions &LangOpts);

  /// The characters of a range of tokens; none when it begins or ends within a macro's expansion,
  /// or lies in another file.
  std::optional<TextRange> range(clang::SourceRange Tokens) const;
  /// The offset of \p Loc in the main file; none if it is elsewhere or comes from a macro.
  std::optional<unsigned> offset(clang::SourceLocation Loc) const;
  /// \p R and the semicolon behind it, if one follows.
  TextRange withSemicolon(TextRange R) const;
  /// The offset behind the token that begins at \p Offset.
  unsigned endOfToken(unsigned Offset) const;

  void replace(TextRange R, std::string Text);
  /// The text of \p R with the replacements that lie in it, and those of \p More, which win.
  std::string render(TextRange R, llvm::ArrayRef<TextEdit> More = {}) const;
  std::string renderAll() const;

  /// A number that no other name introduced into this file has: the text of an inner coroutine
  /// becomes part of the outer one's.
  unsigned nextNumber() { return ++Numbers; }

  /// The line of the main file that holds \p Offset, from 1.
  unsigned line(unsigned Offset) const;
  llvm::StringRef buffer() const { return Buffer; }

private:
  const clang::SourceManager &SM;
  const clang::LangOptions &LangOpts;
  llvm::StringRef Buffer;
  std::vector<TextEdit> Edits;
  unsigned Numbers = 0;
};

} // namespace pawl

#endif // PAWL_LOWERING_SOURCETEXT_H
