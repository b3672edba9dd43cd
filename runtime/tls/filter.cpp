// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// filter.cpp: see filter.h.
#include "filter.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <pawl/io_errors.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace pawl::detail {

namespace {

std::string name_of(X509* certificate) {
  if (!certificate) return {};
  BIO* const text = BIO_new(BIO_s_mem());
  X509_NAME_print_ex(text, X509_get_subject_name(certificate), 0,
                     XN_FLAG_ONELINE & ~XN_FLAG_SPC_EQ);
  char* bytes = nullptr;
  const long length = BIO_get_mem_data(text, &bytes);
  std::string result(bytes, static_cast<std::size_t>(length));
  BIO_free(text);
  return result;
}

bool is_numeric(const std::string& name) {
  ASN1_OCTET_STRING* const address = a2i_IPADDRESS(name.c_str());
  ASN1_OCTET_STRING_free(address);
  return address != nullptr;
}

io_result blocked(bool other_way) {
  io_result result;
  result.what = io_result::kind::blocked;
  result.other_way = other_way;
  return result;
}

io_result failed(int error) {
  io_result result;
  result.what = io_result::kind::failed;
  result.error = error;
  return result;
}

}  // namespace

tls_filter::tls_filter(std::shared_ptr<tls_context> context, stream_core& stream,
                       const TLSOptions& options)
    : context_(std::move(context)),
      stream_(stream),
      ssl_(SSL_new(context_->ssl())),
      name_(options.server_hostname),
      linger_time_(options.shutdown_timeout) {
  BIO* const bio = ssl_ ? BIO_new(bio_method()) : nullptr;
  if (!bio) throw TLSError("OpenSSL: " + openssl_error());
  BIO_set_data(bio, this);
  BIO_set_init(bio, 1);
  SSL_set_bio(ssl_.get(), bio, bio);
  SSL_set_app_data(ssl_.get(), this);
  if (context_->is_server()) {
    SSL_set_accept_state(ssl_.get());
    return;
  }
  SSL_set_connect_state(ssl_.get());
  if (name_.empty()) {
    if (context_->verifies()) throw TLSError("server_hostname is needed to verify a certificate");
    return;
  }
  if (is_numeric(name_)) {
    X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl_.get()), name_.c_str());
  } else {
    SSL_set_tlsext_host_name(ssl_.get(), name_.c_str());
    SSL_set_hostflags(ssl_.get(), X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    SSL_set1_host(ssl_.get(), name_.c_str());
  }
  if (const auto session = context_->recall(name_)) SSL_set_session(ssl_.get(), session.get());
}

int tls_filter::new_session(SSL* ssl, SSL_SESSION* session) {
  auto* const self = static_cast<tls_filter*>(SSL_get_app_data(ssl));
  if (self->name_.empty()) return 0;
  self->context_->remember(self->name_, openssl_ptr<SSL_SESSION>(session));
  return 1;  // it is kept
}

int tls_filter::verified(int good, X509_STORE_CTX* store) {
  if (good) return 1;
  auto* const ssl =
      static_cast<SSL*>(X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
  auto* const self = static_cast<tls_filter*>(SSL_get_app_data(ssl));
  const int error = X509_STORE_CTX_get_error(store);
  self->untrusted_ = "the certificate '" + name_of(X509_STORE_CTX_get_current_cert(store)) + "'";
  if (error == X509_V_ERR_HOSTNAME_MISMATCH || error == X509_V_ERR_IP_ADDRESS_MISMATCH) {
    self->untrusted_ += " is not for '" + self->name_ + "'";
  } else {
    self->untrusted_ += std::string(": ") + X509_verify_cert_error_string(error);
  }
  return 0;
}

BIO_METHOD* tls_filter::bio_method() {
  static const openssl_ptr<BIO_METHOD> method = [] {
    openssl_ptr<BIO_METHOD> m(BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "pawl"));
    BIO_meth_set_read_ex(m.get(), bio_read);
    BIO_meth_set_write_ex(m.get(), bio_write);
    BIO_meth_set_ctrl(m.get(), bio_ctrl);
    return m;
  }();
  return method.get();
}

io_result tls_filter::read_below(void* data, std::size_t size) noexcept {
  if (below) return below->read(data, size);
  return read_some(*stream_.loop(), stream_.fd(), fd_kind::socket, data, size);
}

io_result tls_filter::write_below(const void* data, std::size_t size) noexcept {
  if (below) return below->write(data, size);
  return write_some(*stream_.loop(), stream_.fd(), fd_kind::socket, data, size);
}

int tls_filter::bio_read(BIO* bio, char* data, std::size_t size, std::size_t* count) {
  auto& self = *static_cast<tls_filter*>(BIO_get_data(bio));
  BIO_clear_retry_flags(bio);
  if (!self.early.empty()) {
    *count = std::min(size, self.early.size());
    std::memcpy(data, self.early.data(), *count);
    self.early.erase(0, *count);
    return 1;
  }
  const io_result result = self.read_below(data, size);
  self.met_ = result;
  if (result.what == io_result::kind::done) {
    *count = result.count;
    return result.count > 0;
  }
  if (result.what != io_result::kind::failed) BIO_set_retry_read(bio);
  return 0;
}

int tls_filter::bio_write(BIO* bio, const char* data, std::size_t size, std::size_t* count) {
  auto& self = *static_cast<tls_filter*>(BIO_get_data(bio));
  BIO_clear_retry_flags(bio);
  const io_result result = self.write_below(data, size);
  self.met_ = result;
  if (result.what == io_result::kind::done) {
    *count = result.count;
    return 1;
  }
  if (result.what != io_result::kind::failed) BIO_set_retry_write(bio);
  return 0;
}

long tls_filter::bio_ctrl(BIO* bio, int command, long, void*) {
  auto& self = *static_cast<tls_filter*>(BIO_get_data(bio));
  if (command == BIO_CTRL_FLUSH) return 1;
  if (command == BIO_CTRL_EOF) {
    return self.met_.what == io_result::kind::done && self.met_.count == 0;
  }
  return 0;
}

/// What a call that has returned something other than success means.
io_result tls_filter::result_of(int returned, bool reads) noexcept {
  switch (SSL_get_error(ssl_.get(), returned)) {
    case SSL_ERROR_ZERO_RETURN:
      return {};  // the other end has said that it is the end
    case SSL_ERROR_WANT_READ:
      if (met_.what == io_result::kind::early) return met_;
      return blocked(reads == met_.other_way);
    case SSL_ERROR_WANT_WRITE:
      if (met_.what == io_result::kind::early) return met_;
      return blocked(reads != met_.other_way);
    default:
      break;
  }
  if (met_.what == io_result::kind::failed) {
    below_failed_ = below != nullptr;
    return failed(met_.error);
  }
  failure_ = openssl_error();
  return failed(0);
}

io_result tls_filter::establish() noexcept {
  ERR_clear_error();
  const int returned = SSL_do_handshake(ssl_.get());
  if (returned != 1) return result_of(returned, true);
  established_ = true;
  return {};
}

io_result tls_filter::read(void* data, std::size_t size) noexcept {
  ERR_clear_error();
  met_ = {};
  io_result result;
  const int returned = SSL_read_ex(ssl_.get(), data, size, &result.count);
  if (returned != 1) return result_of(returned, true);
  // The socket had no more, and neither has OpenSSL.
  result.short_count = met_.short_count && SSL_has_pending(ssl_.get()) == 0;
  return result;
}

io_result tls_filter::write(const void* data, std::size_t size) noexcept {
  if (!established_) return blocked(true);
  ERR_clear_error();
  io_result result;
  const int returned = SSL_write_ex(ssl_.get(), data, size, &result.count);
  return returned == 1 ? result : result_of(returned, false);
}

io_result tls_filter::finish() noexcept {
  if (!said_end_) {
    ERR_clear_error();
    const int returned = SSL_shutdown(ssl_.get());
    if (returned < 0) return result_of(returned, false);
    said_end_ = true;  // 0: the other end has not said so yet
  }
  return below ? below->finish() : io_result{};
}

std::exception_ptr tls_filter::explain(int error, const std::string& what) {
  if (below_failed_) return below->explain(error, what);
  if (error != 0) return os_error(error, what);
  if (!untrusted_.empty()) {
    return std::make_exception_ptr(CertificateError(what + ": " + untrusted_));
  }
  return std::make_exception_ptr(TLSError(what + ": " + failure_));
}

TLSInfo tls_filter::info() const {
  TLSInfo result;
  result.version = SSL_get_version(ssl_.get());
  result.cipher = SSL_get_cipher_name(ssl_.get());
  const unsigned char* protocol = nullptr;
  unsigned length = 0;
  SSL_get0_alpn_selected(ssl_.get(), &protocol, &length);
  if (length > 0) result.alpn_protocol.assign(reinterpret_cast<const char*>(protocol), length);
  const openssl_ptr<X509> peer(SSL_get1_peer_certificate(ssl_.get()));
  result.peer_subject = name_of(peer.get());
  result.session_reused = SSL_session_reused(ssl_.get()) == 1;
  return result;
}

}  // namespace pawl::detail
