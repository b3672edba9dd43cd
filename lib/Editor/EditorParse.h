//===- EditorParse.h - The dialect in a parse that clangd has set up -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_EDITOR_EDITORPARSE_H
#define PAWL_EDITOR_EDITORPARSE_H

#include "Dialect/DialectDiagnostics.h"
#include "Dialect/DialectStream.h"
#include "Dialect/Directives.h"
#include <memory>

namespace clang {
class CompilerInvocation;
} // namespace clang

namespace pawl {

/// Whether \p Flag of a command is for Pawl alone.
bool isOwnFlag(llvm::StringRef Flag);

/// Makes \p Clang one that parses the dialect: coroutines in every standard, the runtime's headers.
/// \p Flags are those of the command that are for the checks; they go with \p Clang.
void prepareInvocation(clang::CompilerInvocation &Clang, std::vector<std::string> Flags);

/// One parse of clangd's: while this lives, its diagnostics are in the dialect's words.
class EditorParse {
public:
  /// The main file of \p CI is about to be entered, with a preprocessor of its own.
  explicit EditorParse(clang::CompilerInstance &CI);
  EditorParse(const EditorParse &) = delete;
  ~EditorParse();

  /// The parser is to see the dialect's tokens; for a parse whose tokens clangd records.
  void rewriteWhenParserStarts();
  /// The same, for one whose tokens nobody watches.
  void rewriteAtFirstToken();
  /// After the parse: what the checks find.
  void check();

private:
  clang::CompilerInstance &CI;
  /// clangd's.
  std::unique_ptr<clang::DiagnosticConsumer> Owned;
  clang::DiagnosticConsumer *const Shown;
  DialectDiagnostics Messages;
  /// The compiler keeps what refers to it longer than the parse.
  std::shared_ptr<DialectStream> Stream = std::make_shared<DialectStream>();
  std::shared_ptr<Directives> Preprocessing = std::make_shared<Directives>();
};

} // namespace pawl

#endif // PAWL_EDITOR_EDITORPARSE_H
