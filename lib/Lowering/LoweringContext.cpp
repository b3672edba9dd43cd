//===- LoweringContext.cpp - What all parts of a lowering share -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Lowering/LoweringContext.h"
#include "Analysis/TypeNames.h"
#include "clang/AST/DynamicRecursiveASTVisitor.h"
#include "clang/Basic/Diagnostic.h"

using namespace clang;

namespace pawl {

void LoweringContext::refuse(SourceLocation Loc, llvm::StringRef What) {
  // One refusal is enough: what follows from it would only repeat it.
  if (Failed)
    return;
  Failed = true;
  DiagnosticsEngine &Diags = AST.getDiagnostics();
  unsigned ID = Diags.getCustomDiagID(DiagnosticsEngine::Error, "cannot lower %0");
  Diags.Report(Loc, ID) << What;
}

std::string LoweringContext::text(const Stmt *S, llvm::ArrayRef<TextEdit> More) {
  return text(S->getSourceRange(), More);
}

std::string LoweringContext::text(SourceRange Tokens, llvm::ArrayRef<TextEdit> More) {
  auto R = Source.range(Tokens);
  if (!R) {
    refuse(Tokens.getBegin(),
           "an await, or a statement around one, that stands partly within a macro's expansion");
    return "";
  }
  return Source.render(*R, More);
}

std::string LoweringContext::member(const Variable &V) {
  return (V.IsParameter ? "_pawl_p." : "_pawl_f.") + V.Field;
}

std::string LoweringContext::freshName(llvm::StringRef Stem) {
  return ("_pawl_" + Stem + std::to_string(Source.nextNumber())).str();
}

std::string LoweringContext::freshField(llvm::StringRef Stem) {
  unsigned &Count = FieldNames[Stem];
  ++Count;
  std::string Name = ("_pawl_" + Stem).str();
  // The suffix keeps a user's own `x_2` and the second `x` apart: theirs ends in a digit, ours in
  // one and a letter.
  return Count == 1 ? Name : Name + "_" + std::to_string(Count) + "x";
}

Variable &LoweringContext::declare(const VarDecl *D, std::string TypeText, Place Where) {
  // The variables that Clang derives for a range-based for begin with two underscores.
  std::string Name = D->getNameAsString();
  if (D->isImplicit() && llvm::StringRef(Name).starts_with("__"))
    Name = "_pawl" + Name.substr(1);
  Variable &V = P.addVariable(Name, std::move(TypeText), Where);
  V.Field = freshField(D->getName().empty() ? "unnamed" : "v_" + D->getNameAsString());
  V.Decl = D;
  V.IsAssigned = Body.use(D).IsAssigned;
  V.IsConst = D->getType().isConstQualified();
  Variables[D] = &V;
  return V;
}

Variable &LoweringContext::temporary(llvm::StringRef Stem, std::string TypeText, Place Where) {
  Variable &V = P.addVariable(freshName(Stem), std::move(TypeText), Where);
  V.Field = V.Name;
  return V;
}

std::optional<std::string> LoweringContext::nameOf(QualType T) const {
  return typeName(T, Function, AST);
}

namespace {
struct ReferenceFinder : ConstDynamicRecursiveASTVisitor {
  std::vector<const ValueDecl *> Found;
  std::vector<SourceLocation> Where;
  bool VisitDeclRefExpr(const DeclRefExpr *Ref) override {
    Found.push_back(Ref->getDecl());
    Where.push_back(Ref->getLocation());
    return true;
  }
  bool VisitTagTypeLoc(TagTypeLoc T) override {
    Found.push_back(nullptr);
    Where.push_back(T.getBeginLoc());
    Tags.push_back(T.getDecl());
    return true;
  }
  std::vector<const TagDecl *> Tags;
};

bool isWholeWord(llvm::StringRef Text, size_t At, size_t Size) {
  auto IsWord = [](char C) { return llvm::isAlnum(C) || C == '_'; };
  return (At == 0 || !IsWord(Text[At - 1])) &&
         (At + Size == Text.size() || !IsWord(Text[At + Size]));
}
} // namespace

Maker &LoweringContext::make(const Expr *E, std::string Text) {
  P.Makers.emplace_back();
  Maker &M = P.Makers.back();
  M.Name = freshName("make");
  M.TypeName = M.Name + "_t";
  auto Use = [&](Variable *V) {
    if (llvm::find(M.Uses, V) == M.Uses.end())
      M.Uses.push_back(V);
  };
  ReferenceFinder Finder;
  Finder.TraverseStmt(E);
  for (size_t I = 0; I < Finder.Found.size(); ++I) {
    const ValueDecl *D = Finder.Found[I];
    if (!D)
      continue;
    if (auto *Binding = dyn_cast<BindingDecl>(D)) {
      if (find(dyn_cast_or_null<VarDecl>(Binding->getDecomposedDecl())))
        refuse(Finder.Where[I],
               "a structured binding in an expression whose type has no name and that lives across "
               "an await; copy it to a variable first");
      continue;
    }
    auto *Var = dyn_cast<VarDecl>(D);
    if (Variable *V = Var ? find(Var) : nullptr)
      Use(V);
    else if (Var && Var->isLocalVarDecl() && Var->getDeclContext() == Function)
      refuse(Finder.Where[I], "the use of the local '" + Var->getNameAsString() +
                                  "' in an expression whose type has no name and that lives across "
                                  "an await");
  }
  for (const TagDecl *Tag : Finder.Tags)
    if (Tag->getParentFunctionOrMethod() == Function)
      refuse(E->getExprLoc(), "the use of the local class '" + Tag->getNameAsString() +
                                  "' in an expression that lives across an await");
  for (Variable &V : P.Variables) {
    if (V.Decl)
      continue;
    llvm::StringRef All(Text);
    for (size_t At = All.find(V.Name); At != llvm::StringRef::npos; At = All.find(V.Name, At + 1))
      if (isWholeWord(All, At, V.Name.size()))
        Use(&V);
  }
  M.Text = std::move(Text);
  return M;
}

std::string LoweringContext::callOf(const Maker &M) {
  std::string Call = M.Name + "(";
  for (const Variable *V : M.Uses)
    Call += (V == M.Uses.front() ? "" : ", ") + V->Name;
  return Call + ")";
}

std::string LoweringContext::typeFor(QualType T, const Expr *E, std::string &Text) {
  if (auto Name = nameOf(T))
    return *Name;
  Maker &M = make(E, Text);
  Text = callOf(M);
  return M.TypeName;
}

} // namespace pawl
