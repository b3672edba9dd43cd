//===- BodyDirectives.h - Directives within a lowered body -------*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A lowered body holds the text that the parse saw, in pieces: conditionals are gone from it, with
// the branches that were not taken.  They come again at its end, each such branch with an #error
// in it: a compiler that would have taken another branch than the parse stops.  Definitions of
// macros come again there too, for what follows the body; within it macros are written out.
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_EMIT_BODYDIRECTIVES_H
#define PAWL_EMIT_BODYDIRECTIVES_H

#include "Lowering/SourceText.h"

namespace pawl {

class BodyDirectives {
public:
  BodyDirectives(SourceText &Source, const Directives &Dirs);

  /// Takes the directives out of \p Body.  \returns what repeats them at its end.
  std::string takeOut(TextRange Body);
  /// A directive that takeOut() did not see to and that has been lost from \p Body, which has been
  /// rendered; invalid if there is none.
  clang::SourceLocation findLost(TextRange Body) const;

private:
  struct Line {
    const Directive *Dir;
    unsigned File;
    /// Of the directive, from its `#`.
    TextRange Range;
    /// The text as written.
    llvm::StringRef Text;
    /// For a branch: whether it was taken; for an endif: whether any was.
    bool Taken = false;
    /// For an endif: whether there is an else.
    bool HasElse = false;
    /// For a branch: the line that ends it.
    unsigned Next = 0;
  };

  std::vector<Line>::const_iterator firstIn(TextRange Body) const;
  void expandMacros(TextRange Body);
  void expandCounters(TextRange Body);
  void remove(TextRange R);
  std::string check(const Line &L) const;

  SourceText &Source;
  const Directives &Dirs;
  /// In the order of their positions.
  std::vector<Line> Lines;
  /// Where the system's files are included, in order.
  std::vector<std::pair<unsigned, clang::SourceLocation>> SystemIncludes;
  /// Where __COUNTER__ is used, in order.
  std::vector<unsigned> Counters;
};

} // namespace pawl

#endif // PAWL_EMIT_BODYDIRECTIVES_H
