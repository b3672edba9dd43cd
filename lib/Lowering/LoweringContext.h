//===- LoweringContext.h - What all parts of a lowering share -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_LOWERING_LOWERINGCONTEXT_H
#define PAWL_LOWERING_LOWERINGCONTEXT_H

#include "Analysis/BodyAnalysis.h"
#include "Analysis/TypeNames.h"
#include "Lowering/Entries.h"
#include "Lowering/Plan.h"
#include "Lowering/SourceText.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringMap.h"

namespace pawl {

/// The state of the lowering of one coroutine: the plan under construction, names, and refusals.
class LoweringContext {
public:
  LoweringContext(clang::ASTContext &AST, SourceText &Source, const BodyAnalysis &Body,
                  EntryTable *Entries, const clang::FunctionDecl *Function, Plan &P)
      : AST(AST), Source(Source), Body(Body), Entries(Entries), Function(Function), P(P),
        Names(Function, AST) {}

  /// The promise, and what makers know it by.
  const clang::VarDecl *Promise = nullptr;
  Variable *PromiseVariable = nullptr;

  clang::ASTContext &AST;
  SourceText &Source;
  const BodyAnalysis &Body;
  /// Null: nothing is embedded.
  EntryTable *Entries;
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
  /// Takes the size of \p V from \p T, the type that its text names.
  void measure(Variable &V, clang::QualType T) const;
  Variable *find(const clang::VarDecl *D) const { return Variables.lookup(D); }

  /// The member of the frame for \p V, as an expression.
  static std::string member(const Variable &V);

  /// Whether types in the body may depend on template parameters.
  bool isDependent() const { return P.IsDependent; }

  /// The object that \p V, a structured binding, takes its parts from.
  static std::string bound(const Variable &V);

  /// Gives a temporary, made by the text, a place, and the text that stands for it.
  using TemporaryKeeper =
      llvm::function_ref<std::string(const clang::MaterializeTemporaryExpr *, std::string)>;
  /// The value of \p E written with full names, for a place far from where it stands, with its
  /// temporaries in the places that \p Keep gives them; empty if it cannot be.
  std::string spelled(const clang::Expr *E, TemporaryKeeper Keep) const;

  /// Whether constant expressions may use the value of \p D, so that it must stay one.
  bool isConstant(const clang::VarDecl *D) const;

  /// The text that names \p T, or none.
  std::optional<std::string> nameOf(clang::QualType T) const;
  /// A maker for \p Text, which was made from \p E (null: it names nothing of the user's).
  /// \p UsesPromise: the text names the promise beside what was made from \p E.
  Maker &make(Maker::MakerKind Kind, const clang::Expr *E, std::string Text,
              std::string Result = "", bool UsesPromise = false);
  /// The text in the body that gives the value of \p M, which was made from \p E and \p Text: a
  /// closure's type is that of one place in the text, so the maker is called; all else is written
  /// where it is evaluated.
  std::string valueOf(const Maker &M, const clang::Expr *E, std::string Text);
  /// The call of a maker in the body.
  static std::string callOf(const Maker &M);
  /// The type of \p T by name, or else by a maker of \p Text, which then becomes the call of it.
  std::string typeFor(clang::QualType T, const clang::Expr *E, std::string &Text);
  /// The type that \p D is declared with, which holds no placeholder; \p T is that type or a part
  /// of it.
  std::string declaredType(const clang::VarDecl *D, clang::QualType T);
  /// The type \p T, or a part of it, that the user wrote as \p Written (may be null) at \p Loc.
  std::string typeText(clang::QualType T, const clang::TypeSourceInfo *Written,
                       clang::SourceLocation Loc);
  std::string withoutTagKeywords(std::string Type) const;

  /// What a body declares besides variables that live in it: types, constants, using-declarations.
  struct LocalDeclaration {
    std::vector<std::string> Names;
    std::string Text;
    const clang::TagDecl *Tag = nullptr;
    /// Needed wherever names are looked up.
    bool Always = false;
  };
  /// Those in scope, outermost first.  Blocks cut it back when they end.
  std::vector<LocalDeclaration> Locals;
  void addLocal(const clang::DeclStmt *S);
  /// The text that declares the type \p D; one without a name gets one.
  std::string definition(const clang::Decl *D);
  /// What the definitions of types that makers needed are replaced with.
  llvm::DenseMap<const clang::Decl *, std::string> Hoisted;
  /// The conditions of the `if constexpr` branches around what is being lowered.
  std::vector<std::pair<std::string, const clang::Expr *>> Conditions;

  /// What stands in for an expression that Clang derived or that has been evaluated before.
  llvm::DenseMap<const clang::Expr *, std::string> Overrides;
  /// What a braced list in a template makes, by one of its elements: the type, and the declared
  /// type of the member that the element is for (void where that is not known).  In these texts an
  /// @ stands for the type \p Root of the outermost list.
  struct ListTarget {
    clang::QualType Root;
    const clang::TypeSourceInfo *Written;
    std::string Type;
    std::string Field;
  };
  /// Null: it is not known.
  const ListTarget *listTarget(const clang::Expr *Element);
  /// Where a `continue` of a loop that was taken apart goes: the label's name.
  llvm::DenseMap<const clang::Stmt *, std::string> ContinueLabels;
  std::string freshName(llvm::StringRef Stem);
  /// Declarations whose structured bindings are variables of their own, and these.
  llvm::DenseSet<const clang::VarDecl *> Separate;
  llvm::DenseMap<const clang::BindingDecl *, Variable *> Parts;

private:
  struct References;
  std::string freshField(llvm::StringRef Stem);
  bool isDeclaredAnew(const clang::VarDecl *Var) const;
  void addUses(Maker &M, const References &Found, clang::SourceLocation Loc);
  void addNamedUses(Maker &M, bool UsesPromise);
  void addLocals(Maker &M, size_t Count);
  void hoist(size_t Index);
  Maker &finish(Maker &&M);
  Variable *typeOnly(const clang::VarDecl *D);
  std::optional<bool> isCapturedByCopy(const clang::VarDecl *D) const;
  /// Names for types without one.
  llvm::DenseMap<const clang::Decl *, std::string> TypeNames;

  llvm::DenseMap<const clang::VarDecl *, Variable *> Variables;
  llvm::StringMap<unsigned> FieldNames;
  llvm::DenseMap<const clang::Expr *, ListTarget> ListTargets;
  bool HasListTargets = false;
  const TypeNamer Names;
  bool Failed = false;
};

} // namespace pawl

#endif // PAWL_LOWERING_LOWERINGCONTEXT_H
