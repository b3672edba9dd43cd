// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pipes.cpp: see pipes.h.
#include <fcntl.h>
#include <pawl/io_errors.h>
#include <pawl/pipes.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <utility>

#include "signals.h"
#include "stream_core.h"

namespace pawl {

namespace {

using detail::fd_kind;
using detail::ref_ptr;
using detail::stream_core;
using detail::unique_fd;

StreamReader reader_of(unique_fd fd, fd_kind kind, std::size_t limit) {
  return StreamReader(
      ref_ptr<stream_core>(new stream_core(std::move(fd), {limit, kind, true, {}, {}})));
}

StreamWriter writer_of(unique_fd fd, fd_kind kind, detail::source_site site) {
  if (detail::handled_by_default(SIGPIPE)) detail::set_signal_handler(SIGPIPE, SIG_IGN);
  return StreamWriter(ref_ptr<stream_core>(
      new stream_core(std::move(fd), {StreamReader::default_limit, kind, false, {}, site})));
}

unique_fd copy_of(int fd) {
  unique_fd copy(fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
  if (!copy) detail::throw_os_error(errno, "a standard stream");
  return copy;
}

}  // namespace

StreamReader connect_read_pipe(int fd, std::size_t limit) {
  unique_fd owner(fd);
  detail::make_nonblocking(fd);
  return reader_of(std::move(owner), fd_kind::pipe, limit);
}

StreamWriter connect_write_pipe(int fd, detail::source_site site) {
  unique_fd owner(fd);
  detail::make_nonblocking(fd);
  return writer_of(std::move(owner), fd_kind::pipe, site);
}

StreamReader stdin_reader(std::size_t limit) {
  return reader_of(copy_of(STDIN_FILENO), fd_kind::blocking, limit);
}

StreamWriter stdout_writer() {
  StreamWriter writer = writer_of(copy_of(STDOUT_FILENO), fd_kind::blocking, {});
  writer.core()->report_unclosed = false;
  return writer;
}

StreamWriter stderr_writer() {
  StreamWriter writer = writer_of(copy_of(STDERR_FILENO), fd_kind::blocking, {});
  writer.core()->report_unclosed = false;
  return writer;
}

}  // namespace pawl
