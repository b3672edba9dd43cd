//===- LowerUnit.cpp - The lowered text of a translation unit -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Emit/LowerUnit.h"
#include "Analysis/AstWalk.h"
#include "Dialect/Parse.h"
#include "Emit/FunctionEmitter.h"
#include "Lowering/PlanBuilder.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DynamicRecursiveASTVisitor.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Frontend/CompilerInstance.h"
#include <algorithm>

using namespace clang;

namespace pawl {

namespace {

SourceLocation bodyLoc(const FunctionDecl *F) {
  return writtenBody(cast<CoroutineBodyStmt>(F->getBody()))->getBeginLoc();
}

/// Every function definition with a coroutine for its body, lambdas included.
struct CoroutineFinder : DynamicRecursiveASTVisitor {
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
};

class UnitLowering {
public:
  UnitLowering(ParsedUnit &Unit, const LowerOptions &Options)
      : Unit(Unit), Options(Options), AST(Unit.Compiler.getASTContext()),
        SM(AST.getSourceManager()), Source(SM, AST.getLangOpts()) {}

  LoweredUnit run();

private:
  void removeMarks();
  bool lowerFunction(FunctionDecl *F);
  void error(SourceLocation Loc, llvm::StringRef Text) {
    DiagnosticsEngine &D = AST.getDiagnostics();
    D.Report(Loc, D.getCustomDiagID(DiagnosticsEngine::Error, "%0")) << Text;
  }

  ParsedUnit &Unit;
  const LowerOptions &Options;
  ASTContext &AST;
  SourceManager &SM;
  SourceText Source;
  std::string File;
};

/// The word goes, and the blank behind it.
void UnitLowering::removeMarks() {
  for (const AsyncMark &Mark : Unit.Marks.Asyncs) {
    SourceLocation Where = SM.getExpansionLoc(Mark.Async);
    if (SM.getFileID(Where) != SM.getMainFileID()) {
      error(Mark.Async, "cannot lower an async function in a header; define it in a source file "
                        "and declare it in the header");
      continue;
    }
    auto R = Source.range(Mark.Async);
    if (!R) {
      error(Mark.Async, "cannot lower an 'async' that stands among other tokens of a macro");
      continue;
    }
    if (R->End < Source.buffer().size() && Source.buffer()[R->End] == ' ')
      ++R->End;
    Source.replace(*R, "");
  }
}

bool UnitLowering::lowerFunction(FunctionDecl *F) {
  auto *Body = cast<CoroutineBodyStmt>(F->getBody());
  std::unique_ptr<Plan> P = buildPlan(F, AST, Source);
  if (!P || !verifyPlan(*P, F->getLocation(), AST.getDiagnostics()))
    return false;
  if (Options.PlanDump)
    P->print(*Options.PlanDump);
  auto R = Source.range(writtenBody(Body)->getSourceRange());
  if (!R) {
    error(F->getLocation(), "cannot lower a coroutine whose body stands partly in a macro");
    return false;
  }
  std::string Text = emitFunction(*P, File, [this](SourceLocation Loc) -> unsigned {
    auto [ID, Offset] = SM.getDecomposedExpansionLoc(Loc);
    return ID == SM.getMainFileID() ? SM.getLineNumber(ID, Offset) : 0;
  });
  std::string Replacement = "{\nPAWL_LOWERED_BEGIN" + Text + "PAWL_LOWERED_END\n";
  if (!File.empty())
    Replacement += "#line " + std::to_string(Source.line(R->End - 1)) + " \"" + File + "\"\n";
  Source.replace(*R, Replacement + "}");
  return true;
}

LoweredUnit UnitLowering::run() {
  LoweredUnit Result;
  CoroutineFinder Finder;
  Finder.ShouldVisitImplicitCode = false;
  Finder.ShouldVisitLambdaBody = true;
  Finder.TraverseDecl(AST.getTranslationUnitDecl());
  std::vector<FunctionDecl *> Here;
  for (FunctionDecl *F : Finder.Found)
    if (SM.isInMainFile(SM.getExpansionLoc(bodyLoc(F))))
      Here.push_back(F);
  if (Here.empty() && Unit.Marks.Asyncs.empty()) {
    Result.Text = Source.buffer().str();
    return Result;
  }
  if (Options.LineDirectives)
    for (char C : SM.getPresumedLoc(SM.getLocForStartOfFile(SM.getMainFileID())).getFilename() +
                      std::string()) {
      if (C == '"' || C == '\\')
        File += '\\';
      File += C;
    }
  removeMarks();
  // Inner coroutines first: the outer one's text is made with theirs in it.
  std::sort(Here.begin(), Here.end(), [&](FunctionDecl *A, FunctionDecl *B) {
    return SM.getDecomposedExpansionLoc(bodyLoc(A)).second >
           SM.getDecomposedExpansionLoc(bodyLoc(B)).second;
  });
  for (FunctionDecl *F : Here)
    if (lowerFunction(F))
      ++Result.Coroutines;
  Result.Text = "#include <pawl/lowered.h>\n";
  if (Options.LineDirectives)
    Result.Text +=
        "#if !defined(__clang__)\n#pragma GCC diagnostic ignored \"-Wsubobject-linkage\"\n"
        "#endif\n#line 1 \"" +
        File + "\"\n";
  Result.Text += Source.renderAll();
  return Result;
}

} // namespace

LoweredUnit lowerUnit(ParsedUnit &Unit, const LowerOptions &Options) {
  return UnitLowering(Unit, Options).run();
}

} // namespace pawl
