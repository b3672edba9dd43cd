// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// context.cpp: see context.h.
#include "context.h"

#include <openssl/err.h>
#include <pawl/errors.h>

#include "filter.h"

namespace pawl {

namespace detail {

std::string openssl_error() {
  const unsigned long code = ERR_get_error();
  ERR_clear_error();
  const char* reason = ERR_reason_error_string(code);
  return reason ? reason : "unknown error";
}

tls_context::tls_context(bool server)
    : context_(SSL_CTX_new(server ? TLS_server_method() : TLS_client_method())),
      server_(server),
      verifies_(!server) {
  if (!context_) throw TLSError("OpenSSL: " + openssl_error());
  SSL_CTX* const ssl = context_.get();
  SSL_CTX_set_min_proto_version(ssl, TLS1_2_VERSION);
  SSL_CTX_set_mode(ssl, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                            SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_read_ahead(ssl, 1);
  SSL_CTX_set_options(ssl, SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  if (server) {
    static constexpr unsigned char id[] = "pawl";
    SSL_CTX_set_session_id_context(ssl, id, sizeof id - 1);
  } else {
    SSL_CTX_set_default_verify_paths(ssl);
    SSL_CTX_set_session_cache_mode(ssl, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    SSL_CTX_sess_set_new_cb(ssl, tls_filter::new_session);
  }
  set_verify(verifies_);
}

void tls_context::set_verify(bool verify) noexcept {
  verifies_ = verify;
  const int mode = SSL_VERIFY_PEER | (server_ ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0);
  SSL_CTX_set_verify(context_.get(), verify ? mode : SSL_VERIFY_NONE,
                     verify ? tls_filter::verified : nullptr);
}

void tls_context::set_alpn(std::string wire) {
  alpn_ = std::move(wire);
  const auto* bytes = reinterpret_cast<const unsigned char*>(alpn_.data());
  if (server_) {
    SSL_CTX_set_alpn_select_cb(context_.get(), choose_alpn, this);
  } else {
    SSL_CTX_set_alpn_protos(context_.get(), bytes, static_cast<unsigned>(alpn_.size()));
  }
}

int tls_context::choose_alpn(SSL*, const unsigned char** out, unsigned char* out_length,
                             const unsigned char* in, unsigned in_length, void* self) {
  const std::string& ours = static_cast<tls_context*>(self)->alpn_;
  unsigned char* chosen = nullptr;
  const int found = SSL_select_next_proto(&chosen, out_length,
                                          reinterpret_cast<const unsigned char*>(ours.data()),
                                          static_cast<unsigned>(ours.size()), in, in_length);
  *out = chosen;
  return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
}

void tls_context::remember(const std::string& name, openssl_ptr<SSL_SESSION> session) {
  const std::lock_guard<std::mutex> lock(mutex_);
  sessions_[name] = std::move(session);
}

openssl_ptr<SSL_SESSION> tls_context::recall(const std::string& name) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto found = sessions_.find(name);
  if (found == sessions_.end()) return nullptr;
  // A ticket is used once (RFC 8446, C.4).
  openssl_ptr<SSL_SESSION> session = std::move(found->second);
  sessions_.erase(found);
  return session;
}

}  // namespace detail

TLSContext TLSContext::client() { return TLSContext(std::make_shared<detail::tls_context>(false)); }

TLSContext TLSContext::server(const std::string& certificate_file, const std::string& key_file) {
  TLSContext context(std::make_shared<detail::tls_context>(true));
  context.load_cert_chain(certificate_file, key_file);
  return context;
}

void TLSContext::load_verify_locations(const std::string& file) const {
  if (SSL_CTX_load_verify_locations(impl_->ssl(), file.c_str(), nullptr) != 1) {
    throw TLSError("cannot load authorities from '" + file + "': " + detail::openssl_error());
  }
}

void TLSContext::load_cert_chain(const std::string& certificate_file,
                                 const std::string& key_file) const {
  if (SSL_CTX_use_certificate_chain_file(impl_->ssl(), certificate_file.c_str()) != 1) {
    throw TLSError("cannot load a certificate from '" + certificate_file +
                   "': " + detail::openssl_error());
  }
  if (SSL_CTX_use_PrivateKey_file(impl_->ssl(), key_file.c_str(), SSL_FILETYPE_PEM) != 1) {
    throw TLSError("cannot load a key from '" + key_file + "': " + detail::openssl_error());
  }
}

void TLSContext::set_verify(bool verify) const { impl_->set_verify(verify); }

void TLSContext::set_alpn_protocols(const std::vector<std::string>& protocols) const {
  std::string wire;
  for (const std::string& protocol : protocols) {
    if (protocol.empty() || protocol.size() > 255) {
      detail::throw_value_error("the name of a protocol has 1 to 255 bytes");
    }
    wire += static_cast<char>(protocol.size());
    wire += protocol;
  }
  impl_->set_alpn(std::move(wire));
}

}  // namespace pawl
