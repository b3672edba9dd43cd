// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// address.cpp: see address.h.
#include <netdb.h>
#include <netinet/in.h>
#include <pawl/address.h>
#include <pawl/errors.h>
#include <sys/un.h>

#include <cstring>

#include "sockets.h"

namespace pawl {

SocketAddress::SocketAddress(const sockaddr* address, socklen_t length) : length_(length) {
  if (length > sizeof storage_) detail::throw_value_error("a socket address is too long");
  if (length > 0) std::memcpy(&storage_, address, length);
}

SocketAddress::SocketAddress(std::string_view host, std::uint16_t port) {
  addrinfo hints{};
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const std::string text(host);
  if (getaddrinfo(text.c_str(), std::to_string(port).c_str(), &hints, &found) != 0) {
    detail::throw_value_error(("not a numeric address: '" + text + "'").c_str());
  }
  *this = SocketAddress(found->ai_addr, found->ai_addrlen);
  freeaddrinfo(found);
}

SocketAddress SocketAddress::unix_path(std::string_view path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const bool abstract = !path.empty() && path[0] == '\0';
  const std::size_t room = sizeof address.sun_path - (abstract ? 0 : 1);
  if (path.size() > room) detail::throw_value_error("the path of a Unix socket is too long");
  if (!path.empty()) std::memcpy(address.sun_path, path.data(), path.size());
  // The length is part of a name without a file; a path ends in '\0'.
  const std::size_t length = offsetof(sockaddr_un, sun_path) + path.size() + (abstract ? 0 : 1);
  return {reinterpret_cast<const sockaddr*>(&address), static_cast<socklen_t>(length)};
}

std::string SocketAddress::host() const {
  if (family() != AF_INET && family() != AF_INET6) return {};
  char text[NI_MAXHOST];
  if (getnameinfo(data(), length_, text, sizeof text, nullptr, 0, NI_NUMERICHOST) != 0) return {};
  return text;
}

std::uint16_t SocketAddress::port() const noexcept {
  if (family() == AF_INET) return ntohs(reinterpret_cast<const sockaddr_in*>(data())->sin_port);
  if (family() == AF_INET6) return ntohs(reinterpret_cast<const sockaddr_in6*>(data())->sin6_port);
  return 0;
}

std::string SocketAddress::path() const {
  if (family() != AF_UNIX || length_ <= offsetof(sockaddr_un, sun_path)) return {};
  const char* begin = reinterpret_cast<const sockaddr_un*>(data())->sun_path;
  const std::size_t length = length_ - offsetof(sockaddr_un, sun_path);
  if (*begin == '\0') return {begin, length};
  return {begin, strnlen(begin, length)};
}

std::string SocketAddress::to_string() const {
  switch (family()) {
    case AF_INET:
      return host() + ":" + std::to_string(port());
    case AF_INET6:
      return "[" + host() + "]:" + std::to_string(port());
    case AF_UNIX: {
      std::string name = path();
      if (!name.empty() && name[0] == '\0') name[0] = '@';
      return "unix:" + name;
    }
    default:
      return "no address";
  }
}

bool operator==(const SocketAddress& a, const SocketAddress& b) noexcept {
  return a.length_ == b.length_ && std::memcmp(&a.storage_, &b.storage_, a.length_) == 0;
}

}  // namespace pawl
