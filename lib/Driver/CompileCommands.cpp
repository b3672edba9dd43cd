//===- CompileCommands.cpp - Flags from compile_commands.json -------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Driver/CompileCommands.h"
#include "Driver/CompilerCommand.h"
#include "Driver/Errors.h"
#include "Driver/Files.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/StringSaver.h"

using namespace pawl;
using llvm::StringRef;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

static std::vector<std::string> commandLineOf(const llvm::json::Object &Entry) {
  std::vector<std::string> CommandLine;
  if (const llvm::json::Array *Arguments = Entry.getArray("arguments")) {
    for (const llvm::json::Value &Argument : *Arguments)
      CommandLine.push_back(Argument.getAsString().value_or("").str());
    return CommandLine;
  }
  llvm::BumpPtrAllocator Allocator;
  llvm::StringSaver Saver(Allocator);
  llvm::SmallVector<const char *, 64> Words;
  llvm::cl::TokenizeGNUCommandLine(Entry.getString("command").value_or(""), Saver, Words);
  CommandLine.assign(Words.begin(), Words.end());
  return CommandLine;
}

std::optional<CompilerSettings> pawl::readCompileCommands(const std::string &Folder,
                                                          const std::string &Source) {
  llvm::SmallString<128> Database(Folder);
  path::append(Database, "compile_commands.json");
  std::optional<std::string> Text = readFile(Database.str().str());
  if (!Text)
    return std::nullopt;
  llvm::Expected<llvm::json::Value> Json = llvm::json::parse(*Text);
  if (!Json) {
    reportError("'" + Database.str() + "' is no valid JSON: " + llvm::toString(Json.takeError()));
    return std::nullopt;
  }
  const llvm::json::Array *Entries = Json->getAsArray();
  for (size_t I = 0; Entries && I < Entries->size(); ++I) {
    const llvm::json::Object *Entry = (*Entries)[I].getAsObject();
    if (!Entry)
      continue;
    StringRef Directory = Entry->getString("directory").value_or("");
    llvm::SmallString<128> File(Entry->getString("file").value_or(""));
    path::make_absolute(Directory, File);
    if (!fs::equivalent(File, Source))
      continue;
    std::vector<std::string> CommandLine = commandLineOf(*Entry);
    if (!CommandLine.empty() && path::filename(CommandLine[0]) == "pawl")
      CommandLine.erase(CommandLine.begin());
    if (CommandLine.empty())
      continue;
    CompilerCommand Command = parseCompilerCommand(CommandLine);
    for (std::string &Flag : Command.CheckFlags) {
      StringRef Value = Flag;
      if (!Value.consume_front(BlockingCallsFlag) || path::is_absolute(Value))
        continue;
      llvm::SmallString<128> Absolute(Directory);
      path::append(Absolute, Value);
      Flag = (BlockingCallsFlag + Absolute).str();
    }
    return CompilerSettings{Command.compiler(), makeFlagsAbsolute(Command.ParseFlags, Directory),
                            Command.CheckFlags};
  }
  reportError("'" + Database.str() + "' has no entry for '" + Source + "'");
  return std::nullopt;
}
