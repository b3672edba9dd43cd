//===- RunCommand.cpp - pawl run ------------------------------------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Driver/ArgumentCursor.h"
#include "Driver/Commands.h"
#include "Driver/CompilerCommand.h"
#include "Driver/DependencyFile.h"
#include "Driver/Errors.h"
#include "Driver/Files.h"
#include "Driver/RunCache.h"
#include "Driver/Subprocess.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/StringSaver.h"
#include <cstdlib>

using namespace pawl;

/// PAWL_CXXFLAGS as a shell would split it, else what suits a program under development.
static std::vector<std::string> runFlags() {
  const char *Given = std::getenv("PAWL_CXXFLAGS");
  if (!Given)
    return {"-std=c++17", "-O1", "-g"};
  llvm::BumpPtrAllocator Allocator;
  llvm::StringSaver Saver(Allocator);
  llvm::SmallVector<const char *, 16> Words;
  llvm::cl::TokenizeGNUCommandLine(Given, Saver, Words);
  return {Words.begin(), Words.end()};
}

/// The files that went into the program, from the rule that the compiler wrote.
static std::optional<std::vector<std::string>> filesRead(const std::string &RuleFile) {
  std::optional<std::string> Text = readFile(RuleFile);
  if (!Text)
    return std::nullopt;
  std::vector<std::string> Files;
  for (const DependencyRule &Rule : parseDependencies(*Text))
    Files.insert(Files.end(), Rule.Prerequisites.begin(), Rule.Prerequisites.end());
  return Files;
}

/// Compiles \p Source into the cache.  \returns the program, or nothing and the exit code.
static std::optional<std::string> compile(const InstallPaths &Paths, const RunCache &Cache,
                                          const std::string &Compiler,
                                          const std::vector<std::string> &Flags,
                                          const std::string &Source, int &ExitCode) {
  TemporaryFolder Temporaries;
  ExitCode = 1;
  if (!Temporaries.create(Cache.folder()))
    return std::nullopt;
  std::string Program = Temporaries.path("program"), Rule = Temporaries.path("rule");
  // Through the wrapper, in a process of its own because it may become the compiler.
  Arguments Args = {Paths.Program, Compiler};
  Args.insert(Args.end(), Flags.begin(), Flags.end());
  for (const char *Arg : {"-MD", "-MF"})
    Args.push_back(Arg);
  Args.insert(Args.end(), {Rule, Source, "-o", Program});
  ExitCode = runProgram(Args);
  if (ExitCode != 0)
    return std::nullopt;
  ExitCode = 1;
  std::optional<std::vector<std::string>> Files = filesRead(Rule);
  return Files ? Cache.store(Program, *Files) : std::nullopt;
}

int pawl::runCommand(const InstallPaths &Paths, const CommandArguments &Args) {
  std::string Source, Compiler = defaultCompiler();
  ArgumentCursor Cursor(Args);
  while (!Cursor.atEnd() && Source.empty())
    if (!Cursor.value("--compiler", Compiler) && !Cursor.positional(Source))
      Cursor.reject("run");
  if (Cursor.failed())
    return 1;
  if (Source.empty()) {
    reportError("'pawl run' needs a file; 'pawl help run' shows how");
    return 1;
  }
  if (!checkReadable(Source))
    return 1;
  if (!isCxxSourceName(Source)) {
    reportError("'" + Source + "' is no C++ source file by its name (.cpp, .cc, .cxx)");
    return 1;
  }
  std::optional<std::string> CompilerPath = findProgram(Compiler);
  if (!CompilerPath) {
    reportError("the compiler '" + Compiler + "' does not exist; PAWL_CXX names another");
    return 1;
  }

  std::vector<std::string> Flags = runFlags();
  llvm::SmallString<128> Folder;
  llvm::sys::fs::current_path(Folder);
  std::vector<std::string> KnownBefore = {Folder.str().str(),          Source,
                                          fileIdentity(*CompilerPath), fileIdentity(Paths.Program),
                                          fileIdentity(Paths.Lowerer), fileIdentity(Paths.Library)};
  KnownBefore.insert(KnownBefore.end(), Flags.begin(), Flags.end());
  RunCache Cache;
  if (!Cache.open(KnownBefore))
    return 1;
  std::optional<std::string> Program = Cache.find();
  int ExitCode = 0;
  if (!Program)
    Program = compile(Paths, Cache, Compiler, Flags, Source, ExitCode);
  if (!Program || interrupted())
    return ExitCode;

  Arguments ProgramArgs = Cursor.rest();
  ProgramArgs.insert(ProgramArgs.begin(), *Program);
  return replaceProcess(ProgramArgs);
}
