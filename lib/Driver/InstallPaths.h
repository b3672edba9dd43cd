//===- InstallPaths.h - Where Pawl's own parts are --------------*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_DRIVER_INSTALLPATHS_H
#define PAWL_DRIVER_INSTALLPATHS_H

#include <string>
#include <vector>

namespace pawl {

/// The parts of the installation that the running program belongs to.  They are found relative to
/// the program, so a prefix can be moved; a build folder has the same layout.
struct InstallPaths {
  /// The program itself, without symbolic links.
  std::string Program;
  /// The compiler proper.
  std::string Lowerer;
  /// The folder of `pawl/pawl.h`, and that of `<coroutine>` for C++17.
  std::string Include, Include17;
  /// What makes clangd know the dialect.
  std::string ClangdHooks;
  /// The commands for gdb.
  std::string GdbScript;
  /// What `pawl graph` puts its data into.
  std::string GraphPage;
  /// The runtime.
  std::string Library;
  /// The libraries beside it, and those of the system that they need.
  std::vector<std::string> Further, NeededByFurther;

  /// The flags to compile with; \p Cxx17 asks for the `<coroutine>` of C++17 too.
  std::vector<std::string> compileFlags(bool Cxx17) const;
  /// The arguments to link with.
  std::vector<std::string> linkFlags() const;
};

/// Finds the installation of the program that was started as \p Argv0.
InstallPaths findInstallation(const char *Argv0);

} // namespace pawl

#endif // PAWL_DRIVER_INSTALLPATHS_H
