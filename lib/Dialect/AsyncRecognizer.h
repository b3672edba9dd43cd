//===- AsyncRecognizer.h - Is this `async` a marker? -------------*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// `async` is an ordinary name of C++ (std::async, std::launch::async, a variable).  It is
// a marker where no C++ program could have the name: before a lambda with a body, and
// among the specifiers of a function, that is where a type, a name and parameters are there
// without it.  Nothing is known here of what names mean; tokens decide.
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_DIALECT_ASYNCRECOGNIZER_H
#define PAWL_DIALECT_ASYNCRECOGNIZER_H

#include "Dialect/TokenBuffer.h"
#include <optional>

namespace pawl {

/// What one `async` stands before.
struct AsyncUse {
  enum UseKind {
    Name,        ///< an ordinary name of the program
    Function,    ///< a function with a body
    Lambda,      ///< a lambda
    Declaration, ///< a function without a body: an error of the dialect
  };
  UseKind Kind = Name;
  /// The `{` of the body; for a function-try-block the one after `try`.
  TokenBuffer::Index Body = 0;
};

/// Answers questions about declarations in a token buffer, each in constant time.
class AsyncRecognizer {
public:
  using Index = TokenBuffer::Index;

  explicit AsyncRecognizer(const TokenBuffer &Tokens) : Tokens(Tokens) {}

  /// What the identifier `async` at \p I is.
  AsyncUse classify(Index I) const;

  /// The `{` of the lambda whose `[` is at \p I, if there is one: the introducer may follow,
  /// and a body does.
  std::optional<Index> lambdaBody(Index I) const;

  /// The `{` of the lambda that begins at \p I, unless the `[` there is a subscript, an
  /// array bound, an attribute or a structured binding.
  std::optional<Index> lambdaAt(Index I) const;

  /// The `{` of the class that the keyword `struct`, `class` or `union` at \p I defines.
  std::optional<Index> classBody(Index I) const;

  /// What ends the function whose parameters end before \p I: its body, or none.
  AsyncUse classifyTail(Index I) const;

  /// Past the constraint after the keyword `requires` at \p I.
  Index pastRequires(Index I) const;

private:
  bool mayBeginDefinition(Index I) const;
  bool followsType(Index I) const;
  bool isCaptureList(Index I) const;
  bool isDeclaredBefore(Index I) const;
  Index pastType(Index I) const;
  bool continuesName(Index I, Index Begin) const;
  AsyncUse classifyFunction(Index I) const;

  const TokenBuffer &Tokens;
};

} // namespace pawl

#endif // PAWL_DIALECT_ASYNCRECOGNIZER_H
