//===- SuspensionFlow.cpp - Where control goes between suspensions --------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Analysis/SuspensionFlow.h"
#include "Analysis/AstWalk.h"
#include "Dialect/Parse.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallBitVector.h"

using namespace clang;

namespace pawl {

namespace {

/// Walks a body as it runs.  Loops are walked until nothing new comes round: all that is kept are
/// sets that grow.
class Walker {
public:
  Walker(ASTContext &Context, SourceLocation Body)
      : Context(Context), SM(Context.getSourceManager()),
        Home(SM.getFileID(SM.getExpansionLoc(Body))) {}

  std::vector<FlowNode> run(const Stmt *Body);

private:
  /// The nodes from which control may have come to a place; none: nothing leads there.
  using Sources = llvm::SmallBitVector;

  void number(const Stmt *S, const CXXForRangeStmt *Loop);
  void walk(const Stmt *S);
  void walkAll(const Stmt *S) {
    forEachChild(S, [&](const Stmt *Child) { walk(Child); });
  }
  void walkIfAny(const Stmt *S) {
    if (S)
      walk(S);
  }
  void stopAt(unsigned Node);
  void suspendAt(const Stmt *S, unsigned Which = 0) {
    unsigned Node = Nodes.find(S)->second + Which;
    stopAt(Node);
    Now.set(Node);
    noteLines(S->getSourceRange());
  }
  void leave(Sources &Into) {
    Into |= Now;
    Now.reset();
  }
  void noteThrow();
  void noteLines(SourceRange Range);
  void noteStart(const Stmt *S) { noteLines(S->getBeginLoc()); }
  std::optional<bool> constant(const Expr *Condition) const;
  /// Walks \p Condition.  \returns where it is true; it is false in what Now is left.
  Sources branch(const Expr *Condition);
  template <class F> void repeat(F Round);
  void ifStatement(const IfStmt *S);
  void loop(const Stmt *S);
  void rangeFor(const CXXForRangeStmt *S);
  void switchStatement(const SwitchStmt *S);
  void tryStatement(const CXXTryStmt *S);
  void expression(const Expr *E);

  ASTContext &Context;
  const SourceManager &SM;
  FileID Home;
  std::vector<FlowNode> Flow;
  llvm::DenseMap<const Stmt *, unsigned> Nodes;
  unsigned End = 0;
  Sources Now;
  /// Where the statements around lead; null where there is no such statement.
  Sources *Break = nullptr, *Continue = nullptr, *Case = nullptr;
  struct Handlers {
    Sources Thrown;
    bool CatchesAll;
  };
  std::vector<Handlers *> Tries;
  llvm::DenseMap<const LabelDecl *, Sources> Labels;
};

template <class T> class Restore {
  T &Place;
  T Old;

public:
  Restore(T &Place, T New) : Place(Place), Old(Place) { Place = New; }
  ~Restore() { Place = Old; }
};

} // namespace

/// Gives every suspension its node, in the order of the text.
void Walker::number(const Stmt *S, const CXXForRangeStmt *Loop) {
  forEachChild(S, [&](const Stmt *Child) {
    auto *Range = dyn_cast<CXXForRangeStmt>(S);
    bool IsStep = Range && (Child == Range->getBeginStmt() || Child == Range->getInc());
    number(Child, IsStep ? Range : Range ? nullptr : Loop);
  });
  if (!isSuspension(S))
    return;
  auto *Unknown = dyn_cast<CXXForRangeStmt>(S);
  Nodes[S] = Flow.size();
  for (unsigned Count = Unknown ? 2 : 1; Count != 0; --Count) {
    FlowNode &Node = Flow.emplace_back();
    Node.Point = S;
    Node.Loop = Unknown ? Unknown : Loop;
  }
}

/// Whatever runs now stops at \p Node.
void Walker::stopAt(unsigned Node) {
  for (unsigned From : Now.set_bits())
    Flow[From].Next.insert(Node);
  Now.reset();
}

/// Whatever runs can throw.
void Walker::noteThrow() {
  for (Handlers *Each : llvm::reverse(Tries)) {
    Each->Thrown |= Now;
    if (Each->CatchesAll)
      break;
  }
}

void Walker::noteLines(SourceRange Range) {
  SourceLocation First = SM.getExpansionLoc(Range.getBegin());
  SourceLocation Last = SM.getExpansionRange(Range.getEnd()).getEnd();
  if (First.isInvalid() || Last.isInvalid() || SM.getFileID(First) != Home ||
      SM.getFileID(Last) != Home)
    return;
  unsigned EndLine = SM.getPresumedLineNumber(Last);
  for (unsigned Line = SM.getPresumedLineNumber(First); Line <= EndLine; ++Line)
    for (unsigned From : Now.set_bits())
      Flow[From].Lines.insert(Line);
}

std::optional<bool> Walker::constant(const Expr *Condition) const {
  bool Value = false;
  if (!Condition || Condition->isValueDependent() || Condition->containsErrors() ||
      !Condition->EvaluateAsBooleanCondition(Value, Context))
    return std::nullopt;
  return Value;
}

Walker::Sources Walker::branch(const Expr *Condition) {
  const Expr *Inner = Condition->IgnoreParenImpCasts();
  if (auto *Logical = dyn_cast<BinaryOperator>(Inner); Logical && Logical->isLogicalOp()) {
    bool IsAnd = Logical->getOpcode() == BO_LAnd;
    Sources Decided = branch(Logical->getLHS());
    if (IsAnd)
      std::swap(Decided, Now);
    Sources True = branch(Logical->getRHS());
    (IsAnd ? Now : True) |= Decided;
    return True;
  }
  if (auto *Not = dyn_cast<UnaryOperator>(Inner); Not && Not->getOpcode() == UO_LNot) {
    Sources True = branch(Not->getSubExpr());
    std::swap(True, Now);
    return True;
  }
  walk(Condition);
  std::optional<bool> Value = constant(Condition);
  Sources True = Now;
  if (Value)
    (*Value ? Now : True).reset();
  return True;
}

/// Walks \p Round, whose end leads to its beginning, until nothing new comes round.
template <class F> void Walker::repeat(F Round) {
  for (Sources Head = Now;;) {
    Now = Head;
    Round();
    Sources Next = Head;
    Next |= Now;
    if (Next == Head)
      return;
    Head = Next;
  }
}

void Walker::ifStatement(const IfStmt *S) {
  if (S->isConsteval()) {
    // A coroutine runs when the program does.
    walkIfAny(S->isNegatedConsteval() ? S->getThen() : S->getElse());
    return;
  }
  walkIfAny(S->getInit());
  walkIfAny(S->getConditionVariableDeclStmt());
  Sources True = branch(S->getCond());
  Sources False = Now;
  Now = True;
  walk(S->getThen());
  std::swap(Now, False);
  walkIfAny(S->getElse());
  Now |= False;
}

void Walker::loop(const Stmt *S) {
  Sources After(Flow.size()), Again(Flow.size());
  Restore<Sources *> Breaks(Break, &After), Continues(Continue, &Again);
  auto Test = [&](const Expr *Condition) {
    if (!Condition)
      return;
    Sources True = branch(Condition);
    leave(After);
    Now = True;
  };
  if (auto *For = dyn_cast<ForStmt>(S))
    walkIfAny(For->getInit());
  repeat([&] {
    Again.reset();
    if (auto *While = dyn_cast<WhileStmt>(S)) {
      walkIfAny(While->getConditionVariableDeclStmt());
      Test(While->getCond());
      walk(While->getBody());
      Now |= Again;
    } else if (auto *Do = dyn_cast<DoStmt>(S)) {
      walk(Do->getBody());
      Now |= Again;
      Test(Do->getCond());
    } else {
      auto *For = cast<ForStmt>(S);
      walkIfAny(For->getConditionVariableDeclStmt());
      Test(For->getCond());
      walk(For->getBody());
      Now |= Again;
      walkIfAny(For->getInc());
    }
  });
  Now = After;
}

void Walker::rangeFor(const CXXForRangeStmt *S) {
  Sources After(Flow.size()), Again(Flow.size());
  Restore<Sources *> Breaks(Break, &After), Continues(Continue, &Again);
  bool IsUnknownPoint = isSuspension(S);
  walkIfAny(S->getInit());
  walk(S->getRangeStmt());
  if (isDerived(S)) {
    walk(S->getBeginStmt());
    walk(S->getEndStmt());
  }
  if (IsUnknownPoint)
    suspendAt(S, 0);
  repeat([&] {
    Again.reset();
    if (isDerived(S))
      walk(S->getCond());
    After |= Now;
    walk(S->getLoopVarStmt());
    walk(S->getBody());
    Now |= Again;
    if (isDerived(S))
      walk(S->getInc());
    else if (IsUnknownPoint && Now.any())
      suspendAt(S, 1);
  });
  Now = After;
}

void Walker::switchStatement(const SwitchStmt *S) {
  walkIfAny(S->getInit());
  walkIfAny(S->getConditionVariableDeclStmt());
  walk(S->getCond());
  Sources Head = Now, After(Flow.size());
  bool HasDefault = false;
  for (const SwitchCase *Each = S->getSwitchCaseList(); Each; Each = Each->getNextSwitchCase())
    HasDefault |= isa<DefaultStmt>(Each);
  Now.reset();
  {
    Restore<Sources *> Breaks(Break, &After), Cases(Case, &Head);
    walk(S->getBody());
  }
  Now |= After;
  if (!HasDefault)
    Now |= Head;
}

void Walker::tryStatement(const CXXTryStmt *S) {
  Handlers Around{Sources(Flow.size()), false};
  for (unsigned I = 0; I != S->getNumHandlers(); ++I)
    Around.CatchesAll |= !S->getHandler(I)->getExceptionDecl();
  Tries.push_back(&Around);
  walk(S->getTryBlock());
  Tries.pop_back();
  Sources After = Now;
  for (unsigned I = 0; I != S->getNumHandlers(); ++I) {
    Now = Around.Thrown;
    noteStart(S->getHandler(I));
    walk(S->getHandler(I)->getHandlerBlock());
    After |= Now;
  }
  Now = After;
}

void Walker::expression(const Expr *E) {
  if (auto *Binary = dyn_cast<BinaryOperator>(E)) {
    if (Binary->isLogicalOp()) {
      Sources True = branch(Binary);
      Now |= True;
      return;
    }
    if (Binary->isAssignmentOp()) {
      walk(Binary->getRHS());
      walk(Binary->getLHS());
      return;
    }
  }
  if (auto *Choice = dyn_cast<ConditionalOperator>(E)) {
    Sources True = branch(Choice->getCond());
    walk(Choice->getFalseExpr());
    std::swap(Now, True);
    walk(Choice->getTrueExpr());
    Now |= True;
    return;
  }
  if (auto *Choice = dyn_cast<BinaryConditionalOperator>(E)) {
    walk(Choice->getCommon());
    Sources Common = Now;
    walk(Choice->getFalseExpr());
    Now |= Common;
    return;
  }
  if (auto *Call = dyn_cast<CXXOperatorCallExpr>(E);
      Call && Call->isAssignmentOp() && Call->getNumArgs() == 2) {
    walk(Call->getArg(1));
    walk(Call->getArg(0));
    return;
  }
  walkAll(E);
  if (auto *Call = dyn_cast<CallExpr>(E))
    if (const FunctionDecl *Callee = Call->getDirectCallee(); Callee && Callee->isNoReturn())
      Now.reset();
  if (isa<CXXThrowExpr>(E)) {
    if (llvm::none_of(Tries, [](const Handlers *Each) { return Each->CatchesAll; }))
      stopAt(End);
    Now.reset();
  }
}

void Walker::walk(const Stmt *S) {
  if (isMarker(S))
    return;
  noteThrow();
  if (auto *Lambda = dyn_cast<LambdaExpr>(S))
    noteLines(Lambda->getSourceRange());
  else if (!isa<CompoundStmt>(S))
    noteStart(S);

  if (auto *Range = dyn_cast<CXXForRangeStmt>(S)) {
    rangeFor(Range);
  } else if (isSuspension(S)) {
    walkAll(S);
    suspendAt(S);
    noteThrow();
  } else if (auto *E = dyn_cast<Expr>(S)) {
    expression(E);
  } else if (auto *If = dyn_cast<IfStmt>(S)) {
    ifStatement(If);
  } else if (isa<WhileStmt, DoStmt, ForStmt>(S)) {
    loop(S);
  } else if (auto *Switch = dyn_cast<SwitchStmt>(S)) {
    switchStatement(Switch);
  } else if (auto *Try = dyn_cast<CXXTryStmt>(S)) {
    tryStatement(Try);
  } else if (auto *Branch = dyn_cast<SwitchCase>(S)) {
    if (Case)
      Now |= *Case;
    walkIfAny(Branch->getSubStmt());
  } else if (auto *Label = dyn_cast<LabelStmt>(S)) {
    Now |= Labels.try_emplace(Label->getDecl(), Flow.size()).first->second;
    walk(Label->getSubStmt());
  } else if (auto *Goto = dyn_cast<GotoStmt>(S)) {
    leave(Labels.try_emplace(Goto->getLabel(), Flow.size()).first->second);
  } else if (isa<BreakStmt>(S) && Break) {
    leave(*Break);
  } else if (isa<ContinueStmt>(S) && Continue) {
    leave(*Continue);
  } else if (isa<CoreturnStmt>(S)) {
    walkAll(S);
    stopAt(End);
  } else {
    walkAll(S);
  }
}

std::vector<FlowNode> Walker::run(const Stmt *Body) {
  Flow.emplace_back();
  number(Body, nullptr);
  End = Flow.size();
  Flow.emplace_back();
  // A goto may lead back to where the walk was.
  for (auto Before = Labels;; Before = Labels) {
    Now = Sources(Flow.size());
    Now.set(0);
    walk(Body);
    stopAt(End);
    if (Before.size() == Labels.size() && llvm::all_of(Labels, [&](const auto &Each) {
          return Before.lookup(Each.first) == Each.second;
        }))
      break;
  }
  return std::move(Flow);
}

std::vector<FlowNode> suspensionFlow(const CoroutineBodyStmt *Body, ASTContext &Context) {
  const Stmt *Written = writtenBody(Body);
  return Walker(Context, Written->getBeginLoc()).run(Written);
}

} // namespace pawl
