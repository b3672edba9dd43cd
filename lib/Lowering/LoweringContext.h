//===- LoweringContext.h - What all parts of a lowering share -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_LOWERING_LOWERINGCONTEXT_H
#define PAWL_LOWERING_LOWERINGCONTEXT_H

#include "Analysis/BodyAnalysis.h"
#include "Lowering/Plan.h"
#include "Lowering/SourceText.h"
#include "clang/AST/ASTContext.h"
#include "llvm/ADT/StringMap.h"

namespace pawl {

/// The state of the lowering of one coroutine: the plan under construction, names, and refusals.
class LoweringContext {
public:
  LoweringContext(clang::ASTContext &AST, SourceText &Source, const BodyAnalysis &Body,
                  const clang::FunctionDecl *Function, Plan &P)
      : AST(AST), Source(Source), Body(Body), Function(Function), P(P) {}

  clang::ASTContext &AST;
  SourceText &Source;
  const BodyAnalysis &Body;
  const clang::FunctionDecl *Function;
  Plan &P;

  /// Reports that \p What at \p Loc cannot be lowered; the plan is then not to be used.
  void refuse(clang::SourceLocation Loc, llvm::StringRef What);
  bool failed() const { return Failed; }

  /// The user's text of \p S, replacements in it done.
  std::string text(const clang::Stmt *S, llvm::ArrayRef<TextEdit> More = {});
  std::string text(clang::SourceRange Tokens, llvm::ArrayRef<TextEdit> More = {});

  /// A variable for the user's \p D with its place chosen; \p TypeText as in Variable.
  Variable &declare(const clang::VarDecl *D, std::string TypeText, Place Where);
  /// A variable of our own, with a name that begins with _pawl_ and \p Stem.
  Variable &temporary(llvm::StringRef Stem, std::string TypeText, Place Where);
  Variable *find(const clang::VarDecl *D) const { return Variables.lookup(D); }

  /// The member of the frame for \p V, as an expression.
  static std::string member(const Variable &V);

  /// The text that names \p T, or none.
  std::optional<std::string> nameOf(clang::QualType T) const;
  /// A maker for \p Text, which was made from \p E.
  Maker &make(const clang::Expr *E, std::string Text);
  /// The call of a maker in the body.
  static std::string callOf(const Maker &M);
  /// The type of \p T by name, or else by a maker of \p Text, which then becomes the call of it.
  std::string typeFor(clang::QualType T, const clang::Expr *E, std::string &Text);

  /// What stands in for an expression that Clang derived or that has been evaluated before.
  llvm::DenseMap<const clang::Expr *, std::string> Overrides;
  /// Where a `continue` of a loop that was taken apart goes: the label's name.
  llvm::DenseMap<const clang::Stmt *, std::string> ContinueLabels;
  std::string freshName(llvm::StringRef Stem);

private:
  std::string freshField(llvm::StringRef Stem);

  llvm::DenseMap<const clang::VarDecl *, Variable *> Variables;
  llvm::StringMap<unsigned> FieldNames;
  bool Failed = false;
};

} // namespace pawl

#endif // PAWL_LOWERING_LOWERINGCONTEXT_H
