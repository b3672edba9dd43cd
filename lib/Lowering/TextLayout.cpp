//===- TextLayout.cpp - Files and macro expansions as one text ------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Lowering/TextLayout.h"
#include "clang/Lex/Lexer.h"
#include "clang/Lex/TokenConcatenation.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"

using namespace clang;

namespace pawl {

unsigned endOfLogicalLine(llvm::StringRef Text, unsigned Offset) {
  bool InString = false;
  for (unsigned I = Offset; I < Text.size(); ++I) {
    if (Text[I] == '\n')
      return I;
    if (Text[I] == '\\' && I + 1 < Text.size()) {
      ++I;
      if (Text[I] == '\r' && I + 1 < Text.size() && Text[I + 1] == '\n')
        ++I;
    } else if (Text[I] == '"') {
      InString = !InString;
    } else if (!InString && Text.substr(I).starts_with("//")) {
      InString = true; // Nothing in it has a meaning but the end of the line.
    } else if (!InString && Text.substr(I).starts_with("/*")) {
      size_t Close = Text.find("*/", I + 2);
      if (Close == llvm::StringRef::npos)
        break;
      I = static_cast<unsigned>(Close) + 1;
    }
  }
  return static_cast<unsigned>(Text.size());
}

TextLayout::TextLayout(Preprocessor &PP, const TokenBuffer &Tokens, const Directives &Dirs)
    : SM(PP.getSourceManager()), PP(PP) {
  addFiles(Dirs);
  addExpansions(Tokens);
  layOut(0);
}

void TextLayout::addFiles(const Directives &Dirs) {
  auto Add = [&](FileID ID) {
    FileIndex[ID] = static_cast<unsigned>(Files.size());
    Files.push_back({ID, SM.getBufferData(ID), {}, 0, {}});
  };
  Add(SM.getMainFileID());
  for (const Inclusion &I : Dirs.Inclusions) {
    auto [HolderID, Offset] = SM.getDecomposedLoc(I.Hash);
    auto Holder = FileIndex.find(HolderID);
    if (I.Entered.isInvalid() || Holder == FileIndex.end() || !Dirs.UserFiles.count(I.Entered))
      continue;
    Insertion Here;
    Here.Holder = Holder->second;
    Here.Written = {Offset, endOfLogicalLine(Files[Here.Holder].Buffer, Offset)};
    Here.Included = static_cast<unsigned>(Files.size());
    Add(I.Entered);
    Files.back().AsInsertion = static_cast<unsigned>(Insertions.size());
    Files[Here.Holder].Insertions.push_back(static_cast<unsigned>(Insertions.size()));
    Insertions.push_back(Here);
    Pieces.push_back({});
  }
}

/// Adds the tokens that come from macros, in the order of the stream: those of one expansion stand
/// together in it.
void TextLayout::addExpansions(const TokenBuffer &Tokens) {
  TokenConcatenation Concatenation(PP);
  Token None;
  None.startToken();
  Token Before = None, BeforeThat = None;
  std::pair<FileID, unsigned> Current;
  // The location range of the last token's part of an expansion: its like have the same end.
  FileID Part;
  bool Open = false;
  llvm::SmallString<64> Buffer;
  for (TokenBuffer::Index I = 0; I != Tokens.end(); ++I) {
    const Token &T = Tokens[I];
    SourceLocation Loc = T.getLocation();
    if (Loc.isFileID()) {
      Open = false;
      continue;
    }
    auto Start = SM.getDecomposedExpansionLoc(Loc);
    bool Begins = !Open || Start != Current;
    if (Begins) {
      auto Holder = FileIndex.find(Start.first);
      Open = Holder != FileIndex.end();
      if (!Open)
        continue;
      Current = Start;
      Part = FileID();
      Before = BeforeThat = None;
      Insertion Here;
      Here.Holder = Holder->second;
      Here.Written = {Start.second, Start.second};
      Files[Here.Holder].Insertions.push_back(static_cast<unsigned>(Insertions.size()));
      Insertions.push_back(Here);
      unsigned At = static_cast<unsigned>(Expanded.size());
      Pieces.push_back({At, At});
    }
    Insertion &Here = Insertions.back();
    if (FileID ID = SM.getFileID(Loc); ID != Part) {
      Part = ID;
      SourceLocation Last = SM.getExpansionRange(Loc).getEnd();
      unsigned End = SM.getFileOffset(Last) + Lexer::MeasureTokenLength(Last, SM, PP.getLangOpts());
      Here.Written.End = std::max(Here.Written.End, End);
    }
    if (T.isAnnotation()) {
      Here.HoldsPragma = true;
      continue;
    }
    if (!Begins && (T.hasLeadingSpace() || T.isAtStartOfLine() ||
                    Concatenation.AvoidConcat(BeforeThat, Before, T)))
      Expanded += ' ';
    Buffer.clear();
    llvm::StringRef Spelling = PP.getSpelling(T, Buffer);
    ExpandedTokens[Loc.getRawEncoding()] = {static_cast<unsigned>(Insertions.size() - 1),
                                            static_cast<unsigned>(Expanded.size()) -
                                                Pieces.back().Begin,
                                            static_cast<unsigned>(Spelling.size())};
    Expanded += Spelling;
    Pieces.back().End = static_cast<unsigned>(Expanded.size());
    BeforeThat = Before;
    Before = T;
  }
}

void TextLayout::add(Segment::SegmentKind Kind, llvm::StringRef Text, unsigned Index) {
  bool Marks = Kind == Segment::Enter || Kind == Segment::Leave;
  if (Marks || !Text.empty())
    Segments.push_back({Kind, size(), Text, Index});
}

/// Gives positions to all that is in the file, recursively.
void TextLayout::layOut(unsigned File) {
  // The expansions were found after the files.
  llvm::stable_sort(Files[File].Insertions, [&](unsigned A, unsigned B) {
    return Insertions[A].Written.Begin < Insertions[B].Written.Begin;
  });
  llvm::StringRef Buffer = Files[File].Buffer;
  Files[File].Positions.Begin = size();
  unsigned At = 0;
  for (unsigned Index : Files[File].Insertions) {
    Insertion &Here = Insertions[Index];
    add(Segment::Own, Buffer.slice(At, Here.Written.Begin), File);
    Here.Whole.Begin = size();
    add(Segment::Written, Buffer.slice(Here.Written.Begin, Here.Written.End), Index);
    add(Segment::Enter, "", Index);
    Here.Content.Begin = size();
    if (Here.isMacro())
      add(Segment::Tokens, llvm::StringRef(Expanded).slice(Pieces[Index].Begin, Pieces[Index].End),
          Index);
    else
      layOut(Here.Included);
    Here.Content.End = size();
    add(Segment::Leave, "", Index);
    Here.Whole.End = size();
    At = Here.Written.End;
  }
  add(Segment::Own, Buffer.substr(At), File);
  if (Segments.empty()) // An empty main file has a segment too.
    Segments.push_back({Segment::Own, 0, Buffer, File});
  Files[File].Positions.End = size();
}

size_t TextLayout::segmentAt(unsigned Position) const {
  size_t I =
      llvm::partition_point(Segments, [&](const Segment &S) { return S.end() <= Position; }) -
      Segments.begin();
  return std::min(I, Segments.size() - 1);
}

unsigned TextLayout::position(unsigned File, unsigned Offset) const {
  const TextFile &F = Files[File];
  // The last insertion that begins at or before the byte.
  auto After = llvm::partition_point(
      F.Insertions, [&](unsigned I) { return Insertions[I].Written.Begin <= Offset; });
  if (After == F.Insertions.begin())
    return F.Positions.Begin + Offset;
  const Insertion &Before = Insertions[*std::prev(After)];
  if (Offset < Before.Written.End)
    return Before.Whole.Begin + (Offset - Before.Written.Begin);
  return Before.Whole.End + (Offset - Before.Written.End);
}

/// The position and length of a token from a macro.
std::optional<std::pair<unsigned, unsigned>> TextLayout::expandedToken(SourceLocation Loc) const {
  for (;;) {
    // Of `>>`, the parser takes the second half for a token of its own, one or two characters on.
    for (int Back = 0; Back <= 2; ++Back) {
      auto Found = ExpandedTokens.find(Loc.getLocWithOffset(-Back).getRawEncoding());
      if (Found == ExpandedTokens.end())
        continue;
      const ExpandedToken &T = Found->second;
      unsigned Skip = static_cast<unsigned>(Back);
      if (T.Length <= Skip)
        continue;
      return std::pair(Insertions[T.Insertion].Content.Begin + T.Offset + Skip, T.Length - Skip);
    }
    // The first half has a location of its own, which says what it is a half of.
    const SrcMgr::SLocEntry &Entry = SM.getSLocEntry(SM.getFileID(Loc));
    if (!Entry.isExpansion() || Entry.getExpansion().isExpansionTokenRange())
      return std::nullopt;
    SourceLocation Begin = Entry.getExpansion().getExpansionLocStart();
    unsigned Length =
        SM.getFileOffset(Entry.getExpansion().getExpansionLocEnd()) - SM.getFileOffset(Begin);
    if (Begin.isFileID()) {
      auto File = FileIndex.find(SM.getFileID(Begin));
      if (File == FileIndex.end())
        return std::nullopt;
      return std::pair(position(File->second, SM.getFileOffset(Begin)), Length);
    }
    auto Of = expandedToken(Begin);
    if (Of)
      Of->second = std::min(Of->second, std::max(Length, 1u));
    return Of;
  }
}

std::optional<unsigned> TextLayout::begin(SourceLocation Loc) const {
  if (Loc.isInvalid())
    return std::nullopt;
  if (Loc.isMacroID()) {
    auto T = expandedToken(Loc);
    return T ? std::optional(T->first) : std::nullopt;
  }
  auto [ID, Offset] = SM.getDecomposedLoc(Loc);
  auto File = FileIndex.find(ID);
  return File == FileIndex.end() ? std::nullopt : std::optional(position(File->second, Offset));
}

std::optional<unsigned> TextLayout::end(SourceLocation Loc) const {
  if (Loc.isMacroID()) {
    auto T = expandedToken(Loc);
    return T ? std::optional(T->first + T->second) : std::nullopt;
  }
  auto Begin = begin(Loc);
  return Begin ? std::optional(*Begin + Lexer::MeasureTokenLength(Loc, SM, PP.getLangOpts()))
               : std::nullopt;
}

TextRange TextLayout::normalised(TextRange R) const {
  auto Macro = [&](unsigned Position) -> const Insertion * {
    const Segment &S = Segments[segmentAt(Position)];
    return S.Kind == Segment::Tokens ? &Insertions[S.Index] : nullptr;
  };
  if (R.Begin >= R.End)
    return R;
  if (const Insertion *First = Macro(R.Begin);
      First && R.Begin == First->Content.Begin && R.End >= First->Content.End)
    R.Begin = First->Whole.Begin;
  if (const Insertion *Last = Macro(R.End - 1);
      Last && R.End == Last->Content.End && R.Begin <= Last->Whole.Begin)
    R.End = Last->Whole.End;
  return R;
}

TextLayout::Place TextLayout::place(unsigned Position) const {
  const Segment &S = Segments[segmentAt(Position)];
  unsigned Within = std::min(Position - S.Begin, static_cast<unsigned>(S.Text.size()));
  if (S.Kind == Segment::Own)
    return {S.Index, static_cast<unsigned>(S.Text.data() - Files[S.Index].Buffer.data()) + Within,
            nullptr};
  const Insertion &In = Insertions[S.Index];
  unsigned Offset = S.Kind == Segment::Written ? In.Written.Begin + Within
                    : S.Kind == Segment::Leave ? In.Written.End
                                               : In.Written.Begin;
  return {In.Holder, Offset, &In};
}

PresumedLoc TextLayout::presumed(unsigned Position) const {
  Place P = place(Position);
  return SM.getPresumedLoc(
      SM.getLocForStartOfFile(Files[P.File].ID).getLocWithOffset(static_cast<int>(P.Offset)));
}

} // namespace pawl
