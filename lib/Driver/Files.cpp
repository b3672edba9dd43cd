//===- Files.cpp - Temporaries, and outputs that are whole or absent ------===//
//
// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Driver/Files.h"
#include "Driver/Errors.h"
#include "Driver/Subprocess.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace pawl;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

std::optional<std::string> pawl::readFile(const std::string &Path) {
  auto Buffer = llvm::MemoryBuffer::getFile(Path);
  if (!Buffer) {
    reportError("cannot read '" + Path + "': " + Buffer.getError().message());
    return std::nullopt;
  }
  return (*Buffer)->getBuffer().str();
}

bool pawl::checkReadable(const std::string &Path) {
  if (fs::is_directory(Path))
    return reportError("cannot read '" + Path + "': it is a directory");
  if (access(Path.c_str(), R_OK) != 0)
    return reportError("cannot read '" + Path + "': " + strerror(errno));
  return true;
}

TemporaryFolder::~TemporaryFolder() {
  if (!Folder.empty())
    fs::remove_directories(Folder);
  if (LockFd >= 0)
    close(LockFd);
}

/// Makes \p Path and locks it.  One that is there but not locked a killed process has left.
bool TemporaryFolder::lockBeside(const std::string &Path) {
  if (mkdir(Path.c_str(), 0777) != 0 && errno != EEXIST)
    return false;
  int Fd = ::open(Path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (Fd < 0)
    return false;
  struct stat Opened, Named;
  // Who removes a folder holds its lock: if the name still leads here, it stays.
  if (flock(Fd, LOCK_EX | LOCK_NB) != 0 || fstat(Fd, &Opened) != 0 ||
      stat(Path.c_str(), &Named) != 0 || Opened.st_ino != Named.st_ino ||
      Opened.st_uid != geteuid()) {
    close(Fd);
    return false;
  }
  LockFd = Fd;
  Folder = Path;
  std::error_code Error;
  for (fs::directory_iterator It(Path, Error), End; !Error && It != End; It.increment(Error))
    fs::remove_directories(It->path());
  return true;
}

bool TemporaryFolder::createBeside(const std::string &Output) {
  fs::file_status Status;
  bool IsFile = !Output.empty() && Output != "-" &&
                (fs::status(Output, Status) || fs::is_regular_file(Status));
  deferSignals();
  return (IsFile && lockBeside(Output + ".pawl")) || create();
}

bool TemporaryFolder::create(llvm::StringRef Parent) {
  llvm::SmallString<128> Template(Parent);
  if (Parent.empty())
    path::system_temp_directory(/*ErasedOnReboot=*/true, Template);
  path::append(Template, "pawl-XXXXXX");
  deferSignals();
  std::string Name = Template.str().str();
  if (!mkdtemp(Name.data()))
    return reportError("cannot make a temporary folder '" + Name + "': " + strerror(errno));
  Folder = Name;
  return true;
}

std::string TemporaryFolder::path(llvm::StringRef Name) const {
  llvm::SmallString<128> Path(Folder);
  path::append(Path, Name);
  return Path.str().str();
}

std::optional<std::string> TemporaryFolder::pathInSubfolder(llvm::StringRef Subfolder,
                                                            llvm::StringRef Name) const {
  llvm::SmallString<128> Path(path(Subfolder));
  if (std::error_code Error = fs::create_directory(Path)) {
    reportError("cannot make the folder '" + Path.str() + "': " + Error.message());
    return std::nullopt;
  }
  path::append(Path, Name);
  return Path.str().str();
}

OutputFile::~OutputFile() {
  if (WrittenPath != Path)
    fs::remove(WrittenPath);
}

bool OutputFile::open(const std::string &ThePath) {
  Path = WrittenPath = ThePath;
  fs::file_status Status;
  fs::status(Path, Status);
  if (Status.type() == fs::file_type::directory_file)
    return reportError("cannot write '" + Path + "': it is a directory");
  if (fs::exists(Status) && !fs::is_regular_file(Status))
    return true;
  deferSignals();
  // Behind a symbolic link the file itself is replaced, not the link.
  llvm::SmallString<128> Target(Path);
  if (fs::exists(Status) && fs::real_path(Path, Target) == std::error_code())
    Path = WrittenPath = Target.str().str();
  int Fd;
  llvm::SmallString<128> Temporary;
  if (std::error_code Error = fs::createUniqueFile(Path + ".tmp-%%%%%%", Fd, Temporary, fs::OF_None,
                                                   fs::all_read | fs::all_write)) {
    WrittenPath = Path;
    return reportError("cannot write '" + Path + "': " + Error.message());
  }
  close(Fd);
  WrittenPath = Temporary.str().str();
  return true;
}

bool OutputFile::commit() {
  if (WrittenPath == Path)
    return true;
  if (std::error_code Error = fs::rename(WrittenPath, Path))
    return reportError("cannot write '" + Path + "': " + Error.message());
  WrittenPath = Path;
  return true;
}

bool pawl::writeFile(const std::string &Path, llvm::StringRef Text) {
  OutputFile File;
  if (!File.open(Path))
    return false;
  std::error_code Error;
  {
    llvm::raw_fd_ostream Stream(File.writtenPath(), Error);
    if (!Error) {
      Stream << Text;
      Stream.close();
      Error = Stream.error();
      Stream.clear_error();
    }
  }
  if (Error)
    return reportError("cannot write '" + Path + "': " + Error.message());
  return File.commit();
}

std::string pawl::relativeToHere(const std::string &Path) {
  llvm::SmallString<128> Here;
  llvm::StringRef Rest = Path;
  if (fs::current_path(Here) || !Rest.consume_front(Here) || !Rest.consume_front("/"))
    return Path;
  return Rest.str();
}

void pawl::removeStaleOutput(const std::string &Path) {
  fs::file_status Status;
  if (!Path.empty() && !fs::status(Path, Status) && fs::is_regular_file(Status))
    fs::remove(Path);
}
