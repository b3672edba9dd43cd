//===- FrameLayout.cpp - What fills a frame -------------------------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Follows the struct that FunctionEmitter prints: the runtime's prefix, the parameters, the
// variables in the order of the plan, and the closure of the body.
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
    if (Size == 0)
      Into.IsComplete = false;
    Align = std::max<uint64_t>(Align, 1);
    Alignment = std::max(Alignment, Align);
    Into.Size = llvm::alignTo(Into.Size, Align);
    Into.Members.push_back({std::move(Name), std::move(Type), Into.Size, Size, Loc});
    Into.Size += Size;
  }
  void finish() { Into.Size = llvm::alignTo(Into.Size, Alignment); }

private:
  FrameLayout &Into;
  uint64_t Alignment = PointerSize;
};

/// What the frame keeps for \p V: itself or an address.
void add(const Variable &V, Layouter &Frame) {
  SourceLocation Loc = V.Decl ? V.Decl->getLocation() : SourceLocation();
  std::string Name = V.Decl && !V.Decl->isImplicit() ? V.Decl->getNameAsString() : V.Field;
  if (V.Where == Place::Reference)
    Frame.add(Name, V.Type + (V.IsRValueReference ? "&&" : "&"), PointerSize, PointerSize, Loc);
  else
    Frame.add(Name, V.Type, V.Size, V.Align, Loc);
}

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
      add(*V, Frame);
      HasParameters = true;
    }
  if (!HasParameters)
    Frame.add("no parameters", "an empty struct", 1, 1, SourceLocation());
  for (const Variable &V : P.Variables)
    if (!V.IsParameter && V.Where != Place::Local && V.Used)
      add(V, Frame);
  Frame.finish();
  // A closure without captures is an empty class.
  uint64_t Closure = P.Captures.empty() ? 1 : PointerSize;
  Frame.add("captures of the body", "closure", Closure, Closure, SourceLocation());
  Frame.finish();
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
      OS << ", awaits " << Node.Var->Type;
    OS << '\n';
  });
}

} // namespace pawl
