//===- LoweringContext.cpp - What all parts of a lowering share -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Lowering/LoweringContext.h"
#include "clang/AST/Attr.h"
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
    refuse(Tokens.getBegin(), "text that a file of the system's holds");
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
    Name = freshName(llvm::StringRef(Name).drop_front(2).rtrim("0123456789"));
  if (Separate.count(D))
    Name = freshName("whole");
  Variable &V = P.addVariable(Name, std::move(TypeText), Where);
  V.Field = freshField(D->getName().empty() ? "unnamed" : "v_" + D->getNameAsString());
  V.Decl = D;
  V.IsAssigned = Body.use(D).IsAssigned;
  V.IsConst = D->getType().isConstQualified();
  V.IsPerThread = D->getTSCSpec() != TSCS_unspecified;
  measure(V, D->getType());
  if (auto *Aligned = D->getAttr<AlignedAttr>(); Aligned && !Aligned->isAlignmentDependent())
    V.Alignment = "alignas(" + std::to_string(AST.getDeclAlign(D).getQuantity()) + ") ";
  else if (Aligned && Aligned->isAlignmentExpr())
    V.Alignment = "alignas(" + text(Aligned->getAlignmentExpr()) + ") ";
  else if (Aligned)
    V.Alignment = "alignas(" + writtenType(Aligned->getAlignmentType()->getType(), AST) + ") ";
  Variables[D] = &V;
  return V;
}

void LoweringContext::measure(Variable &V, QualType T) const {
  T = T.getNonReferenceType();
  if (T->isDependentType() || T->isIncompleteType() || T->isFunctionType() || T->isVoidType())
    return;
  TypeInfoChars Info = AST.getTypeInfoInChars(T);
  V.Size = Info.Width.getQuantity();
  V.Align = Info.Align.getQuantity();
}

Variable &LoweringContext::temporary(llvm::StringRef Stem, std::string TypeText, Place Where) {
  Variable &V = P.addVariable(freshName(Stem), std::move(TypeText), Where);
  V.Field = V.Name;
  if (V.Type == "bool")
    measure(V, AST.BoolTy);
  else if (V.Type == "std::exception_ptr")
    measure(V, AST.VoidPtrTy);
  return V;
}

bool LoweringContext::isConstant(const VarDecl *D) const {
  if (D->isConstexpr())
    return true;
  if (!D->getType().isConstQualified() || !D->hasInit() || D->getInit()->isTypeDependent())
    return false;
  // In a template it may or may not be one; how it is used tells.
  if (D->getInit()->isValueDependent())
    return Body.use(D).IsUsedAsConstant;
  return D->isUsableInConstantExpressions(AST);
}

std::optional<std::string> LoweringContext::nameOf(QualType T) const { return Names.name(T); }

} // namespace pawl
