//===- CheckUnit.cpp - All checks over a translation unit -----------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Check/CheckUnit.h"
#include "Check/CheckedBody.h"
#include "Check/Reporter.h"
#include "Dialect/Directives.h"
#include "Dialect/Parse.h"
#include "clang/AST/DynamicRecursiveASTVisitor.h"
#include "clang/Frontend/CompilerInstance.h"

using namespace clang;

namespace pawl {
namespace {

/// Finds the definitions of functions, those of lambdas and instantiations too, and the attributes
/// that silence checks.
struct BodyFinder : DynamicRecursiveASTVisitor {
  explicit BodyFinder(Suppressions &Silenced) : Silenced(Silenced) {
    ShouldVisitTemplateInstantiations = true;
    ShouldVisitImplicitCode = false;
    ShouldVisitLambdaBody = true;
  }

  void add(const FunctionDecl *F) {
    if (F->doesThisDeclarationHaveABody() && F->getBody() && !F->isInvalidDecl() &&
        Seen.insert(F).second)
      Found.push_back(F);
  }
  void addAttributes(ArrayRef<const Attr *> Attributes, SourceRange Range) {
    Silenced.addAttributes(Attributes, Range);
  }
  bool VisitFunctionDecl(FunctionDecl *F) override {
    add(F);
    if (F->hasAttrs())
      addAttributes(F->getAttrs(), F->getSourceRange());
    return true;
  }
  bool VisitVarDecl(VarDecl *D) override {
    if (D->hasAttrs())
      addAttributes(D->getAttrs(), D->getSourceRange());
    return true;
  }
  bool VisitAttributedStmt(AttributedStmt *S) override {
    addAttributes(S->getAttrs(), S->getSourceRange());
    return true;
  }
  bool VisitLambdaExpr(LambdaExpr *L) override {
    add(L->getCallOperator());
    if (FunctionTemplateDecl *Generic = L->getLambdaClass()->getDependentLambdaCallOperator())
      for (FunctionDecl *F : Generic->specializations())
        if (Seen.insert(F).second) {
          Seen.erase(F);
          TraverseDecl(F);
        }
    return true;
  }

  Suppressions &Silenced;
  std::vector<const FunctionDecl *> Found;
  llvm::DenseSet<const FunctionDecl *> Seen;
};

/// Goes through the declarations of \p Context that stand in the user's files; the system's are
/// most of a unit.
void findBodies(const DeclContext *Context, const ParsedUnit &Unit, const SourceManager &SM,
                BodyFinder &Finder) {
  for (Decl *D : Context->decls()) {
    SourceLocation Loc = SM.getExpansionLoc(D->getLocation());
    if (Loc.isInvalid() || !Unit.Preprocessing.UserFiles.count(SM.getFileID(Loc)))
      continue;
    if (isa<NamespaceDecl, LinkageSpecDecl>(D))
      findBodies(cast<DeclContext>(D), Unit, SM, Finder);
    else
      Finder.TraverseDecl(D);
  }
}

} // namespace

void checkUnit(ParsedUnit &Unit, const CheckOptions &Options) {
  ASTContext &AST = Unit.Compiler.getASTContext();
  const SourceManager &SM = AST.getSourceManager();
  Reporter Report(Unit, Options);
  for (FileID File : Unit.Preprocessing.UserFiles)
    Report.Silenced.addComments(File);
  BodyFinder Finder(Report.Silenced);
  findBodies(AST.getTranslationUnitDecl(), Unit, SM, Finder);

  if (Options.isOn(CheckId::HeldAcrossAwait))
    for (const FunctionDecl *F : Finder.Found)
      Report.Changes.add(F);
  for (const FunctionDecl *F : Finder.Found) {
    CheckedBody Body(F, Report.asyncOf(openingBrace(F)).isValid());
    for (const CheckInfo &Check : allChecks())
      if (Check.Run && Options.isOn(Check.Id) && (Body.IsCoroutine || !Check.CoroutinesOnly) &&
          (!Unit.HasErrors || Check.DespiteErrors))
        Check.Run(Body, Report);
  }
  Report.finish();
}

} // namespace pawl
