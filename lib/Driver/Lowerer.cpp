//===- Lowerer.cpp - The compiler proper ----------------------------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Driver/Lowerer.h"
#include "Check/CheckOptions.h"
#include "Check/CheckUnit.h"
#include "Dialect/Parse.h"
#include "Driver/CompilerCommand.h"
#include "Driver/Errors.h"
#include "Driver/FindingCollector.h"
#include "Driver/FrameSizeCheck.h"
#include "Driver/GraphCollector.h"
#include "Emit/LowerUnit.h"
#include "clang/Frontend/CompilerInstance.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

using namespace pawl;

/// Writes \p Text over the file \p Path, which the driver renames when all is well; empty: standard
/// output.
static bool writeText(const std::string &Path, llvm::StringRef Text) {
  if (Path.empty()) {
    llvm::outs() << Text;
    llvm::outs().flush();
    if (!llvm::outs().has_error())
      return true;
    std::string Message = llvm::outs().error().message();
    llvm::outs().clear_error();
    return reportError("cannot write to standard output: " + Message);
  }
  std::error_code Error;
  llvm::raw_fd_ostream Stream(Path, Error);
  if (!Error) {
    Stream << Text;
    Stream.close();
    Error = Stream.error();
    Stream.clear_error();
  }
  return !Error || reportError("cannot write '" + Path + "': " + Error.message());
}

/// Takes those of \p Flags that are for Pawl.
static void takeOwnFlags(std::vector<std::string> &Flags, LowerOptions &Lower) {
  llvm::erase_if(Flags, [&](const std::string &Flag) {
    if (!isOwnFlag(Flag))
      return false;
    llvm::StringRef Name = Flag;
    Name.consume_front("-fpawl-");
    bool On = !Name.consume_front("no-");
    (Name == "embed" ? Lower.Embed : Lower.ShareSlots) = On;
    return true;
  });
}

/// What stands before a text that is kept.  Only the name of \p Input: the text is the same in any
/// folder.
static std::string stableHeader(const std::string &Input) {
  llvm::SmallVector<llvm::StringRef, 3> Version;
  llvm::StringRef(PAWL_VERSION).split(Version, '.');
  std::string Series = (Version[0] + "." + Version[1]).str();
  return ("// Made from " + llvm::sys::path::filename(Input) +
          " by `pawl lower --stable`.  Change that file and lower it again.\n"
          "#include <pawl/version.h>\n"
          "#if PAWL_VERSION_MAJOR != " +
          Version[0] + " || PAWL_VERSION_MINOR != " + Version[1] +
          "\n#error \"this was lowered for pawl " + Series +
          ", and the installed one is of another series: lower it again\"\n#endif\n")
      .str();
}

LowerResult pawl::lowerFile(const LowerRequest &Request) {
  ParseOptions Parse;
  Parse.InputFile = Request.Input;
  Parse.Compiler = Request.Compiler;
  Parse.CompilerFlags = Request.CompilerFlags;
  Parse.RuntimeInclude = Request.RuntimeInclude;

  std::string Plans;
  llvm::raw_string_ostream PlanStream(Plans);
  LowerOptions Lower;
  Lower.Lines.Wanted = Request.LineDirectives;
  for (llvm::StringRef Map : Request.LineMaps) {
    auto [From, To] = Map.split('=');
    Lower.Lines.Maps.push_back({From.str(), To.str()});
  }
  takeOwnFlags(Parse.CompilerFlags, Lower);
  if (Request.DumpPlan)
    Lower.PlanDump = &PlanStream;
  if (Request.DumpFrames)
    Lower.FrameDump = &PlanStream;

  CheckOptions Checks(Request.CheckOnly);
  std::vector<std::string> Problems = Checks.parse(Request.CheckFlags);
  for (const std::string &Problem : Problems)
    reportError(Problem);
  if (!Problems.empty())
    return LowerResult::Failed;

  FindingCollector Collector;
  if (!Request.Findings.empty())
    (Request.Quiet ? Parse.Diagnostics : Parse.Listener) = &Collector;
  // What is not read by people is not cut short for them.
  Parse.AllErrors = Request.Quiet;

  LoweredUnit Lowered;
  StateGraph Graph;
  std::vector<std::string> Files;
  bool Good = parseDialect(
      Parse,
      [&](ParsedUnit &Unit) {
        checkUnit(Unit, Checks);
        // What the checks have found does not keep the rest from being looked at.
        if (Unit.HasErrors ||
            (!Request.CheckOnly && Unit.Compiler.getDiagnostics().hasErrorOccurred()))
          return;
        FrameSizeCheck Frames(Unit, Checks);
        GraphCollector Machines(Unit.Compiler.getASTContext());
        Lower.OnFrame = [&](const clang::FunctionDecl *Function, const Plan &P,
                            const FrameLayout &Layout) {
          Frames.add(Function, Layout);
          if (!Request.Graph.empty())
            Machines.add(Function, P, Layout);
        };
        Lowered = lowerUnit(Unit, Lower);
        Frames.finish();
        Graph = Machines.finish();
      },
      &Files);
  if (!Request.Findings.empty() && !writeText(Request.Findings, printJson(Collector.Records)))
    return LowerResult::Failed;
  if (!Good)
    return LowerResult::Failed;

  if (!Request.Dependencies.empty()) {
    std::string List;
    for (const std::string &File : Files)
      List += File + '\n';
    if (!writeText(Request.Dependencies, List))
      return LowerResult::Failed;
  }
  if (!Request.Graph.empty() && !writeText(Request.Graph, printJson(Graph)))
    return LowerResult::Failed;
  if (Request.Stable && Lowered.Changed)
    Lowered.Text.insert(0, stableHeader(Request.Input));
  if (!Request.CheckOnly &&
      !writeText(Request.Output, Request.DumpPlan || Request.DumpFrames ? Plans : Lowered.Text))
    return LowerResult::Failed;
  return !Lowered.Changed ? LowerResult::Plain : LowerResult::Lowered;
}
