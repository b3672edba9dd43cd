//===- StateGraph.cpp - State machines as data ----------------------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Driver/StateGraph.h"
#include "Driver/Errors.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"

namespace json = llvm::json;

namespace pawl {

std::pair<uint64_t, bool> GraphState::bytes() const {
  uint64_t Sum = 0;
  bool IsKnown = true;
  for (const KeptValue &Kept : Keeps) {
    Sum += Kept.Bytes;
    IsKnown &= Kept.Bytes != 0;
  }
  return {Sum, IsKnown};
}

//===----------------------------------------------------------------------===//
// Printing
//===----------------------------------------------------------------------===//

static const char *kindName(GraphState::StateKind Kind) {
  return Kind == GraphState::Start ? "start" : Kind == GraphState::End ? "end" : "suspension";
}

static json::Value toJSON(const KeptValue &Kept) {
  return json::Object{
      {"name", Kept.Name}, {"type", Kept.Type}, {"bytes", Kept.Bytes}, {"line", Kept.Line}};
}

static json::Value toJSON(const GraphState &State) {
  auto [Bytes, IsKnown] = State.bytes();
  return json::Object{{"kind", kindName(State.Kind)},
                      {"number", State.Number},
                      {"line", State.Line},
                      {"text", State.Text},
                      {"awaiter", State.Awaiter},
                      {"keeps", json::Array(State.Keeps)},
                      {"bytes", Bytes},
                      {"allBytes", IsKnown},
                      {"lines", json::Array(State.Lines)},
                      {"next", json::Array(State.Next)},
                      {"calls", json::Array(State.Calls)}};
}

static json::Value toJSON(const StateMachine &Machine) {
  return json::Object{{"name", Machine.Name},
                      {"file", Machine.File},
                      {"line", Machine.Line},
                      {"endLine", Machine.EndLine},
                      {"frameBytes", Machine.FrameBytes},
                      {"allFrameBytes", Machine.IsFrameKnown},
                      {"states", json::Array(Machine.States)}};
}

std::string printJson(const StateGraph &Graph) {
  return llvm::formatv("{0:2}\n", json::Value(json::Array(Graph))).str();
}

//===----------------------------------------------------------------------===//
// Reading
//===----------------------------------------------------------------------===//

static bool fromJSON(const json::Value &From, KeptValue &Kept, json::Path Path) {
  json::ObjectMapper Map(From, Path);
  return Map && Map.map("name", Kept.Name) && Map.map("type", Kept.Type) &&
         Map.map("bytes", Kept.Bytes) && Map.map("line", Kept.Line);
}

static bool fromJSON(const json::Value &From, GraphState &State, json::Path Path) {
  json::ObjectMapper Map(From, Path);
  std::string Kind;
  if (!Map || !Map.map("kind", Kind) || !Map.map("number", State.Number) ||
      !Map.map("line", State.Line) || !Map.map("text", State.Text) ||
      !Map.map("awaiter", State.Awaiter) || !Map.map("keeps", State.Keeps) ||
      !Map.map("lines", State.Lines) || !Map.map("next", State.Next) ||
      !Map.map("calls", State.Calls))
    return false;
  State.Kind = Kind == "start" ? GraphState::Start
               : Kind == "end" ? GraphState::End
                               : GraphState::Suspension;
  return true;
}

static bool fromJSON(const json::Value &From, StateMachine &Machine, json::Path Path) {
  json::ObjectMapper Map(From, Path);
  return Map && Map.map("name", Machine.Name) && Map.map("file", Machine.File) &&
         Map.map("line", Machine.Line) && Map.map("endLine", Machine.EndLine) &&
         Map.map("frameBytes", Machine.FrameBytes) &&
         Map.map("allFrameBytes", Machine.IsFrameKnown) && Map.map("states", Machine.States);
}

std::optional<StateGraph> parseStateGraph(llvm::StringRef Text) {
  llvm::Expected<StateGraph> Graph = json::parse<StateGraph>(Text);
  if (Graph)
    return std::move(*Graph);
  llvm::consumeError(Graph.takeError());
  return std::nullopt;
}

//===----------------------------------------------------------------------===//
// Selection
//===----------------------------------------------------------------------===//

static bool isNamed(const StateMachine &Machine, llvm::StringRef Wanted) {
  llvm::StringRef Name = Machine.Name;
  if (Name.consume_back(Wanted) && (Name.empty() || Name.ends_with("::")))
    return true;
  auto [Before, LineText] = Wanted.rsplit(':');
  unsigned Line = 0;
  return !LineText.getAsInteger(10, Line) && Machine.Line <= Line && Line <= Machine.EndLine &&
         isNamed(Machine, Before);
}

std::optional<StateGraph> selectMachines(const StateGraph &Graph,
                                         const std::vector<std::string> &Names) {
  std::vector<bool> Wanted(Graph.size(), Names.empty());
  for (const std::string &Name : Names) {
    bool Found = false;
    for (size_t I = 0; I != Graph.size(); ++I)
      if (isNamed(Graph[I], Name))
        Wanted[I] = Found = true;
    if (Found)
      continue;
    std::string Known =
        llvm::join(llvm::map_range(Graph, [](const StateMachine &M) { return M.Name; }), ", ");
    reportError("there is no async function '" + Name + "'" +
                (Known.empty() ? "" : "; there are: " + Known));
    return std::nullopt;
  }
  StateGraph Selected;
  llvm::DenseMap<unsigned, unsigned> NewIndex;
  for (size_t I = 0; I != Graph.size(); ++I)
    if (Wanted[I]) {
      NewIndex[I] = Selected.size();
      Selected.push_back(Graph[I]);
    }
  for (StateMachine &Machine : Selected)
    for (GraphState &State : Machine.States) {
      std::vector<unsigned> Calls;
      for (unsigned Callee : State.Calls)
        if (auto It = NewIndex.find(Callee); It != NewIndex.end())
          Calls.push_back(It->second);
      State.Calls = std::move(Calls);
    }
  return Selected;
}

} // namespace pawl
