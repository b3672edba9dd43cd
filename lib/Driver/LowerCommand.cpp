//===- LowerCommand.cpp - pawl lower --------------------------------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Driver/ArgumentCursor.h"
#include "Driver/Commands.h"
#include "Driver/DependencyFile.h"
#include "Driver/Errors.h"
#include "Driver/Files.h"
#include "Driver/SourceFlags.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace pawl;

namespace {

struct LowerArguments {
  std::string Input, Output;
  bool DumpPlan = false, DumpFrames = false, NoLine = false, Stable = false;
  bool WriteDependencies = false;
  std::string DependencyFile, DependencyTarget;
  SourceFlags Flags;

  bool parse(const CommandArguments &Args);
};

} // namespace

bool LowerArguments::parse(const CommandArguments &Args) {
  ArgumentCursor Cursor(Args);
  while (!Cursor.atEnd()) {
    std::string File;
    if (Flags.take(Cursor) || Cursor.value("-o", Output) || Cursor.value("-MF", DependencyFile) ||
        Cursor.value("-MT", DependencyTarget))
      continue;
    if (Cursor.flag("-MD"))
      WriteDependencies = true;
    else if (Cursor.flag("--dump-plan"))
      DumpPlan = true;
    else if (Cursor.flag("--frames"))
      DumpFrames = true;
    else if (Cursor.flag("--stable"))
      Stable = true;
    else if (Cursor.flag("--no-line"))
      NoLine = true;
    else if (Cursor.positional(File)) {
      if (!Input.empty())
        return reportError("'pawl lower' takes one file; '" + File + "' is a second one");
      Input = File;
    } else
      Cursor.reject("lower");
  }
  if (Cursor.failed())
    return false;
  if (Input.empty())
    return reportError("'pawl lower' needs a file; 'pawl help lower' shows how");
  if (!Output.empty() && llvm::sys::fs::equivalent(Input, Output))
    return reportError("'" + Output + "' is the input; it will not be overwritten");
  if (WriteDependencies && DependencyFile.empty()) {
    if (Output.empty())
      return reportError("'-MD' needs '-MF FILE' where there is no '-o'");
    llvm::SmallString<128> Path(Output);
    llvm::sys::path::replace_extension(Path, ".d");
    DependencyFile = Path.str().str();
  }
  if (DependencyTarget.empty())
    DependencyTarget = Output.empty() ? Input : Output;
  return true;
}

/// Writes the rule that names everything the parse read, listed in \p List.
static bool writeDependencies(const LowerArguments &Lower, const std::string &List) {
  std::optional<std::string> Files = readFile(List);
  if (!Files)
    return false;
  DependencyRule Rule;
  Rule.Targets = {Lower.DependencyTarget};
  for (llvm::StringRef File : llvm::split(*Files, '\n'))
    if (!File.empty())
      Rule.Prerequisites.push_back(File.str());
  return writeFile(Lower.DependencyFile, printDependencies({Rule}));
}

static bool runLower(const InstallPaths &Paths, const LowerArguments &Lower) {
  if (!checkReadable(Lower.Input))
    return false;
  std::optional<CompilerSettings> Settings = Lower.Flags.settingsFor(Lower.Input);
  if (!Settings)
    return false;

  LowerRequest Request;
  Request.Input = Lower.Input;
  Request.Compiler = Settings->Compiler;
  Request.CompilerFlags = Settings->Flags;
  Request.CheckFlags = Settings->CheckFlags;
  Request.RuntimeInclude = Paths.Include;
  Request.DumpPlan = Lower.DumpPlan;
  Request.DumpFrames = Lower.DumpFrames;
  Request.Stable = Lower.Stable;
  Request.LineDirectives = !Lower.NoLine && !Lower.Stable;
  for (llvm::StringRef Flag : Settings->Flags)
    if (Flag.consume_front("-ffile-prefix-map="))
      Request.LineMaps.push_back(Flag.str());

  TemporaryFolder Temporaries;
  OutputFile Output;
  if (!Lower.Output.empty()) {
    if (!Output.open(Lower.Output))
      return false;
    Request.Output = Output.writtenPath();
  }
  if (Lower.WriteDependencies) {
    if (!Temporaries.create())
      return false;
    Request.Dependencies = Temporaries.path("files");
  }
  if (startLowerer(Paths, Request) == LowerResult::Failed)
    return false;
  if (Lower.WriteDependencies && !writeDependencies(Lower, Request.Dependencies))
    return false;
  return Lower.Output.empty() || Output.commit();
}

int pawl::lowerCommand(const InstallPaths &Paths, const CommandArguments &Args) {
  LowerArguments Lower;
  if (!Lower.parse(Args))
    return 1;
  if (runLower(Paths, Lower))
    return 0;
  removeStaleOutput(Lower.Output);
  return 1;
}
