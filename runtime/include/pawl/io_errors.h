// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/io_errors.h: what streams and sockets throw.  The names are those of Python's exceptions
// (https://docs.python.org/3/library/exceptions.html#os-exceptions and
// https://docs.python.org/3/library/asyncio-exceptions.html); other errors of the system are a
// plain std::system_error.
#ifndef PAWL_IO_ERRORS_H
#define PAWL_IO_ERRORS_H

#include <cstddef>
#include <exception>
#include <optional>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>

namespace pawl {

/// Something is wrong with a connection: one of the classes below.
class ConnectionError : public std::system_error {
 public:
  using std::system_error::system_error;
};
/// EPIPE: the other end takes nothing any more.
class BrokenPipeError : public ConnectionError {
 public:
  using ConnectionError::ConnectionError;
};
/// ECONNABORTED
class ConnectionAbortedError : public ConnectionError {
 public:
  using ConnectionError::ConnectionError;
};
/// ECONNREFUSED
class ConnectionRefusedError : public ConnectionError {
 public:
  using ConnectionError::ConnectionError;
};
/// ECONNRESET, and any use of a connection that is closed.
class ConnectionResetError : public ConnectionError {
 public:
  using ConnectionError::ConnectionError;
};

/// The stream ended before all that was asked for had come.
class IncompleteReadError : public std::runtime_error {
 public:
  IncompleteReadError(std::string partial, std::optional<std::size_t> expected);
  /// What had come; it is taken from the stream.
  const std::string& partial() const noexcept { return partial_; }
  /// How much was asked for; nothing for readuntil().
  std::optional<std::size_t> expected() const noexcept { return expected_; }

 private:
  std::string partial_;
  std::optional<std::size_t> expected_;
};

/// readuntil(): more than the limit has come before the separator.  All of it is still there.
class LimitOverrunError : public std::runtime_error {
 public:
  LimitOverrunError(const char* what, std::size_t consumed)
      : std::runtime_error(what), consumed_(consumed) {}
  /// How many bytes have no separator in them: to be read and thrown away.
  std::size_t consumed() const noexcept { return consumed_; }

 private:
  std::size_t consumed_;
};

namespace detail {
/// The exception of the class that belongs to an errno.
std::exception_ptr os_error(int error, const std::string& what);
[[noreturn]] void throw_os_error(int error, const std::string& what);
}  // namespace detail

}  // namespace pawl

#endif  // PAWL_IO_ERRORS_H
