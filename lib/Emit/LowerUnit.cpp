//===- LowerUnit.cpp - The lowered text of a translation unit -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Emit/LowerUnit.h"
#include "Analysis/AstWalk.h"
#include "Dialect/Attributes.h"
#include "Dialect/Parse.h"
#include "Emit/BodyDirectives.h"
#include "Emit/FunctionEmitter.h"
#include "Emit/HeaderExpansion.h"
#include "Emit/UserAttributes.h"
#include "Lowering/ExpressionLowering.h"
#include "Lowering/FrameInstances.h"
#include "Lowering/FrameLayout.h"
#include "Lowering/PlanBuilder.h"
#include "Lowering/SlotSharing.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DynamicRecursiveASTVisitor.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Lex/Lexer.h"
#include "clang/Lex/Preprocessor.h"

using namespace clang;

namespace pawl {

namespace {

/// Every function definition with a coroutine for its body, lambdas included.
/// Also the statements that say of what they drop that it is meant.
struct CoroutineFinder : DynamicRecursiveASTVisitor {
  llvm::DenseSet<SourceLocation> Detached;

  std::vector<FunctionDecl *> Found;
  llvm::DenseSet<const FunctionDecl *> Seen;

  void add(FunctionDecl *F) {
    if (F->doesThisDeclarationHaveABody() && isa_and_nonnull<CoroutineBodyStmt>(F->getBody()) &&
        Seen.insert(F).second)
      Found.push_back(F);
  }
  bool VisitFunctionDecl(FunctionDecl *F) override {
    add(F);
    return true;
  }
  bool VisitLambdaExpr(LambdaExpr *L) override {
    add(L->getCallOperator());
    return true;
  }
  bool VisitAttributedStmt(AttributedStmt *S) override {
    if (isa<Expr>(S->getSubStmt()))
      if (const AnnotateAttr *Detach = findAttribute(S->getAttrs(), DetachAttribute))
        Detached.insert(Detach->getLocation());
    return true;
  }
};

class UnitLowering {
public:
  UnitLowering(ParsedUnit &Unit, const LowerOptions &Options)
      : Unit(Unit), Options(Options), AST(Unit.Compiler.getASTContext()),
        SM(AST.getSourceManager()),
        Source(Unit.Compiler.getPreprocessor(), Unit.Tokens, Unit.Preprocessing, Options.Lines),
        Headers(Source, Unit.Preprocessing, Unit.Compiler.getPreprocessor().getHeaderSearchInfo()),
        Conditionals(Source, Unit.Preprocessing), Entries(Source, Unit.Tokens, AST) {}

  LoweredUnit run();

private:
  /// A coroutine, and the braces of its body.
  struct Coroutine {
    FunctionDecl *Function;
    TextRange Body;
  };

  void removeMarks();
  std::vector<Coroutine> coroutines();
  void showFrames(Plan &P, const FunctionDecl *Function);
  void lowerFunction(const Coroutine &C, llvm::StringRef Checks);
  void renameOperators();
  void error(SourceLocation Loc, llvm::StringRef Text) {
    DiagnosticsEngine &D = AST.getDiagnostics();
    D.Report(Loc, D.getCustomDiagID(DiagnosticsEngine::Error, "%0")) << Text;
  }

  ParsedUnit &Unit;
  const LowerOptions &Options;
  ASTContext &AST;
  SourceManager &SM;
  SourceText Source;
  HeaderExpansion Headers;
  BodyDirectives Conditionals;
  EntryTable Entries;
  LoweredUnit Result;
};

/// The word goes, and the blank behind it.
void UnitLowering::removeMarks() {
  for (const AsyncMark &Mark : Unit.Marks.Asyncs)
    if (auto R = Source.range(Mark.Async))
      Source.replace(Source.withBlank(*R), "");
    else
      error(Mark.Async, "cannot lower an async function in a file that the command line includes; "
                        "include it in the source file");
}

/// Below C++20 `operator co_await` is no operator: it becomes an ordinary name wherever the user's
/// files say it.
void UnitLowering::renameOperators() {
  if (AST.getLangOpts().CPlusPlus20)
    return;
  for (const TextFile &File : Source.Layout.Files) {
    llvm::StringRef Text = File.Buffer;
    if (!Text.contains("co_await"))
      continue;
    Lexer Raw(SM.getLocForStartOfFile(File.ID), AST.getLangOpts(), Text.begin(), Text.begin(),
              Text.end());
    Token Before, T;
    Before.startToken();
    for (Raw.LexFromRawLexer(T); T.isNot(tok::eof); Raw.LexFromRawLexer(T)) {
      if (T.is(tok::raw_identifier) && T.getRawIdentifier() == "co_await" &&
          Before.is(tok::raw_identifier) && Before.getRawIdentifier() == "operator")
        if (auto R = Source.range({Before.getLocation(), T.getLocation()}))
          Source.replace(*R, RenamedCoawait);
      Before = T;
    }
  }
}

/// Those of the user's files, in the order of the text, outer ones before those in them.
std::vector<UnitLowering::Coroutine> UnitLowering::coroutines() {
  CoroutineFinder Finder;
  Finder.ShouldVisitImplicitCode = false;
  Finder.ShouldVisitLambdaBody = true;
  Finder.TraverseDecl(AST.getTranslationUnitDecl());
  removeUserAttributes(Unit, Finder.Detached, Source);
  std::vector<Coroutine> Found;
  for (FunctionDecl *F : Finder.Found) {
    const Stmt *Body = writtenBody(cast<CoroutineBodyStmt>(F->getBody()));
    if (auto R = Source.range(Body->getSourceRange()))
      Found.push_back({F, *R});
    else if (Unit.Preprocessing.UserFiles.count(SM.getFileID(SM.getExpansionLoc(F->getLocation()))))
      error(F->getLocation(), "cannot lower a coroutine in a file that the command line includes; "
                              "include it in the source file");
  }
  llvm::sort(Found, [](const Coroutine &A, const Coroutine &B) {
    return A.Body.Begin != B.Body.Begin ? A.Body.Begin < B.Body.Begin : A.Body.End > B.Body.End;
  });
  return Found;
}

/// Shows the frame of \p Function, and of a pattern those of its instances.
void UnitLowering::showFrames(Plan &P, const FunctionDecl *Function) {
  auto Show = [&](const FunctionDecl *F) {
    FrameLayout Layout = layOutFrame(P, F, AST);
    if (Options.FrameDump)
      printFrame(Layout, P, SM, *Options.FrameDump);
    if (Options.OnFrame)
      Options.OnFrame(F, P, Layout);
  };
  Show(Function);
  if (!Function->isDependentContext())
    return;
  for (const FunctionDecl *Instance : instancesOf(Function)) {
    FrameInstance Measured(Instance, P, AST);
    Show(Instance);
  }
}

/// Whether \p Function is a lambda, or stands in one, in the initialiser of a member or a default
/// argument of a class.  These are put aside until the class is complete, and there g++ takes no
/// pragma.
static bool isInDeferredInitialiser(const FunctionDecl *Function) {
  for (const DeclContext *Up = Function; Up; Up = Up->getParent())
    if (auto *Record = dyn_cast<CXXRecordDecl>(Up); Record && Record->isLambda())
      if (isa_and_nonnull<FieldDecl, ParmVarDecl>(Record->getLambdaContextDecl()))
        return true;
  return false;
}

void UnitLowering::lowerFunction(const Coroutine &C, llvm::StringRef Checks) {
  std::unique_ptr<Plan> P = buildPlan(C.Function, AST, Source, Options.Embed ? &Entries : nullptr);
  if (P)
    placeVariables(*P, Options.ShareSlots);
  if (!P || !verifyPlan(*P, C.Function->getLocation(), AST.getDiagnostics()))
    return;
  if (Options.PlanDump)
    P->print(*Options.PlanDump);
  if (Options.FrameDump || Options.OnFrame)
    showFrames(*P, C.Function);
  FileID Home = SM.getFileID(SM.getExpansionLoc(P->Loc));
  std::string Text =
      emitFunction(*P, Source.fileName(C.Body.Begin), Source.line(C.Body.End - 1),
                   [&](SourceLocation Loc) -> unsigned {
                     Loc = SM.getExpansionLoc(Loc);
                     return SM.getFileID(Loc) == Home ? SM.getPresumedLoc(Loc).getLine() : 0;
                   });
  std::string Begin, PragmasEnd;
  if (!isInDeferredInitialiser(C.Function)) {
    Begin = P->IsDependent ? "PAWL_LOWERED_BEGIN PAWL_LOWERED_TEMPLATE" : "PAWL_LOWERED_BEGIN";
    PragmasEnd = "PAWL_LOWERED_END\n";
  }
  Text = "{\n" + Begin + Text + PragmasEnd + Checks.str();
  std::string End = Source.lineDirective(Source.line(C.Body.End - 1), C.Body.Begin) + "}";
  if (const Entry *Own = P->Own) {
    unsigned At = Own->Position;
    std::string Line = Source.lineDirective(Source.line(At), At);
    Source.replace({At, At},
                   (Source.beginsLine(At) ? "" : "\n") + emitEntry(*Own, Line, Text) + Line);
    Text = "{" + emitEntryCall(*P);
  }
  Source.replace(C.Body, Text + End);
  ++Result.Coroutines;
}

LoweredUnit UnitLowering::run() {
  std::vector<Coroutine> Found = coroutines();
  removeMarks();
  renameOperators();
  Headers.prepare();
  for (const Coroutine &C : Found)
    Entries.add(C.Function, C.Body);
  for (size_t First = 0, Last; First < Found.size(); First = Last) {
    for (Last = First + 1; Last < Found.size(); ++Last)
      if (Found[Last].Body.Begin >= Found[First].Body.End)
        break;
    std::string Checks = Conditionals.takeOut(Found[First].Body);
    Source.beginFunction();
    // Inner coroutines first: the outer one's text is made with theirs in it.
    for (size_t I = Last; I-- > First;)
      lowerFunction(Found[I], I == First ? Checks : "");
    if (SourceLocation Lost = Conditionals.findLost(Found[First].Body); Lost.isValid())
      error(Lost,
            "cannot lower a coroutine whose body includes a file with such a directive in it; "
            "put what it includes before the coroutine");
  }
  Entries.finish();
  Headers.finish(AST.getDiagnostics());
  TextRange All{0, Source.Layout.size()};
  if (!Source.hasReplacement(All)) {
    Result.Text = Source.Layout.Files[0].Buffer.str();
    return std::move(Result);
  }
  Result.Changed = true;
  Result.Text = "#include <pawl/lowered.h>\n";
  if (Options.Lines.Wanted)
    Result.Text +=
        "#if !defined(__clang__)\n#pragma GCC diagnostic ignored \"-Wsubobject-linkage\"\n"
        "#endif\n" +
        Source.lineDirective(1, 0);
  Result.Text += Source.renderAll();
  if (auto Loc = Source.lostPragma())
    error(*Loc, "cannot write out the expansion of a macro that holds a pragma");
  return std::move(Result);
}

} // namespace

LoweredUnit lowerUnit(ParsedUnit &Unit, const LowerOptions &Options) {
  return UnitLowering(Unit, Options).run();
}

} // namespace pawl
