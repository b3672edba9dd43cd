// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// process_worker.cpp: the other side of a ProcessPoolExecutor; see process_pool.h.
#include <cxxabi.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <stdexcept>
#include <typeinfo>

#include "process_pool.h"

namespace pawl::detail {

namespace {

using status = process_response::status;

bool read_all(int fd, void* data, std::size_t size) noexcept {
  auto* bytes = static_cast<char*>(data);
  while (size > 0) {
    const ssize_t n = read(fd, bytes, size);
    if (n == 0 || (n < 0 && errno != EINTR)) return false;
    if (n < 0) continue;
    bytes += n;
    size -= static_cast<std::size_t>(n);
  }
  return true;
}

bool write_all(int fd, const void* data, std::size_t size) noexcept {
  const auto* bytes = static_cast<const char*>(data);
  while (size > 0) {
    const ssize_t n = write(fd, bytes, size);
    if (n < 0 && errno != EINTR) return false;
    if (n < 0) continue;
    bytes += n;
    size -= static_cast<std::size_t>(n);
  }
  return true;
}

struct answer {
  status what = status::value;
  std::string type = {};
  std::string text = {};
};

std::string type_name(const std::type_info& type) {
  int failed = 0;
  char* const name = abi::__cxa_demangle(type.name(), nullptr, nullptr, &failed);
  std::string result = failed == 0 ? name : type.name();
  std::free(name);
  return result;
}

/// Which class of the standard library's it is, exactly.
status class_of(const std::exception& error) {
  const std::type_info& type = typeid(error);
  if (type == typeid(std::runtime_error)) return status::runtime_error;
  if (type == typeid(std::range_error)) return status::range_error;
  if (type == typeid(std::overflow_error)) return status::overflow_error;
  if (type == typeid(std::underflow_error)) return status::underflow_error;
  if (type == typeid(std::logic_error)) return status::logic_error;
  if (type == typeid(std::invalid_argument)) return status::invalid_argument;
  if (type == typeid(std::domain_error)) return status::domain_error;
  if (type == typeid(std::length_error)) return status::length_error;
  if (type == typeid(std::out_of_range)) return status::out_of_range;
  if (type == typeid(std::bad_alloc)) return status::bad_alloc;
  return status::other;
}

answer perform(const process_request& request, std::string_view body) {
  try {
    return {status::value,
            {},
            request.run(body.substr(0, request.callable_size), body.substr(request.callable_size))};
  } catch (const std::exception& error) {
    return {class_of(error), type_name(typeid(error)), error.what()};
  } catch (...) {
    const std::type_info* type = abi::__cxa_current_exception_type();
    return {status::other, type ? type_name(*type) : "?", "not a std::exception"};
  }
}

}  // namespace

void serve_requests(int socket) noexcept {
  process_request request;
  while (read_all(socket, &request, sizeof request)) {
    std::string body(request.callable_size + request.arguments_size, '\0');
    if (!read_all(socket, body.data(), body.size())) break;
    const answer a = perform(request, body);
    // It may be killed before the program would flush.
    std::fflush(nullptr);
    const process_response head{a.what, a.type.size(), a.text.size()};
    if (!write_all(socket, &head, sizeof head) ||
        !write_all(socket, a.type.data(), a.type.size()) ||
        !write_all(socket, a.text.data(), a.text.size())) {
      break;
    }
  }
  _exit(0);
}

std::exception_ptr remote_error(status what, std::string type, const std::string& text) {
  switch (what) {
    case status::runtime_error:
      return std::make_exception_ptr(std::runtime_error(text));
    case status::range_error:
      return std::make_exception_ptr(std::range_error(text));
    case status::overflow_error:
      return std::make_exception_ptr(std::overflow_error(text));
    case status::underflow_error:
      return std::make_exception_ptr(std::underflow_error(text));
    case status::logic_error:
      return std::make_exception_ptr(std::logic_error(text));
    case status::invalid_argument:
      return std::make_exception_ptr(std::invalid_argument(text));
    case status::domain_error:
      return std::make_exception_ptr(std::domain_error(text));
    case status::length_error:
      return std::make_exception_ptr(std::length_error(text));
    case status::out_of_range:
      return std::make_exception_ptr(std::out_of_range(text));
    case status::bad_alloc:
      return std::make_exception_ptr(std::bad_alloc());
    default:
      return std::make_exception_ptr(RemoteError(std::move(type), text));
  }
}

}  // namespace pawl::detail
