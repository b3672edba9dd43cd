// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/sockets.h: the calls of sockets, awaited, for sockets of the program's own.
// https://docs.python.org/3/library/asyncio-eventloop.html#working-with-socket-objects-directly
//
// A socket stays the caller's: it must not block, or std::invalid_argument is thrown, and must
// stay open while a call is awaited.  Errors are those of pawl/io_errors.h.
#ifndef PAWL_SOCKETS_H
#define PAWL_SOCKETS_H

#include <pawl/address.h>
#include <pawl/coro.h>
#include <pawl/datagram.h>

#include <cstddef>
#include <string>

namespace pawl {

/// At most `size` bytes, as soon as there are any; none at the end.  A cancel loses nothing.
Coro<std::string> sock_recv(int fd, std::size_t size);
/// The same into memory that must stay; how many bytes there are.
Coro<std::size_t> sock_recv_into(int fd, void* memory, std::size_t size);
/// Suspends until the system has taken all of it.  When it is cancelled or fails, nobody knows how
/// much was sent.
Coro<> sock_sendall(int fd, std::string data);
/// A cancelled one may still come about: close the socket.
Coro<> sock_connect(int fd, SocketAddress address);

struct AcceptedSocket {
  int fd;  ///< the caller's; it does not block
  SocketAddress address;
};
/// The next connection at a socket that listens.  A cancel loses none.
Coro<AcceptedSocket> sock_accept(int fd);

/// A datagram, of which at most `size` bytes are kept.  A cancel loses none.
Coro<Datagram> sock_recvfrom(int fd, std::size_t size);
Coro<> sock_sendto(int fd, std::string data, SocketAddress address);

}  // namespace pawl

#endif  // PAWL_SOCKETS_H
