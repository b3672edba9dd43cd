// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// socket_calls.cpp: see pawl/sockets.h.
#include <fcntl.h>
#include <pawl/io.h>
#include <pawl/io_errors.h>
#include <pawl/sleep.h>
#include <pawl/sockets.h>

#include <cerrno>
#include <utility>

#include "sockets.h"

namespace pawl {

namespace {

using detail::fd_kind;
using detail::io_result;

/// The loop, for a call of a socket that does not block.
detail::loop_base& loop_for(int fd) {
  const int flags = fcntl(fd, F_GETFL);
  if (flags < 0) detail::throw_os_error(errno, "not a socket");
  if ((flags & O_NONBLOCK) == 0) detail::throw_value_error("the socket must be non-blocking");
  return detail::require_loop();
}

/// Whether it was done.  What cannot be done now is to be awaited, then tried again.
bool is_done(const io_result& result, const char* what) {
  if (result.what == io_result::kind::failed) detail::throw_os_error(result.error, what);
  return result.what == io_result::kind::done;
}

}  // namespace

async Coro<std::size_t> sock_recv_into(int fd, void* memory, std::size_t size) {
  detail::loop_base& loop = loop_for(fd);
  for (;;) {
    const io_result got = detail::read_some(loop, fd, fd_kind::socket, memory, size);
    if (is_done(got, "recv")) return got.count;
    await readable(fd);
  }
}

async Coro<std::string> sock_recv(int fd, std::size_t size) {
  std::string data(size, '\0');
  data.resize(await sock_recv_into(fd, data.data(), size));
  return data;
}

async Coro<> sock_sendall(int fd, std::string data) {
  detail::loop_base& loop = loop_for(fd);
  std::size_t sent = 0;
  while (sent < data.size()) {
    const io_result put =
        detail::write_some(loop, fd, fd_kind::socket, data.data() + sent, data.size() - sent);
    if (is_done(put, "send")) {
      sent += put.count;
    } else {
      await writable(fd);
    }
  }
}

async Coro<> sock_connect(int fd, SocketAddress address) {
  int error = detail::connect_to(loop_for(fd), fd, address);
  if (error == EINPROGRESS) {
    await writable(fd);
    error = detail::pending_error(fd);
  }
  if (error != 0) detail::throw_os_error(error, "cannot connect to " + address.to_string());
}

async Coro<AcceptedSocket> sock_accept(int fd) {
  detail::loop_base& loop = loop_for(fd);
  for (;;) {
    SocketAddress peer;
    const io_result got = detail::accept_one(loop, fd, peer);
    if (is_done(got, "accept")) return AcceptedSocket{static_cast<int>(got.count), std::move(peer)};
    await readable(fd);
  }
}

async Coro<Datagram> sock_recvfrom(int fd, std::size_t size) {
  detail::loop_base& loop = loop_for(fd);
  for (;;) {
    Datagram datagram;
    const io_result got = detail::receive_datagram(loop, fd, size, datagram.data, datagram.from);
    if (is_done(got, "recvfrom")) return datagram;
    await readable(fd);
  }
}

async Coro<> sock_sendto(int fd, std::string data, SocketAddress address) {
  detail::loop_base& loop = loop_for(fd);
  while (!is_done(detail::send_datagram(loop, fd, data, address), "sendto")) await writable(fd);
}

}  // namespace pawl
