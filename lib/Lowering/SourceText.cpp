//===- SourceText.cpp - The user's text, with replacements -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Lowering/SourceText.h"
#include "clang/Lex/Lexer.h"
#include <algorithm>

using namespace clang;

namespace pawl {

SourceText::SourceText(const SourceManager &SM, const LangOptions &LangOpts)
    : SM(SM), LangOpts(LangOpts), Buffer(SM.getBufferData(SM.getMainFileID())) {}

std::optional<TextRange> SourceText::range(SourceRange Tokens) const {
  CharSourceRange R =
      Lexer::makeFileCharRange(CharSourceRange::getTokenRange(Tokens), SM, LangOpts);
  if (R.isInvalid())
    return std::nullopt;
  auto [File, Begin] = SM.getDecomposedLoc(R.getBegin());
  auto [EndFile, End] = SM.getDecomposedLoc(R.getEnd());
  if (File != SM.getMainFileID() || EndFile != File || End < Begin)
    return std::nullopt;
  return TextRange{Begin, End};
}

std::optional<unsigned> SourceText::offset(SourceLocation Loc) const {
  if (Loc.isInvalid() || Loc.isMacroID())
    return std::nullopt;
  auto [File, Offset] = SM.getDecomposedLoc(Loc);
  if (File != SM.getMainFileID())
    return std::nullopt;
  return Offset;
}

TextRange SourceText::withSemicolon(TextRange R) const {
  SourceLocation Last = SM.getLocForStartOfFile(SM.getMainFileID()).getLocWithOffset(R.End - 1);
  SourceLocation After = Lexer::findLocationAfterToken(Last, tok::semi, SM, LangOpts,
                                                       /*SkipTrailingWhitespace=*/false);
  // The last character may stand within its token (an identifier); the lexer then begins in the
  // middle of it, which ends at the same place.
  if (auto End = offset(After))
    R.End = *End;
  return R;
}

unsigned SourceText::endOfToken(unsigned Offset) const {
  SourceLocation Loc = SM.getLocForStartOfFile(SM.getMainFileID()).getLocWithOffset(Offset);
  return Offset + Lexer::MeasureTokenLength(Loc, SM, LangOpts);
}

void SourceText::replace(TextRange R, std::string Text) { Edits.push_back({R, std::move(Text)}); }

std::string SourceText::render(TextRange R, llvm::ArrayRef<TextEdit> More) const {
  struct Entry {
    const TextEdit *Edit;
    bool Extra;
  };
  std::vector<Entry> Inside;
  for (const TextEdit &E : More)
    if (R.contains(E.Range))
      Inside.push_back({&E, true});
  for (const TextEdit &E : Edits)
    if (R.contains(E.Range) && (E.Range.Begin != E.Range.End || E.Range.Begin != R.End))
      Inside.push_back({&E, false});
  std::stable_sort(Inside.begin(), Inside.end(), [](const Entry &A, const Entry &B) {
    if (A.Edit->Range.Begin != B.Edit->Range.Begin)
      return A.Edit->Range.Begin < B.Edit->Range.Begin;
    if (A.Edit->Range.End != B.Edit->Range.End)
      return A.Edit->Range.End > B.Edit->Range.End;
    return A.Extra && !B.Extra;
  });
  std::string Out;
  unsigned At = R.Begin;
  for (const Entry &E : Inside) {
    if (E.Edit->Range.Begin < At)
      continue; // Within one that has been written already.
    Out += Buffer.slice(At, E.Edit->Range.Begin);
    Out += E.Edit->Text;
    At = E.Edit->Range.End;
  }
  Out += Buffer.slice(At, R.End);
  return Out;
}

std::string SourceText::renderAll() const {
  return render({0, static_cast<unsigned>(Buffer.size())});
}

unsigned SourceText::line(unsigned Offset) const {
  return SM.getLineNumber(SM.getMainFileID(), Offset);
}

} // namespace pawl
