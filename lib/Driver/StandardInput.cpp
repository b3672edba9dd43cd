//===- StandardInput.cpp - A source that comes through a pipe -------------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Driver/StandardInput.h"
#include "Driver/Errors.h"
#include "Driver/Subprocess.h"
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

using namespace pawl;

static bool copyInput(int To) {
  char Buffer[65536];
  for (;;) {
    ssize_t Count = read(STDIN_FILENO, Buffer, sizeof Buffer);
    if (Count == 0)
      return true;
    if (Count < 0 && (errno != EINTR || interrupted()))
      return false;
    for (ssize_t Done = 0; Done < Count;) {
      ssize_t Written = write(To, Buffer + Done, Count - Done);
      if (Written < 0 && errno != EINTR)
        return false;
      Done += Written > 0 ? Written : 0;
    }
  }
}

bool StandardInput::keepIn(const std::string &Path) {
  int Kept = open(Path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  bool Good = Kept >= 0 && copyInput(Kept) && dup2(Kept, STDIN_FILENO) == STDIN_FILENO;
  int Error = errno;
  if (Kept >= 0)
    close(Kept);
  if (!Good)
    return interrupted()
               ? false
               : reportError("cannot read standard input: " + llvm::StringRef(strerror(Error)));
  File = Path;
  return rewind();
}

bool StandardInput::rewind() const {
  return File.empty() || lseek(STDIN_FILENO, 0, SEEK_SET) == 0 ||
         reportError("cannot read standard input again: " + llvm::StringRef(strerror(errno)));
}
