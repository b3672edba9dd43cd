// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// serve.cpp: see server.h.
#include <pawl/future.h>
#include <pawl/names.h>

#include "server.h"

namespace pawl {

namespace detail {

async Coro<Server> listen_at(connected_callback callback, std::vector<std::string> hosts,
                             std::uint16_t port, ServerOptions options, source_site site) {
  NameOptions names;
  names.family = options.family;
  names.passive = true;
  std::vector<SocketAddress> addresses;
  for (const std::string& host : hosts) {
    const std::vector<SocketAddress> some = await getaddrinfo(host, port, names);
    addresses.insert(addresses.end(), some.begin(), some.end());
  }
  const ref_ptr<server_core> core(new server_core(std::move(callback), options, site));
  Server server(core);
  std::uint16_t free_port = 0;
  for (const SocketAddress& address : addresses) {
    // One free port for all addresses.
    const bool again = port == 0 && free_port != 0;
    core->bind_to(again ? SocketAddress(address.host(), free_port) : address);
    free_port = server.port();
  }
  if (options.start_serving) core->start_serving();
  return server;
}

async Coro<Server> listen_at_path(connected_callback callback, std::string path,
                                  ServerOptions options, source_site site) {
  const ref_ptr<server_core> core(new server_core(std::move(callback), options, site));
  Server server(core);
  core->bind_to_path(path);
  if (options.start_serving) core->start_serving();
  return server;
}

async Coro<> serve_until_cancelled(ref_ptr<server_core> core) {
  core->start_serving();
  try {
    await Future<>();
  } catch (const CancelledError&) {
    core->close();
    await server_closed_waiter(core);
    throw;
  }
}

}  // namespace detail

Coro<> Server::serve_forever() const { return detail::serve_until_cancelled(core_); }

}  // namespace pawl
