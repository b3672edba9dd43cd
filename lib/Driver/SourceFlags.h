//===- SourceFlags.h - The compiler that a command assumes ------*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_DRIVER_SOURCEFLAGS_H
#define PAWL_DRIVER_SOURCEFLAGS_H

#include "Driver/ArgumentCursor.h"
#include "Driver/CompileCommands.h"

namespace pawl {

/// The options that `pawl lower` and `pawl check` share: --compiler, -p, those of the checks, and
/// what stands after `--`.
class SourceFlags {
  std::string Compiler, DatabaseFolder;
  std::vector<std::string> Flags, CheckFlags;

public:
  /// Takes one of the options from \p Cursor if it is there.
  bool take(ArgumentCursor &Cursor);
  /// The compiler and the flags of \p Source; after `--` the flags win over those of -p, as the
  /// last.
  std::optional<CompilerSettings> settingsFor(const std::string &Source) const;
};

} // namespace pawl

#endif // PAWL_DRIVER_SOURCEFLAGS_H
