// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// start_tls.cpp: see pawl/tls.h.
#include <pawl/tls.h>
#include <pawl/wait_for.h>

#include <memory>
#include <utility>

#include "event_loop.h"
#include "filter.h"

namespace pawl {

namespace {

using core_ptr = detail::ref_ptr<detail::stream_core>;

async Coro<> shake_hands(core_ptr core, TLSContext context, TLSOptions options) {
  await detail::drain_waiter(core, detail::drain_waiter::until::emptied);
  if (core->filter() && !core->filter()->established()) {
    detail::throw_runtime_error("start_tls: a handshake is on its way already");
  }
  core->insert(std::make_unique<detail::tls_filter>(context.impl(), *core, options));
  detail::read_request request;
  request.what = detail::read_request::kind::established;
  try {
    await wait_for(detail::read_waiter(core, std::move(request)), options.handshake_timeout);
  } catch (...) {
    core->abort();
    throw;
  }
}

}  // namespace

Coro<> start_tls(StreamWriter& writer, TLSContext context, TLSOptions options, bool server_side) {
  if (server_side != context.impl()->is_server()) {
    detail::throw_runtime_error("start_tls: a context for the other side");
  }
  return shake_hands(writer.core(), std::move(context), std::move(options));
}

async Coro<Connection> open_tls_connection(std::string host, std::uint16_t port, TLSContext context,
                                           ConnectOptions options, TLSOptions tls,
                                           detail::source_site site) {
  Connection connection = await open_connection(host, port, std::move(options), site);
  if (tls.server_hostname.empty()) tls.server_hostname = host;
  await start_tls(connection.writer, std::move(context), std::move(tls));
  return connection;
}

namespace detail {

async Coro<> serve_tls(tls_handler handler, TLSContext context, TLSOptions options,
                       StreamReader reader, StreamWriter writer) {
  bool established = false;
  try {
    await start_tls(writer, std::move(context), std::move(options), true);
    established = true;
  } catch (const std::exception&) {
    if (require_loop().debug) {
      report_error("TLS handshake failed", "with " + writer.peername().to_string(),
                   std::current_exception());
    }
  }
  if (established) await handler(reader, writer);
}

}  // namespace detail

TLSInfo tls_info(const StreamWriter& writer) {
  const auto* filter = dynamic_cast<const detail::tls_filter*>(writer.core()->filter());
  if (!filter) detail::throw_runtime_error("this is no connection of TLS");
  return filter->info();
}

}  // namespace pawl
