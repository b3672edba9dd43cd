// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/streams.h: connections as streams of bytes.
// https://docs.python.org/3/library/asyncio-stream.html
//
//   auto [reader, writer] = await pawl::open_connection("example.org", 80);
//   writer.write("GET / HTTP/1.0\r\n\r\n");
//   await writer.drain();
//   std::string answer = await reader.read();
#ifndef PAWL_STREAMS_H
#define PAWL_STREAMS_H

#include <pawl/address.h>
#include <pawl/coro.h>
#include <pawl/io_errors.h>
#include <pawl/stream_reader.h>
#include <pawl/stream_writer.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace pawl {

/// The two halves of a connection.
struct Connection {
  StreamReader reader;
  StreamWriter writer;
};

struct ConnectOptions {
  std::size_t limit = StreamReader::default_limit;  ///< of the StreamReader
  int family = AF_UNSPEC;                           ///< AF_INET or AF_INET6: only such addresses
  std::optional<SocketAddress> local_addr = {};     ///< to be bound to before
  /// "Happy eyeballs" (RFC 8305): how long an address is tried before the next one is tried beside
  /// it, IPv6 and IPv4 in turn.  Nothing: one after the other.
  std::optional<std::chrono::nanoseconds> happy_eyeballs_delay = std::chrono::milliseconds(250);
  /// When no address could be connected to, throw an ExceptionGroup of all errors.
  bool all_errors = false;
};

/// Connects to a host by TCP, whichever of its addresses answers first.  Throws NameError, and when
/// no address could be connected to the error of the first, which names the host and every address
/// that was tried.  A cancel closes what was begun.
Coro<Connection> open_connection(std::string host, std::uint16_t port, ConnectOptions options = {},
                                 detail::source_site site = detail::source_site::current());

/// The same for addresses that are known, in the order in which they are to be tried.  Throws
/// std::invalid_argument when there are none.
Coro<Connection> open_connection(std::vector<SocketAddress> addresses, ConnectOptions options = {},
                                 detail::source_site site = detail::source_site::current());

/// Connects to a Unix socket: a path, or a name without a file when it begins with '\0'.
Coro<Connection> open_unix_connection(std::string path,
                                      std::size_t limit = StreamReader::default_limit,
                                      detail::source_site site = detail::source_site::current());

/// Makes streams of a connected stream socket, which is the streams' from now on, and is made not
/// to block.  Throws std::system_error.
Connection connection_from_socket(int fd, std::size_t limit = StreamReader::default_limit,
                                  detail::source_site site = detail::source_site::current());

}  // namespace pawl

#endif  // PAWL_STREAMS_H
