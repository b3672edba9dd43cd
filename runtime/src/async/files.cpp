// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// files.cpp: see pawl/files.h.
#include <fcntl.h>
#include <pawl/detail/unique_fd.h>
#include <pawl/files.h>
#include <pawl/io_errors.h>
#include <pawl/thread.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <utility>

namespace pawl {

namespace {

using detail::throw_os_error;
using detail::unique_fd;

constexpr mode_t default_mode = 0666;  // less the process's umask

unique_fd open_file(const std::string& path, int flags) {
  unique_fd fd(open(path.c_str(), flags | O_CLOEXEC, default_mode));
  if (!fd) throw_os_error(errno, "cannot open '" + path + "'");
  return fd;
}

std::string read_now(const std::string& path) {
  const unique_fd fd = open_file(path, O_RDONLY);
  struct stat file{};
  std::string data;
  std::size_t size = 0;
  if (fstat(fd.get(), &file) == 0) size = static_cast<std::size_t>(file.st_size);
  std::size_t done = 0;
  for (;;) {
    // One more than it says: it may say nothing (in /proc), or grow.
    if (data.size() == done) data.resize(done < size ? size + 1 : done + done / 2 + 4096);
    const ssize_t n = read(fd.get(), data.data() + done, data.size() - done);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) throw_os_error(errno, "cannot read '" + path + "'");
    if (n == 0) break;
    done += static_cast<std::size_t>(n);
  }
  data.resize(done);
  return data;
}

void write_all(int fd, const std::string& path, const std::string& data) {
  std::size_t done = 0;
  while (done < data.size()) {
    const ssize_t n = write(fd, data.data() + done, data.size() - done);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) throw_os_error(errno, "cannot write '" + path + "'");
    done += static_cast<std::size_t>(n);
  }
}

void write_now(const std::string& path, const std::string& data, int flags) {
  unique_fd fd = open_file(path, O_WRONLY | O_CREAT | flags);
  write_all(fd.get(), path, data);
  // Some file systems say only now that there was no room.
  if (close(fd.release()) < 0) throw_os_error(errno, "cannot write '" + path + "'");
}

void replace_now(const std::string& path, const std::string& data) {
  std::string beside = path + ".XXXXXX";
  unique_fd fd(mkostemp(beside.data(), O_CLOEXEC));
  if (!fd) throw_os_error(errno, "cannot write beside '" + path + "'");
  try {
    struct stat before{};
    const mode_t mask = umask(0);
    umask(mask);
    const bool exists = stat(path.c_str(), &before) == 0;
    fchmod(fd.get(), exists ? before.st_mode & 07777U : default_mode & ~mask);
    write_all(fd.get(), path, data);
    if (fsync(fd.get()) < 0 || rename(beside.c_str(), path.c_str()) < 0) {
      throw_os_error(errno, "cannot replace '" + path + "'");
    }
  } catch (...) {
    unlink(beside.c_str());
    throw;
  }
}

}  // namespace

async Coro<std::string> read_file(std::string path) {
  return await to_thread(read_now, std::move(path));
}

async Coro<> write_file(std::string path, std::string data) {
  await to_thread(write_now, std::move(path), std::move(data), O_TRUNC);
}

async Coro<> append_file(std::string path, std::string data) {
  await to_thread(write_now, std::move(path), std::move(data), O_APPEND);
}

async Coro<> replace_file(std::string path, std::string data) {
  await to_thread(replace_now, std::move(path), std::move(data));
}

}  // namespace pawl
