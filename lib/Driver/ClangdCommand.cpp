//===- ClangdCommand.cpp - pawl clangd ------------------------------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Driver/Commands.h"
#include "Driver/Errors.h"
#include "Driver/Subprocess.h"
#include "llvm/Support/FileSystem.h"
#include <cstdlib>

using namespace pawl;

/// The clangd that the library of hooks was made for.
static std::optional<std::string> findClangd() {
  for (const char *Name : {"clangd-22", "/usr/lib/llvm-22/bin/clangd"})
    if (std::optional<std::string> Path = findProgram(Name))
      return Path;
  return std::nullopt;
}

int pawl::clangdCommand(const InstallPaths &Paths, const CommandArguments &Args) {
  std::optional<std::string> Clangd = findClangd();
  if (!Clangd) {
    reportError("clangd 22 is not installed; on Debian it is the package 'clangd-22'");
    return 1;
  }
  if (!llvm::sys::fs::exists(Paths.ClangdHooks)) {
    reportError("this installation of Pawl has no '" + Paths.ClangdHooks + "'");
    return 1;
  }
  setenv("PAWL_CLANGD_INCLUDE", Paths.Include.c_str(), /*overwrite=*/1);
  setenv("LD_PRELOAD", Paths.ClangdHooks.c_str(), /*overwrite=*/1);
  Arguments Command = {*Clangd};
  Command.insert(Command.end(), Args.begin(), Args.end());
  return replaceProcess(Command);
}
