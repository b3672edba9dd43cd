//===- AsyncRecognizer.cpp - Is this `async` a marker? --------------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Dialect/AsyncRecognizer.h"
#include "clang/Basic/IdentifierTable.h"

using namespace clang;

namespace pawl {

using Index = TokenBuffer::Index;

//===----------------------------------------------------------------------===//
// Parts of a declaration
//===----------------------------------------------------------------------===//

// Operands joined by && and ||.
Index AsyncRecognizer::pastRequires(Index I) const {
  ++I;
  for (unsigned Steps = 0; Steps != TokenBuffer::LookLimit; ++Steps) {
    switch (Tokens.kind(I)) {
    case tok::l_paren:
      I = Tokens.pastGroup(I);
      break;
    case tok::kw_requires:
      ++I;
      if (Tokens.is(I, tok::l_paren))
        I = Tokens.pastGroup(I);
      if (Tokens.is(I, tok::l_brace))
        I = Tokens.pastGroup(I);
      break;
    case tok::identifier:
    case tok::coloncolon:
    case tok::kw_template:
    case tok::kw_typename:
    case tok::kw_true:
    case tok::kw_false:
      // Two names in a row: the constraint ended before the second.
      if (Tokens.is(I, tok::identifier) &&
          Tokens.isOneOf(I - 1, tok::identifier, tok::r_paren, tok::greater, tok::r_brace))
        return I;
      ++I;
      break;
    case tok::less:
      I = Tokens.pastAngles(I);
      break;
    default:
      return I;
    }
    // What follows an operand goes on only after an operator.
    if (Tokens.isOneOf(I, tok::ampamp, tok::pipepipe))
      ++I;
    else if (!Tokens.isOneOf(I, tok::coloncolon, tok::less) &&
             !Tokens.isOneOf(I - 1, tok::coloncolon, tok::kw_template, tok::kw_typename))
      return I;
  }
  return I;
}

/// Past the type after the `->` at \p I.
Index AsyncRecognizer::pastType(Index I) const {
  ++I;
  for (unsigned Steps = 0; Steps != TokenBuffer::LookLimit; ++Steps) {
    switch (Tokens.kind(I)) {
    case tok::identifier:
    case tok::coloncolon:
    case tok::kw_typename:
    case tok::kw_template:
    case tok::kw_decltype:
    case tok::kw_typeof:
    case tok::kw_struct:
    case tok::kw_class:
    case tok::kw_union:
    case tok::kw_enum:
      ++I;
      break;
    case tok::less:
      I = Tokens.pastAngles(I);
      break;
    case tok::l_paren:
    case tok::l_square:
      I = Tokens.pastGroup(I);
      break;
    default:
      if (!Tokens.mayEndType(I))
        return I;
      ++I;
    }
  }
  return I;
}

/// Whether the token before \p I ends a type, so that a declarator may follow.
bool AsyncRecognizer::followsType(Index I) const {
  if (!I)
    return false;
  if (Tokens.is(I - 1, tok::r_paren)) {
    Index Open = Tokens.match(I - 1);
    return Open && Tokens.isOneOf(Open - 1, tok::kw_decltype, tok::kw_typeof);
  }
  if (Tokens.isOneOf(I - 1, tok::kw_const, tok::kw_volatile))
    return followsType(I - 1);
  if (!Tokens.isOneOf(I - 1, tok::greater, tok::greatergreater))
    return Tokens.mayEndType(I - 1);
  // `template <class T> async f()` has no type before the name: `async` is the type.
  int Depth = 0;
  for (Index K = I, Steps = 0; K-- && Steps != TokenBuffer::LookLimit; ++Steps) {
    switch (Tokens.kind(K)) {
    case tok::greater:
      ++Depth;
      break;
    case tok::greatergreater:
      Depth += 2;
      break;
    case tok::r_paren:
    case tok::r_square:
    case tok::r_brace:
      K = Tokens.match(K);
      break;
    case tok::less:
      if (--Depth == 0)
        return Tokens.kindBefore(K) != tok::kw_template;
      break;
    case tok::semi:
    case tok::l_brace:
    case tok::eof:
      return true;
    default:
      break;
    }
  }
  return true;
}

//===----------------------------------------------------------------------===//
// Functions
//===----------------------------------------------------------------------===//

/// Whether a definition's specifiers may stand at \p I, by the token before it.
bool AsyncRecognizer::mayBeginDefinition(Index I) const {
  switch (Tokens.kindBefore(I)) {
  case tok::eof:
  case tok::semi:
  case tok::l_brace:
  case tok::r_brace:
  case tok::colon:
  case tok::r_paren:
  case tok::r_square:
  case tok::string_literal: // extern "C"
  case tok::kw_static:
  case tok::kw_inline:
  case tok::kw_virtual:
  case tok::kw_explicit:
  case tok::kw_friend:
  case tok::kw_extern:
  case tok::kw_constexpr:
  case tok::kw_consteval:
  case tok::kw___extension__:
  case tok::kw_else: // `else async ...` is an error that must be seen as one
    return true;
  default:
    return (I && Tokens[I - 1].isAnnotation()) || Tokens.mayEndType(I - 1);
  }
}

AsyncUse AsyncRecognizer::classifyTail(Index I) const {
  for (unsigned Steps = 0; Steps != TokenBuffer::LookLimit; ++Steps) {
    switch (Tokens.kind(I)) {
    case tok::l_brace:
      return {AsyncUse::Function, I};
    case tok::kw_try:
      return Tokens.is(I + 1, tok::l_brace) ? AsyncUse{AsyncUse::Function, I + 1} : AsyncUse{};
    case tok::semi:
    case tok::comma:
    case tok::equal:
      return {AsyncUse::Declaration, 0};
    case tok::kw_requires:
      I = pastRequires(I);
      break;
    case tok::arrow:
      I = pastType(I);
      break;
    case tok::l_paren: // noexcept(...), throw(...), __attribute__((...))
      I = Tokens.pastGroup(I);
      break;
    case tok::l_square:
      if (!Tokens.isAttribute(I))
        return {};
      I = Tokens.pastGroup(I);
      break;
    case tok::identifier: // override, final
    case tok::kw_const:
    case tok::kw_volatile:
    case tok::kw_restrict:
    case tok::kw_noexcept:
    case tok::kw_throw:
    case tok::kw___attribute:
    case tok::amp:
    case tok::ampamp:
      ++I;
      break;
    default:
      return {};
    }
  }
  return {};
}

/// Whether the name at \p I belongs to the qualifiers before it, in a declaration that begins at
/// \p Begin.
bool AsyncRecognizer::continuesName(Index I, Index Begin) const {
  return Tokens.kindBefore(I) == tok::coloncolon && I >= Begin + 2 &&
         Tokens.isOneOf(I - 2, tok::identifier, tok::greater, tok::greatergreater, tok::r_paren);
}

/// Reads specifiers, type and declarator from \p I, the token after `async`.
AsyncUse AsyncRecognizer::classifyFunction(Index I) const {
  const Index Begin = I;
  // A qualified name counts once: in `async ns::f() {}` the type would be missing.
  unsigned Names = followsType(I - 1) ? 1 : 0;
  for (unsigned Steps = 0; Steps != TokenBuffer::LookLimit; ++Steps) {
    switch (Tokens.kind(I)) {
    case tok::identifier:
      if (Tokens.kindBefore(I) != tok::tilde && !continuesName(I, Begin))
        ++Names;
      ++I;
      // `T::*`: a pointer to member belongs to the type before it.
      if (Tokens.is(I, tok::coloncolon) && Tokens.is(I + 1, tok::star))
        --Names;
      break;
    case tok::coloncolon:
    case tok::tilde:
    case tok::star:
    case tok::amp:
    case tok::ampamp:
    case tok::kw_typename:
    case tok::kw_template:
    case tok::kw_struct:
    case tok::kw_class:
    case tok::kw_union:
    case tok::kw_enum:
    case tok::kw_const:
    case tok::kw_volatile:
    case tok::kw_static:
    case tok::kw_inline:
    case tok::kw_virtual:
    case tok::kw_friend:
    case tok::kw_extern:
    case tok::kw_constexpr:
    case tok::kw_consteval:
    case tok::kw___extension__:
      ++I;
      break;
    case tok::kw_explicit:
    case tok::kw_alignas:
    case tok::kw___attribute:
      ++I;
      if (Tokens.is(I, tok::l_paren))
        I = Tokens.pastGroup(I);
      break;
    case tok::kw_decltype:
    case tok::kw_typeof:
      if (!Tokens.is(I + 1, tok::l_paren))
        return {};
      ++Names;
      I = Tokens.pastGroup(I + 1);
      break;
    case tok::less:
      I = Tokens.pastAngles(I);
      break;
    case tok::l_square:
      if (!Tokens.isAttribute(I))
        return {};
      I = Tokens.pastGroup(I);
      break;
    case tok::kw_operator: {
      // A conversion function has its type in its name.
      bool Member = Tokens.kindBefore(I) == tok::coloncolon;
      ++I;
      bool Conversion = Tokens.isOneOf(I, tok::identifier, tok::coloncolon, tok::kw_typename) ||
                        (!Tokens.isOneOf(I, tok::star, tok::amp, tok::ampamp, tok::greater,
                                         tok::greatergreater) &&
                         Tokens.mayEndType(I));
      Names += Conversion ? 2 : Member ? 0 : 1;
      if (Tokens.is(I, tok::l_paren))
        I = Tokens.pastGroup(I);
      else if (Tokens.is(I, tok::less))
        ++I;
      for (; !Tokens.isOneOf(I, tok::l_paren, tok::semi, tok::l_brace, tok::eof) &&
             Steps != TokenBuffer::LookLimit - 1;
           ++Steps)
        I = Tokens.is(I, tok::l_square) ? Tokens.pastGroup(I) : I + 1;
      break;
    }
    case tok::l_paren: {
      Index Past = Tokens.pastGroup(I);
      // `Coro<> (f)(int)`: the first parentheses hold the name.
      if (Names == 1 && Tokens.is(Past, tok::l_paren)) {
        ++Names;
        I = Past;
        break;
      }
      return Names >= 2 ? classifyTail(Past) : AsyncUse{};
    }
    default:
      if (Tokens[I].isAnnotation() || !Tokens.mayEndType(I))
        return {};
      // `unsigned long` is one type, which a second count would make a type and a name.
      if (!Names || Tokens.is(I - 1, tok::identifier))
        ++Names;
      ++I;
    }
  }
  return {};
}

AsyncUse AsyncRecognizer::classify(Index I) const {
  switch (Tokens.kindBefore(I)) {
  case tok::coloncolon:
  case tok::period:
  case tok::arrow:
    return {};
  default:
    break;
  }
  if (Tokens.is(I + 1, tok::l_square) && !Tokens.isAttribute(I + 1)) {
    // `int async[2]{1, 2}` declares an array; after a name `async` can be no operand either.
    if (isDeclaredBefore(I) || !isCaptureList(I + 1))
      return {};
    if (std::optional<Index> Body = lambdaBody(I + 1))
      return {AsyncUse::Lambda, *Body};
    return {};
  }
  if (!mayBeginDefinition(I))
    return {};
  // `async::T f() {}` names a namespace; `async ::T f() {}` marks f.
  const Token &Next = Tokens[I + 1];
  if (Next.is(tok::coloncolon) && !Next.hasLeadingSpace() && !Next.isAtStartOfLine())
    return {};
  if (Next.isOneOf(tok::less, tok::star, tok::amp, tok::ampamp))
    return {};
  return classifyFunction(I + 1);
}

//===----------------------------------------------------------------------===//
// Lambdas and classes
//===----------------------------------------------------------------------===//

/// Whether the name at \p I follows the type that declares it.
bool AsyncRecognizer::isDeclaredBefore(Index I) const {
  if (!I)
    return false;
  if (const IdentifierInfo *Name = Tokens.identifier(I - 1))
    if (Name->isStr("await") || Name->isStr("yield"))
      return false;
  return !Tokens.isOneOf(I - 1, tok::ampamp, tok::amp, tok::star) && Tokens.mayEndType(I - 1);
}

/// Whether the brackets at \p I can hold the captures of a lambda ([expr.prim.lambda.capture]).
bool AsyncRecognizer::isCaptureList(Index I) const {
  Index End = Tokens.match(I);
  ++I;
  for (unsigned Steps = 0; I < End && Steps != TokenBuffer::LookLimit; ++Steps) {
    if (Tokens.is(I, tok::equal) && Tokens.isOneOf(I + 1, tok::comma, tok::r_square)) {
      ++I;
    } else {
      if (Tokens.is(I, tok::amp) && Tokens.isOneOf(I + 1, tok::comma, tok::r_square)) {
        ++I;
      } else {
        if (Tokens.isOneOf(I, tok::amp, tok::star))
          ++I;
        if (Tokens.is(I, tok::ellipsis))
          ++I;
        if (!Tokens.isOneOf(I, tok::identifier, tok::kw_this))
          return false;
        ++I;
        if (Tokens.is(I, tok::ellipsis))
          ++I;
        else if (Tokens.isOneOf(I, tok::equal, tok::l_paren, tok::l_brace))
          // An initialiser: anything up to the next comma.
          for (; I < End && !Tokens.is(I, tok::comma) && Steps != TokenBuffer::LookLimit - 1;
               ++Steps)
            I = Tokens.isOneOf(I, tok::l_paren, tok::l_square, tok::l_brace) ? Tokens.pastGroup(I)
                                                                             : I + 1;
      }
    }
    if (I < End) {
      if (!Tokens.is(I, tok::comma))
        return false;
      ++I;
    }
  }
  return I >= End;
}

std::optional<Index> AsyncRecognizer::lambdaBody(Index I) const {
  if (!Tokens.is(I, tok::l_square) || Tokens.isAttribute(I))
    return std::nullopt;
  I = Tokens.pastGroup(I);
  if (Tokens.is(I, tok::less))
    I = Tokens.pastAngles(I);
  for (unsigned Steps = 0; Steps != TokenBuffer::LookLimit; ++Steps) {
    switch (Tokens.kind(I)) {
    case tok::l_brace:
      return I;
    case tok::l_paren:
      I = Tokens.pastGroup(I);
      break;
    case tok::l_square:
      if (!Tokens.isAttribute(I))
        return std::nullopt;
      I = Tokens.pastGroup(I);
      break;
    case tok::arrow:
      I = pastType(I);
      break;
    case tok::kw_requires:
      I = pastRequires(I);
      break;
    case tok::kw_mutable:
    case tok::kw_constexpr:
    case tok::kw_consteval:
    case tok::kw_static:
    case tok::kw_noexcept:
    case tok::kw_throw:
    case tok::kw___attribute:
      ++I;
      break;
    default:
      return std::nullopt;
    }
  }
  return std::nullopt;
}

std::optional<Index> AsyncRecognizer::lambdaAt(Index I) const {
  switch (Tokens.kindBefore(I)) {
  case tok::identifier:
    if (!isDeclaredBefore(I))
      break; // `await [] ...`
    return std::nullopt;
  case tok::r_square:
  case tok::kw_this:
  case tok::kw_operator:
  case tok::kw_delete:
  case tok::kw_auto:
    return std::nullopt;
  case tok::amp:
  case tok::ampamp: {
    // `auto &&[a, b]{f()}` binds.
    Index K = I - 1;
    for (unsigned Steps = 0; K && Steps != 8; ++Steps, --K)
      if (!Tokens.isOneOf(K, tok::amp, tok::ampamp, tok::kw_const, tok::kw_volatile))
        break;
    if (Tokens.is(K, tok::kw_auto))
      return std::nullopt;
    break;
  }
  case tok::r_paren: {
    // `(long)[] {...}` and `if (c) [] {...}` are lambdas, `int (a)[n]{...}` is not.
    Index Open = Tokens.match(I - 1);
    if (isDeclaredBefore(Open) || Tokens.kindBefore(Open) == tok::r_paren)
      return std::nullopt;
    break;
  }
  case tok::star:
  case tok::greater: {
    // `new T *[n]{...}` is an array.
    Index K = I - 1;
    for (unsigned Steps = 0; K && Steps != 64; ++Steps, --K)
      if (!Tokens.mayEndType(K) && !Tokens.isOneOf(K, tok::coloncolon, tok::less, tok::comma))
        break;
    if (Tokens.is(K, tok::kw_new))
      return std::nullopt;
    break;
  }
  default:
    if (I && (Tokens[I - 1].isLiteral() || Tokens.mayEndType(I - 1)))
      return std::nullopt;
    break;
  }
  return isCaptureList(I) ? lambdaBody(I) : std::nullopt;
}

std::optional<Index> AsyncRecognizer::classBody(Index I) const {
  ++I;
  bool Named = false, Bases = false;
  for (unsigned Steps = 0; Steps != TokenBuffer::LookLimit; ++Steps) {
    switch (Tokens.kind(I)) {
    case tok::l_brace:
      return I;
    case tok::identifier:
      // `struct S s{1}` is a variable.
      if (Named && !Bases && Tokens.kindBefore(I) != tok::coloncolon &&
          !Tokens.identifier(I)->isStr("final"))
        return std::nullopt;
      Named = true;
      ++I;
      break;
    case tok::colon:
      Bases = true;
      ++I;
      break;
    case tok::coloncolon:
    case tok::comma:
    case tok::ellipsis:
    case tok::kw_public:
    case tok::kw_private:
    case tok::kw_protected:
    case tok::kw_virtual:
    case tok::kw_typename:
    case tok::kw_template:
    case tok::kw_decltype:
    case tok::kw_alignas:
    case tok::kw___attribute:
      ++I;
      break;
    case tok::less:
      I = Tokens.pastAngles(I);
      break;
    case tok::l_square:
      if (!Tokens.isAttribute(I))
        return std::nullopt;
      I = Tokens.pastGroup(I);
      break;
    case tok::l_paren:
      if (!Tokens.isOneOf(I - 1, tok::kw_alignas, tok::kw_decltype, tok::kw___attribute))
        return std::nullopt;
      I = Tokens.pastGroup(I);
      break;
    default:
      return std::nullopt;
    }
  }
  return std::nullopt;
}

} // namespace pawl
