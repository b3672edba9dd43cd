// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/detail/context_cell.h: the values of context variables.
#ifndef PAWL_DETAIL_CONTEXT_CELL_H
#define PAWL_DETAIL_CONTEXT_CELL_H

#include <pawl/detail/ref_ptr.h>

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace pawl::detail {

/// Values by variable, in the order of the variables' numbers; it never changes, so that copying a
/// context copies a pointer, and threads can share it.
using context_values = std::vector<std::pair<std::uint64_t, std::shared_ptr<const void>>>;

/// What a task, or a callback, sees: the present values.
struct context_cell {
  std::shared_ptr<const context_values> values;

  /// Null when the variable has no value.
  std::shared_ptr<const void> find(std::uint64_t variable) const noexcept;
  /// Null takes the value away.
  void set(std::uint64_t variable, std::shared_ptr<const void> value);
};

/// One that several can run in.
class shared_context final : public ref_counted, public context_cell {};

/// The context of what runs now in this thread: that of a callback, of a task, or the thread's.
context_cell& current_context() noexcept;

/// Lets everything in this thread, for its lifetime, see another context.
class context_scope {
 public:
  explicit context_scope(context_cell& cell) noexcept;
  ~context_scope();
  context_scope(const context_scope&) = delete;
  context_scope& operator=(const context_scope&) = delete;

 private:
  context_cell* outer_;
};

std::uint64_t new_context_variable() noexcept;

}  // namespace pawl::detail

#endif  // PAWL_DETAIL_CONTEXT_CELL_H
