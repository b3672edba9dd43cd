//===- Driver.cpp - The program pawl --------------------------------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Driver/Driver.h"
#include "Driver/CommandTable.h"
#include "Driver/Commands.h"
#include "Driver/CompilerCommand.h"
#include "Driver/Errors.h"
#include "Driver/Subprocess.h"
#include "Driver/WordScan.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include <cstdlib>

using namespace pawl;

/// The parse cannot read what another compiler made of a module.  Native coroutines in modules are
/// no business of ours.
static bool refuseModule(const std::string &Source) {
  auto Buffer = llvm::MemoryBuffer::getFile(Source);
  if (!Buffer)
    return true;
  WordScan Scan = scanWords((*Buffer)->getBuffer());
  return !Scan.HasModuleLine || !Scan.HasAsync ||
         reportError("'" + Source +
                     "' has async functions and uses C++20 modules, which cannot be lowered; move "
                     "the async functions to a file that includes headers");
}

LowerResult pawl::startLowerer(const InstallPaths &Paths, const LowerRequest &Request) {
  if (Request.Input != "-" && !refuseModule(Request.Input))
    return LowerResult::Failed;
  std::vector<std::string> Args = Request.arguments();
  Args.insert(Args.begin(), Paths.Lowerer);
  int ExitCode = runProgram(Args);
  if (ExitCode == static_cast<int>(LowerResult::Lowered) ||
      ExitCode == static_cast<int>(LowerResult::Plain))
    return static_cast<LowerResult>(ExitCode);
  if (ExitCode > 128 && !interrupted())
    reportError("the compiler crashed on '" + Request.Input + "' (signal " +
                llvm::Twine(ExitCode - 128) + ")");
  return LowerResult::Failed;
}

std::string pawl::defaultCompiler() {
  const char *Compiler = std::getenv("PAWL_CXX");
  return Compiler && *Compiler ? Compiler : "g++";
}

static int printFlags(const std::vector<std::string> &Flags) {
  llvm::outs() << llvm::join(Flags, " ") << '\n';
  return 0;
}

static int unknownCommand(const std::string &Name) {
  if (isCxxSourceName(Name))
    reportError("'" + Name + "' is a source file, not a command; did you mean 'pawl run " + Name +
                "'?");
  else if (llvm::StringRef(Name).starts_with("-"))
    reportError("unknown option '" + Name + "'; 'pawl --help' lists all");
  else
    reportError("'" + Name + "' is neither a command of pawl nor a program; 'pawl --help' lists " +
                "the commands");
  return 1;
}

static int dispatch(const InstallPaths &Paths, const CommandArguments &Args) {
  using Command = int (*)(const InstallPaths &, const CommandArguments &);
  static const std::pair<const char *, Command> Commands[] = {{"lower", lowerCommand},
                                                              {"check", checkCommand},
                                                              {"run", runCommand},
                                                              {"gdb", gdbCommand},
                                                              {"graph", graphCommand},
                                                              {"clangd", clangdCommand},
                                                              {"completion", completionCommand}};

  if (Args.empty()) {
    printHelp("");
    return 1;
  }
  const std::string &Name = Args[0];
  CommandArguments Rest(Args.begin() + 1, Args.end());
  if (Name == "--help" || Name == "-h" || Name == "help") {
    std::string Topic = Rest.empty() ? "" : Rest[0];
    return printHelp(Topic) ? 0 : unknownCommand(Topic);
  }
  if (Name == "--man") {
    // For packages; people read it by `man pawl`.
    llvm::outs() << printManPage();
    return 0;
  }
  if (Name == "--version") {
    llvm::outs() << "pawl " PAWL_VERSION "\n";
    return 0;
  }
  if (Name == "--cflags") {
    // What follows are flags of the compiler: they say which standard it is.
    Rest.insert(Rest.begin(), defaultCompiler());
    return printFlags(Paths.compileFlags(parseCompilerCommand(Rest).isBeforeCxx20()));
  }
  if (Name == "--libs")
    return printFlags(Paths.linkFlags());
  for (auto [CommandName, Run] : Commands) {
    if (Name != CommandName)
      continue;
    if (!Rest.empty() && Rest[0] == "--help")
      return printHelp(Name) ? 0 : 1;
    return Run(Paths, Rest);
  }
  if (!Name.empty() && Name[0] != '-' && findProgram(Name))
    return wrapperCommand(Paths, Args);
  return unknownCommand(Name);
}

int pawl::runDriver(int ArgumentCount, char **ArgumentValues) {
  CommandArguments Args(ArgumentValues + 1, ArgumentValues + ArgumentCount);
  int ExitCode = dispatch(findInstallation(ArgumentValues[0]), Args);
  endBySignal();
  return ExitCode;
}
