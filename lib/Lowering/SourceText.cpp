//===- SourceText.cpp - The user's text, with replacements -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Lowering/SourceText.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;

namespace pawl {

/// Text on its way out.
struct SourceText::Pending {
  std::string Text;
  /// Where the text of the expansion that is being written begins.
  size_t Entered = 0;
};

SourceText::SourceText(Preprocessor &PP, const TokenBuffer &Tokens, const Directives &Dirs,
                       LineOptions Lines)
    : Layout(PP, Tokens, Dirs), Lines(std::move(Lines)),
      StripsDot(PP.getLangOpts().GNUCVersion != 40201), Written(Layout.Files.size()) {
  for (SourceLocation Loc : Dirs.Pragmas)
    if (auto Position = Layout.begin(Loc))
      Pragmas.push_back(*Position);
  // That of a `_Pragma` among the arguments of a macro is known before the macro's.
  llvm::sort(Pragmas);
}

std::optional<TextRange> SourceText::range(SourceRange Tokens) const {
  auto Begin = Layout.begin(Tokens.getBegin());
  auto End = Layout.end(Tokens.getEnd());
  if (!Begin || !End || *End < *Begin)
    return std::nullopt;
  return Layout.normalised({*Begin, *End});
}

char SourceText::at(unsigned Position) const {
  const TextLayout::Segment &S = Layout.Segments[Layout.segmentAt(Position)];
  return Position - S.Begin < S.Text.size() ? S.Text[Position - S.Begin] : '\0';
}

/// Over whatever stands between two tokens, into and out of expansions.
unsigned SourceText::pastBlanks(unsigned Position) const {
  while (Position < Layout.size()) {
    const TextLayout::Segment &S = Layout.Segments[Layout.segmentAt(Position)];
    if (S.Kind != TextLayout::Segment::Own && S.Kind != TextLayout::Segment::Tokens) {
      Position = S.end(); // What the parser saw comes behind what was written.
      continue;
    }
    if (auto Edit = Edits.lower_bound({Position, 0});
        Edit != Edits.end() && Edit->first.first == Position && !Edit->second.empty() &&
        llvm::all_of(Edit->second, [](char C) { return llvm::isSpace(C); })) {
      Position = endOf(Edit->first); // A directive, taken out.
      continue;
    }
    llvm::StringRef Rest = S.Text.substr(Position - S.Begin);
    if (llvm::isSpace(Rest[0])) {
      ++Position;
    } else if (Rest[0] == '\\' && Rest.drop_front().ltrim("\r").starts_with("\n")) {
      ++Position;
    } else if (Rest.starts_with("//")) {
      unsigned Offset = static_cast<unsigned>(Rest.data() - S.Text.data());
      Position = S.Begin + endOfLogicalLine(S.Text, Offset);
    } else if (Rest.starts_with("/*")) {
      size_t Close = Rest.find("*/", 2);
      if (Close == llvm::StringRef::npos)
        return Position;
      Position += static_cast<unsigned>(Close) + 2;
    } else {
      return Position;
    }
  }
  return Position;
}

TextRange SourceText::withSemicolon(TextRange R) const {
  unsigned Next = pastBlanks(R.End);
  if (at(Next) == ';')
    R.End = Next + 1;
  return Layout.normalised(R);
}

std::optional<unsigned> SourceText::behind(unsigned Position, char Character) const {
  unsigned Next = pastBlanks(Position);
  if (at(Next) != Character)
    return std::nullopt;
  return Next + 1;
}

std::string SourceText::pragmas(TextRange Gap) {
  std::vector<TextEdit> Left;
  bool Matters = false;
  for (auto At = llvm::lower_bound(Pragmas, Gap.Begin); At != Pragmas.end() && *At < Gap.End;
       ++At) {
    TextLayout::Place P = Layout.place(*At);
    llvm::StringRef Buffer = Layout.Files[P.File].Buffer;
    unsigned End = endOfLogicalLine(Buffer, P.Offset);
    llvm::StringRef Line = Buffer.slice(P.Offset, End).ltrim("# \t");
    Line.consume_front("pragma");
    Line = Line.ltrim();
    bool AboutLoop = false;
    for (llvm::StringRef Word :
         {"GCC ivdep", "GCC unroll", "GCC novector", "unroll", "nounroll", "clang loop", "omp "})
      AboutLoop |= Line.starts_with(Word);
    if (AboutLoop)
      Left.push_back({{*At, *At + (End - P.Offset)}, ""});
    else
      Matters = true;
  }
  return Matters ? render(Gap, Left) : "";
}

TextRange SourceText::withBlank(TextRange R) const {
  if (at(R.End) == ' ')
    ++R.End;
  return Layout.normalised(R);
}

void SourceText::replace(TextRange R, std::string Text) {
  Edits.emplace(keyOf(R), std::move(Text));
}

void SourceText::replaceIfExpanded(TextRange R, std::string Text) {
  IfExpanded.emplace(keyOf(R), std::move(Text));
}

bool SourceText::hasReplacement(TextRange R) const {
  auto First = Edits.lower_bound({R.Begin, 0});
  return First != Edits.end() && First->first.first < R.End;
}

std::string SourceText::fileName(unsigned Position) const {
  if (!Lines.Wanted)
    return "";
  llvm::StringRef Name = Layout.presumed(Position).getFilename();
  if (StripsDot && Name.starts_with("./") &&
      !llvm::StringRef(Layout.presumed(0).getFilename()).starts_with("./"))
    Name = Name.drop_front(2);
  std::string Mapped = Name.str();
  for (const LineOptions::Map &Map : llvm::reverse(Lines.Maps))
    if (Name.consume_front(Map.From)) {
      Mapped = Map.To + Name.str();
      break;
    }
  std::string Quoted = "\"";
  for (char C : Mapped) {
    if (C == '"' || C == '\\')
      Quoted += '\\';
    Quoted += C;
  }
  return Quoted + "\"";
}

std::string SourceText::lineDirective(unsigned Line, unsigned Position) const {
  return Lines.Wanted ? "#line " + std::to_string(Line) + " " + fileName(Position) + "\n" : "";
}

std::string SourceText::entering(const Insertion &I) const {
  return I.isMacro() ? "" : "PAWL_HEADER_BEGIN\n" + lineDirective(1, I.Content.Begin);
}

/// The text behind an expansion goes on where what was written in its place ends.
std::string SourceText::leaving(const Insertion &I, const Pending &Out) const {
  unsigned Line = Layout.line(I.Whole.End - 1);
  if (!I.isMacro()) {
    // The rest of the directive's line is its newline, which ends the last of these.
    llvm::StringRef NewLine = llvm::StringRef(Out.Text).ends_with("\n") ? "" : "\n";
    std::string Lines = "PAWL_HEADER_END\n" + lineDirective(Line + 1, I.Whole.End - 1);
    Lines.pop_back();
    return NewLine.str() + Lines;
  }
  if (!Lines.Wanted)
    return "";
  if (Out.Text.find('\n', Out.Entered) != std::string::npos)
    return "\n" + lineDirective(Line, I.Whole.End - 1);
  return std::string(Line - Layout.line(I.Whole.Begin), '\n');
}

/// The bytes of a file, without what is replaced because the file is written out.
void SourceText::copyOwn(const TextLayout::Segment &S, unsigned From, unsigned To, Pending &Out) {
  if (S.Kind == TextLayout::Segment::Own)
    Written[S.Index] = true;
  auto Slice = [&](unsigned Begin, unsigned End) {
    Out.Text += S.Text.slice(Begin - S.Begin, End - S.Begin);
  };
  for (auto I = IfExpanded.lower_bound({From, 0}); I != IfExpanded.end() && I->first.first < To;
       ++I) {
    Slice(From, I->first.first);
    Out.Text += I->second;
    From = std::min(endOf(I->first), To);
  }
  Slice(From, To);
}

/// Copies what lies between two positions, where nothing is replaced.
void SourceText::copy(unsigned From, unsigned To, Pending &Out) {
  using Segment = TextLayout::Segment;
  for (size_t I = Layout.segmentAt(From); I < Layout.Segments.size() && From < To; ++I) {
    const Segment &S = Layout.Segments[I];
    if (S.Begin >= To)
      break;
    unsigned Begin = std::max(S.Begin, From), End = std::min(S.end(), To);
    switch (S.Kind) {
    case Segment::Own:
      copyOwn(S, Begin, End, Out);
      break;
    case Segment::Written: {
      const Insertion &In = Layout.Insertions[S.Index];
      if (From > S.Begin || To < In.Whole.End || In.MustExpand)
        break;
      copyOwn(S, S.Begin, S.end(), Out);
      if (In.Whole.End >= To)
        return;
      From = In.Whole.End;
      I = Layout.segmentAt(From) - 1;
      continue;
    }
    case Segment::Enter:
      Out.Text += entering(Layout.Insertions[S.Index]);
      Out.Entered = Out.Text.size();
      break;
    case Segment::Tokens:
      Out.Text += S.Text.slice(Begin - S.Begin, End - S.Begin);
      if (const Insertion &In = Layout.Insertions[S.Index]; In.HoldsPragma && !LostPragma)
        LostPragma = Layout.SM.getLocForStartOfFile(Layout.Files[In.Holder].ID)
                         .getLocWithOffset(static_cast<int>(In.Written.Begin));
      break;
    case Segment::Leave:
      Out.Text += leaving(Layout.Insertions[S.Index], Out);
      break;
    }
  }
}

void SourceText::applyEdit(const TextRange &R, llvm::StringRef Text, Pending &Out) const {
  if (const TextLayout::Segment &S = Layout.Segments[Layout.segmentAt(R.Begin)];
      S.Kind == TextLayout::Segment::Written && R.End < Layout.Insertions[S.Index].Whole.End)
    Out.Entered = Out.Text.size();
  Out.Text += Text;
  if (!Lines.Wanted || R.Begin == R.End || Text.contains("#line") ||
      Layout.place(R.Begin).File != Layout.place(R.End - 1).File)
    return;
  // What follows stays on its line.
  size_t Had = Layout.line(R.End - 1) - Layout.line(R.Begin), Has = Text.count('\n');
  if (Has < Had)
    Out.Text.append(Had - Has, '\n');
}

std::string SourceText::render(TextRange R, llvm::ArrayRef<TextEdit> More) {
  std::vector<const TextEdit *> Extra;
  for (const TextEdit &E : More)
    if (R.contains(E.Range))
      Extra.push_back(&E);
  llvm::stable_sort(Extra, [](const TextEdit *A, const TextEdit *B) {
    return keyOf(A->Range) < keyOf(B->Range);
  });
  Pending Out;
  unsigned At = R.Begin;
  auto NextExtra = Extra.begin();
  auto Next = Edits.lower_bound({R.Begin, 0});
  for (;;) {
    // Past what lies within one that has been written already, and what is not all within R.
    while (NextExtra != Extra.end() && (*NextExtra)->Range.Begin < At)
      ++NextExtra;
    if (Next != Edits.end() && Next->first.first < At)
      Next = Edits.lower_bound({At, 0});
    while (Next != Edits.end() && Next->first.first < R.End && endOf(Next->first) > R.End)
      ++Next;
    bool HasOwn = Next != Edits.end() && Next->first.first < R.End;
    bool HasExtra = NextExtra != Extra.end();
    if (!HasOwn && !HasExtra)
      break;
    TextRange Range;
    llvm::StringRef Text;
    if (HasExtra && (!HasOwn || keyOf((*NextExtra)->Range) <= Next->first)) {
      Range = (*NextExtra)->Range;
      Text = (*NextExtra)->Text;
      ++NextExtra;
    } else {
      Range = {Next->first.first, endOf(Next->first)};
      Text = Next->second;
      ++Next;
    }
    copy(At, Range.Begin, Out);
    applyEdit(Range, Text, Out);
    At = Range.End;
  }
  copy(At, R.End, Out);
  return std::move(Out.Text);
}

std::string SourceText::renderAll() { return render({0, Layout.size()}); }

} // namespace pawl
