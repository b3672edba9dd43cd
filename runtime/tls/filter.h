// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// filter.h: TLS between a stream and its socket.
#ifndef PAWL_TLS_FILTER_H
#define PAWL_TLS_FILTER_H

#include <openssl/ssl.h>
#include <pawl/tls.h>

#include <memory>
#include <string>

#include "context.h"
#include "stream_core.h"
#include "stream_filter.h"

namespace pawl::detail {

class tls_filter final : public stream_filter {
 public:
  /// Throws TLSError.
  tls_filter(std::shared_ptr<tls_context> context, stream_core& stream, const TLSOptions& options);

  bool established() const noexcept override { return established_; }
  io_result establish() noexcept override;
  io_result read(void* data, std::size_t size) noexcept override;
  io_result write(const void* data, std::size_t size) noexcept override;
  io_result finish() noexcept override;
  std::exception_ptr explain(int error, const std::string& what) override;
  loop_time linger_time() const noexcept override { return linger_time_; }
  TLSInfo info() const;

  // OpenSSL's callbacks.
  static int new_session(SSL* ssl, SSL_SESSION* session);
  static int verified(int good, X509_STORE_CTX* store);

 private:
  static BIO_METHOD* bio_method();
  static int bio_read(BIO* bio, char* data, std::size_t size, std::size_t* count);
  static int bio_write(BIO* bio, const char* data, std::size_t size, std::size_t* count);
  static long bio_ctrl(BIO* bio, int command, long number, void* pointer);
  io_result read_below(void* data, std::size_t size) noexcept;
  io_result write_below(const void* data, std::size_t size) noexcept;
  io_result result_of(int returned, bool reads) noexcept;

  std::shared_ptr<tls_context> context_;
  stream_core& stream_;
  openssl_ptr<SSL> ssl_;
  std::string name_;
  loop_time linger_time_;
  bool established_ = false;
  bool said_end_ = false;
  // Of the last call of a BIO, which stands on the socket or on the filter below.
  io_result met_;
  bool below_failed_ = false;
  std::string untrusted_;
  std::string failure_;
};

}  // namespace pawl::detail

#endif  // PAWL_TLS_FILTER_H
