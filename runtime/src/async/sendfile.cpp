// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// sendfile.cpp: see stream_writer.h.
#include <pawl/io_errors.h>
#include <pawl/thread.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <utility>

#include "stream_core.h"

namespace pawl {

namespace {

using detail::drain_waiter;
using detail::io_result;
using detail::stream_core;

/// For what the system cannot send by itself.
constexpr std::size_t copied_at_once = 65536;

/// In a thread: it may be abandoned, and refers to nothing.
std::string read_piece(int file, off_t offset, std::size_t size) {
  std::string bytes(size, '\0');
  const ssize_t n = pread(file, bytes.data(), size, offset);
  if (n < 0) detail::throw_os_error(errno, "cannot read the file to send");
  bytes.resize(static_cast<std::size_t>(n));
  return bytes;
}

async Coro<std::size_t> copy_file(detail::ref_ptr<stream_core> core, int file, off_t offset,
                                  std::size_t count) {
  std::size_t total = 0;
  while (total < count) {
    std::string piece = await to_thread(read_piece, file, offset + static_cast<off_t>(total),
                                        std::min(copied_at_once, count - total));
    if (piece.empty()) break;
    total += piece.size();
    core->write(std::move(piece));
    await drain_waiter(core, drain_waiter::until::low_water);
  }
  return total;
}

async Coro<std::size_t> send_file(detail::ref_ptr<stream_core> core, int file, off_t offset,
                                  std::size_t count) {
  await drain_waiter(core, drain_waiter::until::emptied);
  if (core->filter()) return await copy_file(core, file, offset, count);
  std::size_t total = 0;
  while (total < count) {
    const io_result result =
        detail::sendfile_some(*core->loop(), core->fd(), file, offset, count - total);
    if (result.what == io_result::kind::failed) {
      const bool unable = result.error == EINVAL || result.error == ENOSYS;
      if (unable && total == 0) return await copy_file(core, file, offset, count);
      core->write_failed(result.error);
    } else if (result.what == io_result::kind::blocked) {
      core->would_block();
    } else if (result.what == io_result::kind::done) {
      if (result.count == 0) break;
      total += result.count;
    }
    await drain_waiter(core, drain_waiter::until::emptied);
  }
  return total;
}

}  // namespace

Coro<std::size_t> StreamWriter::sendfile(int file, std::int64_t offset, std::size_t count) const {
  return send_file(core_, file, offset, count);
}

}  // namespace pawl
