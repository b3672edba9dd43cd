//===- InstallPaths.cpp - Where Pawl's own parts are ----------------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Driver/InstallPaths.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace pawl;
namespace path = llvm::sys::path;

static std::string under(llvm::StringRef Prefix, llvm::StringRef Relative) {
  llvm::SmallString<128> Path(Prefix);
  path::append(Path, Relative);
  return Path.str().str();
}

InstallPaths pawl::findInstallation(const char *Argv0) {
  static int Anchor;
  InstallPaths Paths;
  Paths.Program = llvm::sys::fs::getMainExecutable(Argv0, &Anchor);
  llvm::StringRef Prefix = path::parent_path(path::parent_path(Paths.Program));
  Paths.Lowerer = under(Prefix, "libexec/pawl/pawl-lower");
  Paths.Include = under(Prefix, "include");
  Paths.Include17 = under(Prefix, "include/pawl/c++17");
  Paths.Library = under(Prefix, "lib/libpawl.a");
  return Paths;
}

std::vector<std::string> InstallPaths::compileFlags(bool Cxx17) const {
  std::vector<std::string> Flags;
  // A folder that the compiler searches by itself must not be named again: that would change its
  // order, and with it what `#include_next` in the standard library finds.
  if (Include != "/usr/include" && Include != "/usr/local/include")
    Flags.insert(Flags.end(), {"-isystem", Include});
  if (Cxx17)
    Flags.insert(Flags.end(), {"-isystem", Include17});
  return Flags;
}

std::vector<std::string> InstallPaths::linkFlags() const { return {Library, "-pthread"}; }
