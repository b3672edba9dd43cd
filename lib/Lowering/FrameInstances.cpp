//===- FrameInstances.cpp - The frames of a template's instances ----------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The plan is that of the pattern.  A variable of an instance is the one that stands at the same
// place, and so is what an await keeps.
//
//===----------------------------------------------------------------------===//
#include "Lowering/FrameInstances.h"
#include "Analysis/AstWalk.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/DenseMap.h"

using namespace clang;

namespace pawl {

std::vector<const FunctionDecl *> instancesOf(const FunctionDecl *Pattern) {
  std::vector<const FunctionDecl *> Found;
  auto Add = [&](const FunctionDecl *F) {
    if (F->getTemplateInstantiationPattern() == Pattern && !F->isDependentContext() &&
        isa_and_nonnull<CoroutineBodyStmt>(F->getBody()))
      Found.push_back(F);
  };
  auto AddTemplate = [&](const FunctionTemplateDecl *Template) {
    for (const FunctionDecl *F : Template->specializations())
      Add(F);
  };
  auto *Class = dyn_cast<CXXRecordDecl>(Pattern->getDeclContext());
  const ClassTemplateDecl *Around = Class ? Class->getDescribedClassTemplate() : nullptr;
  if (!Around) {
    if (const FunctionTemplateDecl *Template = Pattern->getDescribedFunctionTemplate())
      AddTemplate(Template);
    return Found;
  }
  for (const ClassTemplateSpecializationDecl *Instance : Around->specializations())
    for (const Decl *Member : Instance->decls())
      if (auto *Template = dyn_cast<FunctionTemplateDecl>(Member))
        AddTemplate(Template);
      else if (auto *Method = dyn_cast<FunctionDecl>(Member))
        Add(Method);
  return Found;
}

void FrameInstance::measure(Variable &V, QualType T) {
  if (T.isNull() || V.IsPack || T->isReferenceType() || T->isDependentType() ||
      T->isIncompleteType() || T->isVoidType())
    return;
  Saved.push_back({&V, V});
  TypeInfoChars Info = AST.getTypeInfoInChars(T);
  V.Size = Info.Width.getQuantity();
  V.Align = Info.Align.getQuantity();
  V.Type = T.getAsString(AST.getPrintingPolicy());
}

FrameInstance::FrameInstance(const FunctionDecl *Instance, Plan &P, ASTContext &AST)
    : P(P), AST(AST), Name(std::exchange(P.Name, "")) {
  llvm::raw_string_ostream Stream(P.Name);
  Instance->getNameForDiagnostic(Stream, AST.getPrintingPolicy(), /*Qualified=*/false);
  llvm::DenseMap<SourceLocation, QualType> Declared, Awaited;
  for (const ParmVarDecl *Parameter : Instance->parameters())
    Declared[Parameter->getLocation()] = Parameter->getType();
  walk(writtenBody(cast<CoroutineBodyStmt>(Instance->getBody())), [&](const Stmt *S) {
    if (auto *Suspend = dyn_cast<CoroutineSuspendExpr>(S)) {
      Awaited[Suspend->getKeywordLoc()] = Suspend->getCommonExpr()->getType();
    } else if (auto *Declaration = dyn_cast<DeclStmt>(S)) {
      for (const Decl *D : Declaration->decls())
        if (auto *Var = dyn_cast<VarDecl>(D))
          Declared[Var->getLocation()] = Var->getType();
    }
  });
  for (Variable &V : P.Variables)
    if (V.Decl && V.Size == 0)
      measure(V, Declared.lookup(V.Decl->getLocation()));
  forEachSuspend(P.Body, [&](const PlanNode &Node) {
    if (Node.Var && !Node.Var->Decl && Node.Var->Size == 0)
      measure(*Node.Var, Awaited.lookup(Node.Loc));
  });
}

FrameInstance::~FrameInstance() {
  P.Name = std::move(Name);
  for (auto &[Place, Old] : llvm::reverse(Saved))
    *Place = std::move(Old);
}

} // namespace pawl
