//===- Reporter.h - Findings on their way to the user ------------*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Checks look at bodies in any order, and at a template once for each instantiation; the user sees
// each finding once, in the order of the text, unless it is silenced there.
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_CHECK_REPORTER_H
#define PAWL_CHECK_REPORTER_H

#include "Check/BlockingSummary.h"
#include "Check/CheckOptions.h"
#include "Check/SharedState.h"
#include "Check/Suppressions.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/Diagnostic.h"
#include <deque>
#include <map>

namespace pawl {

struct ParsedUnit;

/// One thing that a check has to say, and what belongs to it.
struct Finding {
  CheckId Id;
  clang::DiagnosticsEngine::Level Level;
  clang::SourceLocation Loc;
  std::string Message;
  clang::SourceRange Range;
  std::vector<clang::FixItHint> FixIts;
  struct Note {
    clang::SourceLocation Loc;
    std::string Message;
  };
  std::vector<Note> Notes;

  Finding &note(clang::SourceLocation Loc, std::string Message) {
    Notes.push_back({Loc, std::move(Message)});
    return *this;
  }
  Finding &range(clang::SourceRange R) {
    Range = R;
    return *this;
  }
  /// \p Text before the token at \p Where, unless that is in a macro.
  Finding &insert(clang::SourceLocation Where, llvm::StringRef Text) {
    if (Where.isValid() && !Where.isMacroID())
      FixIts.push_back(clang::FixItHint::CreateInsertion(Where, Text));
    return *this;
  }
};

class Reporter {
public:
  Reporter(ParsedUnit &Unit, const CheckOptions &Options);

  /// Takes a finding of \p Id at \p Loc.  What is returned is valid until the next call.
  Finding &warning(CheckId Id, clang::SourceLocation Loc, std::string Message) {
    return add(Id, clang::DiagnosticsEngine::Warning, Loc, std::move(Message));
  }
  Finding &error(CheckId Id, clang::SourceLocation Loc, std::string Message) {
    return add(Id, clang::DiagnosticsEngine::Error, Loc, std::move(Message));
  }
  Finding &hint(CheckId Id, clang::SourceLocation Loc, std::string Message) {
    return add(Id, clang::DiagnosticsEngine::Remark, Loc, std::move(Message));
  }

  /// Where \p E begins in the text: an async lambda at its `async`, which is not in the AST.
  clang::SourceLocation writtenBegin(const clang::Expr *E) const;
  /// The `async` of the body that opens with \p Brace; invalid if there is none.
  clang::SourceLocation asyncOf(clang::SourceLocation Brace) const {
    return AsyncWords.lookup(Brace);
  }

  /// Whether a function of the unit is async in the dialect's words.
  bool usesDialect() const { return !AsyncWords.empty(); }

  /// Shows what was found, and \p WithProblems what is wrong with the silencing itself.
  void finish(bool WithProblems = true);

  ParsedUnit &Unit;
  const CheckOptions &Options;
  clang::ASTContext &AST;
  const clang::SourceManager &SM;
  Suppressions Silenced;
  BlockingSummary Blocking;
  ContainerChanges Changes;

private:
  Finding &add(CheckId Id, clang::DiagnosticsEngine::Level Level, clang::SourceLocation Loc,
               std::string Message);
  void show(const Finding &F);

  std::deque<Finding> Findings;
  llvm::DenseMap<clang::SourceLocation, clang::SourceLocation> AsyncWords;
};

} // namespace pawl

#endif // PAWL_CHECK_REPORTER_H
