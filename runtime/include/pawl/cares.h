// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/cares.h: host names by c-ares (https://c-ares.org), which asks DNS servers from within the
// loop.  It is a library of its own, libpawl_cares.
//
//   int main() {
//     pawl::use_cares();
//     pawl::run(amain());
//   }
#ifndef PAWL_CARES_H
#define PAWL_CARES_H

#include <chrono>
#include <string>
#include <vector>

namespace pawl {

struct CaresOptions {
  /// "192.0.2.1", "192.0.2.1:5353", "[2001:db8::1]:53"; empty: those of /etc/resolv.conf.
  std::vector<std::string> servers = {};
  std::chrono::milliseconds timeout{2000};  ///< of the first try; it is doubled for each other
  int tries = 3;
};

/// From now on getaddrinfo(), and so open_connection() and start_server(), look names up by c-ares
/// (/etc/hosts, then DNS), without threads: any number at a time, and a cancel leaves nothing
/// behind. To be called before loops run.  Throws RuntimeError when c-ares cannot be used.
void use_cares(CaresOptions options = {});
/// Back to the system's resolver, in threads.
void use_system_resolver() noexcept;

}  // namespace pawl

#endif  // PAWL_CARES_H
