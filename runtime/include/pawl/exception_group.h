// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/exception_group.h: several exceptions thrown as one.
// https://docs.python.org/3/library/exceptions.html#exception-groups
#ifndef PAWL_EXCEPTION_GROUP_H
#define PAWL_EXCEPTION_GROUP_H

#include <pawl/errors.h>

#include <exception>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace pawl {

/// What a TaskGroup throws: the errors of its tasks and of its body, in the order in which they
/// came.  Groups can hold groups.
class ExceptionGroup : public std::runtime_error {
 public:
  /// There must be at least one exception, and none that is null.
  ExceptionGroup(const std::string& message, std::vector<std::exception_ptr> exceptions);

  /// Without the count that what() has.
  const std::string& message() const noexcept { return message_; }
  const std::vector<std::exception_ptr>& exceptions() const noexcept { return exceptions_; }

  /// Whether one of them, at any depth, can be caught as an `E`.
  template <class E>
  bool contains() const {
    return subgroup<E>().has_value();
  }
  /// Those that can be caught as an `E`, in groups as here; nothing when there are none.
  template <class E>
  std::optional<ExceptionGroup> subgroup() const {
    return split<E>().first;
  }
  /// Those that can be caught as an `E`, and the others: what `except*` does.
  template <class E>
  std::pair<std::optional<ExceptionGroup>, std::optional<ExceptionGroup>> split() const {
    return split(detail::is_error<E>);
  }

 private:
  using predicate = bool (*)(const std::exception_ptr&);
  std::pair<std::optional<ExceptionGroup>, std::optional<ExceptionGroup>> split(
      predicate matches) const;
  std::optional<ExceptionGroup> derive(std::vector<std::exception_ptr> exceptions) const;

  std::string message_;
  std::vector<std::exception_ptr> exceptions_;
};

}  // namespace pawl

#endif  // PAWL_EXCEPTION_GROUP_H
