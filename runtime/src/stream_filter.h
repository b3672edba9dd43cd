// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// stream_filter.h: what stands between a stream and its socket: TLS.
#ifndef PAWL_SRC_STREAM_FILTER_H
#define PAWL_SRC_STREAM_FILTER_H

#include <cstddef>
#include <exception>
#include <memory>
#include <string>

#include "sockets.h"

namespace pawl::detail {

/// None of its functions blocks.
class stream_filter {
 public:
  stream_filter() noexcept = default;
  stream_filter(const stream_filter&) = delete;
  stream_filter& operator=(const stream_filter&) = delete;
  virtual ~stream_filter() = default;

  /// Whether both ends have agreed on what is between them.
  virtual bool established() const noexcept = 0;
  virtual io_result establish() noexcept = 0;
  virtual io_result read(void* data, std::size_t size) noexcept = 0;
  virtual io_result write(const void* data, std::size_t size) noexcept = 0;
  /// Tells the other end that no more comes.
  virtual io_result finish() noexcept = 0;
  /// What a failure means; `error` is that of the result.
  virtual std::exception_ptr explain(int error, const std::string& what) = 0;
  /// How long the other end has, at the end, to say that it has seen it.
  virtual loop_time linger_time() const noexcept = 0;

  /// What it stands on itself; null for the socket.
  std::unique_ptr<stream_filter> below;
  /// What the stream had read before it came, and nobody had taken: to be read first.
  std::string early;
};

}  // namespace pawl::detail

#endif  // PAWL_SRC_STREAM_FILTER_H
