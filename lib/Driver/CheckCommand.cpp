//===- CheckCommand.cpp - pawl check --------------------------------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Driver/ArgumentCursor.h"
#include "Driver/Commands.h"
#include "Driver/Errors.h"
#include "Driver/Files.h"
#include "Driver/Findings.h"
#include "Driver/SourceFlags.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/raw_ostream.h"

using namespace pawl;

namespace {

enum class Format { Text, Json, Sarif };

class CheckRun {
public:
  bool parse(const CommandArguments &Args);
  /// The exit code.
  int run(const InstallPaths &Paths);

private:
  bool checkFile(const InstallPaths &Paths, const std::string &File);
  void printFindings() const;
  bool fix();

  SourceFlags Flags;
  std::vector<std::string> Files;
  Format Output = Format::Text;
  bool Fix = false;
  TemporaryFolder Temporaries;
  std::vector<FindingRecord> Findings;
};

} // namespace

bool CheckRun::parse(const CommandArguments &Args) {
  ArgumentCursor Cursor(Args);
  std::string Name;
  while (!Cursor.atEnd()) {
    std::string File;
    if (Flags.take(Cursor) || Cursor.value("--format", Name))
      continue;
    if (Cursor.flag("--fix"))
      Fix = true;
    else if (Cursor.positional(File))
      Files.push_back(File);
    else
      Cursor.reject("check");
  }
  if (Cursor.failed())
    return false;
  if (Name == "json")
    Output = Format::Json;
  else if (Name == "sarif")
    Output = Format::Sarif;
  else if (!Name.empty() && Name != "text")
    return reportError("unknown format '" + Name + "'; there are text, json and sarif");
  if (Files.empty())
    return reportError("'pawl check' needs a file; 'pawl help check' shows how");
  return true;
}

/// \returns whether there was no error.
bool CheckRun::checkFile(const InstallPaths &Paths, const std::string &File) {
  if (!checkReadable(File))
    return false;
  std::optional<CompilerSettings> Settings = Flags.settingsFor(File);
  if (!Settings)
    return false;
  LowerRequest Request;
  Request.Input = File;
  Request.Compiler = Settings->Compiler;
  Request.CompilerFlags = Settings->Flags;
  Request.CheckFlags = Settings->CheckFlags;
  Request.RuntimeInclude = Paths.Include;
  Request.CheckOnly = true;
  bool Collects = Fix || Output != Format::Text;
  Request.Quiet = Output != Format::Text;
  if (Collects)
    Request.Findings = Temporaries.path("findings");
  bool Good = startLowerer(Paths, Request) != LowerResult::Failed;
  if (!Collects)
    return Good;
  std::optional<std::string> Text = readFile(Request.Findings);
  std::optional<std::vector<FindingRecord>> More = Text ? parseFindings(*Text) : std::nullopt;
  removeStaleOutput(Request.Findings);
  if (!More)
    return false;
  llvm::append_range(Findings, *More);
  return Good;
}

void CheckRun::printFindings() const {
  llvm::outs() << (Output == Format::Json ? printJson(Findings) : printSarif(Findings));
  llvm::outs().flush();
}

/// \returns whether no error is left.
bool CheckRun::fix() {
  std::optional<std::vector<bool>> Mended = applyEdits(Findings);
  if (!Mended)
    return false;
  bool Good = true;
  unsigned Count = 0;
  for (size_t I = 0; I != Findings.size(); ++I) {
    Count += (*Mended)[I];
    Good &= (*Mended)[I] || Findings[I].Severity != "error";
  }
  llvm::errs() << "pawl: " << Count << (Count == 1 ? " finding" : " findings") << " mended\n";
  return Good;
}

int CheckRun::run(const InstallPaths &Paths) {
  if (!Temporaries.create())
    return 1;
  bool Good = true;
  for (const std::string &File : Files)
    Good &= checkFile(Paths, File);
  if (Output != Format::Text)
    printFindings();
  if (Fix)
    Good = fix() && (Good || !Findings.empty());
  return Good ? 0 : 1;
}

int pawl::checkCommand(const InstallPaths &Paths, const CommandArguments &Args) {
  CheckRun Run;
  return Run.parse(Args) ? Run.run(Paths) : 1;
}
