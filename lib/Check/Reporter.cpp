//===- Reporter.cpp - Findings on their way to the user -------------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Check/Reporter.h"
#include "Dialect/Parse.h"
#include "clang/Frontend/CompilerInstance.h"

using namespace clang;

namespace pawl {

Reporter::Reporter(ParsedUnit &Unit, const CheckOptions &Options)
    : Unit(Unit), Options(Options), AST(Unit.Compiler.getASTContext()), SM(AST.getSourceManager()),
      Silenced(SM, Unit.Tokens), Blocking(Unit, Options, Silenced) {
  for (const AsyncMark &Mark : Unit.Marks.Asyncs)
    AsyncWords[Mark.BodyBrace] = Mark.Async;
}

SourceLocation Reporter::writtenBegin(const Expr *E) const {
  SourceLocation Begin = E->getBeginLoc();
  const Stmt *First = E;
  while (First && !isa<LambdaExpr>(First)) {
    const Stmt *Next = nullptr;
    for (const Stmt *Child : First->children())
      if (Child && Child->getBeginLoc() == Begin)
        Next = Child;
    First = Next;
  }
  if (!First)
    return Begin;
  SourceLocation Async = asyncOf(cast<LambdaExpr>(First)->getBody()->getBeginLoc());
  return Async.isValid() ? Async : Begin;
}

Finding &Reporter::add(CheckId Id, DiagnosticsEngine::Level Level, SourceLocation Loc,
                       std::string Message) {
  return Findings.emplace_back(Finding{Id, Level, Loc, std::move(Message), {}, {}, {}});
}

void Reporter::show(const Finding &F) {
  DiagnosticsEngine &Engine = AST.getDiagnostics();
  DiagnosticsEngine::Level Level = Options.level(F.Id, F.Level);
  if (Level == DiagnosticsEngine::Ignored)
    return;
  std::string Option = std::string("-Wpawl-") + checkInfo(F.Id).Name;
  if (Level > F.Level && Level == DiagnosticsEngine::Error)
    Option = "-Werror," + Option;
  {
    DiagnosticBuilder Builder = Engine.Report(F.Loc, Engine.getCustomDiagID(Level, "%0"));
    Builder << F.Message + " [" + Option + "]";
    if (F.Range.isValid())
      Builder << CharSourceRange::getTokenRange(F.Range);
    for (const FixItHint &FixIt : F.FixIts)
      Builder << FixIt;
  }
  for (const Finding::Note &N : F.Notes)
    Engine.Report(N.Loc, Engine.getCustomDiagID(DiagnosticsEngine::Note, "%0")) << N.Message;
}

void Reporter::finish(bool WithProblems) {
  std::stable_sort(Findings.begin(), Findings.end(), [this](const Finding &A, const Finding &B) {
    if (A.Loc != B.Loc)
      return SM.isBeforeInTranslationUnit(A.Loc, B.Loc);
    return A.Id < B.Id;
  });
  // The parse gives no warnings of Clang's own; these are ours.
  DiagnosticsEngine &Engine = AST.getDiagnostics();
  bool Ignored = Engine.getIgnoreAllWarnings();
  Engine.setIgnoreAllWarnings(false);
  const Finding *Last = nullptr;
  for (const Finding &F : Findings) {
    if (Last && Last->Id == F.Id && Last->Loc == F.Loc)
      continue;
    if (Silenced.covers(F.Id, F.Loc))
      continue;
    show(F);
    Last = &F;
  }
  for (const auto &[Loc, Message] : Silenced.problems())
    if (WithProblems && !Options.silencesWarnings())
      Engine.Report(Loc, Engine.getCustomDiagID(DiagnosticsEngine::Warning, "%0")) << Message;
  Engine.setIgnoreAllWarnings(Ignored);
}

} // namespace pawl
