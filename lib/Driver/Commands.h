//===- Commands.h - The commands of pawl ------------------------*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_DRIVER_COMMANDS_H
#define PAWL_DRIVER_COMMANDS_H

#include "Driver/InstallPaths.h"
#include "Driver/LowerRequest.h"
#include <string>
#include <vector>

namespace pawl {

/// Each command takes the arguments after its name and returns the exit code.
using CommandArguments = std::vector<std::string>;

int lowerCommand(const InstallPaths &Paths, const CommandArguments &Args);
int checkCommand(const InstallPaths &Paths, const CommandArguments &Args);
int runCommand(const InstallPaths &Paths, const CommandArguments &Args);
int completionCommand(const InstallPaths &Paths, const CommandArguments &Args);
int clangdCommand(const InstallPaths &Paths, const CommandArguments &Args);
int gdbCommand(const InstallPaths &Paths, const CommandArguments &Args);
int graphCommand(const InstallPaths &Paths, const CommandArguments &Args);

/// The compiler wrapper: \p CommandLine begins with the compiler.
int wrapperCommand(const InstallPaths &Paths, const CommandArguments &CommandLine);

/// Prints the page of \p Topic ("" is the overview); false when there is none.
bool printHelp(const std::string &Topic);

/// Starts the lowerer with \p Request and waits.
LowerResult startLowerer(const InstallPaths &Paths, const LowerRequest &Request);

/// PAWL_CXX, else g++.
std::string defaultCompiler();

} // namespace pawl

#endif // PAWL_DRIVER_COMMANDS_H
