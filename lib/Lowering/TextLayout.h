//===- TextLayout.h - Files and macro expansions as one text -----*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The user's text has more than one form where a macro is expanded or a file included: what was
// written, and what the parser saw.  The layout puts both behind each other on one line of
// positions, the written form first:
//
//   int x = CHECK(await f());      →      int x = |CHECK(await f())|((await f()) ? 0 : fail())|;
//
// Positions grow as the parser goes on, so any range of tokens is a range of positions, in whatever
// files and expansions it begins and ends.  A range that covers both forms stands for the text as
// it was written; one that begins or ends within the second form is about the expanded one.
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_LOWERING_TEXTLAYOUT_H
#define PAWL_LOWERING_TEXTLAYOUT_H

#include "Dialect/Directives.h"
#include "Dialect/TokenBuffer.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Preprocessor.h"
#include "llvm/ADT/DenseMap.h"
#include <optional>
#include <string>
#include <vector>

namespace pawl {

/// A stretch of the user's text, in positions of the layout.
struct TextRange {
  unsigned Begin = 0;
  unsigned End = 0;
  bool contains(const TextRange &R) const { return Begin <= R.Begin && R.End <= End; }
};

/// A macro's expansion or an included file, in the place where it was asked for.
struct Insertion {
  /// What was written, in the bytes of the file that holds it.
  TextRange Written;
  /// The file that holds it, as an index.
  unsigned Holder = 0;
  /// The included file, as an index; that of the main file (which nobody includes) for a macro.
  unsigned Included = 0;
  /// The two forms, one behind the other, in positions; \c Whole has a position more at each end of
  /// the second form, for what leads into it and out of it.
  TextRange Whole, Content;
  /// The written form must not be used.
  bool MustExpand = false;
  /// The expansion holds a pragma, which has no spelling among tokens.
  bool HoldsPragma = false;

  bool isMacro() const { return Included == 0; }
};

/// One of the user's files, as it was entered: one that is included twice is two.
struct TextFile {
  clang::FileID ID;
  llvm::StringRef Buffer;
  TextRange Positions;
  /// The insertion that is this file; that of the main file has no meaning.
  unsigned AsInsertion = 0;
  /// What stands in it, in order, as indices.
  std::vector<unsigned> Insertions;
};

/// The main file, and the user's files that it includes, as one text.
class TextLayout {
public:
  TextLayout(clang::Preprocessor &PP, const TokenBuffer &Tokens, const Directives &Dirs);

  /// The position of the token at \p Loc; none if it is in no file of the user's.
  std::optional<unsigned> begin(clang::SourceLocation Loc) const;
  /// The position behind that token.
  std::optional<unsigned> end(clang::SourceLocation Loc) const;
  /// \p R with the written form of an expansion that it holds to its first or last token.
  TextRange normalised(TextRange R) const;
  /// A position in the bytes of a file.
  unsigned position(unsigned File, unsigned Offset) const;

  /// What a position is in.
  struct Place {
    unsigned File = 0;
    /// The byte of the file; in an expansion, of its first or last character as written.
    unsigned Offset = 0;
    /// The insertion that the position is in, if it is not in the file's own bytes.
    const Insertion *In = nullptr;
  };
  Place place(unsigned Position) const;
  /// The file and line of a position, as a `#line` of the user's may have changed them.
  clang::PresumedLoc presumed(unsigned Position) const;
  unsigned line(unsigned Position) const { return presumed(Position).getLine(); }

  std::vector<TextFile> Files;
  std::vector<Insertion> Insertions;

  /// A stretch of positions with one text.
  struct Segment {
    enum SegmentKind {
      Own,     ///< bytes of a file
      Written, ///< the written form of an insertion
      Enter,   ///< one position that leads into the second form
      Tokens,  ///< a macro's expansion
      Leave,   ///< one position that leads out of the second form
    };
    SegmentKind Kind;
    unsigned Begin;
    /// The bytes; for \c Enter and \c Leave none.
    llvm::StringRef Text;
    /// The file for \c Own, the insertion for the others.
    unsigned Index;
    unsigned end() const {
      return Begin + (Kind == Enter || Kind == Leave ? 1 : static_cast<unsigned>(Text.size()));
    }
  };
  /// In the order of their positions, without gaps.
  std::vector<Segment> Segments;
  /// The index of the segment that holds \p Position, or of the last.
  size_t segmentAt(unsigned Position) const;
  unsigned size() const { return Segments.empty() ? 0 : Segments.back().end(); }

  const clang::SourceManager &SM;

private:
  void addFiles(const Directives &Dirs);
  void addExpansions(const TokenBuffer &Tokens);
  void layOut(unsigned File);
  void add(Segment::SegmentKind Kind, llvm::StringRef Text, unsigned Index);
  std::optional<std::pair<unsigned, unsigned>> expandedToken(clang::SourceLocation Loc) const;

  clang::Preprocessor &PP;
  llvm::DenseMap<clang::FileID, unsigned> FileIndex;
  /// The tokens of all expansions, each expansion's in one piece.
  std::string Expanded;
  /// For each insertion that is a macro, where its piece lies.
  std::vector<TextRange> Pieces;
  struct ExpandedToken {
    unsigned Insertion;
    unsigned Offset;
    unsigned Length;
  };
  llvm::DenseMap<clang::SourceLocation::UIntTy, ExpandedToken> ExpandedTokens;
};

/// The end of the logical line of \p Text that holds \p Offset, the newline not included.
unsigned endOfLogicalLine(llvm::StringRef Text, unsigned Offset);

} // namespace pawl

#endif // PAWL_LOWERING_TEXTLAYOUT_H
