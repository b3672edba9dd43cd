//===- FrameLayout.cpp - What fills a frame -------------------------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Follows the struct that FunctionEmitter prints: the runtime's prefix, the parameters, the cells
// of the plan, and the closure of the body.
//
//===----------------------------------------------------------------------===//
#include "Lowering/FrameLayout.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/MathExtras.h"

using namespace clang;

namespace pawl {

namespace {

constexpr uint64_t PointerSize = sizeof(void *);

/// Places members one behind the other.
class Layouter {
public:
  explicit Layouter(FrameLayout &Into) : Into(Into) {}

  void add(std::string Name, std::string Type, uint64_t Size, uint64_t Align, SourceLocation Loc) {
    begin(Align);
    share(std::move(Name), std::move(Type), Size, Loc);
    Into.Size += Size;
  }
  /// The variables of \p Cell, all at one place.
  void add(const FrameCell &Cell) {
    begin(Cell.Align);
    uint64_t Largest = 0;
    for (const Variable *V : Cell.Members) {
      share(nameOf(*V), typeOf(*V), V->keptSize(), locationOf(*V));
      Largest = std::max(Largest, V->keptSize());
    }
    Into.Size += Largest;
  }
  void add(const Variable &Parameter) {
    add(nameOf(Parameter), typeOf(Parameter), Parameter.keptSize(), Parameter.keptAlign(),
        locationOf(Parameter));
  }
  void finish() { Into.Size = llvm::alignTo(Into.Size, Alignment); }

private:
  void begin(uint64_t Align) {
    Align = std::max<uint64_t>(Align, 1);
    Alignment = std::max(Alignment, Align);
    Into.Size = llvm::alignTo(Into.Size, Align);
  }
  void share(std::string Name, std::string Type, uint64_t Size, SourceLocation Loc) {
    Into.IsComplete &= Size != 0;
    Into.Members.push_back({std::move(Name), std::move(Type), Into.Size, Size, Loc});
  }

  static SourceLocation locationOf(const Variable &V) {
    return V.Decl ? V.Decl->getLocation() : SourceLocation();
  }
  static std::string nameOf(const Variable &V) {
    return V.Decl && !V.Decl->isImplicit() ? V.Decl->getNameAsString() : V.Field;
  }
  static std::string typeOf(const Variable &V) {
    if (!V.FarType.empty())
      return V.FarType;
    return V.Where == Place::Reference ? V.Type + (V.IsRValueReference ? "&&" : "&") : V.Type;
  }

  FrameLayout &Into;
  uint64_t Alignment = PointerSize;
};

} // namespace

uint64_t keptSize(const Variable &V) { return V.Where == Place::Reference ? PointerSize : V.Size; }

FrameLayout layOutFrame(const Plan &P, const FunctionDecl *Function, ASTContext &AST) {
  FrameLayout Layout;
  Layouter Frame(Layout);
  // Step, resume and destroy; the state and what is left of the first and the last awaiter.
  constexpr uint64_t Header = 3 * PointerSize, Tail = sizeof(unsigned) + 2;
  auto *Body = cast<CoroutineBodyStmt>(Function->getBody());
  QualType Promise = Body->getPromiseDecl() ? Body->getPromiseDecl()->getType() : QualType();
  uint64_t PromiseSize = 0;
  if (!Promise.isNull() && !Promise->isDependentType() && !Promise->isIncompleteType())
    PromiseSize = AST.getTypeSizeInChars(Promise).getQuantity();
  Frame.add("header and promise", P.PromiseType,
            PromiseSize ? llvm::alignTo(Header + PromiseSize + Tail, PointerSize) : 0, PointerSize,
            SourceLocation());
  bool HasParameters = false;
  for (const Variable *V : P.Parameters)
    if (!V->Name.empty()) {
      Frame.add(*V);
      HasParameters = true;
    }
  if (!HasParameters)
    Frame.add("no parameters", "an empty struct", 1, 1, SourceLocation());
  for (const FrameCell &Cell : P.Cells)
    Frame.add(Cell);
  Frame.finish();
  // A closure without captures takes no room.
  if (!P.Captures.empty()) {
    Frame.add("captures of the body", "closure", PointerSize, PointerSize, SourceLocation());
    Frame.finish();
  }
  return Layout;
}

void printFrame(const FrameLayout &Layout, const Plan &P, const SourceManager &SM,
                llvm::raw_ostream &OS) {
  auto Line = [&](SourceLocation Loc) {
    return SM.getPresumedLoc(SM.getExpansionLoc(Loc)).getLine();
  };
  PresumedLoc Begin = SM.getPresumedLoc(SM.getExpansionLoc(P.Loc));
  OS << Begin.getFilename() << ':' << Begin.getLine() << ": " << P.Name << ": "
     << (Layout.IsComplete ? "" : "at least ") << Layout.Size << " bytes, " << P.States
     << (P.States == 1 ? " state\n" : " states\n");
  OS << "    offset    size\n";
  for (const FrameMember &Member : Layout.Members) {
    OS << llvm::format("  %8llu ", static_cast<unsigned long long>(Member.Offset));
    if (Member.Size)
      OS << llvm::format("%7llu", static_cast<unsigned long long>(Member.Size));
    else
      OS << "      ?";
    OS << "  " << Member.Name << ": " << Member.Type;
    if (Member.Loc.isValid())
      OS << ", line " << Line(Member.Loc);
    OS << '\n';
  }
  forEachSuspend(P.Body, [&](const PlanNode &Node) {
    OS << "  state " << Node.State;
    if (Node.Loc.isValid())
      OS << ": line " << Line(Node.Loc);
    if (Node.Var)
      OS << ", awaits " << (Node.Var->FarType.empty() ? Node.Var->Type : Node.Var->FarType);
    OS << '\n';
  });
}

} // namespace pawl
