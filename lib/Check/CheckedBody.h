//===- CheckedBody.h - What a check looks at ---------------------*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_CHECK_CHECKEDBODY_H
#define PAWL_CHECK_CHECKEDBODY_H

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/ParentMap.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Analysis/CFG.h"
#include <memory>
#include <optional>
#include <type_traits>
#include <vector>

namespace pawl {

/// One function with the statements that the user wrote as its body.  In a coroutine that is not
/// all of its AST: what Clang adds for the promise is left out.
class CheckedBody {
public:
  /// \p InDialect: the body is marked `async`.
  CheckedBody(const clang::FunctionDecl *Function, bool InDialect);
  ~CheckedBody();

  const clang::FunctionDecl *Function;
  const clang::Stmt *Body;
  clang::ASTContext &AST;
  const bool IsCoroutine;
  /// Whether it is a pattern: of its types and calls some are not known.
  const bool IsDependent;
  /// How an await is spelled here.
  const char *const Await;

  /// The body's flow, with every subexpression an element of its own and the ends of locals that
  /// have a destructor, of a pattern those of all locals; null where Clang cannot tell.
  const clang::CFG *cfg() const;
  /// The blocks from which the flow of control begins: the entry, and handlers, for the flow of
  /// exceptions is not in the graph.
  std::vector<const clang::CFGBlock *> entries() const;

  /// The statement around \p S, or null.
  const clang::Stmt *parent(const clang::Stmt *S) const;
  /// The same without parentheses, casts that nobody wrote, and the nodes of temporaries.
  const clang::Stmt *parentBeyondWrappers(const clang::Stmt *S) const;

private:
  mutable std::optional<std::unique_ptr<clang::CFG>> Flow;
  mutable std::unique_ptr<clang::ParentMap> Parents;
};

/// The local that ends at \p Element, and the statement whose end that is; null otherwise.
std::pair<const clang::VarDecl *, const clang::Stmt *> endOfLife(const clang::CFGElement &Element);

/// The first brace of the body of \p Function.
clang::SourceLocation openingBrace(const clang::FunctionDecl *Function);

/// Whether \p T is an `auto`, or refers to one, of which only an instantiation knows what it is.
inline bool isUnknownAuto(clang::QualType T) {
  const clang::DeducedType *Deduced = T->getContainedDeducedType();
  return Deduced && Deduced->getDeducedType().isNull();
}

/// \p E without parentheses, implicit casts and the nodes of temporaries.
const clang::Expr *stripWrappers(const clang::Expr *E);
/// Whether \p S is one of those.
bool isWrapper(const clang::Stmt *S);

/// An edge of the graph that tells a data flow nothing.
struct PlainEdge {
  template <class State> void operator()(State &, const clang::CFGBlock &, unsigned) const {}
};

/// Runs a forward data flow over \p Body.  \c State is copyable, at the entries made from the body
/// if it can be, else default-constructed, and has `bool merge(const State &)` that says whether it
/// changed.  \p Step takes a state through an element of the graph, \p Edge along the edge from a
/// block to its successor of that number.  \returns the state at the beginning of each reachable
/// block, by its number.
template <class State, class Transfer, class Along = PlainEdge>
std::vector<std::optional<State>> runForward(const CheckedBody &Body, Transfer Step,
                                             Along Edge = {}) {
  const clang::CFG &Flow = *Body.cfg();
  std::vector<std::optional<State>> In(Flow.getNumBlockIDs());
  std::vector<const clang::CFGBlock *> Work = Body.entries();
  for (const clang::CFGBlock *Block : Work)
    if constexpr (std::is_constructible_v<State, const CheckedBody &>)
      In[Block->getBlockID()].emplace(Body);
    else
      In[Block->getBlockID()].emplace();
  std::reverse(Work.begin(), Work.end());
  while (!Work.empty()) {
    const clang::CFGBlock *Block = Work.back();
    Work.pop_back();
    State After = *In[Block->getBlockID()];
    for (const clang::CFGElement &Element : *Block)
      Step(After, Element);
    unsigned Number = 0;
    for (const clang::CFGBlock *Next : Block->succs()) {
      unsigned I = Number++;
      if (!Next)
        continue;
      State Now = After;
      Edge(Now, *Block, I);
      std::optional<State> &Old = In[Next->getBlockID()];
      if (!Old)
        Old = std::move(Now);
      else if (!Old->merge(Now))
        continue;
      Work.push_back(Next);
    }
  }
  return In;
}

/// Runs a forward data flow over \p Body, and then once more through each reachable block, to
/// report: in the order of the text, so that of several paths the first is the one that is told.
/// \p Step takes a state through an element, and is told whether this is the time to report.
template <class State, class Transfer, class Along = PlainEdge>
void reportForward(const CheckedBody &Body, Transfer Step, Along Edge = {}) {
  std::vector<std::optional<State>> In = runForward<State>(
      Body, [&](State &Now, const clang::CFGElement &Element) { Step(Now, Element, false); }, Edge);
  for (const clang::CFGBlock *Block : llvm::reverse(*Body.cfg())) {
    if (!In[Block->getBlockID()])
      continue;
    State Now = *In[Block->getBlockID()];
    for (const clang::CFGElement &Element : *Block)
      Step(Now, Element, true);
  }
}

} // namespace pawl

#endif // PAWL_CHECK_CHECKEDBODY_H
