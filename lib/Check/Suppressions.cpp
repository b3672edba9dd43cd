//===- Suppressions.cpp - Where users do not want to hear of a check ------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Check/Suppressions.h"
#include "Dialect/Attributes.h"
#include "Dialect/TokenBuffer.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;

namespace pawl {

Suppressions::Suppressions(const SourceManager &SM, const TokenBuffer &Tokens) : SM(SM) {
  for (TokenBuffer::Index I = 2; I < Tokens.end(); ++I) {
    if (!Tokens.is(I, tok::identifier) || !Tokens.is(I - 1, tok::coloncolon) ||
        !Tokens.is(I + 1, tok::l_paren) || !Tokens.identifier(I)->isStr("allow") ||
        !Tokens.identifier(I - 2) || !Tokens.identifier(I - 2)->isStr("pawl"))
      continue;
    SourceLocation Scope = Tokens[I - 2].getLocation();
    Mask Named = 0;
    for (TokenBuffer::Index A = I + 2; A < Tokens.match(I + 1); ++A) {
      if (Tokens.is(A, tok::comma))
        continue;
      if (Tokens.is(A, tok::string_literal))
        Named |= parseName(StringRef(Tokens[A].getLiteralData(), Tokens[A].getLength()).trim('"'),
                           Tokens[A].getLocation());
      else
        Problems.push_back({Tokens[A].getLocation(), "'pawl::allow' takes names in quotes"});
    }
    // An attribute is known by its first token.
    Arguments[Scope] |= Named;
  }
}

Suppressions::Mask Suppressions::parseName(StringRef Name, SourceLocation Loc) {
  Name = Name.trim();
  Name.consume_front("pawl-");
  if (std::optional<CheckId> Id = findCheck(Name))
    return bit(*Id);
  Problems.push_back({Loc, ("there is no check '" + Name + "'").str()});
  return 0;
}

/// The end of the line of \p Text that holds \p At.
static size_t endOfLine(StringRef Text, size_t At) {
  return std::min(Text.find('\n', At), Text.size());
}

void Suppressions::addComments(FileID File) {
  bool Invalid = false;
  StringRef Text = SM.getBufferData(File, &Invalid);
  if (Invalid)
    return;
  static constexpr char Word[] = "pawl: allow(";
  for (size_t At = 0; (At = Text.find(Word, At)) != StringRef::npos; ++At) {
    size_t LineBegin = Text.rfind('\n', At) + 1;
    StringRef Before = Text.slice(LineBegin, At).trim();
    if (!Before.contains("//") && !Before.contains("/*"))
      continue;
    SourceLocation Loc = SM.getLocForStartOfFile(File).getLocWithOffset(At);
    StringRef Names = Text.substr(At + sizeof(Word) - 1).split(')').first;
    Mask Covered = 0;
    for (StringRef Name : llvm::split(Names, ','))
      Covered |= parseName(Name, Loc);
    size_t About = At;
    if (Before == "//" || Before == "/*")
      // Alone on its line: what follows may be more of its kind.
      do
        About = endOfLine(Text, About) + 1;
      while (About < Text.size() &&
             (Text.slice(About, endOfLine(Text, About)).trim().empty() ||
              Text.slice(About, endOfLine(Text, About)).ltrim().starts_with("//")));
    Lines[{File, SM.getLineNumber(File, std::min(About, Text.size()))}] |= Covered;
  }
}

void Suppressions::addAttributes(ArrayRef<const Attr *> Attributes, SourceRange Range) {
  for (const Attr *A : Attributes) {
    auto *Annotation = dyn_cast<AnnotateAttr>(A);
    if (!Annotation)
      continue;
    Mask Covered = 0;
    if (Annotation->getAnnotation() == DetachAttribute)
      Covered = bit(CheckId::Unawaited);
    else if (Annotation->getAnnotation() == AllowAttribute)
      Covered = Arguments.lookup(Annotation->getLocation());
    if (Covered)
      Ranges.push_back(
          {{SM.getExpansionLoc(Range.getBegin()), SM.getExpansionRange(Range.getEnd()).getEnd()},
           Covered});
  }
}

bool Suppressions::covers(CheckId Id, SourceLocation Loc) const {
  auto [File, Offset] = SM.getDecomposedExpansionLoc(Loc);
  auto Line = Lines.find({File, SM.getLineNumber(File, Offset)});
  if (Line != Lines.end() && (Line->second & bit(Id)))
    return true;
  SourceLocation At = SM.getExpansionLoc(Loc);
  for (const auto &[Range, Covered] : Ranges)
    if ((Covered & bit(Id)) && !SM.isBeforeInTranslationUnit(At, Range.getBegin()) &&
        !SM.isBeforeInTranslationUnit(Range.getEnd(), At))
      return true;
  return false;
}

} // namespace pawl
