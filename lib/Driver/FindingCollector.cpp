//===- FindingCollector.cpp - Diagnostics to data -------------------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Driver/FindingCollector.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace pawl {

/// The column of \p Loc in characters: bytes that continue one are not counted.
static unsigned columnOf(const SourceManager &SM, SourceLocation Loc) {
  unsigned Bytes = SM.getPresumedLoc(Loc).getColumn();
  const char *At = SM.getCharacterData(Loc);
  return 1 + llvm::count_if(StringRef(At - (Bytes - 1), Bytes - 1),
                            [](unsigned char C) { return (C & 0xC0) != 0x80; });
}

FindingPlace FindingCollector::placeOf(const SourceManager &SM, SourceLocation Begin,
                                       SourceLocation End) const {
  FindingPlace Place;
  PresumedLoc First = SM.getPresumedLoc(Begin), Last = SM.getPresumedLoc(End);
  if (First.isInvalid() || Last.isInvalid())
    return Place;
  Place.File = First.getFilename();
  Place.Line = First.getLine();
  Place.Column = columnOf(SM, Begin);
  Place.EndLine = Last.getLine();
  Place.EndColumn = columnOf(SM, End);
  return Place;
}

void FindingCollector::HandleDiagnostic(DiagnosticsEngine::Level Level, const Diagnostic &Info) {
  DiagnosticConsumer::HandleDiagnostic(Level, Info);
  SmallString<256> Text;
  Info.FormatDiagnostic(Text);
  FindingPlace Place;
  if (Info.getLocation().isValid() && Info.hasSourceManager()) {
    const SourceManager &SM = Info.getSourceManager();
    SourceLocation Loc = SM.getExpansionLoc(Info.getLocation());
    SourceLocation End = Loc.getLocWithOffset(Lexer::MeasureTokenLength(Loc, SM, LangOptions()));
    for (const CharSourceRange &Range : Info.getRanges())
      if (SM.getExpansionLoc(Range.getBegin()) == Loc && Range.isTokenRange())
        End = Lexer::getLocForEndOfToken(SM.getExpansionRange(Range.getEnd()).getEnd(), 0, SM,
                                         LangOptions());
    Place = placeOf(SM, Loc, End);
  }
  if (Level == DiagnosticsEngine::Note) {
    if (!Records.empty())
      Records.back().Notes.push_back({std::move(Place), Text.str().str()});
    return;
  }
  FindingRecord &Record = Records.emplace_back();
  Record.Place = std::move(Place);
  Record.Severity = Level >= DiagnosticsEngine::Error     ? "error"
                    : Level == DiagnosticsEngine::Warning ? "warning"
                                                          : "hint";
  // The check's name stands at the end, as the option that switches it.
  StringRef Message = Text;
  auto [Before, Option] = Message.rsplit(" [");
  if (Option.consume_back("]") && Option.contains("-Wpawl-")) {
    Record.Check = Option.split("-Wpawl-").second.str();
    Message = Before;
  }
  Record.Message = Message.str();
  for (const FixItHint &FixIt : Info.getFixItHints()) {
    const SourceManager &SM = Info.getSourceManager();
    CharSourceRange Removed = Lexer::getAsCharRange(FixIt.RemoveRange, SM, LangOptions());
    if (Removed.getBegin().isInvalid() || Removed.getBegin().isMacroID())
      continue;
    auto [File, Begin] = SM.getDecomposedLoc(Removed.getBegin());
    auto [EndFile, End] = SM.getDecomposedLoc(Removed.getEnd());
    if (File == EndFile && Begin <= End)
      Record.Edits.push_back({placeOf(SM, Removed.getBegin(), Removed.getEnd()), Begin, End - Begin,
                              FixIt.CodeToInsert});
  }
}

} // namespace pawl
