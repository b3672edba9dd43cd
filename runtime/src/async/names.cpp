// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// names.cpp: see names.h.
#include <netdb.h>
#include <pawl/errors.h>
#include <pawl/names.h>
#include <pawl/thread.h>

#include <cerrno>
#include <memory>
#include <optional>
#include <system_error>

#include "resolver.h"

namespace pawl {

namespace detail {

namespace {
resolver other_resolver = nullptr;
}  // namespace

void set_resolver(resolver r) noexcept { other_resolver = r; }

void throw_name_error(const std::string& name, const std::string& why) {
  throw NameError("cannot resolve '" + name + "': " + why);
}

}  // namespace detail

namespace {

struct free_addresses {
  void operator()(addrinfo* list) const noexcept { freeaddrinfo(list); }
};

[[noreturn]] void fail(const std::string& name, int code) {
  const std::string why = code == EAI_SYSTEM
                              ? std::error_code(errno, std::generic_category()).message()
                              : std::string(gai_strerror(code));
  detail::throw_name_error(name, why);
}

std::vector<SocketAddress> look_up(const std::string& host, std::uint16_t port,
                                   const NameOptions& options, bool numeric) {
  addrinfo hints{};
  hints.ai_family = options.family;
  hints.ai_socktype = options.type;
  hints.ai_flags = AI_NUMERICSERV | (options.passive ? AI_PASSIVE : 0);
  // Only what this machine has an address of its own for; but its own name is always found.
  hints.ai_flags |= numeric ? AI_NUMERICHOST : (host.empty() ? 0 : AI_ADDRCONFIG);
  addrinfo* found = nullptr;
  const int code = ::getaddrinfo(host.empty() ? nullptr : host.c_str(),
                                 std::to_string(port).c_str(), &hints, &found);
  const std::unique_ptr<addrinfo, free_addresses> owner(found);
  if (numeric && code == EAI_NONAME) return {};
  if (code != 0) fail(host, code);
  std::vector<SocketAddress> result;
  for (const addrinfo* a = found; a; a = a->ai_next) result.emplace_back(a->ai_addr, a->ai_addrlen);
  return result;
}

using names = std::pair<std::string, std::string>;

names look_up_name(const SocketAddress& address) {
  char host[NI_MAXHOST];
  char service[NI_MAXSERV];
  const int code =
      ::getnameinfo(address.data(), address.size(), host, sizeof host, service, sizeof service, 0);
  if (code != 0) fail(address.to_string(), code);
  return {host, service};
}

}  // namespace

async Coro<std::vector<SocketAddress>> getaddrinfo(std::string host, std::uint16_t port,
                                                   NameOptions options) {
  std::vector<SocketAddress> addresses = look_up(host, port, options, true);
  if (!addresses.empty()) return addresses;
  if (detail::other_resolver) return await detail::other_resolver(host, port, options);
  return await to_thread(look_up, host, port, options, false);
}

async Coro<names> getnameinfo(SocketAddress address) {
  return await to_thread(look_up_name, address);
}

}  // namespace pawl
