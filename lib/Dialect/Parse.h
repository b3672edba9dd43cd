//===- Parse.h - From a dialect source file to Clang's AST -------*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The first stage: words of the dialect become coroutine tokens, and Clang's own
// parser and Sema build the coroutine AST from them, in the user's own -std.
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_DIALECT_PARSE_H
#define PAWL_DIALECT_PARSE_H

#include "clang/Basic/SourceLocation.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <string>
#include <vector>

namespace clang {
class CompilerInstance;
class DiagnosticConsumer;
class Stmt;
} // namespace clang

namespace pawl {

class TokenBuffer;
struct Directives;

/// One `async` that the token pass took for a marker.  The locations are those of the tokens as
/// written (or as expanded from a macro).
struct AsyncMark {
  /// The word `async` itself.
  clang::SourceLocation Async;
  /// The opening brace of the body that it marks.
  clang::SourceLocation BodyBrace;
  /// The closing brace of the body, or of the last handler of a function-try-block.
  clang::SourceLocation BodyEnd;
};

/// What the token pass found in one translation unit, in the order of the file.
struct DialectMarks {
  std::vector<AsyncMark> Asyncs;
};

/// What to parse, and how.
struct ParseOptions {
  /// The file as the user named it; `-`: standard input.
  std::string InputFile;
  /// The flags of the wrapped compiler, without input, output and mode (-c, -S, -o, -M...).
  std::vector<std::string> CompilerFlags;
  /// The compiler that will compile the lowered text; its include folders and its
  /// predefined version are those of the parse.
  std::string Compiler = "g++";
  /// Where the runtime's headers are; empty: beside this program.
  std::string RuntimeInclude;
  /// What is shown of the diagnostics; null: Clang's text format on standard error.
  clang::DiagnosticConsumer *Diagnostics = nullptr;
  /// Hears of everything that is shown, too.
  clang::DiagnosticConsumer *Listener = nullptr;
  /// Show all errors, however many; else at most what -ferror-limit says.
  bool AllErrors = false;
};

/// A translation unit after Sema, alive for the time of the callback only.
struct ParsedUnit {
  clang::CompilerInstance &Compiler;
  const DialectMarks &Marks;
  /// All of it after preprocessing, as the user wrote it.
  const TokenBuffer &Tokens;
  const Directives &Preprocessing;
  /// Whether an error was reported: the AST may lack what was wrong, and must not be lowered.
  const bool HasErrors;
};

/// Parses \p Options.InputFile and calls \p Consume once with the result, also after errors, unless
/// the end of the file was not reached.  \returns whether there was no error, neither before nor in
/// \p Consume (which reports through the unit's DiagnosticsEngine).  \p Dependencies, if given,
/// receives every file that the parse opened (the input first, system headers too).
bool parseDialect(const ParseOptions &Options, llvm::function_ref<void(ParsedUnit &)> Consume,
                  std::vector<std::string> *Dependencies = nullptr);

/// Whether \p S is one of the statements that the token pass put after the opening brace of an
/// async body (first statement) and of each catch handler in one.  In the AST each is an
/// AttributedStmt over a NullStmt, with an AnnotateAttr "pawl::body" or "pawl::handler", at the
/// brace's location; the user wrote nothing there, so the stages skip it.
bool isMarker(const clang::Stmt *S);

} // namespace pawl

#endif // PAWL_DIALECT_PARSE_H
