//===- EnclosingFunction.h - Whose body is this token in? --------*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// For messages: the function or lambda that would have to be async.  Found from tokens,
// because the word that needs it keeps the parser from making sense of the text around.
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_DIALECT_ENCLOSINGFUNCTION_H
#define PAWL_DIALECT_ENCLOSINGFUNCTION_H

#include "Dialect/AsyncRecognizer.h"
#include <string>

namespace pawl {

/// The innermost function around a token.
struct EnclosingFunction {
  enum FunctionKind { None, Function, Lambda };
  FunctionKind Kind = None;
  /// What precedes the name: whether it could be the return type of an async function.
  enum ReturnKind { Missing, Builtin, Other };
  ReturnKind Return = Missing;
  /// The name as written, without qualifiers; empty for a lambda.
  std::string Name;
  /// Where `async` would stand: the first specifier, or the `[`.
  TokenBuffer::Index Start = 0;
  /// The braces of the body; without a function, the end of the statement.
  TokenBuffer::Index BodyBegin = 0, BodyEnd = 0;
};

/// The function whose body holds the token at \p I.
EnclosingFunction findEnclosingFunction(const TokenBuffer &Tokens,
                                        const AsyncRecognizer &Recognizer, TokenBuffer::Index I);

} // namespace pawl

#endif // PAWL_DIALECT_ENCLOSINGFUNCTION_H
