//===- BodyDirectives.cpp - Directives within a lowered body --------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Emit/BodyDirectives.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;

namespace pawl {

/// The `#` (or `%:`, or its trigraph's last character) that begins the directive at \p Offset.
static unsigned beginOfDirective(llvm::StringRef Text, unsigned Offset) {
  while (Offset != 0 && Text[Offset] != '#' && !Text.substr(Offset).starts_with("%:"))
    --Offset;
  return Offset;
}

BodyDirectives::BodyDirectives(SourceText &Source, const Directives &Dirs)
    : Source(Source), Dirs(Dirs) {
  const TextLayout &Layout = Source.Layout;
  for (SourceLocation Loc : Dirs.Counters)
    if (auto Position = Layout.begin(Layout.SM.getExpansionLoc(Loc)))
      Counters.push_back(*Position);
  for (const Inclusion &I : Dirs.Inclusions)
    if (auto Position = I.Entered.isValid() && !Dirs.UserFiles.count(I.Entered)
                            ? Layout.begin(I.Hash)
                            : std::nullopt)
      SystemIncludes.push_back({*Position, I.Hash});
  struct Group {
    bool Taken, HasElse;
    /// The branch that is open.
    unsigned Branch;
  };
  std::vector<Group> Open;
  for (const Directive &D : Dirs.Others) {
    auto Position = D.Kind == Directive::Pragma ? std::nullopt : Layout.begin(D.Loc);
    if (!Position)
      continue;
    TextLayout::Place P = Layout.place(*Position);
    llvm::StringRef Buffer = Layout.Files[P.File].Buffer;
    unsigned Begin = beginOfDirective(Buffer, P.Offset), End = endOfLogicalLine(Buffer, Begin);
    unsigned Here = static_cast<unsigned>(Lines.size());
    Lines.push_back({&D,
                     P.File,
                     {Layout.position(P.File, Begin), Layout.position(P.File, End)},
                     Buffer.slice(Begin, End)});
    if (D.Kind == Directive::Define)
      continue;
    Line &L = Lines.back();
    if (D.Kind == Directive::If) {
      Open.push_back({D.Holds, false, Here});
      L.Taken = D.Holds;
      continue;
    }
    if (Open.empty())
      continue;
    Group &G = Open.back();
    Lines[G.Branch].Next = Here;
    G.Branch = Here;
    if (D.Kind == Directive::Endif) {
      L.Taken = G.Taken;
      L.HasElse = G.HasElse;
      Open.pop_back();
      continue;
    }
    L.Taken = !G.Taken && (D.Kind == Directive::Else || D.Holds);
    G.Taken |= L.Taken;
    G.HasElse |= D.Kind == Directive::Else;
  }
}

void BodyDirectives::remove(TextRange R) {
  const TextLayout &Layout = Source.Layout;
  TextLayout::Place First = Layout.place(R.Begin);
  llvm::StringRef Text =
      Layout.Files[First.File].Buffer.slice(First.Offset, First.Offset + (R.End - R.Begin));
  std::string Blank(Text.count('\n'), '\n');
  Source.replace(R, Blank.empty() ? " " : Blank);
}

/// What a macro means changes within \p Body, and its text is not all copied in order.
void BodyDirectives::expandMacros(TextRange Body) {
  TextLayout &Layout = Source.Layout;
  for (SourceRange Expansion : Dirs.Expansions) {
    auto Begin = Layout.begin(Expansion.getBegin()), End = Layout.end(Expansion.getEnd());
    if (!Begin || !End || *Begin < Body.Begin || *Begin >= Body.End)
      continue;
    const TextLayout::Segment &S = Layout.Segments[Layout.segmentAt(*Begin)];
    if (S.Kind == TextLayout::Segment::Written)
      Layout.Insertions[S.Index].MustExpand = true;
    else if (S.Kind == TextLayout::Segment::Own && *End <= S.end())
      Source.replace({*Begin, *End}, " "); // It is empty.
  }
}

/// The parse has counted already, and the compiler would begin anew: in one body all numbers come
/// from the parse, or two of them could be the same.
void BodyDirectives::expandCounters(TextRange Body) {
  TextLayout &Layout = Source.Layout;
  for (auto At = llvm::lower_bound(Counters, Body.Begin); At != Counters.end() && *At < Body.End;
       ++At) {
    const TextLayout::Segment &S = Layout.Segments[Layout.segmentAt(*At)];
    if (S.Kind == TextLayout::Segment::Written)
      Layout.Insertions[S.Index].MustExpand = true;
  }
}

std::string BodyDirectives::check(const Line &L) const {
  const char *Error = "#error \"pawl lowered this function for another branch of this "
                      "conditional than the compiler takes\"\n";
  std::string Where = Source.lineDirective(Source.line(L.Range.Begin), L.Range.Begin);
  std::string Text = Where + L.Text.str() + "\n";
  switch (L.Dir->Kind) {
  case Directive::Define:
  case Directive::Pragma:
    return Text;
  case Directive::Endif:
    return (L.Taken && !L.HasElse ? "#else\n" + Where + Error : "") + Text;
  default:
    return L.Taken ? Text : Text + Where + Error;
  }
}

std::vector<BodyDirectives::Line>::const_iterator BodyDirectives::firstIn(TextRange Body) const {
  return llvm::partition_point(Lines, [&](const Line &L) { return L.Range.Begin < Body.Begin; });
}

std::string BodyDirectives::takeOut(TextRange Body) {
  expandCounters(Body);
  unsigned File = Source.Layout.place(Body.Begin).File;
  std::string Checks;
  bool Defines = false;
  for (auto L = firstIn(Body); L != Lines.end() && L->Range.Begin < Body.End; ++L) {
    if (L->File != File)
      continue;
    Defines |= L->Dir->Kind == Directive::Define;
    Checks += check(*L);
    bool Skipped = L->Next != 0 && !L->Taken;
    remove({L->Range.Begin, Skipped ? Lines[L->Next].Range.Begin : L->Range.End});
  }
  if (Defines)
    expandMacros(Body);
  return Checks;
}

SourceLocation BodyDirectives::findLost(TextRange Body) const {
  unsigned File = Source.Layout.place(Body.Begin).File;
  for (auto L = firstIn(Body); L != Lines.end() && L->Range.Begin < Body.End; ++L)
    if (L->File != File && Source.isWritten(L->File))
      return L->Dir->Loc;
  auto Include =
      llvm::partition_point(SystemIncludes, [&](const auto &I) { return I.first < Body.Begin; });
  return Include != SystemIncludes.end() && Include->first < Body.End ? Include->second
                                                                      : SourceLocation();
}

} // namespace pawl
