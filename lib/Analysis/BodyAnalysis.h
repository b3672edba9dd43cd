//===- BodyAnalysis.h - What a coroutine's body keeps across suspensions -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_ANALYSIS_BODYANALYSIS_H
#define PAWL_ANALYSIS_BODYANALYSIS_H

#include "clang/AST/ASTContext.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

namespace pawl {

/// What the lowering must know of a variable.
struct VariableUse {
  /// Alive at some suspension.
  bool AliveAcross = false;
  /// Read or written after a suspension at which it is alive.
  bool UsedAcross = false;
  /// Something else than loads, stores and steps of it by name: its address is taken, a reference
  /// is bound to it, a lambda captures it by reference.
  bool HasIdentity = false;
  /// The same but for its name in a braced list: something else may change it.
  bool IsReferredTo = false;
  /// Written to after its initialisation.
  bool IsAssigned = false;
  /// Named where a constant expression is required.
  bool IsUsedAsConstant = false;
};

/// Facts about one coroutine body, computed once.
class BodyAnalysis {
public:
  BodyAnalysis(const clang::CoroutineBodyStmt *Body, const clang::FunctionDecl *Function,
               clang::ASTContext &Context);

  /// Whether \p S holds a suspension point of this body.
  bool suspends(const clang::Stmt *S) const { return Suspending.count(S); }
  /// Whether \p S holds a `return` of this body.
  bool returns(const clang::Stmt *S) const { return Returning.count(S); }
  bool hasSuspension() const { return !Points.empty(); }
  const VariableUse &use(const clang::VarDecl *D) const;
  /// Whether \p D is alive at \p Point and used after it.
  bool isUsedAfter(const clang::VarDecl *D, const clang::Stmt *Point) const {
    return UsedAfter.count({D, Point});
  }
  /// Whether a value of type \p T can be copied to and from the frame without anybody noticing.
  static bool isScalar(clang::QualType T);

private:
  void collect(const clang::Stmt *S, const clang::Stmt *Parent);
  void collectUses(const clang::Stmt *S);
  void noteUse(const clang::Stmt *Ref, const clang::VarDecl *D);
  void noteLambdaUses(const clang::Stmt *S);
  void decideAlive(const clang::VarDecl *D, const clang::Stmt *Scope, clang::SourceLocation From);
  void noteHiddenNames();
  void noteConstants(const clang::Stmt *Root);
  bool below(const clang::Stmt *S, const clang::Stmt *Ancestor) const;

  clang::ASTContext &Context;
  llvm::DenseMap<const clang::Stmt *, const clang::Stmt *> Parents;
  llvm::DenseSet<const clang::Stmt *> Suspending, Returning;
  /// Where labels stand that a goto further down leads back to.
  std::vector<clang::SourceLocation> LoopLabels;
  std::vector<const clang::Stmt *> Points;
  struct Reference {
    const clang::Stmt *Where;
    clang::SourceLocation Loc;
  };
  /// A name in its scope; several belong to one declaration of structured bindings.
  struct Declared {
    llvm::StringRef Name;
    const clang::VarDecl *Decl;
    const clang::Stmt *Scope;
  };
  std::vector<Declared> Declarations;
  llvm::DenseMap<const clang::VarDecl *, std::vector<Reference>> References;
  llvm::DenseMap<const clang::VarDecl *, VariableUse> Uses;
  llvm::DenseSet<std::pair<const clang::VarDecl *, const clang::Stmt *>> UsedAfter;
};

} // namespace pawl

#endif // PAWL_ANALYSIS_BODYANALYSIS_H
