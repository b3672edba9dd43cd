//===- InstallPaths.cpp - Where Pawl's own parts are ----------------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Driver/InstallPaths.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

using namespace pawl;
namespace path = llvm::sys::path;

static std::string under(llvm::StringRef Prefix, llvm::StringRef Relative) {
  llvm::SmallString<128> Path(Prefix);
  path::append(Path, Relative);
  return Path.str().str();
}

/// A library beside the runtime, `libpawl_tls.a`, comes with a file that names, a line each, what
/// it is linked with in turn: `libpawl_tls.link`.  Where that is not there, it is left out.
static void addFurtherLibraries(llvm::StringRef Folder, InstallPaths &Paths) {
  std::vector<std::string> Files;
  std::error_code Error;
  for (llvm::sys::fs::directory_iterator It(Folder, Error), End; !Error && It != End;
       It.increment(Error))
    if (path::extension(It->path()) == ".link")
      Files.push_back(It->path());
  llvm::sort(Files);
  for (const std::string &File : Files) {
    auto Text = llvm::MemoryBuffer::getFile(File);
    if (!Text)
      continue;
    llvm::SmallVector<llvm::StringRef, 4> Needed;
    (*Text)->getBuffer().split(Needed, '\n', -1, /*KeepEmpty=*/false);
    llvm::SmallString<128> Archive(File);
    path::replace_extension(Archive, ".a");
    if (!llvm::sys::fs::exists(Archive) ||
        !llvm::all_of(Needed, [](llvm::StringRef Name) { return llvm::sys::fs::exists(Name); }))
      continue;
    Paths.Further.push_back(Archive.str().str());
    for (llvm::StringRef Name : Needed)
      Paths.NeededByFurther.push_back(Name.str());
  }
}

InstallPaths pawl::findInstallation(const char *Argv0) {
  static int Anchor;
  InstallPaths Paths;
  Paths.Program = llvm::sys::fs::getMainExecutable(Argv0, &Anchor);
  llvm::StringRef Prefix = path::parent_path(path::parent_path(Paths.Program));
  Paths.Lowerer = under(Prefix, "libexec/pawl/pawl-lower");
  Paths.ClangdHooks = under(Prefix, "libexec/pawl/libpawl-clangd.so");
  Paths.GdbScript = under(Prefix, "share/pawl/gdb/pawl.py");
  Paths.GraphPage = under(Prefix, "share/pawl/graph/page.html");
  Paths.Include = under(Prefix, "include");
  Paths.Include17 = under(Prefix, "include/pawl/c++17");
  Paths.Library = under(Prefix, "lib/libpawl.a");
  addFurtherLibraries(under(Prefix, "lib"), Paths);
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

std::vector<std::string> InstallPaths::linkFlags() const {
  std::vector<std::string> Flags = Further;
  Flags.push_back(Library);
  if (!NeededByFurther.empty()) {
    // A program that uses none of them depends on none of them.
    Flags.push_back("-Wl,--push-state,--as-needed");
    llvm::append_range(Flags, NeededByFurther);
    Flags.push_back("-Wl,--pop-state");
  }
  // Not -pthread, which defines a macro too: where a command compiles and links, a precompiled
  // header made without it would not fit.
  Flags.push_back("-lpthread");
  return Flags;
}
