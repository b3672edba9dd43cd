// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/address.h: where a socket is, or what it is connected to.
#ifndef PAWL_ADDRESS_H
#define PAWL_ADDRESS_H

#include <sys/socket.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace pawl {

/// An IPv4, IPv6 or Unix address, or none.
class SocketAddress {
 public:
  SocketAddress() noexcept = default;
  /// As the system calls give it.  Throws std::invalid_argument when it is longer than any is.
  SocketAddress(const sockaddr* address, socklen_t length);
  /// A numeric address.  Throws std::invalid_argument when `host` is none: see pawl/names.h.
  SocketAddress(std::string_view host, std::uint16_t port);
  /// A path in the file system, or a name without a file when it begins with '\0'.  Throws
  /// std::invalid_argument when it is too long.
  static SocketAddress unix_path(std::string_view path);

  /// AF_INET, AF_INET6, AF_UNIX; AF_UNSPEC for none.
  int family() const noexcept { return storage_.ss_family; }
  explicit operator bool() const noexcept { return length_ != 0; }
  /// Numeric; with its scope ("fe80::1%eth0") where it has one.  Empty for other families.
  std::string host() const;
  /// 0 for other families.
  std::uint16_t port() const noexcept;
  /// Of a Unix socket; a name without a file begins with '\0'.
  std::string path() const;
  /// "127.0.0.1:80", "[::1]:80", "unix:/run/x", "unix:@name".
  std::string to_string() const;

  const sockaddr* data() const noexcept { return reinterpret_cast<const sockaddr*>(&storage_); }
  socklen_t size() const noexcept { return length_; }

  friend bool operator==(const SocketAddress& a, const SocketAddress& b) noexcept;
  friend bool operator!=(const SocketAddress& a, const SocketAddress& b) noexcept {
    return !(a == b);
  }

 private:
  sockaddr_storage storage_{};
  socklen_t length_ = 0;
};

}  // namespace pawl

#endif  // PAWL_ADDRESS_H
