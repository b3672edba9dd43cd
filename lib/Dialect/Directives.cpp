//===- Directives.cpp - What the preprocessor did -------------------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Dialect/Directives.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/MacroInfo.h"
#include "clang/Lex/PPCallbacks.h"
#include "clang/Lex/Preprocessor.h"

using namespace clang;

namespace pawl {
namespace {

class Recorder final : public PPCallbacks {
public:
  Recorder(Preprocessor &PP, std::string RuntimeInclude, Directives &Into)
      : SM(PP.getSourceManager()), Counter(PP.getIdentifierInfo("__COUNTER__")),
        Runtime(std::move(RuntimeInclude)), Into(Into) {}

  void FileChanged(SourceLocation Loc, FileChangeReason Reason, SrcMgr::CharacteristicKind Kind,
                   FileID) override {
    FileID ID = SM.getFileID(Loc);
    if (Reason == EnterFile && HasPending)
      Into.Inclusions.back().Entered = ID;
    HasPending = false;
    OptionalFileEntryRef File = SM.getFileEntryRefForID(ID);
    InUserFile = File && !SrcMgr::isSystem(Kind) && !isRuntime(File->getName());
    if (InUserFile)
      Into.UserFiles.insert(ID);
    else
      Into.UserFiles.erase(ID); // A #pragma has made it the system's.
  }

  void InclusionDirective(SourceLocation Hash, const Token &Word, StringRef Name, bool IsAngled,
                          CharSourceRange, OptionalFileEntryRef File, StringRef, StringRef,
                          const Module *, bool, SrcMgr::CharacteristicKind) override {
    HasPending = InUserFile;
    if (!InUserFile)
      return;
    const IdentifierInfo *Directive = Word.getIdentifierInfo();
    Into.Inclusions.push_back({Hash, Name.str(), IsAngled,
                               Directive && Directive->isStr("include_next"), File, FileID()});
  }

  void If(SourceLocation Loc, SourceRange, ConditionValueKind Value) override {
    add(Directive::If, Loc, Value == CVK_True);
  }
  void Ifdef(SourceLocation Loc, const Token &, const MacroDefinition &MD) override {
    add(Directive::If, Loc, bool(MD));
  }
  void Ifndef(SourceLocation Loc, const Token &, const MacroDefinition &MD) override {
    add(Directive::If, Loc, !MD);
  }
  void Elif(SourceLocation Loc, SourceRange, ConditionValueKind Value, SourceLocation) override {
    add(Directive::Elif, Loc, Value == CVK_True);
  }
  void Elifdef(SourceLocation Loc, const Token &, const MacroDefinition &MD) override {
    add(Directive::Elif, Loc, bool(MD));
  }
  void Elifdef(SourceLocation Loc, SourceRange, SourceLocation) override {
    add(Directive::Elif, Loc, false);
  }
  void Elifndef(SourceLocation Loc, const Token &, const MacroDefinition &MD) override {
    add(Directive::Elif, Loc, !MD);
  }
  void Elifndef(SourceLocation Loc, SourceRange, SourceLocation) override {
    add(Directive::Elif, Loc, false);
  }
  void Else(SourceLocation Loc, SourceLocation) override { add(Directive::Else, Loc); }
  void Endif(SourceLocation Loc, SourceLocation) override { add(Directive::Endif, Loc); }
  void MacroDefined(const Token &Name, const MacroDirective *) override {
    add(Directive::Define, Name.getLocation());
  }
  void MacroUndefined(const Token &Name, const MacroDefinition &, const MacroDirective *) override {
    add(Directive::Define, Name.getLocation());
  }
  void PragmaDirective(SourceLocation Loc, PragmaIntroducerKind Introducer) override {
    if (Introducer == PIK_HashPragma)
      add(Directive::Pragma, Loc);
    if (InUserFile)
      Into.Pragmas.push_back(SM.getExpansionLoc(Loc));
  }

  void MacroExpands(const Token &Name, const MacroDefinition &, SourceRange Range,
                    const MacroArgs *) override {
    if (!InUserFile)
      return;
    if (Name.getIdentifierInfo() == Counter)
      Into.Counters.push_back(Name.getLocation());
    if (Range.getBegin().isFileID())
      Into.Expansions.push_back(Range);
  }

private:
  bool isRuntime(StringRef Path) const {
    return !Runtime.empty() && Path.starts_with(Runtime) &&
           Path.drop_front(Runtime.size()).starts_with("/pawl/");
  }
  void add(Directive::DirectiveKind Kind, SourceLocation Loc, bool Holds = false) {
    if (InUserFile && Loc.isFileID())
      Into.Others.push_back({Kind, Loc, Holds});
  }

  const SourceManager &SM;
  const IdentifierInfo *const Counter;
  const std::string Runtime;
  Directives &Into;
  bool InUserFile = false;
  /// The last Inclusion has been read, and what comes of it has not.
  bool HasPending = false;
};

} // namespace

void recordDirectives(Preprocessor &PP, std::string RuntimeInclude, Directives &Into) {
  PP.addPPCallbacks(std::make_unique<Recorder>(PP, std::move(RuntimeInclude), Into));
}

} // namespace pawl
