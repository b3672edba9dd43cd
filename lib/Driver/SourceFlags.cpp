//===- SourceFlags.cpp - The compiler that a command assumes --------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Driver/SourceFlags.h"
#include "Driver/Commands.h"
#include "Driver/CompilerCommand.h"
#include "llvm/ADT/STLExtras.h"

using namespace pawl;

bool SourceFlags::take(ArgumentCursor &Cursor) {
  if (Cursor.flag("--")) {
    llvm::append_range(Flags, Cursor.rest());
    return true;
  }
  std::string OwnFlag;
  if (Cursor.flagIf(isOwnFlag, OwnFlag)) {
    Flags.push_back(OwnFlag);
    return true;
  }
  std::string CheckFlag;
  if (Cursor.flagIf(isCheckFlag, CheckFlag)) {
    CheckFlags.push_back(CheckFlag);
    return true;
  }
  return Cursor.value("--compiler", Compiler) || Cursor.value("-p", DatabaseFolder);
}

std::optional<CompilerSettings> SourceFlags::settingsFor(const std::string &Source) const {
  CompilerSettings Settings;
  if (!DatabaseFolder.empty()) {
    std::optional<CompilerSettings> Found = readCompileCommands(DatabaseFolder, Source);
    if (!Found)
      return std::nullopt;
    Settings = std::move(*Found);
  }
  if (!Compiler.empty())
    Settings.Compiler = Compiler;
  else if (Settings.Compiler.empty())
    Settings.Compiler = defaultCompiler();
  std::vector<std::string> CommandLine = {Settings.Compiler};
  CommandLine.insert(CommandLine.end(), Flags.begin(), Flags.end());
  CompilerCommand Given = parseCompilerCommand(CommandLine);
  llvm::append_range(Settings.Flags, Given.ParseFlags);
  llvm::append_range(Settings.CheckFlags, Given.CheckFlags);
  llvm::append_range(Settings.CheckFlags, CheckFlags);
  return Settings;
}
