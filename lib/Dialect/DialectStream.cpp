//===- DialectStream.cpp - The token pass in a preprocessor ---------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Dialect/DialectStream.h"
#include "Dialect/DialectDiagnostics.h"
#include "Dialect/TokenRewriter.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Lex/Preprocessor.h"

using namespace clang;

namespace pawl {

Token DialectStream::replace(CompilerInstance &CI, const Token &First, DialectDiagnostics &Messages,
                             bool IsReinject) {
  Preprocessor &PP = CI.getPreprocessor();
  Written.emplace(PP, First);
  Recognizer.emplace(*Written);
  Strays.emplace(PP, *Written, *Recognizer);
  std::vector<DialectError> Errors;
  std::vector<Token> Tokens = TokenRewriter(PP, *Written, *Recognizer, *Strays, Marks).run(Errors);
  Messages.attach(CI, Marks, *Strays);
  for (const DialectError &Error : Errors)
    Messages.report(PP.getDiagnostics(), Error);
  // The lexers are gone: a parser that asks on after the end must find it again.
  Tokens.insert(Tokens.end(), 64, Tokens.back());
  size_t Rest = Tokens.size() - 1;
  auto Stream = std::make_unique<Token[]>(Rest);
  std::copy(Tokens.begin() + 1, Tokens.end(), Stream.get());
  PP.EnterTokenStream(std::move(Stream), Rest, /*DisableMacroExpansion=*/true, IsReinject);
  return Tokens.front();
}

} // namespace pawl
