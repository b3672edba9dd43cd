// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// resolver.h: where another resolver takes the place of the system's.
#ifndef PAWL_SRC_RESOLVER_H
#define PAWL_SRC_RESOLVER_H

#include <pawl/names.h>

#include <string>
#include <vector>

namespace pawl::detail {

/// For names that are no numbers.  Throws NameError.
using resolver = Coro<std::vector<SocketAddress>> (*)(std::string host, std::uint16_t port,
                                                      NameOptions options);
/// Null: the system's.  For all loops; not while one runs in another thread.
void set_resolver(resolver r) noexcept;
[[noreturn]] void throw_name_error(const std::string& name, const std::string& why);

}  // namespace pawl::detail

#endif  // PAWL_SRC_RESOLVER_H
