//===- StatementLowering.h - Statements to plan nodes -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Statements without a suspension in them are copied as they stand; the others are taken apart as
// far as needed for a resume to walk in from the top, and keep their C++ form otherwise.
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_LOWERING_STATEMENTLOWERING_H
#define PAWL_LOWERING_STATEMENTLOWERING_H

#include "Lowering/LoweringContext.h"
#include "clang/AST/StmtCXX.h"

namespace pawl {

class StatementLowering {
public:
  explicit StatementLowering(LoweringContext &C) : C(C) {}

  /// The statements of \p Body, appended to \p Out, which is a block of its own.
  void block(const clang::CompoundStmt *Body, PlanList &Out);
  /// Any statement, as the body of a block of its own.
  void nested(const clang::Stmt *S, PlanList &Out);

private:
  void statement(const clang::Stmt *S, PlanList &Out);
  /// Copies \p First to \p Last, which do not suspend.
  void verbatim(const clang::Stmt *First, const clang::Stmt *Last, PlanList &Out);
  void pragmas(clang::SourceRange Before, clang::SourceLocation Next, PlanList &Out);
  bool isVerbatim(const clang::Stmt *S) const;
  void returnStatement(const clang::CoreturnStmt *Return, PlanList &Out);
  void expression(const clang::Expr *E, PlanList &Out);
  void ifStatement(const clang::IfStmt *S, PlanList &Out);
  void switchStatement(const clang::SwitchStmt *S, PlanList &Out);
  void switchBody(const clang::Stmt *S, PlanList &Out);
  void labelled(const clang::Stmt *S, PlanList &Out);
  void beginJumpedOver(const clang::CompoundStmt *Body, PlanList &Out);
  void caseLabel(const clang::SwitchCase *S, PlanList &Out);
  void tryStatement(const clang::CXXTryStmt *S, PlanList &Out);
  void handler(const clang::CXXCatchStmt *S, PlanHandler &H);
  /// The text of a condition that decides at once; appends what comes before it.
  std::string condition(const clang::Expr *E, PlanList &Out);

  // LoopLowering.cpp
  void whileStatement(const clang::WhileStmt *S, PlanList &Out);
  void doStatement(const clang::DoStmt *S, PlanList &Out);
  void forStatement(const clang::ForStmt *S, PlanList &Out);
  void rangeFor(const clang::CXXForRangeStmt *S, PlanList &Out);
  void leaveUnless(const clang::Expr *Condition, PlanList &Out);
  void loopBody(const clang::Stmt *Body, const clang::Stmt *Loop, bool TakenApart, PlanList &Out);

  void rangeForUnknown(const clang::CXXForRangeStmt *S, PlanList &Out);

  // DependentVariables.cpp
  /// Whether the type of \p D is known in each instantiation only.
  bool isUnknown(const clang::VarDecl *D) const;
  void beginList(const clang::VarDecl *D, const clang::InitListExpr *List, PlanList &Out);
  /// Begins such a variable; \p Given is the text of its initialiser where Clang has none.
  void beginUnknown(const clang::VarDecl *D, const clang::Expr *Init,
                    clang::VarDecl::InitializationStyle Style, PlanList &Out,
                    const std::string *Given = nullptr);

  // VariableLowering.cpp
  void declarations(const clang::DeclStmt *S, PlanList &Out);
  void variable(const clang::VarDecl *D, PlanList &Out, const clang::DeclStmt *S);
  std::string aloneText(const clang::VarDecl *D);
  bool isUnnamedStatic(const clang::VarDecl *D) const;
  void unnamedStatic(const clang::VarDecl *D, PlanList &Out);
  /// Begins \p D with the initialiser \p Init (may be null); \p Style as written.
  void begin(const clang::VarDecl *D, const clang::Expr *Init,
             clang::VarDecl::InitializationStyle Style, PlanList &Out);
  void beginReference(const clang::VarDecl *D, const clang::Expr *Init, PlanList &Out);
  void beginScalar(const clang::VarDecl *D, const clang::Expr *Init, PlanList &Out);
  void beginObject(const clang::VarDecl *D, const clang::Expr *Init,
                   clang::VarDecl::InitializationStyle Style, PlanList &Out);
  std::string initialValue(const clang::Expr *Init, bool &Suspends, PlanList &Before,
                           PlanList &Out);
  void beginParts(const clang::DecompositionDecl *D, const clang::Expr *Init,
                  clang::VarDecl::InitializationStyle Style, PlanList &Out);
  std::string bindings(const clang::VarDecl *D);
  void emitBegin(Variable &V, std::string Text, const clang::VarDecl *D, bool Suspends,
                 PlanList Before, PlanList &Out);

  LoweringContext &C;
  /// Variables that began before their declaration.
  llvm::DenseSet<const clang::VarDecl *> Begun;
};

/// The one expression that a variable is initialised with by \p Init, or null.
const clang::Expr *singleValue(const clang::Expr *Init);

/// Whether the initialiser of \p D, in whose scope it stands ([basic.scope.pdecl]/1), names it:
/// `std::function<int(int)> f = [&f](int n) { ... };`.
bool namesItself(const clang::VarDecl *D);

} // namespace pawl

#endif // PAWL_LOWERING_STATEMENTLOWERING_H
