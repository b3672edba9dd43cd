//===- GraphCommand.cpp - pawl graph --------------------------------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Driver/ArgumentCursor.h"
#include "Driver/Commands.h"
#include "Driver/Errors.h"
#include "Driver/Files.h"
#include "Driver/SourceFlags.h"
#include "Driver/StateGraph.h"
#include "Driver/Subprocess.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

using namespace pawl;

namespace {

class GraphRun {
public:
  bool parse(const CommandArguments &Args);
  bool run(const InstallPaths &Paths);

private:
  std::optional<StateGraph> find(const InstallPaths &Paths);
  std::optional<std::string> draw(const StateGraph &Graph);
  std::optional<std::string> print(const InstallPaths &Paths, const StateGraph &Graph);

  std::string Input, Output, Format;
  std::vector<std::string> Names;
  SourceFlags Flags;
  TemporaryFolder Temporaries;
};

} // namespace

bool GraphRun::parse(const CommandArguments &Args) {
  ArgumentCursor Cursor(Args);
  while (!Cursor.atEnd()) {
    std::string File, Name;
    // -f before the flags that begin with it.
    if (Cursor.flag("-f")) {
      if (!Cursor.positional(Name))
        return reportError("'-f' needs the name of an async function");
      Names.push_back(Name);
    } else if (Flags.take(Cursor) || Cursor.value("-o", Output) ||
               Cursor.value("--format", Format)) {
      continue;
    } else if (Cursor.positional(File)) {
      if (!Input.empty())
        return reportError("'pawl graph' takes one file; '" + File + "' is a second one");
      Input = File;
    } else {
      Cursor.reject("graph");
    }
  }
  if (Cursor.failed())
    return false;
  if (Input.empty())
    return reportError("'pawl graph' needs a file; 'pawl help graph' shows how");
  if (Format.empty())
    Format = Output.empty() ? "dot" : llvm::sys::path::extension(Output).drop_front().lower();
  for (const char *Known : {"dot", "svg", "html", "json"})
    if (Format == Known)
      return true;
  return reportError("unknown format '" + Format + "'; there are dot, svg, html and json");
}

std::optional<StateGraph> GraphRun::find(const InstallPaths &Paths) {
  std::optional<CompilerSettings> Settings = Flags.settingsFor(Input);
  if (!Settings)
    return std::nullopt;
  LowerRequest Request;
  Request.Input = Input;
  Request.Compiler = Settings->Compiler;
  Request.CompilerFlags = Settings->Flags;
  // A picture of what is there, right or not.
  Request.CheckFlags = {"-Wno-pawl"};
  Request.RuntimeInclude = Paths.Include;
  Request.CheckOnly = true;
  Request.Graph = Temporaries.path("graph");
  if (startLowerer(Paths, Request) == LowerResult::Failed)
    return std::nullopt;
  std::optional<std::string> Text = readFile(Request.Graph);
  std::optional<StateGraph> Graph = Text ? parseStateGraph(*Text) : std::nullopt;
  if (Graph && Graph->empty()) {
    reportError("'" + Input + "' has no async function");
    return std::nullopt;
  }
  return Graph ? selectMachines(*Graph, Names) : std::nullopt;
}

/// The SVG of \p Graph.
std::optional<std::string> GraphRun::draw(const StateGraph &Graph) {
  if (!findProgram("dot")) {
    reportError("'dot' is not installed, which draws; on Debian it is in the package 'graphviz'");
    return std::nullopt;
  }
  std::string Dot = Temporaries.path("drawing.dot"), Svg;
  if (!writeFile(Dot, printDot(Graph)) || runProgram({"dot", "-Tsvg", Dot}, Svg) != 0)
    return std::nullopt;
  return Svg;
}

std::optional<std::string> GraphRun::print(const InstallPaths &Paths, const StateGraph &Graph) {
  if (Format == "json")
    return printJson(Graph);
  if (Format == "dot")
    return printDot(Graph);
  if (Format == "svg")
    return draw(Graph);
  std::optional<std::string> Page = readFile(Paths.GraphPage);
  if (!Page)
    return std::nullopt;
  std::vector<std::string> Drawings;
  for (size_t I = 0; I != Graph.size(); ++I) {
    StateMachine One = Graph[I];
    for (GraphState &State : One.States)
      State.Calls.clear();
    std::optional<std::string> Drawing = draw({std::move(One)});
    if (!Drawing)
      return std::nullopt;
    Drawings.push_back(std::move(*Drawing));
  }
  return printPage(*Page, Graph, Drawings);
}

bool GraphRun::run(const InstallPaths &Paths) {
  if (!checkReadable(Input) || !Temporaries.create())
    return false;
  std::optional<StateGraph> Graph = find(Paths);
  std::optional<std::string> Text = Graph ? print(Paths, *Graph) : std::nullopt;
  if (!Text) {
    removeStaleOutput(Output);
    return false;
  }
  if (!Output.empty())
    return writeFile(Output, *Text);
  llvm::outs() << *Text;
  llvm::outs().flush();
  return true;
}

int pawl::graphCommand(const InstallPaths &Paths, const CommandArguments &Args) {
  GraphRun Run;
  return Run.parse(Args) && Run.run(Paths) ? 0 : 1;
}
