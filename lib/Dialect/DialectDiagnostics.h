//===- DialectDiagnostics.h - What the user is told --------------*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Stands between Clang and whoever shows its diagnostics: messages about async bodies are
// said in the dialect's words, and what merely follows from an error already shown is
// dropped, so that one mistake is one error.
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_DIALECT_DIALECTDIAGNOSTICS_H
#define PAWL_DIALECT_DIALECTDIAGNOSTICS_H

#include "Dialect/Parse.h"
#include "Dialect/StrayWords.h"
#include "clang/Basic/Diagnostic.h"

namespace pawl {

/// Forwards what is worth showing to another consumer.
class DialectDiagnostics final : public clang::DiagnosticConsumer {
public:
  /// Shows at most \p ErrorLimit errors, any number if it is zero.  Clang's own limit would count
  /// those that are dropped.
  DialectDiagnostics(clang::DiagnosticConsumer &Shown, unsigned ErrorLimit)
      : Shown(Shown), ErrorLimit(ErrorLimit) {}

  /// From now on \p Marks tells which text is in the dialect, and \p Strays what a word outside
  /// it may have meant; all must live as long as the parse.
  void attach(clang::CompilerInstance &Compiler, const DialectMarks &Marks,
              const StrayWords &Strays);

  /// Reports an error of the token pass through \p Engine.
  void report(clang::DiagnosticsEngine &Engine, const DialectError &Error);

  void BeginSourceFile(const clang::LangOptions &Options, const clang::Preprocessor *PP) override;
  void EndSourceFile() override;
  void finish() override;
  void HandleDiagnostic(clang::DiagnosticsEngine::Level Level,
                        const clang::Diagnostic &Info) override;

private:
  bool isMuted(const clang::SourceManager &SM, clang::SourceLocation Loc) const;
  const AsyncMark *bodyAround(const clang::SourceManager &SM, clang::SourceLocation Loc) const;
  std::string currentReturnType() const;
  bool handleUnknownName(const clang::Diagnostic &Info);
  void handleInDialect(clang::DiagnosticsEngine::Level Level, const clang::Diagnostic &Info,
                       const AsyncMark *Body);
  void forward(clang::DiagnosticsEngine::Level Level, const clang::Diagnostic &Info);
  void show(clang::DiagnosticsEngine::Level Level, const clang::Diagnostic &Model,
            clang::SourceLocation Loc, llvm::StringRef Text,
            llvm::ArrayRef<clang::CharSourceRange> Ranges, llvm::ArrayRef<clang::FixItHint> FixIts);

  clang::DiagnosticConsumer &Shown;
  const unsigned ErrorLimit;
  clang::CompilerInstance *Compiler = nullptr;
  const DialectMarks *Marks = nullptr;
  const StrayWords *Strays = nullptr;
  std::vector<clang::SourceRange> MutedRanges;
  /// Notes go the way of the error or warning before them.
  bool LastWasMuted = false;
  bool LastWasInDialect = false;
  /// The place of the diagnostic shown last, if it said what cannot be awaited: Clang goes on
  /// with the type that it would have liked, and complains about that too.
  clang::SourceLocation LastAwait;
};

} // namespace pawl

#endif // PAWL_DIALECT_DIALECTDIAGNOSTICS_H
