//===- Files.h - Temporaries, and outputs that are whole or absent -*- C++ -*-===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PAWL_DRIVER_FILES_H
#define PAWL_DRIVER_FILES_H

#include "llvm/ADT/StringRef.h"
#include <optional>
#include <string>

namespace pawl {

/// The contents of \p Path, or an error message and nothing.
std::optional<std::string> readFile(const std::string &Path);

/// Whether \p Path can be read as a file; if not, says why.
bool checkReadable(const std::string &Path);

/// A folder of this process's own, removed with everything in it by the destructor, also after
/// Ctrl-C.
class TemporaryFolder {
  std::string Folder;
  /// Holds the lock on a folder that createBeside made; -1: none.
  int LockFd = -1;

  bool lockBeside(const std::string &Path);

public:
  TemporaryFolder() = default;
  TemporaryFolder(const TemporaryFolder &) = delete;
  ~TemporaryFolder();

  /// Makes the folder, in \p Parent or, when that is empty, where the system's temporaries are.
  bool create(llvm::StringRef Parent = "");
  /// Makes the folder beside \p Output, under a name that hangs on nothing else; where that cannot
  /// be (no name, no ordinary file, no right to, another process's folder), as create().
  bool createBeside(const std::string &Output);
  bool exists() const { return !Folder.empty(); }
  /// The path of \p Name in the folder.
  std::string path(llvm::StringRef Name) const;
  /// The path of \p Name in a new folder of its own inside.
  std::optional<std::string> pathInSubfolder(llvm::StringRef Subfolder, llvm::StringRef Name) const;
};

/// An output that appears at its path whole and at once, by commit(), or not at all.  What is no
/// ordinary file (a pipe, /dev/null) is written in place.
class OutputFile {
  std::string Path, WrittenPath;

public:
  OutputFile() = default;
  OutputFile(const OutputFile &) = delete;
  ~OutputFile();

  /// Prepares to write \p Path; reports an error when its folder does not allow it.
  bool open(const std::string &Path);
  /// Where to write until commit().
  const std::string &writtenPath() const { return WrittenPath; }
  bool commit();
};

/// Writes \p Text to \p Path as an OutputFile.
bool writeFile(const std::string &Path, llvm::StringRef Text);

/// \p Path as seen from the current folder if it is below it, else unchanged.
std::string relativeToHere(const std::string &Path);

/// Removes the output of an earlier run, as compilers do when they fail, so that no build goes on
/// with it.
void removeStaleOutput(const std::string &Path);

} // namespace pawl

#endif // PAWL_DRIVER_FILES_H
