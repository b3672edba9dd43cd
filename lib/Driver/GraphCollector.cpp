//===- GraphCollector.cpp - From plans to pictures ------------------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Driver/GraphCollector.h"
#include "Analysis/AstWalk.h"
#include "Analysis/SuspensionFlow.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/DenseMap.h"

using namespace clang;

namespace pawl {

static unsigned lineOf(const SourceManager &SM, SourceLocation Loc) {
  return Loc.isValid() ? SM.getPresumedLoc(SM.getExpansionLoc(Loc)).getLine() : 0;
}

/// What a coroutine is known by wherever it is called: a template by its pattern.
static const FunctionDecl *identity(const FunctionDecl *Function) {
  if (const FunctionDecl *Pattern = Function->getTemplateInstantiationPattern())
    Function = Pattern;
  return Function->getCanonicalDecl();
}

static std::string typeText(QualType T, const ASTContext &Context) {
  PrintingPolicy Policy = Context.getPrintingPolicy();
  // Else a lambda's would be the name of its file.
  Policy.AnonymousTagLocations = false;
  return T.getAsString(Policy);
}

/// Whether \p Type, as the plan has it, is one that the user knows.
static bool hasName(llvm::StringRef Type) { return !Type.contains("_pawl_"); }

static KeptValue describe(const Variable &V, const ASTContext &Context) {
  KeptValue Kept;
  Kept.Bytes = keptSize(V);
  if (V.Decl && !V.Decl->isImplicit()) {
    Kept.Name = V.Bindings.empty() ? V.Decl->getNameAsString() : V.Bindings;
    Kept.Type = hasName(V.Type) ? V.Type : typeText(V.Decl->getType(), Context);
    Kept.Line = lineOf(Context.getSourceManager(), V.Decl->getLocation());
  } else if (!V.FarType.empty()) {
    Kept.Type = V.FarType;
  } else if (V.Where == Place::Callee) {
    Kept.Type = "the frame of what is called";
  } else if (hasName(V.Type)) {
    Kept.Type = V.Type;
  }
  if (V.Where == Place::Reference && !Kept.Type.empty())
    Kept.Type += V.IsRValueReference ? "&&" : "&";
  return Kept;
}

/// The type of what is awaited at \p Point; empty where that is not known.
static std::string awaiterText(const Stmt *Point, const ASTContext &Context) {
  auto *Await = dyn_cast<CoroutineSuspendExpr>(Point);
  QualType T = Await ? Await->getCommonExpr()->getType() : QualType();
  return T.isNull() || T->isDependentType() ? "" : typeText(T, Context);
}

/// The user's text on one line.
std::string GraphCollector::text(SourceRange Range) const {
  const SourceManager &SM = Context.getSourceManager();
  llvm::StringRef Written =
      Lexer::getSourceText(SM.getExpansionRange(Range), SM, Context.getLangOpts());
  llvm::SmallVector<llvm::StringRef, 8> Words;
  llvm::SplitString(Written, Words, " \t\r\n");
  return llvm::join(Words, " ");
}

/// What the user wrote at a suspension, and what is called for it.
void GraphCollector::describe(const FlowNode &Node, GraphState &State, Callees &Calls) const {
  const Stmt *Operand = Node.Point;
  if (Node.Loop) {
    State.Line = lineOf(Context.getSourceManager(), Node.Loop->getForLoc());
    State.Text = text({Node.Loop->getForLoc(), Node.Loop->getRParenLoc()});
    Operand = Node.Loop->getRangeInit();
  } else {
    State.Line = lineOf(Context.getSourceManager(), suspensionLoc(Node.Point));
    State.Text = text(Node.Point->getSourceRange());
  }
  walk(Operand, [&](const Stmt *S) {
    if (auto *Call = dyn_cast<CallExpr>(S))
      if (const FunctionDecl *Callee = Call->getDirectCallee())
        Calls.push_back(identity(Callee));
  });
}

void GraphCollector::add(const FunctionDecl *Function, const Plan &P, const FrameLayout &Layout) {
  // Of a template there is one picture, whatever it is instantiated with.
  if (Function->getTemplateInstantiationPattern())
    return;
  const SourceManager &SM = Context.getSourceManager();
  Coroutine &New = Found.emplace_back();
  New.Function = Function;
  StateMachine &Machine = New.Machine;
  Machine.Name = P.Name == "lambda" ? P.Name : Function->getQualifiedNameAsString();
  Machine.File = SM.getPresumedLoc(SM.getExpansionLoc(P.Loc)).getFilename();
  Machine.Line = lineOf(SM, Function->getBeginLoc());
  Machine.EndLine = lineOf(SM, Function->getEndLoc());
  Machine.FrameBytes = Layout.Size;
  Machine.IsFrameKnown = Layout.IsComplete;

  // A suspension that Clang has not derived yet has more than one state.
  llvm::DenseMap<const Stmt *, std::vector<unsigned>> StatesOf;
  llvm::DenseMap<unsigned, std::vector<KeptValue>> Keeps;
  forEachKept(P, [&](const PlanNode &Suspend, llvm::ArrayRef<const Variable *> Kept) {
    StatesOf[Suspend.Point].push_back(Suspend.State);
    for (const Variable *V : Kept)
      Keeps[Suspend.State].push_back(pawl::describe(*V, Context));
  });

  std::vector<FlowNode> Flow =
      suspensionFlow(cast<CoroutineBodyStmt>(Function->getBody()), Context);
  const Stmt *Before = nullptr;
  unsigned Ordinal = 0;
  for (const FlowNode &Node : Flow) {
    GraphState &State = Machine.States.emplace_back();
    Callees &Calls = New.Calls.emplace_back();
    State.Lines.assign(Node.Lines.begin(), Node.Lines.end());
    State.Next.assign(Node.Next.begin(), Node.Next.end());
    if (!Node.Point) {
      bool IsStart = &Node == &Flow.front();
      State.Kind = IsStart ? GraphState::Start : GraphState::End;
      State.Line = IsStart ? lineOf(SM, P.Loc) : Machine.EndLine;
      continue;
    }
    describe(Node, State, Calls);
    Ordinal = std::exchange(Before, Node.Point) == Node.Point ? Ordinal + 1 : 0;
    const std::vector<unsigned> &States = StatesOf[Node.Point];
    if (Ordinal >= States.size())
      continue;
    State.Number = States[Ordinal];
    State.Awaiter = awaiterText(Node.Point, Context);
    State.Keeps = std::move(Keeps[State.Number]);
  }
}

StateGraph GraphCollector::finish() {
  const SourceManager &SM = Context.getSourceManager();
  llvm::stable_sort(Found, [&](const Coroutine &A, const Coroutine &B) {
    return SM.isBeforeInTranslationUnit(A.Function->getBeginLoc(), B.Function->getBeginLoc());
  });
  llvm::DenseMap<const FunctionDecl *, unsigned> Indices;
  for (size_t I = 0; I != Found.size(); ++I)
    Indices[identity(Found[I].Function)] = I;
  StateGraph Graph;
  for (Coroutine &Each : Found) {
    for (size_t I = 0; I != Each.Calls.size(); ++I)
      for (const FunctionDecl *Callee : Each.Calls[I])
        if (auto It = Indices.find(Callee);
            It != Indices.end() && !llvm::is_contained(Each.Machine.States[I].Calls, It->second))
          Each.Machine.States[I].Calls.push_back(It->second);
    Graph.push_back(std::move(Each.Machine));
  }
  return Graph;
}

} // namespace pawl
