// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/context.h: variables that each task has its own values of.
// https://docs.python.org/3/library/contextvars.html
//
//   pawl::ContextVar<std::string> user("user", "nobody");
//   user.set("ann");                  // for this task, and the tasks that it makes from now on
//   std::string who = user.get();
#ifndef PAWL_CONTEXT_H
#define PAWL_CONTEXT_H

#include <pawl/detail/context_cell.h>
#include <pawl/errors.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace pawl {

/// A handle to a context; copies are the same one.  A task, a callback and a call of to_thread run
/// in a copy of the context in which they were made, unless they are given one.  It belongs to the
/// thread that made it.
class Context {
 public:
  /// Without any values.
  Context() : cell_(new detail::shared_context) {}
  explicit Context(detail::ref_ptr<detail::shared_context> cell) noexcept
      : cell_(std::move(cell)) {}

  /// Calls `f()` with this context as the current one, and keeps what it sets.
  template <class F>
  decltype(auto) run(F&& f) const {
    const detail::context_scope scope(*cell_);
    return std::forward<F>(f)();
  }
  /// Another context with the same values.
  Context copy() const {
    Context other;
    other.cell_->values = cell_->values;
    return other;
  }
  const detail::ref_ptr<detail::shared_context>& cell() const noexcept { return cell_; }

 private:
  detail::ref_ptr<detail::shared_context> cell_;
};

/// A copy of the context of what runs now.
inline Context copy_context() {
  Context copy;
  copy.cell()->values = detail::current_context().values;
  return copy;
}

/// A variable of which each context has a value of its own.  It may be used in any thread.
template <class T>
class ContextVar {
 public:
  /// What set() gives, for reset().
  class Token {
    friend class ContextVar;
    std::uint64_t variable = 0;
    std::shared_ptr<const void> old;
  };

  explicit ContextVar(std::string name) : name_(std::move(name)) {}
  ContextVar(std::string name, T default_value)
      : name_(std::move(name)), default_(std::move(default_value)) {}
  ContextVar(const ContextVar&) = delete;
  ContextVar& operator=(const ContextVar&) = delete;

  const std::string& name() const noexcept { return name_; }
  /// The value in the current context, else the default.  Throws std::out_of_range without either.
  T get() const {
    if (const auto value = find()) return *static_cast<const T*>(value.get());
    if (!default_) detail::throw_lookup_error(name_);
    return *default_;
  }
  T get(T otherwise) const {
    const auto value = find();
    return value ? *static_cast<const T*>(value.get()) : std::move(otherwise);
  }
  Token set(T value) const {
    Token token;
    token.variable = number_;
    token.old = find();
    detail::current_context().set(number_, std::make_shared<const T>(std::move(value)));
    return token;
  }
  /// Back to what it was before set().  Throws std::invalid_argument for another variable's token.
  void reset(const Token& token) const {
    if (token.variable != number_) detail::throw_value_error("a token of another ContextVar");
    detail::current_context().set(number_, token.old);
  }

 private:
  std::shared_ptr<const void> find() const { return detail::current_context().find(number_); }

  std::string name_;
  std::optional<T> default_;
  std::uint64_t number_ = detail::new_context_variable();
};

}  // namespace pawl

#endif  // PAWL_CONTEXT_H
