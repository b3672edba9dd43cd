//===- UserAttributes.cpp - Attributes that the compiler does not know ----===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Emit/UserAttributes.h"
#include "Dialect/Parse.h"
#include "Dialect/TokenBuffer.h"
#include "Lowering/SourceText.h"
#include "clang/Frontend/CompilerInstance.h"
#include "llvm/ADT/SmallVector.h"

using namespace clang;

namespace pawl {

using Index = TokenBuffer::Index;

/// Whether `pawl::` begins at \p I.
static bool isOurs(const TokenBuffer &Tokens, Index I) {
  return Tokens.is(I, tok::identifier) && Tokens.identifier(I)->isStr("pawl") &&
         Tokens.is(I + 1, tok::coloncolon);
}

void removeUserAttributes(const ParsedUnit &Unit, const llvm::DenseSet<SourceLocation> &Statements,
                          SourceText &Source) {
  const TokenBuffer &Tokens = Unit.Tokens;
  for (Index Open = 0; Open < Tokens.end(); ++Open) {
    if (!Tokens.isAttribute(Open) || Tokens.match(Open) >= Tokens.end())
      continue;
    Index Inner = Open + 1, Close = Tokens.match(Inner);
    // The attributes between the brackets, each by its first token and the one behind its last.
    llvm::SmallVector<std::pair<Index, Index>, 4> Parts;
    bool Any = false, All = true, Detach = false;
    for (Index I = Inner + 1; I < Close;) {
      Index Begin = I;
      while (I < Close && !Tokens.is(I, tok::comma))
        I = Tokens.isOneOf(I, tok::l_paren, tok::l_square, tok::l_brace) ? Tokens.pastGroup(I)
                                                                         : I + 1;
      Parts.push_back({Begin, I});
      bool Ours = isOurs(Tokens, Begin);
      Any |= Ours;
      All &= Ours;
      Detach |= Statements.count(Tokens[Begin].getLocation()) != 0;
      I += I < Close;
    }
    if (!Any)
      continue;
    std::string Replacement = Detach ? "(void)" : "";
    auto Whole =
        Source.range({Tokens[Open].getLocation(), Tokens[Tokens.match(Open)].getLocation()});
    if (!Whole)
      continue;
    if (!All) {
      // What is left keeps its text; a statement's attributes stand before the cast.
      std::string Kept;
      for (auto [Begin, End] : Parts)
        if (auto R = Source.range({Tokens[Begin].getLocation(), Tokens[End - 1].getLocation()});
            R && !isOurs(Tokens, Begin))
          Kept += (Kept.empty() ? "" : ", ") + Source.render(*R);
      Replacement = "[[" + Kept + "]] " + Replacement;
    }
    TextRange Place = Replacement.empty() ? Source.withBlank(*Whole) : *Whole;
    // A header that holds no coroutine stays as it is: users tell their compiler of these
    // attributes.
    const SourceManager &SM = Unit.Compiler.getSourceManager();
    if (SM.isInMainFile(SM.getExpansionLoc(Tokens[Open].getLocation())))
      Source.replace(Place, std::move(Replacement));
    else
      Source.replaceIfExpanded(Place, std::move(Replacement));
  }
}

} // namespace pawl
