// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/tls.h: streams over TLS, by OpenSSL.  It is a library of its own, libpawl_tls.
// https://docs.python.org/3/library/ssl.html and
// https://docs.python.org/3/library/asyncio-stream.html
//
//   auto [reader, writer] = await pawl::open_tls_connection("example.org", 443);
//
//   auto context = pawl::TLSContext::server("chain.pem", "key.pem");
//   auto server = await pawl::start_tls_server(handler, "", 443, context);
#ifndef PAWL_TLS_H
#define PAWL_TLS_H

#include <pawl/coro.h>
#include <pawl/server.h>
#include <pawl/streams.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace pawl {

/// TLS went wrong: the handshake, or the connection was cut off (what() says).
class TLSError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The other end's certificate is not one to be trusted; what() says which one, and why.
class CertificateError : public TLSError {
 public:
  using TLSError::TLSError;
};

namespace detail {
class tls_context;
}

/// What connections have in common: certificates, what is verified, sessions.  Copies are the same
/// one; it may be used in any thread once it is set up.  TLS 1.2 at least.
class TLSContext {
 public:
  /// Verifies the server's certificate and host name by the system's authorities.
  static TLSContext client();
  /// With a certificate (and its chain) and its key, both in PEM files.  Clients are not verified.
  /// Throws TLSError, which names the file.
  static TLSContext server(const std::string& certificate_file, const std::string& key_file);

  /// Trusts the authorities of a PEM file, too.  Throws TLSError.
  void load_verify_locations(const std::string& file) const;
  /// What this end shows to be who it is.  Throws TLSError.
  void load_cert_chain(const std::string& certificate_file, const std::string& key_file) const;
  /// False: the other end's certificate may be anybody's, and the connection anybody's to read.
  /// True, on a server: clients need a certificate.
  void set_verify(bool verify) const;
  /// The protocols to choose from (ALPN), the best first.
  void set_alpn_protocols(const std::vector<std::string>& protocols) const;

  const std::shared_ptr<detail::tls_context>& impl() const noexcept { return impl_; }

 private:
  explicit TLSContext(std::shared_ptr<detail::tls_context> impl) noexcept
      : impl_(std::move(impl)) {}
  std::shared_ptr<detail::tls_context> impl_;
};

struct TLSOptions {
  /// The name that the server's certificate has to have, and that it is told (SNI); empty: the host
  /// that is connected to.
  std::string server_hostname = {};
  std::chrono::nanoseconds handshake_timeout = std::chrono::seconds(60);
  /// How long close() waits for the other end to close, too.
  std::chrono::nanoseconds shutdown_timeout = std::chrono::seconds(30);
};

/// Connects by TCP, then TLS.  Throws what open_connection throws, CertificateError, TLSError,
/// TimeoutError when the handshake takes too long.  A cancel closes what was begun.
Coro<Connection> open_tls_connection(std::string host, std::uint16_t port,
                                     TLSContext context = TLSContext::client(),
                                     ConnectOptions options = {}, TLSOptions tls = {},
                                     detail::source_site site = detail::source_site::current());

/// Goes on by TLS on a connection that there is, from both ends at the same place; nobody may read
/// meanwhile.  As the client, which needs TLSOptions::server_hostname unless nothing is verified,
/// or as the server.  On a connection of TLS it puts a second one within (a proxy's tunnel):
/// tls_info is then the inner one's.  An error of the handshake closes the connection.
Coro<> start_tls(StreamWriter& writer, TLSContext context, TLSOptions options = {},
                 bool server_side = false);

/// What both ends have agreed on.
struct TLSInfo {
  std::string version;        ///< "TLSv1.3"
  std::string cipher;         ///< "TLS_AES_256_GCM_SHA384"
  std::string alpn_protocol;  ///< empty: none
  std::string peer_subject;   ///< of the other end's certificate; empty: it has none
  bool session_reused = false;
};
/// Throws RuntimeError when the connection is not one of TLS.
TLSInfo tls_info(const StreamWriter& writer);

namespace detail {

using tls_handler = std::function<Coro<>(StreamReader&, StreamWriter&)>;
Coro<> serve_tls(tls_handler handler, TLSContext context, TLSOptions options, StreamReader reader,
                 StreamWriter writer);

}  // namespace detail

/// start_server over TLS.  `on_connected` is a coroutine function, which is called when the
/// handshake is done; a client that fails in it is dropped, which debug mode reports.
template <class F>
Coro<Server> start_tls_server(F on_connected, std::string host, std::uint16_t port,
                              TLSContext context, ServerOptions options = {}, TLSOptions tls = {},
                              detail::source_site site = detail::source_site::current()) {
  auto shared = std::make_shared<F>(std::move(on_connected));
  detail::tls_handler handler = [shared](StreamReader& reader, StreamWriter& writer) -> Coro<> {
    if constexpr (std::is_invocable_v<F&, StreamReader&, StreamWriter&>) {
      return std::invoke(*shared, reader, writer);
    } else {
      return std::invoke(*shared, std::move(reader), std::move(writer));
    }
  };
  return start_server(
      [handler = std::move(handler), context = std::move(context), tls](StreamReader reader,
                                                                        StreamWriter writer) {
        return detail::serve_tls(handler, context, tls, std::move(reader), std::move(writer));
      },
      std::move(host), port, options, site);
}

}  // namespace pawl

#endif  // PAWL_TLS_H
