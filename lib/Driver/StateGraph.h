//===- StateGraph.h - State machines as data --------------------*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What `pawl graph` draws: the lowerer finds it, the driver prints it.
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_DRIVER_STATEGRAPH_H
#define PAWL_DRIVER_STATEGRAPH_H

#include "llvm/ADT/StringRef.h"
#include <optional>
#include <string>
#include <vector>

namespace pawl {

/// What a frame keeps while its coroutine is suspended.
struct KeptValue {
  /// The user's variable; empty: a value of an expression.
  std::string Name;
  /// Empty: it has no name.
  std::string Type;
  /// Zero: not known before the text is compiled, as in a template.
  uint64_t Bytes = 0;
  /// Where it is declared; zero: nowhere.
  unsigned Line = 0;
};

/// A place where a coroutine begins to run or stops.
struct GraphState {
  enum StateKind { Start, Suspension, End };
  StateKind Kind = Suspension;
  /// The number in the lowered text; zero for the start and the end.
  unsigned Number = 0;
  unsigned Line = 0;
  /// What the user wrote there, and the type of what is awaited if that is known.
  std::string Text, Awaiter;
  std::vector<KeptValue> Keeps;
  /// The lines that run when it goes on from here, until it stops again.
  std::vector<unsigned> Lines;
  /// Indices of the states where it may stop next.
  std::vector<unsigned> Next;
  /// Indices of the machines in the same graph that are called for what is awaited.
  std::vector<unsigned> Calls;

  /// The bytes of all it keeps, and whether that is all of them.
  std::pair<uint64_t, bool> bytes() const;
};

/// One coroutine.
struct StateMachine {
  /// With the names around it; a lambda's is `lambda`.
  std::string Name;
  std::string File;
  unsigned Line = 0, EndLine = 0;
  uint64_t FrameBytes = 0;
  bool IsFrameKnown = true;
  /// The start first, the end last.
  std::vector<GraphState> States;
};

/// The coroutines of a translation unit, in the order of the text.
using StateGraph = std::vector<StateMachine>;

std::string printJson(const StateGraph &Graph);
/// What printJson wrote; nothing if \p Text is no such thing.
std::optional<StateGraph> parseStateGraph(llvm::StringRef Text);

/// The machines that \p Names name, all if there are none: by the name, with or without the names
/// around it, or `NAME:LINE` with a line of it.  Reports a name that there is not.
std::optional<StateGraph> selectMachines(const StateGraph &Graph,
                                         const std::vector<std::string> &Names);

/// The graph in Graphviz's language.
std::string printDot(const StateGraph &Graph);

/// The page's text \p Page with \p Graph, the drawings of its machines (SVG) and the text of the
/// files they are in.  Reports a file that cannot be read.
std::optional<std::string> printPage(const std::string &Page, const StateGraph &Graph,
                                     const std::vector<std::string> &Drawings);

} // namespace pawl

#endif // PAWL_DRIVER_STATEGRAPH_H
