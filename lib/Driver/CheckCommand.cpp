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
#include "Driver/SourceFlags.h"

using namespace pawl;

static bool checkFile(const InstallPaths &Paths, const SourceFlags &Flags,
                      const std::string &File) {
  if (!checkReadable(File))
    return false;
  std::optional<CompilerSettings> Settings = Flags.settingsFor(File);
  if (!Settings)
    return false;
  LowerRequest Request;
  Request.Input = File;
  Request.Compiler = Settings->Compiler;
  Request.CompilerFlags = Settings->Flags;
  Request.RuntimeInclude = Paths.Include;
  Request.CheckOnly = true;
  return startLowerer(Paths, Request) != LowerResult::Failed;
}

int pawl::checkCommand(const InstallPaths &Paths, const CommandArguments &Args) {
  SourceFlags Flags;
  std::vector<std::string> Files;
  ArgumentCursor Cursor(Args);
  while (!Cursor.atEnd()) {
    std::string File;
    if (Flags.take(Cursor))
      continue;
    if (Cursor.positional(File))
      Files.push_back(File);
    else
      Cursor.reject("check");
  }
  if (Cursor.failed())
    return 1;
  if (Files.empty()) {
    reportError("'pawl check' needs a file; 'pawl help check' shows how");
    return 1;
  }
  bool Good = true;
  for (const std::string &File : Files)
    Good &= checkFile(Paths, Flags, File);
  return Good ? 0 : 1;
}
