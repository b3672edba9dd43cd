//===- SlotSharing.cpp - Which variables share storage in a frame ---------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A variable is alive from where it begins to the end of the list of nodes that it rules, so what
// begins in lists of which none holds the other is never alive together.  The plan is walked in its
// order; a variable takes the free cell that wastes least.
//
//===----------------------------------------------------------------------===//
#include "Lowering/SlotSharing.h"
#include "llvm/ADT/STLExtras.h"
#include <tuple>

namespace pawl {

namespace {

class Placement {
public:
  Placement(Plan &P, bool Share) : P(P), Share(Share) {}

  void run() {
    list(P.Body);
    for (Variable &V : P.Variables)
      if (V.isKept() && V.Cell == Variable::NoCell)
        open(V);
    sort();
  }

private:
  void list(const PlanList &List) {
    std::vector<unsigned> Taken;
    auto Begin = [&](const PlanNode &N) {
      if (N.Op == PlanNode::Begin && N.Var->isKept() && N.Var->Cell == Variable::NoCell) {
        take(*N.Var);
        Taken.push_back(N.Var->Cell);
      }
    };
    // What begins without text was built before, at a place that only this list is known to hold.
    for (const PlanNode &N : List)
      if (N.Text.empty())
        Begin(N);
    for (const PlanNode &N : List) {
      Begin(N);
      list(N.Body);
      list(N.Else);
      for (const PlanHandler &H : N.Handlers)
        list(H.Body);
    }
    for (unsigned Index : Taken)
      IsFree[Index] = true;
  }

  void open(Variable &V) {
    V.Cell = P.Cells.size();
    P.Cells.push_back({{&V}, V.keptSize(), V.keptAlign()});
    IsFree.push_back(false);
  }

  /// Whether \p V may share \p Cell.  A saved local is loaded whenever its scope is entered again,
  /// also where it was not stored: what it finds must be a value of its type.
  bool fits(const Variable &V, const FrameCell &Cell) const {
    const Variable &Other = *Cell.Members.front();
    if (V.Where != Place::Saved && Other.Where != Place::Saved)
      return true;
    return !P.IsDependent && V.Where == Other.Where && V.Type == Other.Type;
  }

  void take(Variable &V) {
    const uint64_t Size = V.keptSize();
    // The smallest in which it fits as it is; one of unknown size, which is that of a frame or a
    // template's; the one that has to grow least.
    auto RankOf = [&](const FrameCell &Cell) -> std::pair<unsigned, uint64_t> {
      if (Cell.Size == 0)
        return {1, 0};
      if (Size != 0 && Cell.Size >= Size && Cell.Align >= V.keptAlign())
        return {0, Cell.Size};
      return {2, UINT64_MAX - Cell.Size};
    };
    FrameCell *Best = nullptr;
    for (auto [Index, Cell] : llvm::enumerate(P.Cells))
      if (Share && IsFree[Index] && fits(V, Cell) && (!Best || RankOf(Cell) < RankOf(*Best)))
        Best = &Cell;
    if (!Best) {
      open(V);
      return;
    }
    V.Cell = Best - P.Cells.data();
    IsFree[V.Cell] = false;
    Best->Members.push_back(&V);
    Best->Size = Size == 0 || Best->Size == 0 ? 0 : std::max(Best->Size, Size);
    Best->Align = std::max(Best->Align, V.keptAlign());
  }

  /// Small ones first, into what the header and the parameters leave of a word; then from the
  /// strictest alignment down, so that there are no holes.
  void sort() {
    llvm::stable_sort(P.Cells, [](const FrameCell &A, const FrameCell &B) {
      auto Key = [](const FrameCell &Cell) {
        bool IsSmall = Cell.Size != 0 && Cell.Align < sizeof(void *);
        return std::tuple(!IsSmall, Cell.Size == 0, -static_cast<int64_t>(Cell.Align));
      };
      return Key(A) < Key(B);
    });
    for (auto [Index, Cell] : llvm::enumerate(P.Cells))
      for (Variable *V : Cell.Members)
        V->Cell = Index;
  }

  Plan &P;
  bool Share;
  std::vector<bool> IsFree;
};

} // namespace

void placeVariables(Plan &P, bool Share) { Placement(P, Share).run(); }

} // namespace pawl
