//===- CompileCommands.h - Flags from compile_commands.json -----*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_DRIVER_COMPILECOMMANDS_H
#define PAWL_DRIVER_COMPILECOMMANDS_H

#include <optional>
#include <string>
#include <vector>

namespace pawl {

/// The compiler of one file, and its flags with absolute paths.
struct CompilerSettings {
  std::string Compiler;
  std::vector<std::string> Flags;
  /// Those about Pawl's checks.
  std::vector<std::string> CheckFlags;
};

/// What \p Folder/compile_commands.json says of \p Source; reports an error when it says nothing.
/// A `pawl` in front of the compiler is left out.
std::optional<CompilerSettings> readCompileCommands(const std::string &Folder,
                                                    const std::string &Source);

} // namespace pawl

#endif // PAWL_DRIVER_COMPILECOMMANDS_H
