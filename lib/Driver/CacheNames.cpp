//===- CacheNames.cpp - Names that do not hang on the folder --------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Driver/CacheNames.h"
#include "Driver/Subprocess.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include <cstdlib>

using namespace pawl;
using llvm::StringRef;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

/// The ccache that \p Program starts, by its name or behind a link that has the compiler's name;
/// empty if there is none.
static std::string findCcache(const std::vector<std::string> &Program) {
  std::optional<std::string> Path = findProgram(Program.front());
  llvm::SmallString<128> Target;
  if (!Path || fs::real_path(*Path, Target) || path::filename(Target) != "ccache")
    return "";
  return Target.str().str();
}

static std::string baseFolder(const std::string &Ccache) {
  if (const char *Given = std::getenv("CCACHE_BASEDIR"))
    return Given;
  std::string Answer;
  return runProgram({Ccache, "--get-config", "base_dir"}, Answer) == 0
             ? StringRef(Answer).trim().str()
             : "";
}

static bool isBelow(StringRef Path, StringRef Folder) {
  return Path.consume_front(Folder) && (Path.empty() || Path.starts_with("/"));
}

std::vector<PrefixMap> pawl::cacheNames(const std::vector<std::string> &Program) {
  std::string Ccache = findCcache(Program);
  if (Ccache.empty())
    return {};
  std::string Base = StringRef(baseFolder(Ccache)).rtrim('/').str();
  llvm::SmallString<128> Here;
  if (Base.empty() || fs::current_path(Here) || !isBelow(Here, Base))
    return {};
  // From the current folder upwards; the deepest that fits has to come last.
  std::vector<PrefixMap> Maps;
  std::string Up;
  for (StringRef Folder = Here;; Folder = path::parent_path(Folder), Up += "../") {
    Maps.insert(Maps.begin(), {(Folder + "/").str(), Up});
    if (Folder.size() <= Base.size())
      return Maps;
  }
}
