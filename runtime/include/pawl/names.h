// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/names.h: from host names to addresses and back.
// https://docs.python.org/3/library/asyncio-eventloop.html#dns
#ifndef PAWL_NAMES_H
#define PAWL_NAMES_H

#include <pawl/address.h>
#include <pawl/coro.h>
#include <sys/socket.h>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace pawl {

/// A name could not be resolved; what() names it and says why.
class NameError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct NameOptions {
  int family = AF_UNSPEC;  ///< AF_INET or AF_INET6: only such addresses
  int type = SOCK_STREAM;  ///< what they are for
  bool passive = false;    ///< to bind to: an empty host is every interface, else this machine
};

/// The addresses of a host, in the order in which they are to be tried; at least one.  Numeric
/// hosts are converted at once; others are looked up in a thread, as the system's configuration
/// says (files, DNS, ...).  Throws NameError.  A cancel abandons the thread.
Coro<std::vector<SocketAddress>> getaddrinfo(std::string host, std::uint16_t port,
                                             NameOptions options = {});

/// The name of the host and that of the service, or numbers where they have none.  Throws
/// NameError.
Coro<std::pair<std::string, std::string>> getnameinfo(SocketAddress address);

}  // namespace pawl

#endif  // PAWL_NAMES_H
