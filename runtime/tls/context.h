// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// context.h: what is behind a TLSContext.
#ifndef PAWL_TLS_CONTEXT_H
#define PAWL_TLS_CONTEXT_H

#include <openssl/ssl.h>
#include <pawl/tls.h>

#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace pawl::detail {

struct free_openssl {
  void operator()(SSL_CTX* context) const noexcept { SSL_CTX_free(context); }
  void operator()(SSL* ssl) const noexcept { SSL_free(ssl); }
  void operator()(SSL_SESSION* session) const noexcept { SSL_SESSION_free(session); }
  void operator()(BIO_METHOD* method) const noexcept { BIO_meth_free(method); }
  void operator()(X509* certificate) const noexcept { X509_free(certificate); }
};
template <class T>
using openssl_ptr = std::unique_ptr<T, free_openssl>;

/// The first of OpenSSL's errors of this thread, for people; they are forgotten.
std::string openssl_error();

class tls_context {
 public:
  explicit tls_context(bool server);
  SSL_CTX* ssl() const noexcept { return context_.get(); }
  bool is_server() const noexcept { return server_; }
  bool verifies() const noexcept { return verifies_; }
  void set_verify(bool verify) noexcept;
  void set_alpn(std::string wire);

  /// Of connections to that name; from any thread.
  void remember(const std::string& name, openssl_ptr<SSL_SESSION> session);
  openssl_ptr<SSL_SESSION> recall(const std::string& name);

 private:
  static int choose_alpn(SSL* ssl, const unsigned char** out, unsigned char* out_length,
                         const unsigned char* in, unsigned in_length, void* self);
  openssl_ptr<SSL_CTX> context_;
  const bool server_;
  bool verifies_;
  std::string alpn_;
  std::mutex mutex_;
  std::map<std::string, openssl_ptr<SSL_SESSION>> sessions_;
};

}  // namespace pawl::detail

#endif  // PAWL_TLS_CONTEXT_H
