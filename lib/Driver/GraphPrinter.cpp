//===- GraphPrinter.cpp - State machines for people -----------------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Driver/Errors.h"
#include "Driver/Files.h"
#include "Driver/StateGraph.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"
#include <map>

namespace json = llvm::json;

namespace pawl {

//===----------------------------------------------------------------------===//
// DOT
//===----------------------------------------------------------------------===//

namespace {

/// What stands in a box is not longer than this.
constexpr size_t MaxCharacters = 48, MaxKept = 8;

class DotPrinter {
public:
  DotPrinter(const StateGraph &Graph, llvm::raw_ostream &OS) : Graph(Graph), OS(OS) {}

  void print();

private:
  void machine(unsigned Index);
  void state(unsigned Machine, unsigned Index);
  std::string id(unsigned Machine, unsigned State) const {
    return "m" + std::to_string(Machine) + "s" + std::to_string(State);
  }

  const StateGraph &Graph;
  llvm::raw_ostream &OS;
};

} // namespace

static std::string byteCount(uint64_t Bytes, bool IsAll) {
  return (IsAll ? "" : "at least ") + std::to_string(Bytes) + (Bytes == 1 ? " byte" : " bytes");
}

/// \p Text as it stands between quotes, shortened at the end of a character.
static std::string quoted(llvm::StringRef Text) {
  std::string Result;
  size_t Characters = 0;
  for (char C : Text) {
    bool Begins = (C & 0xC0) != 0x80;
    if (Begins && ++Characters > MaxCharacters)
      return Result + "…";
    if (C == '"' || C == '\\')
      Result += '\\';
    Result += C;
  }
  return Result;
}

static std::string describe(const KeptValue &Kept) {
  std::string Text = Kept.Name.empty() ? "a value" : Kept.Name;
  if (!Kept.Type.empty())
    Text += ": " + Kept.Type;
  return quoted(Text) + (Kept.Bytes ? ", " + std::to_string(Kept.Bytes) : "");
}

static std::string describe(const GraphState &State) {
  std::string Line = "line " + std::to_string(State.Line);
  if (State.Kind == GraphState::Start)
    return "start\\l" + Line + "\\l";
  if (State.Kind == GraphState::End)
    return "end";
  auto [Bytes, IsAll] = State.bytes();
  std::string Text = std::to_string(State.Number) + ": " + quoted(State.Text) + "\\l" + Line +
                     ", keeps " + byteCount(Bytes, IsAll) + "\\l";
  for (size_t I = 0; I != State.Keeps.size(); ++I) {
    if (I == MaxKept) {
      Text += "  and " + std::to_string(State.Keeps.size() - I) + " more\\l";
      break;
    }
    Text += "  " + describe(State.Keeps[I]) + "\\l";
  }
  return Text;
}

void DotPrinter::state(unsigned Machine, unsigned Index) {
  const GraphState &State = Graph[Machine].States[Index];
  std::string Id = id(Machine, Index);
  OS << "    " << Id << " [id=\"" << Id << "\", label=\"" << describe(State) << '"';
  if (State.Kind != GraphState::Suspension)
    OS << ", style=\"rounded,filled\"";
  OS << "];\n";
}

void DotPrinter::machine(unsigned Index) {
  const StateMachine &Machine = Graph[Index];
  OS << "  subgraph cluster_" << Index << " {\n    label=\"" << quoted(Machine.Name) << "\\l"
     << quoted(llvm::sys::path::filename(Machine.File)) << ':' << Machine.Line << ", a frame of "
     << byteCount(Machine.FrameBytes, Machine.IsFrameKnown) << "\\l\";\n";
  for (unsigned I = 0; I != Machine.States.size(); ++I)
    state(Index, I);
  for (unsigned I = 0; I != Machine.States.size(); ++I)
    for (unsigned Next : Machine.States[I].Next)
      OS << "    " << id(Index, I) << " -> " << id(Index, Next) << ";\n";
  OS << "  }\n";
}

void DotPrinter::print() {
  OS << "digraph pawl {\n"
        "  graph [fontname=\"Helvetica\", fontsize=12, labeljust=l, style=rounded, color=gray];\n"
        "  node [fontname=\"Helvetica\", fontsize=11, shape=box, style=rounded, "
        "fillcolor=\"#eeeeee\"];\n";
  for (unsigned I = 0; I != Graph.size(); ++I)
    machine(I);
  for (unsigned I = 0; I != Graph.size(); ++I)
    for (unsigned S = 0; S != Graph[I].States.size(); ++S)
      for (unsigned Callee : Graph[I].States[S].Calls)
        OS << "  " << id(I, S) << " -> " << id(Callee, 0)
           << " [style=dashed, color=gray, constraint=false];\n";
  OS << "}\n";
}

std::string printDot(const StateGraph &Graph) {
  std::string Text;
  llvm::raw_string_ostream OS(Text);
  DotPrinter(Graph, OS).print();
  return Text;
}

//===----------------------------------------------------------------------===//
// The page
//===----------------------------------------------------------------------===//

/// As text of a script in a page, where the first `</` would end it.
static std::string inScript(std::string Text) {
  for (size_t At = 0; (At = Text.find('<', At)) != std::string::npos;)
    Text.replace(At, 1, "\\u003c");
  return Text;
}

/// From `<svg` on: what stands before belongs to a file of its own.
static llvm::StringRef svgElement(llvm::StringRef Drawing) {
  return Drawing.substr(std::min(Drawing.find("<svg"), Drawing.size()));
}

std::optional<std::string> printPage(const std::string &Page, const StateGraph &Graph,
                                     const std::vector<std::string> &Drawings) {
  json::Object Sources;
  for (const StateMachine &Machine : Graph) {
    if (Sources.get(Machine.File))
      continue;
    std::optional<std::string> Text = readFile(Machine.File);
    if (!Text)
      return std::nullopt;
    Sources[Machine.File] = json::fixUTF8(*Text);
  }
  json::Array Svgs;
  for (const std::string &Drawing : Drawings)
    Svgs.push_back(json::fixUTF8(svgElement(Drawing)));
  std::string Data = "{\"machines\": " + printJson(Graph) + ", \"sources\": ";
  llvm::raw_string_ostream OS(Data);
  OS << json::Value(std::move(Sources)) << ", \"drawings\": " << json::Value(std::move(Svgs))
     << '}';
  auto [Before, After] = llvm::StringRef(Page).split("{}/*data*/");
  return (Before + inScript(Data) + After).str();
}

} // namespace pawl
