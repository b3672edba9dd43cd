// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// sockets.h: the system calls by which streams meet the world.  None of them blocks.  In a
// simulated run each can fail, do less than was asked, or come too early.
#ifndef PAWL_SRC_SOCKETS_H
#define PAWL_SRC_SOCKETS_H

#include <pawl/address.h>
#include <pawl/detail/loop_base.h>
#include <pawl/detail/unique_fd.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace pawl::detail {

struct io_result {
  enum class kind : unsigned char {
    done,
    blocked,  // nothing can be done now
    early,    // the same, and nobody will tell when: to be tried again
    failed,
  };
  kind what = kind::done;
  bool short_count = false;  // fewer than asked for: there was no more, or no more room
  bool other_way = false;    // blocked: reading waits for room, or writing for input
  std::size_t count = 0;     // 0 when reading: the end
  int error = 0;
};

/// How a descriptor is read and written.
enum class fd_kind : unsigned char {
  socket,    // by recv and send, which raise no SIGPIPE
  pipe,      // by read and write: anything that does not block
  blocking,  // the same, for what others use too and must stay as it is: asked first each time
};

io_result read_some(loop_base& loop, int fd, fd_kind kind, void* data, std::size_t size);
io_result write_some(loop_base& loop, int fd, fd_kind kind, const void* data, std::size_t size);
/// Adds what was sent to `offset`.
io_result sendfile_some(loop_base& loop, int fd, int file, long& offset, std::size_t size);
/// A datagram, whole, of at most `largest` bytes.
io_result receive_datagram(loop_base& loop, int fd, std::size_t largest, std::string& data,
                           SocketAddress& from);
/// To the connected address when `to` is none.
io_result send_datagram(loop_base& loop, int fd, std::string_view data, const SocketAddress& to);
/// `count` is the new descriptor, which does not block.
io_result accept_one(loop_base& loop, int fd, SocketAddress& peer);
/// 0, EINPROGRESS or another errno.
int connect_to(loop_base& loop, int fd, const SocketAddress& peer);
/// One that does not block.  Throws.
unique_fd open_socket(loop_base& loop, int family, int type);

SocketAddress local_address(int fd);
SocketAddress peer_address(int fd);
/// The error that is pending at a socket, or 0.
int pending_error(int fd);
/// What is sent is not held back to be sent together with more (for TCP).
void send_at_once(int fd) noexcept;
void make_nonblocking(int fd);

}  // namespace pawl::detail

#endif  // PAWL_SRC_SOCKETS_H
