//===- GdbCommand.cpp - pawl gdb ------------------------------------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Driver/Commands.h"
#include "Driver/Errors.h"
#include "Driver/Subprocess.h"

using namespace pawl;

int pawl::gdbCommand(const InstallPaths &Paths, const CommandArguments &Args) {
  if (!findProgram("gdb")) {
    reportError("gdb is not installed; on Debian it is the package 'gdb'");
    return 1;
  }
  Arguments Command = {"gdb", "-x", Paths.GdbScript};
  Command.insert(Command.end(), Args.begin(), Args.end());
  return replaceProcess(Command);
}
