// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// exception_group.cpp: see exception_group.h.
#include <pawl/exception_group.h>

namespace pawl {

namespace {

std::string with_count(const std::string& message, std::size_t count) {
  return message + " (" + std::to_string(count) + (count == 1 ? " exception)" : " exceptions)");
}

}  // namespace

ExceptionGroup::ExceptionGroup(const std::string& message,
                               std::vector<std::exception_ptr> exceptions)
    : std::runtime_error(with_count(message, exceptions.size())),
      message_(message),
      exceptions_(std::move(exceptions)) {}

std::optional<ExceptionGroup> ExceptionGroup::derive(
    std::vector<std::exception_ptr> exceptions) const {
  if (exceptions.empty()) return std::nullopt;
  return ExceptionGroup(message_, std::move(exceptions));
}

std::pair<std::optional<ExceptionGroup>, std::optional<ExceptionGroup>> ExceptionGroup::split(
    predicate matches) const {
  std::vector<std::exception_ptr> matching, rest;
  for (const std::exception_ptr& error : exceptions_) {
    if (matches(error)) {
      matching.push_back(error);
      continue;
    }
    try {
      std::rethrow_exception(error);
    } catch (const ExceptionGroup& group) {
      auto parts = group.split(matches);
      if (parts.first) matching.push_back(std::make_exception_ptr(*std::move(parts.first)));
      if (parts.second) rest.push_back(std::make_exception_ptr(*std::move(parts.second)));
    } catch (...) {
      rest.push_back(error);
    }
  }
  return {derive(std::move(matching)), derive(std::move(rest))};
}

}  // namespace pawl
