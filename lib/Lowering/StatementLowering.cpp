//===- StatementLowering.cpp - Statements to plan nodes -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Lowering/StatementLowering.h"
#include "Analysis/AstWalk.h"
#include "Lowering/ExpressionLowering.h"

using namespace clang;

namespace pawl {

namespace {
/// The token pass leaves marks at a body's opening brace; they are no statements of the user's.
bool isMark(const Stmt *S, SourceLocation Brace) {
  if (auto *Attributed = dyn_cast<AttributedStmt>(S))
    return isa<NullStmt>(Attributed->getSubStmt()) && Attributed->getBeginLoc() == Brace;
  return isa<NullStmt>(S) && S->getBeginLoc() == Brace;
}

/// Whether a jump may pass the declaration of \p D ([stmt.dcl]/3): it does nothing.
bool isVacuous(const VarDecl *D) {
  const Expr *Init = D->getInit();
  if (!Init)
    return !D->getType()->isReferenceType() && !D->getType()->isDependentType();
  auto *Construct = dyn_cast<CXXConstructExpr>(Init);
  return Construct && Construct->getConstructor()->isDefaultConstructor() &&
         Construct->getConstructor()->isTrivial() && !Construct->requiresZeroInitialization() &&
         !D->needsDestruction(D->getASTContext());
}

/// The type that \p S defines and does nothing else.
const Decl *definedType(const Stmt *S) {
  auto *Decls = dyn_cast<DeclStmt>(S);
  if (!Decls || !Decls->isSingleDecl())
    return nullptr;
  auto *Tag = dyn_cast<TagDecl>(Decls->getSingleDecl());
  return Tag && Tag->isThisDeclarationADefinition() ? Tag : nullptr;
}
} // namespace

bool StatementLowering::isVerbatim(const Stmt *S) const {
  if (C.Body.suspends(S))
    return false;
  if (auto *Decls = dyn_cast<DeclStmt>(S)) {
    for (const Decl *D : Decls->decls())
      if (auto *Var = dyn_cast<VarDecl>(D))
        if ((C.Body.use(Var).AliveAcross && Var->hasLocalStorage()) || isUnnamedStatic(Var))
          return false;
  }
  return true;
}

void StatementLowering::block(const CompoundStmt *Body, PlanList &Out) {
  const Stmt *First = nullptr, *Last = nullptr;
  const size_t LocalsAround = C.Locals.size();
  auto Flush = [&] {
    if (First)
      verbatim(First, Last, Out);
    First = Last = nullptr;
  };
  const Stmt *Before = nullptr;
  auto Between = [&](SourceLocation Next) {
    pragmas(Before ? Before->getSourceRange() : SourceRange(Body->getLBracLoc()), Next, Out);
  };
  beginJumpedOver(Body, Out);
  for (const Stmt *S : Body->body()) {
    if (isMark(S, Body->getLBracLoc()))
      continue;
    if (auto *Decls = dyn_cast<DeclStmt>(S))
      C.addLocal(Decls);
    // A type may have to become an alias of one that is defined elsewhere.
    const bool IsCopied = isVerbatim(S);
    const Decl *Type = IsCopied ? definedType(S) : nullptr;
    if (!First || Type || !IsCopied) {
      Flush();
      Between(S->getBeginLoc());
    }
    Before = S;
    if (Type) {
      verbatim(S, S, Out);
      if (!Out.empty())
        Out.back().Declares = Type;
      continue;
    }
    if (IsCopied) {
      if (!First)
        First = S;
      Last = S;
      continue;
    }
    statement(S, Out);
  }
  Flush();
  Between(Body->getRBracLoc());
  C.Locals.resize(LocalsAround);
}

/// Copies what stands between two statements that are not copied together, if it matters.
void StatementLowering::pragmas(SourceRange Before, SourceLocation Next, PlanList &Out) {
  auto From = C.Source.range(Before), To = C.Source.range(Next);
  if (!From || !To)
    return;
  TextRange Gap{C.Source.withSemicolon(*From).End, To->Begin};
  std::string Text = Gap.Begin < Gap.End ? C.Source.pragmas(Gap) : "";
  if (llvm::StringRef(Text).contains("STDC"))
    C.refuse(Next, "what follows a pragma that must begin a block, in a coroutine that awaits");
  else if (!Text.empty())
    Out.push_back(PlanNode::make(PlanNode::Run, Before.getEnd(), Text + "\n"));
}

void StatementLowering::nested(const Stmt *S, PlanList &Out) {
  if (auto *Decls = dyn_cast<DeclStmt>(S))
    C.addLocal(Decls); // An init-statement: the statement around it is its scope.
  if (auto *Block = dyn_cast<CompoundStmt>(S))
    block(Block, Out);
  else if (isVerbatim(S))
    verbatim(S, S, Out);
  else
    statement(S, Out);
}

void StatementLowering::verbatim(const Stmt *First, const Stmt *Last, PlanList &Out) {
  auto FirstRange = C.Source.range(First->getSourceRange());
  auto LastRange = C.Source.range(Last->getSourceRange());
  if (!FirstRange || !LastRange) {
    C.refuse(First->getBeginLoc(),
             "a statement beside an await that stands partly within a macro's expansion");
    return;
  }
  TextRange All{FirstRange->Begin, C.Source.withSemicolon(*LastRange).End};
  std::string Text = C.Source.render(All);
  if (All.End == LastRange->End && (Text.empty() || (Text.back() != '}' && Text.back() != ';')))
    Text += ";";
  Out.push_back(PlanNode::make(PlanNode::Run, First->getBeginLoc(), std::move(Text)));
}

void StatementLowering::returnStatement(const CoreturnStmt *Return, PlanList &Out) {
  PlanNode Scope = PlanNode::make(PlanNode::Scope, Return->getBeginLoc());
  ExpressionLowering E(C, Scope.Body);
  Scope.Body.push_back(PlanNode::make(PlanNode::Run, Return->getBeginLoc(),
                                      E.completion(Return) + " goto _pawl_done;"));
  Out.push_back(std::move(Scope));
}

void StatementLowering::expression(const Expr *E, PlanList &Out) {
  PlanNode Scope = PlanNode::make(PlanNode::Scope, E->getBeginLoc());
  std::string Text = ExpressionLowering(C, Scope.Body).lower(E);
  if (Text != "void()")
    Scope.Body.push_back(PlanNode::make(PlanNode::Run, E->getBeginLoc(), Text + ";"));
  Out.push_back(std::move(Scope));
}

void StatementLowering::statement(const Stmt *S, PlanList &Out) {
  if (C.failed())
    return;
  const size_t LocalsAround = C.Locals.size();
  if (auto *Block = dyn_cast<CompoundStmt>(S)) {
    PlanNode Scope = PlanNode::make(PlanNode::Scope, S->getBeginLoc());
    block(Block, Scope.Body);
    Out.push_back(std::move(Scope));
  } else if (auto *Decls = dyn_cast<DeclStmt>(S)) {
    declarations(Decls, Out);
  } else if (auto *E = dyn_cast<Expr>(S)) {
    expression(E, Out);
  } else if (auto *Return = dyn_cast<CoreturnStmt>(S)) {
    returnStatement(Return, Out);
  } else if (auto *If = dyn_cast<IfStmt>(S)) {
    ifStatement(If, Out);
  } else if (auto *While = dyn_cast<WhileStmt>(S)) {
    whileStatement(While, Out);
  } else if (auto *Do = dyn_cast<DoStmt>(S)) {
    doStatement(Do, Out);
  } else if (auto *For = dyn_cast<ForStmt>(S)) {
    forStatement(For, Out);
  } else if (auto *Range = dyn_cast<CXXForRangeStmt>(S)) {
    rangeFor(Range, Out);
  } else if (auto *Switch = dyn_cast<SwitchStmt>(S)) {
    switchStatement(Switch, Out);
  } else if (auto *Try = dyn_cast<CXXTryStmt>(S)) {
    tryStatement(Try, Out);
  } else if (auto *Attributed = dyn_cast<AttributedStmt>(S)) {
    statement(Attributed->getSubStmt(), Out);
  } else if (auto *Label = dyn_cast<LabelStmt>(S)) {
    Out.push_back(
        PlanNode::make(PlanNode::Run, S->getBeginLoc(), Label->getDecl()->getName().str() + ":;"));
    labelled(Label->getSubStmt(), Out);
  } else if (auto *Case = dyn_cast<SwitchCase>(S)) {
    caseLabel(Case, Out);
  } else {
    C.refuse(S->getBeginLoc(), "an await in this kind of statement");
  }
  if (!isa<DeclStmt, LabelStmt, SwitchCase>(S))
    C.Locals.resize(LocalsAround);
}

std::string StatementLowering::condition(const Expr *E, PlanList &Out) {
  if (!C.Body.suspends(E))
    return C.text(E);
  Variable &V = C.temporary("c", "bool", Place::Local);
  PlanNode Begin = PlanNode::make(PlanNode::Begin, E->getBeginLoc(), "false");
  Begin.Var = &V;
  Out.push_back(std::move(Begin));
  PlanNode Scope = PlanNode::make(PlanNode::Scope, E->getBeginLoc());
  std::string Text = ExpressionLowering(C, Scope.Body).lower(E);
  Scope.Body.push_back(PlanNode::make(PlanNode::Run, E->getBeginLoc(),
                                      V.Name + " = static_cast<bool>(" + Text + ");"));
  Out.push_back(std::move(Scope));
  return V.Name;
}

void StatementLowering::ifStatement(const IfStmt *S, PlanList &Out) {
  PlanNode Scope = PlanNode::make(PlanNode::Scope, S->getBeginLoc());
  if (S->isConsteval()) {
    // No coroutine runs while constants are evaluated.
    if (const Stmt *Taken = S->isNegatedConsteval() ? S->getThen() : S->getElse())
      nested(Taken, Scope.Body);
    Out.push_back(std::move(Scope));
    return;
  }
  if (S->getInit())
    nested(S->getInit(), Scope.Body);
  if (S->isConstexpr() && S->getCond()->isValueDependent()) {
    PlanNode If = PlanNode::make(PlanNode::ConstexprIf, S->getBeginLoc(), C.text(S->getCond()));
    auto Branch = [&](const Stmt *Taken, const std::string &Condition, PlanList &List) {
      C.Conditions.push_back({Condition, S->getCond()});
      nested(Taken, List);
      C.Conditions.pop_back();
    };
    Branch(S->getThen(), If.Text, If.Body);
    if (S->getElse())
      Branch(S->getElse(), "!(" + If.Text + ")", If.Else);
    Scope.Body.push_back(std::move(If));
    Out.push_back(std::move(Scope));
    return;
  }
  if (S->isConstexpr()) {
    // Outside of templates one branch is discarded for good.
    if (auto Taken = S->getNondiscardedCase(C.AST))
      if (*Taken)
        nested(*Taken, Scope.Body);
    Out.push_back(std::move(Scope));
    return;
  }
  PlanNode If = PlanNode::make(PlanNode::If, S->getBeginLoc());
  if (auto *Var = S->getConditionVariableDeclStmt()) {
    statement(Var, Scope.Body);
    If.Text = S->getConditionVariable()->getNameAsString();
  } else {
    If.Text = condition(S->getCond(), Scope.Body);
  }
  nested(S->getThen(), If.Body);
  if (S->getElse())
    nested(S->getElse(), If.Else);
  if (Scope.Body.empty()) {
    Out.push_back(std::move(If));
    return;
  }
  Scope.Body.push_back(std::move(If));
  Out.push_back(std::move(Scope));
}

void StatementLowering::caseLabel(const SwitchCase *S, PlanList &Out) {
  auto Label = C.Source.range({S->getKeywordLoc(), S->getColonLoc()});
  if (!Label) {
    C.refuse(S->getBeginLoc(), "a case label from a macro in a switch with an await");
    return;
  }
  Out.push_back(PlanNode::make(PlanNode::Run, S->getBeginLoc(), C.Source.render(*Label) + ";"));
  labelled(S->getSubStmt(), Out);
}

void StatementLowering::labelled(const Stmt *S, PlanList &Out) {
  if (!isa<SwitchCase>(S) && isVerbatim(S))
    verbatim(S, S, Out);
  else
    statement(S, Out);
}

/// A variable that a label jumps over has no initialiser ([stmt.dcl]/3), so it may as well begin
/// where its block does: what begins at a label's side of a jump would be jumped over.
void StatementLowering::beginJumpedOver(const CompoundStmt *Body, PlanList &Out) {
  bool Jumps = false;
  for (const Stmt *S : llvm::reverse(Body->body())) {
    Jumps |= isa<SwitchCase, LabelStmt>(S);
    auto *Decls = dyn_cast<DeclStmt>(S);
    if (!Jumps || !Decls || isVerbatim(Decls))
      continue;
    for (const Decl *D : Decls->decls()) {
      auto *Var = dyn_cast<VarDecl>(D);
      if (!Var || !Var->hasLocalStorage() || !C.Body.use(Var).AliveAcross || !isVacuous(Var))
        continue;
      begin(Var, nullptr, VarDecl::CInit, Out);
      Begun.insert(Var);
    }
  }
}

void StatementLowering::switchBody(const Stmt *S, PlanList &Out) {
  auto *Body = dyn_cast<CompoundStmt>(S);
  if (!Body) {
    statement(S, Out);
    return;
  }
  const size_t LocalsAround = C.Locals.size();
  for (const Stmt *Sub : Body->body()) {
    if (auto *Decls = dyn_cast<DeclStmt>(Sub))
      C.addLocal(Decls);
    labelled(Sub, Out);
  }
  C.Locals.resize(LocalsAround);
}

void StatementLowering::switchStatement(const SwitchStmt *S, PlanList &Out) {
  PlanNode Scope = PlanNode::make(PlanNode::Scope, S->getBeginLoc());
  if (S->getInit())
    nested(S->getInit(), Scope.Body);
  std::string Condition;
  if (auto *Var = S->getConditionVariableDeclStmt()) {
    statement(Var, Scope.Body);
    Condition = S->getConditionVariable()->getNameAsString();
  } else if (C.Body.suspends(S->getCond())) {
    PlanNode Evaluate = PlanNode::make(PlanNode::Scope, S->getBeginLoc());
    std::string Text = ExpressionLowering(C, Evaluate.Body).lower(S->getCond());
    auto Name = isDependent(S->getCond()) ? std::nullopt : C.nameOf(S->getCond()->getType());
    if (!Name)
      Text = "pawl::lowered::switch_value(" + Text + ")";
    std::string Type = Name ? *Name : C.make(Maker::Exact, S->getCond(), Text).bareType();
    Variable &V = C.temporary("c", Type, Place::Local);
    PlanNode Begin = PlanNode::make(PlanNode::Begin, S->getBeginLoc(), zeroOf(Type));
    Begin.Var = &V;
    Scope.Body.push_back(std::move(Begin));
    Evaluate.Body.push_back(PlanNode::make(PlanNode::Run, S->getBeginLoc(),
                                           V.Name + " = static_cast<" + Type + ">(" + Text + ");"));
    Scope.Body.push_back(std::move(Evaluate));
    Condition = V.Name;
  } else {
    Condition = C.text(S->getCond());
  }
  if (auto *Body = dyn_cast<CompoundStmt>(S->getBody()))
    beginJumpedOver(Body, Scope.Body);
  PlanNode Switch =
      PlanNode::make(PlanNode::Switch, S->getBeginLoc(), "switch (" + Condition + ")");
  switchBody(S->getBody(), Switch.Body);
  Scope.Body.push_back(std::move(Switch));
  Out.push_back(std::move(Scope));
}

void StatementLowering::tryStatement(const CXXTryStmt *S, PlanList &Out) {
  PlanNode Scope = PlanNode::make(PlanNode::Scope, S->getBeginLoc());
  PlanNode Try = PlanNode::make(PlanNode::Try, S->getBeginLoc());
  bool HandlerSuspends = false;
  for (unsigned I = 0; I < S->getNumHandlers(); ++I)
    HandlerSuspends |= C.Body.suspends(S->getHandler(I));
  if (HandlerSuspends) {
    // What is caught is kept outside the try block, so that a resume can throw it again into the
    // same handler.
    Variable &Kept = C.temporary("x", "std::exception_ptr", Place::Slot);
    Kept.HasDestructor = true;
    PlanNode Begin =
        PlanNode::make(PlanNode::Begin, S->getBeginLoc(),
                       placeNew(Kept, "pawl::lowered::box<std::exception_ptr>{nullptr}"));
    Begin.Var = &Kept;
    Scope.Body.push_back(std::move(Begin));
    Try.Var = &Kept;
  }
  block(S->getTryBlock(), Try.Body);
  for (unsigned I = 0; I < S->getNumHandlers(); ++I) {
    Try.Handlers.emplace_back();
    handler(S->getHandler(I), Try.Handlers.back());
  }
  Scope.Body.push_back(std::move(Try));
  Out.push_back(std::move(Scope));
}

void StatementLowering::handler(const CXXCatchStmt *S, PlanHandler &H) {
  const VarDecl *D = S->getExceptionDecl();
  auto *Block = cast<CompoundStmt>(S->getHandlerBlock());
  if (!D) {
    H.Declaration = "...";
  } else {
    H.Declaration = C.text(D->getSourceRange());
    if (C.Body.suspends(Block)) {
      std::optional<std::string> Type = C.declaredType(D, D->getType().getNonReferenceType());
      if (D->getType()->isReferenceType()) {
        // The same object is thrown again at each resume: no need to keep anything of it.
        if (D->getIdentifier())
          C.declare(D, *Type, Place::Reference).Used = false;
      } else if (D->getIdentifier()) {
        std::string Caught = C.freshName("e");
        bool Scalar = BodyAnalysis::isScalar(D->getType()) && C.nameOf(D->getType());
        bool Saved = Scalar && !C.Body.use(D).HasIdentity;
        H.Declaration = declarable(*Type) + (Scalar ? " " : "& ") + Caught;
        Variable &V = C.declare(D, *Type, Saved ? Place::Saved : Place::Slot);
        V.HasDestructor = D->getType()->isDependentType() ||
                          D->getType().isDestructedType() == QualType::DK_cxx_destructor;
        PlanNode Begin = PlanNode::make(PlanNode::Begin, D->getLocation());
        Begin.Var = &V;
        Begin.Text =
            Saved ? Caught
                  : placeNew(V, Scalar ? declarable(*Type) + "(" + Caught + ")"
                                       : "pawl::lowered::box<" + *Type + ">{" + Caught + "}");
        H.Body.push_back(std::move(Begin));
      }
    }
  }
  block(Block, H.Body);
}

} // namespace pawl
