// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// connect.cpp: see streams.h and datagram.h.
#include <pawl/exception_group.h>
#include <pawl/io.h>
#include <pawl/names.h>
#include <pawl/sleep.h>
#include <pawl/streams.h>
#include <pawl/task.h>
#include <pawl/wait.h>

#include <algorithm>
#include <cerrno>
#include <exception>
#include <vector>

#include "datagram.h"
#include "stream_core.h"

namespace pawl {

namespace detail {

Connection make_connection(unique_fd fd, SocketAddress peer, std::size_t limit, source_site site) {
  const ref_ptr<stream_core> core(
      new stream_core(std::move(fd), {limit, fd_kind::socket, true, std::move(peer), site}));
  return {StreamReader(core), StreamWriter(core)};
}

}  // namespace detail

namespace {

using detail::unique_fd;

/// An address, and what came of it.
struct attempt {
  SocketAddress address;
  std::exception_ptr error;
};

/// A Unix socket whose queue is full says so at once, and not when it has room again.
constexpr std::chrono::milliseconds queue_full_delay{1};

async Coro<unique_fd> connect_socket(SocketAddress address, std::optional<SocketAddress> local) {
  detail::loop_base& loop = detail::require_loop();
  unique_fd fd = detail::open_socket(loop, address.family(), SOCK_STREAM);
  if (local && bind(fd.get(), local->data(), local->size()) < 0) {
    detail::throw_os_error(errno, "cannot bind to " + local->to_string());
  }
  int error = detail::connect_to(loop, fd.get(), address);
  while (error == EAGAIN && address.family() == AF_UNIX) {
    await sleep(queue_full_delay);
    error = detail::connect_to(loop, fd.get(), address);
  }
  if (error == EINPROGRESS) {
    await writable(fd.get());
    error = detail::pending_error(fd.get());
  }
  if (error != 0) detail::throw_os_error(error, "cannot connect to " + address.to_string());
  detail::send_at_once(fd.get());
  return fd;
}

/// IPv6 and IPv4 in turn, beginning with what the resolver put first (RFC 8305, section 4).
std::vector<attempt> in_turn(const std::vector<SocketAddress>& addresses) {
  std::vector<attempt> first, other, result;
  for (const SocketAddress& a : addresses) {
    (a.family() == addresses.front().family() ? first : other).push_back({a, nullptr});
  }
  for (std::size_t i = 0; i < std::max(first.size(), other.size()); ++i) {
    if (i < first.size()) result.push_back(first[i]);
    if (i < other.size()) result.push_back(other[i]);
  }
  return result;
}

/// The tasks of a race, which end with it.
struct race {
  std::vector<Task<unique_fd>> running;
  std::vector<attempt*> of;  // in the same order
  ~race() {
    for (const Task<unique_fd>& task : running) {
      if (!task.cancel()) detail::state_access::of(task)->mark_retrieved();
    }
  }
};

/// Begins with the next address when the last one has failed, or has taken so long; the first
/// connection wins, and the others are given up.  No descriptor when all have failed.
async Coro<unique_fd> connect_first(std::vector<attempt>& attempts, const ConnectOptions& options) {
  race r;
  std::size_t begun = 0;
  while (begun < attempts.size() || !r.running.empty()) {
    if (begun < attempts.size()) {
      attempt& next = attempts[begun++];
      r.running.push_back(create_task(connect_socket(next.address, options.local_addr)));
      r.of.push_back(&next);
    }
    const bool more = begun < attempts.size() && options.happy_eyeballs_delay;
    const detail::loop_time limit = more ? *options.happy_eyeballs_delay : detail::loop_time::max();
    await wait(r.running, limit, ReturnWhen::first_completed);
    for (std::size_t i = 0; i < r.running.size();) {
      if (!r.running[i].done()) {
        ++i;
        continue;
      }
      const Task<unique_fd> task = r.running[i];
      attempt& tried = *r.of[i];
      r.running.erase(r.running.begin() + static_cast<std::ptrdiff_t>(i));
      r.of.erase(r.of.begin() + static_cast<std::ptrdiff_t>(i));
      tried.error = task.exception();
      if (!tried.error) return await task;
    }
  }
  return unique_fd();
}

[[noreturn]] void throw_failure(const std::string& host, const std::vector<attempt>& attempts,
                                bool all) {
  std::vector<std::exception_ptr> errors;
  std::string text = "cannot connect to " + host;
  const char* separator = " (";
  int code = 0;
  for (const attempt& a : attempts) {
    errors.push_back(a.error);
    try {
      std::rethrow_exception(a.error);
    } catch (const std::system_error& error) {
      if (code == 0) code = error.code().value();
      text += separator + a.address.to_string() + ": " + error.code().message();
    }
    separator = ", ";
  }
  if (all) throw ExceptionGroup(text + ")", std::move(errors));
  detail::throw_os_error(code, text + ")");
}

async Coro<Connection> connect_to_any(std::string host, std::vector<attempt> attempts,
                                      ConnectOptions options, detail::source_site site) {
  unique_fd fd;
  if (attempts.size() == 1) {
    try {
      fd = await connect_socket(attempts[0].address, options.local_addr);
    } catch (const std::system_error&) {
      attempts[0].error = std::current_exception();
    }
  } else {
    fd = await connect_first(attempts, options);
  }
  if (!fd) throw_failure(host, attempts, options.all_errors);
  const SocketAddress peer = detail::peer_address(fd.get());
  return detail::make_connection(std::move(fd), peer, options.limit, site);
}

}  // namespace

async Coro<Connection> open_connection(std::string host, std::uint16_t port, ConnectOptions options,
                                       detail::source_site site) {
  NameOptions names;
  names.family = options.family;
  const std::vector<SocketAddress> addresses = await getaddrinfo(host, port, names);
  return await connect_to_any(host + ":" + std::to_string(port), in_turn(addresses), options, site);
}

async Coro<Connection> open_connection(std::vector<SocketAddress> addresses, ConnectOptions options,
                                       detail::source_site site) {
  if (addresses.empty()) detail::throw_value_error("open_connection: no address");
  std::vector<attempt> attempts;
  for (SocketAddress& address : addresses) attempts.push_back({std::move(address), nullptr});
  return await connect_to_any(attempts.front().address.to_string(), attempts, options, site);
}

async Coro<Connection> open_unix_connection(std::string path, std::size_t limit,
                                            detail::source_site site) {
  const SocketAddress address = SocketAddress::unix_path(path);
  unique_fd fd = await connect_socket(address, {});
  return detail::make_connection(std::move(fd), address, limit, site);
}

async Coro<DatagramEndpoint> create_datagram_endpoint(SocketAddress local, SocketAddress remote,
                                                      DatagramOptions options) {
  return DatagramEndpoint(
      detail::ref_ptr<detail::datagram_core>(new detail::datagram_core(local, remote, options)));
}

Connection connection_from_socket(int fd, std::size_t limit, detail::source_site site) {
  unique_fd owner(fd);
  detail::make_nonblocking(fd);
  const SocketAddress peer = detail::peer_address(fd);
  return detail::make_connection(std::move(owner), peer, limit, site);
}

}  // namespace pawl
