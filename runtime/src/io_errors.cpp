// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// io_errors.cpp: see io_errors.h.
#include <pawl/io_errors.h>

#include <cerrno>

namespace pawl {

namespace {

std::string incomplete(std::size_t partial, std::optional<std::size_t> expected) {
  return std::to_string(partial) + " bytes read on a total of " +
         (expected ? std::to_string(*expected) : "undefined") + " expected bytes";
}

}  // namespace

IncompleteReadError::IncompleteReadError(std::string partial, std::optional<std::size_t> expected)
    : std::runtime_error(incomplete(partial.size(), expected)),
      partial_(std::move(partial)),
      expected_(expected) {}

namespace detail {

std::exception_ptr os_error(int error, const std::string& what) {
  const std::error_code code(error, std::generic_category());
  switch (error) {
    case EPIPE:
      return std::make_exception_ptr(BrokenPipeError(code, what));
    case ECONNABORTED:
      return std::make_exception_ptr(ConnectionAbortedError(code, what));
    case ECONNREFUSED:
      return std::make_exception_ptr(ConnectionRefusedError(code, what));
    case ECONNRESET:
      return std::make_exception_ptr(ConnectionResetError(code, what));
    default:
      return std::make_exception_ptr(std::system_error(code, what));
  }
}

void throw_os_error(int error, const std::string& what) {
  std::rethrow_exception(os_error(error, what));
}

}  // namespace detail
}  // namespace pawl
