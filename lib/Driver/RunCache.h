//===- RunCache.h - Programs that were compiled before ----------*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A program is found by the contents of everything it was made of.  Which files those are is known
// after the first compilation only; so a list of them is kept under the key of what is known before
// (the input's path, flags, compiler, this tool), and the program under the key of all their
// contents.
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_DRIVER_RUNCACHE_H
#define PAWL_DRIVER_RUNCACHE_H

#include <optional>
#include <string>
#include <vector>

namespace pawl {

class RunCache {
  std::string Folder, ListPath;
  std::string KnownBefore;

  std::string programPath(const std::vector<std::string> &Files) const;
  void removeUnused() const;

public:
  /// \p KnownBefore is all that decides about the program beside the contents of the files it is
  /// made of.
  bool open(const std::vector<std::string> &KnownBefore);
  const std::string &folder() const { return Folder; }
  /// The program, if everything it was made of is unchanged.
  std::optional<std::string> find() const;
  /// Keeps \p Program, made of \p Files.  \returns its path in the cache.
  std::optional<std::string> store(const std::string &Program,
                                   const std::vector<std::string> &Files) const;
};

/// What tells one version of a program or library from another without running it.
std::string fileIdentity(const std::string &Path);

} // namespace pawl

#endif // PAWL_DRIVER_RUNCACHE_H
