// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// context.cpp: see context_cell.h.
#include <pawl/context.h>

#include <algorithm>
#include <atomic>

#include "event_loop.h"

namespace pawl::detail {

namespace {

[[gnu::tls_model("initial-exec")]] thread_local context_cell* entered_context = nullptr;

auto position(const context_values& values, std::uint64_t variable) {
  return std::lower_bound(
      values.begin(), values.end(), variable,
      [](const context_values::value_type& v, std::uint64_t n) { return v.first < n; });
}

}  // namespace

std::shared_ptr<const void> context_cell::find(std::uint64_t variable) const noexcept {
  if (!values) return nullptr;
  const auto at = position(*values, variable);
  return at != values->end() && at->first == variable ? at->second : nullptr;
}

void context_cell::set(std::uint64_t variable, std::shared_ptr<const void> value) {
  auto changed =
      values ? std::make_shared<context_values>(*values) : std::make_shared<context_values>();
  const auto at = changed->begin() + (position(*changed, variable) - changed->cbegin());
  if (at != changed->end() && at->first == variable) {
    if (value) {
      at->second = std::move(value);
    } else {
      changed->erase(at);
    }
  } else if (value) {
    changed->emplace(at, variable, std::move(value));
  }
  values = std::move(changed);
}

context_cell& current_context() noexcept {
  if (entered_context) return *entered_context;
  if (task_core* task = current_task_core()) return task->context();
  static thread_local context_cell own;
  return own;
}

context_scope::context_scope(context_cell& cell) noexcept
    : outer_(std::exchange(entered_context, &cell)) {}

context_scope::~context_scope() { entered_context = outer_; }

std::uint64_t new_context_variable() noexcept {
  static std::atomic<std::uint64_t> variables{0};
  return variables.fetch_add(1, std::memory_order_relaxed);
}

}  // namespace pawl::detail
