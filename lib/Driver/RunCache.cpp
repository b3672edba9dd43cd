//===- RunCache.cpp - Programs that were compiled before ------------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Driver/RunCache.h"
#include "Driver/Errors.h"
#include "Driver/Files.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/BLAKE3.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include <chrono>
#include <cstdlib>
#include <utime.h>

using namespace pawl;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

static constexpr std::chrono::hours UnusedAfter(30 * 24);

static void hashText(llvm::BLAKE3 &Hash, llvm::StringRef Text) {
  // The length keeps "ab","c" and "a","bc" apart.
  Hash.update(std::to_string(Text.size()) + ":");
  Hash.update(Text);
}

static std::string finish(llvm::BLAKE3 &Hash) {
  return llvm::toHex(Hash.final<16>(), /*LowerCase=*/true);
}

std::string pawl::fileIdentity(const std::string &Path) {
  llvm::SmallString<128> Real;
  fs::file_status Status;
  if (fs::real_path(Path, Real) || fs::status(Real, Status))
    return Path;
  return (Real + ":" + llvm::Twine(Status.getSize()) + ":" +
          llvm::Twine(Status.getLastModificationTime().time_since_epoch().count()))
      .str();
}

bool RunCache::open(const std::vector<std::string> &Known) {
  llvm::SmallString<128> Path;
  if (const char *Cache = std::getenv("XDG_CACHE_HOME"); Cache && *Cache == '/')
    Path = Cache;
  else if (!path::cache_directory(Path))
    path::system_temp_directory(/*ErasedOnReboot=*/false, Path);
  path::append(Path, "pawl");
  if (std::error_code Error = fs::create_directories(Path))
    return reportError("cannot make the cache '" + Path.str() + "': " + Error.message());
  Folder = Path.str().str();

  llvm::BLAKE3 Hash;
  for (const std::string &Text : Known)
    hashText(Hash, Text);
  KnownBefore = finish(Hash);
  path::append(Path, KnownBefore + ".files");
  ListPath = Path.str().str();
  return true;
}

/// Empty when one of \p Files cannot be read.
std::string RunCache::programPath(const std::vector<std::string> &Files) const {
  llvm::BLAKE3 Hash;
  hashText(Hash, KnownBefore);
  for (const std::string &File : Files) {
    auto Buffer = llvm::MemoryBuffer::getFile(File);
    if (!Buffer)
      return "";
    hashText(Hash, File);
    hashText(Hash, (*Buffer)->getBuffer());
  }
  llvm::SmallString<128> Path(Folder);
  path::append(Path, finish(Hash));
  return Path.str().str();
}

std::optional<std::string> RunCache::find() const {
  auto List = llvm::MemoryBuffer::getFile(ListPath);
  if (!List)
    return std::nullopt;
  std::vector<std::string> Files;
  for (llvm::StringRef File : llvm::split((*List)->getBuffer(), '\n'))
    if (!File.empty())
      Files.push_back(File.str());
  std::string Program = programPath(Files);
  if (Program.empty() || !fs::can_execute(Program))
    return std::nullopt;
  for (const std::string &Used : {Program, ListPath})
    utime(Used.c_str(), nullptr);
  return Program;
}

std::optional<std::string> RunCache::store(const std::string &Program,
                                           const std::vector<std::string> &Files) const {
  std::string Path = programPath(Files);
  if (Path.empty()) {
    reportError("a file that was compiled has gone");
    return std::nullopt;
  }
  if (std::error_code Error = fs::rename(Program, Path)) {
    reportError("cannot write '" + Path + "': " + Error.message());
    return std::nullopt;
  }
  std::string List;
  for (const std::string &File : Files)
    List += File + '\n';
  if (!writeFile(ListPath, List))
    return std::nullopt;
  removeUnused();
  return Path;
}

void RunCache::removeUnused() const {
  auto Oldest = std::chrono::system_clock::now() - UnusedAfter;
  std::error_code Error;
  for (fs::directory_iterator Entry(Folder, Error), End; !Error && Entry != End;
       Entry.increment(Error)) {
    fs::file_status Status;
    if (fs::status(Entry->path(), Status) || Status.getLastModificationTime() > Oldest)
      continue;
    // A folder is what a killed run left.
    if (fs::is_directory(Status))
      fs::remove_directories(Entry->path());
    else
      fs::remove(Entry->path());
  }
}
