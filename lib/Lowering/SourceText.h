//===- SourceText.h - The user's text, with replacements -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_LOWERING_SOURCETEXT_H
#define PAWL_LOWERING_SOURCETEXT_H

#include "Lowering/LineOptions.h"
#include "Lowering/TextLayout.h"
#include "llvm/ADT/ArrayRef.h"
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace pawl {

/// A stretch that is written differently.
struct TextEdit {
  TextRange Range;
  std::string Text;
};

/// The user's files of a translation unit and what is to be replaced in them.  Replacements may
/// nest (the outer one wins: its text was made with the inner one already in it) but never cross.
///
/// Where nothing is replaced within a macro's expansion or an included file, their written form
/// stands in what is rendered; else the tokens of the expansion, or the text of the file.
class SourceText {
public:
  /// Where \p Lines are wanted, what is rendered keeps the lines of the text, where necessary by
  /// `#line`.
  SourceText(clang::Preprocessor &PP, const TokenBuffer &Tokens, const Directives &Dirs,
             LineOptions Lines);

  /// The characters of a range of tokens; none when it lies in a file that is not the user's.
  std::optional<TextRange> range(clang::SourceRange Tokens) const;
  /// The position of the token at \p Loc; none if it is in a file that is not the user's.
  std::optional<unsigned> offset(clang::SourceLocation Loc) const { return Layout.begin(Loc); }
  /// \p R and the semicolon behind it, if one follows.
  TextRange withSemicolon(TextRange R) const;
  /// The text of \p Gap, which holds no tokens, if there are pragmas in it that matter to what
  /// follows, else nothing.  Those about a loop are left out: one that is copied holds its own.
  std::string pragmas(TextRange Gap);
  /// The position behind \p Character, if that is the next token behind \p Position.
  std::optional<unsigned> behind(unsigned Position, char Character) const;
  /// Whether a directive can be put in at \p Position.
  bool beginsLine(unsigned Position) const { return Position == 0 || at(Position - 1) == '\n'; }
  /// \p R and the blank behind it, if one follows.
  TextRange withBlank(TextRange R) const;

  void replace(TextRange R, std::string Text);
  /// A replacement that is no reason to write out an included file: it happens where that file is
  /// written out for another one.
  void replaceIfExpanded(TextRange R, std::string Text);
  /// The text of \p R with the replacements that lie in it, and those of \p More, which win.
  std::string render(TextRange R, llvm::ArrayRef<TextEdit> More = {});
  std::string renderAll();
  /// Whether anything is replaced between the positions of \p R.
  bool hasReplacement(TextRange R) const;

  /// A number that no other name introduced into this function, or a function around it, has: the
  /// text of an inner coroutine becomes part of the outer one's.
  unsigned nextNumber() { return ++Numbers; }
  /// A function of its own begins.  Its text does not depend on what stands before it: that of a
  /// function in a header is the same in every translation unit.
  void beginFunction() { Numbers = 0; }

  /// The line that holds a position in its file, from 1.
  unsigned line(unsigned Position) const { return Layout.line(Position); }
  /// The file that holds a position as `#line` names it, in quotes; empty: no lines are wanted.
  std::string fileName(unsigned Position) const;
  /// A directive that says where what follows it stands, with its newline; or nothing.
  std::string lineDirective(unsigned Line, unsigned Position) const;

  /// Whether an expansion that holds a pragma had to be written out, which loses the pragma.
  std::optional<clang::SourceLocation> lostPragma() const { return LostPragma; }

  /// Whether bytes of an included file have been rendered, not only the directive that includes it.
  bool isWritten(unsigned File) const { return Written[File]; }

  TextLayout Layout;

private:
  struct Pending;
  void copy(unsigned From, unsigned To, Pending &Out);
  void copyOwn(const TextLayout::Segment &S, unsigned From, unsigned To, Pending &Out);
  std::string entering(const Insertion &I) const;
  std::string leaving(const Insertion &I, const Pending &Out) const;
  void applyEdit(const TextRange &R, llvm::StringRef Text, Pending &Out) const;
  unsigned pastBlanks(unsigned Position) const;
  char at(unsigned Position) const;

  /// Positions of the beginning and, backwards, of the end: outer ones come first.  What is put in
  /// before a stretch comes before all that replaces it.
  using Key = std::pair<unsigned, unsigned>;
  static Key keyOf(TextRange R) { return {R.Begin, R.Begin == R.End ? 0 : ~R.End}; }
  static unsigned endOf(const Key &K) { return K.second == 0 ? K.first : ~K.second; }

  const LineOptions Lines;
  /// g++ does not say of a file that it stands beside the main file; Clang does, with `./`.
  const bool StripsDot;
  std::multimap<Key, std::string> Edits, IfExpanded;
  /// Where pragmas stand, in order.
  std::vector<unsigned> Pragmas;
  std::vector<bool> Written;
  unsigned Numbers = 0;
  std::optional<clang::SourceLocation> LostPragma;
};

} // namespace pawl

#endif // PAWL_LOWERING_SOURCETEXT_H
