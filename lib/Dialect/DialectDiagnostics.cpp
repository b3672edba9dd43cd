//===- DialectDiagnostics.cpp - What the user is told ---------------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Dialect/DialectDiagnostics.h"
#include "Dialect/DialectWording.h"
#include "Dialect/MissingAwait.h"
#include "Dialect/ReturnedCoroutine.h"
#include "clang/Basic/DiagnosticSema.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Lex/Lexer.h"
#include "clang/Sema/Sema.h"

using namespace clang;

namespace pawl {

void DialectDiagnostics::attach(CompilerInstance &TheCompiler, const DialectMarks &TheMarks,
                                const StrayWords &TheStrays) {
  Compiler = &TheCompiler;
  Marks = &TheMarks;
  Strays = &TheStrays;
}

void DialectDiagnostics::report(DiagnosticsEngine &Engine, const DialectError &Error) {
  // The engine counts it and may have reached its limit; the rest is as with Clang's own.
  {
    DiagnosticBuilder Builder =
        Engine.Report(Error.Loc, Engine.getCustomDiagID(DiagnosticsEngine::Error, "%0"));
    Builder << Error.Message;
    if (Error.FixIt)
      Builder << *Error.FixIt;
  }
  if (Error.NoteLoc.isValid()) {
    DiagnosticBuilder Builder =
        Engine.Report(Error.NoteLoc, Engine.getCustomDiagID(DiagnosticsEngine::Note, "%0"));
    Builder << Error.Note;
    if (Error.NoteFixIt)
      Builder << *Error.NoteFixIt;
  }
  if (Error.Muted.isValid())
    MutedRanges.push_back(Error.Muted);
}

//===----------------------------------------------------------------------===//
// Places
//===----------------------------------------------------------------------===//

static bool isWithin(const SourceManager &SM, SourceLocation Loc, SourceLocation Begin,
                     SourceLocation End) {
  Loc = SM.getExpansionLoc(Loc);
  return !SM.isBeforeInTranslationUnit(Loc, SM.getExpansionLoc(Begin)) &&
         !SM.isBeforeInTranslationUnit(SM.getExpansionLoc(End), Loc);
}

bool DialectDiagnostics::isMuted(const SourceManager &SM, SourceLocation Loc) const {
  return llvm::any_of(MutedRanges, [&](SourceRange Range) {
    return isWithin(SM, Loc, Range.getBegin(), Range.getEnd());
  });
}

const AsyncMark *DialectDiagnostics::bodyAround(const SourceManager &SM, SourceLocation Loc) const {
  if (!Marks)
    return nullptr;
  // Of nested ones the inner comes later.
  for (const AsyncMark &Mark : llvm::reverse(Marks->Asyncs))
    if (isWithin(SM, Loc, Mark.Async, Mark.BodyEnd))
      return &Mark;
  return nullptr;
}

//===----------------------------------------------------------------------===//
// Diagnostics
//===----------------------------------------------------------------------===//

void DialectDiagnostics::BeginSourceFile(const LangOptions &Options, const Preprocessor *PP) {
  Shown.BeginSourceFile(Options, PP);
}

void DialectDiagnostics::EndSourceFile() { Shown.EndSourceFile(); }

void DialectDiagnostics::finish() { Shown.finish(); }

void DialectDiagnostics::forward(DiagnosticsEngine::Level Level, const Diagnostic &Info) {
  if (ErrorLimit && getNumErrors() > ErrorLimit)
    return;
  if (ErrorLimit && getNumErrors() == ErrorLimit && Level >= DiagnosticsEngine::Error) {
    DiagnosticConsumer::HandleDiagnostic(Level, Info);
    DiagnosticStorage Storage;
    Shown.HandleDiagnostic(DiagnosticsEngine::Fatal,
                           Diagnostic(Info.getDiags(), SourceLocation(), Info.getID(), Storage,
                                      "too many errors, the rest is not shown"));
    // A file that is nothing but errors should not take long.
    if (Compiler)
      Compiler->getDiagnostics().setSuppressAllDiagnostics(true);
    return;
  }
  DiagnosticConsumer::HandleDiagnostic(Level, Info);
  Shown.HandleDiagnostic(Level, Info);
}

void DialectDiagnostics::show(DiagnosticsEngine::Level Level, const Diagnostic &Model,
                              SourceLocation Loc, llvm::StringRef Text,
                              llvm::ArrayRef<CharSourceRange> Ranges,
                              llvm::ArrayRef<FixItHint> FixIts) {
  DiagnosticStorage Storage;
  Storage.DiagRanges.append(Ranges.begin(), Ranges.end());
  Storage.FixItHints.append(FixIts.begin(), FixIts.end());
  forward(Level, Diagnostic(Model.getDiags(), Loc, Model.getID(), Storage, Text));
}

/// Explains a word of the dialect that Clang knows no meaning of; false if \p Info is about
/// something else.
bool DialectDiagnostics::handleUnknownName(const Diagnostic &Info) {
  switch (Info.getID()) {
  case diag::err_undeclared_var_use:
  case diag::err_undeclared_var_use_suggest:
  case diag::err_unknown_typename:
  case diag::err_unknown_typename_suggest:
  case diag::err_undeclared_use:
  case diag::err_undeclared_use_suggest:
    break;
  default:
    return false;
  }
  if (!Strays)
    return false;
  std::optional<DialectError> Error = Strays->explainUnknown(Info.getLocation());
  if (!Error)
    return false;
  std::vector<FixItHint> NoteFixIts;
  if (Error->NoteFixIt)
    NoteFixIts.push_back(*Error->NoteFixIt);
  show(DiagnosticsEngine::Error, Info, Error->Loc, Error->Message, Info.getRanges(), {});
  if (Error->NoteLoc.isValid())
    show(DiagnosticsEngine::Note, Info, Error->NoteLoc, Error->Note, {}, NoteFixIts);
  MutedRanges.push_back(Error->Muted);
  // Clang's own notes are about the name it suggests.
  LastWasMuted = true;
  return true;
}

/// The return type of the function that Sema checks or instantiates.
std::string DialectDiagnostics::currentReturnType() const {
  if (!Compiler || !Compiler->hasSema())
    return "";
  const FunctionDecl *Function = Compiler->getSema().getCurFunctionDecl(/*AllowLambda=*/true);
  // A lambda in the middle of its declaration has no type yet.
  if (!Function || Function->getType().isNull())
    return "";
  return Function->getReturnType().getAsString(Compiler->getASTContext().getPrintingPolicy());
}

void DialectDiagnostics::handleInDialect(DiagnosticsEngine::Level Level, const Diagnostic &Info,
                                         const AsyncMark *Body) {
  std::string Spelling;
  if (Info.getLocation().isValid()) {
    const SourceManager &SM = Info.getSourceManager();
    SourceLocation Loc = SM.getSpellingLoc(Info.getLocation());
    bool Invalid = false;
    const char *Text = SM.getCharacterData(Loc, &Invalid);
    if (!Invalid)
      Spelling.assign(Text, Lexer::MeasureTokenLength(Loc, SM, LangOptions()));
  }
  Wording Words = wordForDialect(Info, Spelling, [this] { return currentReturnType(); });
  SourceLocation Before = std::exchange(LastAwait, SourceLocation());
  if (Words.IsAwait) {
    if (Before == Info.getLocation()) {
      LastWasMuted = true;
      return;
    }
    LastAwait = Info.getLocation();
  }
  if (Words.IsResult && Compiler && Compiler->hasSema())
    if (std::vector<FixItHint> FixIts = awaitReturned(Info.getLocation(), Compiler->getSema());
        !FixIts.empty()) {
      show(Level, Info, Info.getLocation(), Words.Text + "; 'await' gives its value", {}, FixIts);
      LastWasMuted = true;
      return;
    }
  if (auto FixIts = Words.IsAwait ? std::nullopt : findMissingAwait(Info))
    show(Level, Info, Info.getLocation(), Words.Text + "; 'await' gives its value",
         Info.getRanges(), *FixIts);
  else
    show(Level, Info, Info.getLocation(), Words.Text, Info.getRanges(),
         Words.DropFixIts ? llvm::ArrayRef<FixItHint>() : Info.getFixItHints());
  if (Words.MutesBody && Body)
    MutedRanges.push_back({Body->Async, Body->BodyEnd});
}

void DialectDiagnostics::HandleDiagnostic(DiagnosticsEngine::Level Level, const Diagnostic &Info) {
  bool IsPlaced = Info.getLocation().isValid() && Info.hasSourceManager();
  if (Level == DiagnosticsEngine::Note) {
    if (LastWasMuted)
      return;
    if (LastWasInDialect)
      handleInDialect(Level, Info, nullptr);
    else
      forward(Level, Info);
    return;
  }
  LastWasMuted = LastWasInDialect = false;
  // Only errors that Clang itself defines can follow from others.
  if (!IsPlaced || DiagnosticIDs::IsCustomDiag(Info.getID())) {
    forward(Level, Info);
    return;
  }
  const SourceManager &SM = Info.getSourceManager();
  if (isMuted(SM, Info.getLocation())) {
    LastWasMuted = true;
    return;
  }
  if (handleUnknownName(Info))
    return;
  if (const AsyncMark *Body = bodyAround(SM, Info.getLocation())) {
    LastWasInDialect = true;
    handleInDialect(Level, Info, Body);
    return;
  }
  forward(Level, Info);
}

} // namespace pawl
