//===- StrayWords.cpp - Words of the dialect where they mean nothing ------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Dialect/StrayWords.h"
#include "Dialect/EnclosingFunction.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Preprocessor.h"

using namespace clang;

namespace pawl {

using Index = TokenBuffer::Index;

/// More errors of one kind are of no use, and each costs a look around.
static constexpr unsigned ErrorLimit = 64;

SourceRange StrayWords::range(Index Begin, Index End) const {
  return {Tokens[Begin].getLocation(), Tokens[End].getLocation()};
}

std::optional<FixItHint> StrayWords::insertAsync(Index I) const {
  SourceLocation Loc = Tokens[I].getLocation();
  if (Loc.isMacroID())
    return std::nullopt;
  return FixItHint::CreateInsertion(Loc, "async ");
}

//===----------------------------------------------------------------------===//
// Is it a stray keyword?
//===----------------------------------------------------------------------===//

/// Whether the name at \p I may be declared as a type there.
bool StrayWords::declaresType(Index I) const {
  switch (Tokens.kindBefore(I)) {
  case tok::kw_struct:
  case tok::kw_class:
  case tok::kw_union:
  case tok::kw_enum:
  case tok::kw_typename:
  case tok::kw_using:
  case tok::kw_concept:
  case tok::ellipsis: // class... await
    return true;
  default:
    // `typedef int await;`, `typedef void (*await)(int);`: the `typedef` is out of sight, so
    // whatever looks the same counts too.
    return Tokens.isOneOf(I + 1, tok::semi, tok::comma, tok::r_paren, tok::l_square);
  }
}

/// Whether what begins at \p I can only be the operand of the word before it, if that is not the
/// name of a type.
bool StrayWords::beginsOperand(Index I) const {
  const Token &T = Tokens[I];
  switch (Tokens.kind(I)) {
  case tok::identifier:
  case tok::kw_this:
  case tok::kw_new:
  case tok::kw_nullptr:
  case tok::kw_true:
  case tok::kw_false:
  case tok::kw_static_cast:
  case tok::kw_dynamic_cast:
  case tok::kw_reinterpret_cast:
  case tok::kw_const_cast:
    return true;
  case tok::coloncolon:
    return T.hasLeadingSpace() && !Tokens[I + 1].hasLeadingSpace();
  default:
    return T.isLiteral();
  }
}

void StrayWords::findErrors(const std::vector<Index> &Uses, std::vector<DialectError> &Errors,
                            std::vector<Index> &Keywords) const {
  const SourceManager &SM = PP.getSourceManager();
  // What the uses say of the name: a type may stand before another name, any name before `(`.
  bool IsType = false, IsName = false;
  for (Index I : Uses) {
    IsType |= declaresType(I);
    IsName |= declaresType(I) || !(beginsOperand(I + 1) || Tokens.is(I + 1, tok::l_paren)) ||
              (I && Tokens.is(I + 1, tok::l_paren) && Tokens.mayEndType(I - 1));
  }
  Index MutedUpTo = 0;
  for (Index I : Uses) {
    bool AfterFor = Tokens.kindBefore(I) == tok::kw_for && Tokens.is(I + 1, tok::l_paren);
    bool Certain = AfterFor || (Tokens.is(I + 1, tok::l_paren) ? !IsName
                                : beginsOperand(I + 1)         ? !IsType
                                                               : false);
    bool AfterName = I && !AfterFor && (Tokens.mayEndType(I - 1) || Tokens[I - 1].isLiteral()) &&
                     !Tokens.is(I - 1, tok::r_brace);
    if (!Certain || AfterName ||
        Tokens.isOneOf(I - (I ? 1 : 0), tok::kw_operator, tok::kw_goto, tok::kw_namespace) ||
        SM.isInSystemHeader(SM.getExpansionLoc(Tokens[I].getLocation())))
      continue;
    Keywords.push_back(I);
    // One missing `async` is one error, however many words need it.
    if (I < MutedUpTo || Errors.size() >= ErrorLimit)
      continue;
    EnclosingFunction Around = findEnclosingFunction(Tokens, Recognizer, I);
    MutedUpTo = Around.BodyEnd;
    Errors.push_back(explainOutside(I, Around));
  }
}

std::vector<DialectError> StrayWords::findErrors(std::vector<Index> &Keywords) const {
  std::vector<DialectError> Errors;
  findErrors(Awaits, Errors, Keywords);
  std::vector<DialectError> OfYield;
  findErrors(Yields, OfYield, Keywords);
  // A function may lack one `async` for both words.
  for (DialectError &Error : OfYield) {
    bool Known =
        llvm::any_of(Errors, [&](const DialectError &Other) { return Other.Muted == Error.Muted; });
    if (!Known)
      Errors.push_back(std::move(Error));
  }
  return Errors;
}

//===----------------------------------------------------------------------===//
// What to say
//===----------------------------------------------------------------------===//

DialectError StrayWords::explainOutside(Index I, const EnclosingFunction &Around) const {
  // An `async` that marks nothing is the mistake, and this one follows from it.
  if (Around.Kind == EnclosingFunction::Function)
    for (Index K = Around.Start; K < Around.BodyBegin && !Tokens.is(K, tok::l_paren); ++K)
      if (const IdentifierInfo *Name = Tokens.identifier(K); Name && Name->isStr("async"))
        return explainAsync(K);
  DialectError Error;
  Error.Loc = Tokens[I].getLocation();
  llvm::StringRef Word = Tokens.identifier(I)->getName();
  bool IsFor = Tokens.kindBefore(I) == tok::kw_for;
  Error.Message = (llvm::Twine(IsFor ? "'for " : "'") + Word + "' outside an async function").str();

  Error.Muted = range(Around.Start, Around.BodyEnd);
  const char *Type = Word == "yield" ? "pawl::AsyncGenerator<...>" : "pawl::Coro<...>";
  switch (Around.Kind) {
  case EnclosingFunction::None:
    return Error;
  case EnclosingFunction::Lambda:
    Error.NoteLoc = Tokens[Around.Start].getLocation();
    if (Around.Return == EnclosingFunction::Other) {
      Error.Message += "; mark this lambda as async";
      Error.Note = "the lambda begins here";
      Error.NoteFixIt = insertAsync(Around.Start);
    } else {
      Error.Message += "; mark this lambda as async and name its return type";
      Error.Note = (llvm::Twine("write 'async [...](...) -> ") + Type + "'").str();
    }
    return Error;
  case EnclosingFunction::Function:
    break;
  }
  if (Around.Name == "main") {
    Error.Message += "; 'main' cannot be async: give a coroutine to pawl::run";
    return Error;
  }
  if (Around.Return == EnclosingFunction::Missing)
    return Error; // a constructor or destructor, which no word can help
  Error.NoteLoc = Tokens[Around.Start].getLocation();
  std::string Name = Around.Name == "operator" ? "this operator" : "'" + Around.Name + "'";
  Error.Message += "; mark " + Name + " as async";
  if (Around.Return == EnclosingFunction::Builtin) {
    Error.Note = (llvm::Twine("an async function returns ") + Type).str();
  } else {
    Error.Note = Name + " is defined here";
    Error.NoteFixIt = insertAsync(Around.Start);
  }
  return Error;
}

DialectError StrayWords::explainDeclaration(Index I) const {
  DialectError Error;
  Error.Loc = Tokens[I].getLocation();
  Error.Message = "'async' marks a definition; a declaration is plain C++";
  SourceLocation Next = Tokens[I + 1].getLocation();
  if (Error.Loc.isFileID() && Next.isFileID())
    Error.FixIt = FixItHint::CreateRemoval(CharSourceRange::getCharRange(Error.Loc, Next));
  return Error;
}

/// An `async` that Clang took for the name of a type, and does not know.
DialectError StrayWords::explainAsync(Index I) const {
  DialectError Error;
  Error.Loc = Tokens[I].getLocation();
  Error.Message =
      PP.getSourceManager().isInSystemHeader(Error.Loc)
          ? "async functions in system headers are not lowered; name their folder by -I instead "
            "of -isystem"
          : "'async' marks the definition of a function with a return type, or a lambda";
  // The rest of the declaration: up to its body's end or its semicolon.
  Index End = I;
  while (!Tokens.isOneOf(End, tok::semi, tok::eof, tok::r_brace, tok::l_brace))
    End = Tokens.isOneOf(End, tok::l_paren, tok::l_square) ? Tokens.pastGroup(End) : End + 1;
  if (Tokens.is(End, tok::l_brace))
    End = Tokens.match(End);
  Error.Muted = range(I, End);
  return Error;
}

std::optional<DialectError> StrayWords::explainUnknown(SourceLocation Loc) const {
  for (Index I = 0; I != Tokens.end(); ++I) {
    if (Tokens[I].getLocation() != Loc)
      continue;
    const IdentifierInfo *Name = Tokens.identifier(I);
    if (!Name)
      return std::nullopt;
    if (Name->isStr("async"))
      return explainAsync(I);
    if (Name->isStr("await") || Name->isStr("yield"))
      return explainOutside(I, findEnclosingFunction(Tokens, Recognizer, I));
    return std::nullopt;
  }
  return std::nullopt;
}

} // namespace pawl
