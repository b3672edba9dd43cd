//===- Verifier.cpp - What holds for every plan -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Lowering/PlanBuilder.h"
#include "clang/AST/Decl.h"
#include "clang/Basic/Diagnostic.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/StringMap.h"

using namespace clang;

namespace pawl {

namespace {

class Verifier {
public:
  Verifier(const Plan &P, SourceLocation Loc, DiagnosticsEngine &Diags)
      : P(P), Loc(Loc), Diags(Diags) {}

  bool run() {
    for (const Variable *V : P.Parameters)
      Alive.insert(V);
    list(P.Body);
    for (const Variable &V : P.Variables)
      if (V.isKept() &&
          (V.Cell >= P.Cells.size() || !llvm::is_contained(P.Cells[V.Cell].Members, &V)))
        fail("'" + V.Name + "' has no place in the frame");
    for (unsigned State = 1; State <= P.States; ++State)
      if (!Reached.count(State))
        fail("suspension " + std::to_string(State) + " is not in the plan");
    llvm::StringMap<const Variable *> Fields;
    for (const Variable &V : P.Variables) {
      if (!Fields.try_emplace(V.Field, &V).second)
        fail("two variables share the field " + V.Field);
      if (V.Type.empty())
        fail("'" + V.Name + "' has no type");
    }
    return !Failed;
  }

private:
  void fail(const std::string &What) {
    Failed = true;
    unsigned ID = Diags.getCustomDiagID(DiagnosticsEngine::Error,
                                        "internal error: the plan of '%0' is wrong: %1");
    Diags.Report(Loc, ID) << P.Name << What;
  }

  void list(const PlanList &List) {
    std::vector<const Variable *> Here;
    // What begins without text is built in a node before that, somewhere in this list.
    for (const PlanNode &N : List)
      if (N.Op == PlanNode::Begin && N.Text.empty())
        occupy(N.Var);
    for (size_t I = 0; I < List.size(); ++I) {
      const PlanNode &N = List[I];
      if (N.Op == PlanNode::Begin) {
        begin(N, I == 0 ? nullptr : &List[I - 1]);
        Here.push_back(N.Var);
      } else {
        node(N);
      }
    }
    for (const Variable *V : Here) {
      Alive.erase(V);
      if (V->isKept())
        Occupied.erase(V->Cell);
    }
  }

  /// From here on \p V has its cell for itself.
  void occupy(const Variable *V) {
    if (!V->isKept())
      return;
    auto [At, IsNew] = Occupied.try_emplace(V->Cell, V);
    if (!IsNew && At->second != V)
      fail("'" + V->Name + "' and '" + At->second->Name + "' are alive in one place of the frame");
  }

  /// A variable begins once; a slot is built where it begins, or in the block right before, or
  /// under its flag.
  void begin(const PlanNode &N, const PlanNode *Before) {
    if (!Begun.insert(N.Var).second)
      fail("'" + N.Var->Name + "' begins twice");
    if (N.Text.empty() && !N.Var->Flag && !(Before && builds(*Before, N.Var)))
      fail("'" + N.Var->Name + "' begins without having been built");
    if (N.Var->Flag && !Alive.count(N.Var->Flag))
      fail("the flag of '" + N.Var->Name + "' is not alive");
    Alive.insert(N.Var);
    occupy(N.Var);
  }

  static bool builds(const PlanNode &N, const Variable *V) {
    return N.Op == PlanNode::Scope && !N.Body.empty() && N.Body.back().Op == PlanNode::Run &&
           N.Body.back().Var == V;
  }

  void node(const PlanNode &N) {
    switch (N.Op) {
    case PlanNode::Suspend:
      if (!Reached.insert(N.State).second)
        fail("suspension " + std::to_string(N.State) + " is there twice");
      if (!N.Var || !Alive.count(N.Var))
        fail("the awaiter of suspension " + std::to_string(N.State) + " is not alive there");
      else if (N.Var->Where == Place::Local || N.Var->Where == Place::Saved)
        fail("the awaiter of suspension " + std::to_string(N.State) + " is not kept");
      for (const Variable *V : Alive)
        if (V->Where == Place::Local && V->HasDestructor)
          fail("'" + V->Name + "' has a destructor and is not kept");
      return;
    case PlanNode::Try:
      list(N.Body);
      for (const PlanHandler &H : N.Handlers) {
        if (!statesOf(H.Body).empty() && (!N.Var || !Alive.count(N.Var)))
          fail("a handler suspends and the exception is not kept");
        list(H.Body);
      }
      return;
    case PlanNode::Run:
      if (!N.Body.empty() || !N.Else.empty())
        fail("a run node with a body");
      return;
    default:
      list(N.Body);
      list(N.Else);
    }
  }

  const Plan &P;
  SourceLocation Loc;
  DiagnosticsEngine &Diags;
  llvm::DenseSet<const Variable *> Alive, Begun;
  /// The variables that are alive, by their cells.
  llvm::DenseMap<unsigned, const Variable *> Occupied;
  llvm::DenseSet<unsigned> Reached;
  bool Failed = false;
};

} // namespace

bool verifyPlan(const Plan &P, SourceLocation Loc, DiagnosticsEngine &Diags) {
  return Verifier(P, Loc, Diags).run();
}

} // namespace pawl
