// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// stream_reader.cpp: see stream_reader.h.
#include <pawl/stream_reader.h>

#include <algorithm>

namespace pawl {

namespace {

using detail::read_request;

/// The request for so many bytes.
read_request sized(read_request::kind what, std::ptrdiff_t n) {
  read_request request;
  request.what = what;
  request.size = static_cast<std::size_t>(n);
  return request;
}

}  // namespace

StreamReader::StreamReader(std::size_t limit) : core_(new detail::reader_core(limit)) {}

StreamRead StreamReader::read() { return {core_, read_request()}; }

StreamRead StreamReader::read(std::ptrdiff_t n) {
  if (n < 0) return read();
  return {core_, sized(read_request::kind::some, n)};
}

StreamRead StreamReader::readexactly(std::ptrdiff_t n) {
  if (n < 0) detail::throw_value_error("readexactly size can not be less than zero");
  return {core_, sized(read_request::kind::exactly, n)};
}

StreamRead StreamReader::readline() { return {core_, sized(read_request::kind::line, 0)}; }

StreamRead StreamReader::readuntil(std::vector<std::string> separators) {
  if (separators.empty()) {
    detail::throw_value_error("Separator should contain at least one element");
  }
  std::sort(separators.begin(), separators.end(),
            [](const std::string& a, const std::string& b) { return a.size() < b.size(); });
  if (separators.front().empty()) {
    detail::throw_value_error("Separator should be at least one-byte string");
  }
  read_request request;
  request.what = read_request::kind::until;
  request.separators = std::move(separators);
  return {core_, std::move(request)};
}

StreamRead StreamReader::readuntil(std::string_view separator) {
  return readuntil(std::vector<std::string>{std::string(separator)});
}

StreamRead StreamReader::readuntil(std::initializer_list<std::string_view> separators) {
  return readuntil(std::vector<std::string>(separators.begin(), separators.end()));
}

}  // namespace pawl
