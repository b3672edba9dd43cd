// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/shield.h: keeping a cancellation away from what is awaited.
// https://docs.python.org/3/library/asyncio-task.html#shielding-from-cancellation
#ifndef PAWL_SHIELD_H
#define PAWL_SHIELD_H

#include <pawl/detail/ensure_state.h>
#include <pawl/detail/shield_core.h>

#include <string>
#include <type_traits>
#include <utility>

namespace pawl {

/// What shield() returns; await it once.
template <class State>
class [[nodiscard]] Shield {
  using result = decltype(std::declval<State&>().share());

 public:
  explicit Shield(detail::ref_ptr<State> inner)
      : inner_(std::move(inner)), outer_(new detail::shield_core(*inner_)) {}

  bool done() const noexcept { return outer_->done(); }
  /// Ends the waiting; what is shielded goes on.
  bool cancel(const std::string& message = {}) const { return outer_->cancel(message); }

  bool await_ready() const noexcept { return outer_->done(); }
  template <class P>
  void await_suspend(handle<P> h) const {
    outer_->suspend(h);
  }
  result await_resume() const {
    detail::deliver_cancel_of_wait(*outer_);
    outer_->require_value();
    return inner_->share();
  }

 private:
  detail::ref_ptr<State> inner_;
  detail::ref_ptr<detail::shield_core> outer_;
};

/// Awaits something that runs on when the awaiting task is cancelled.  A coroutine becomes a task;
/// keep one's handle to learn what became of it: an error that comes after the cancellation is
/// reported on standard error.
template <class A>
auto shield(A&& awaitable, detail::source_site site = detail::source_site::current()) {
  auto state = detail::ensure_state(std::forward<A>(awaitable), site);
  return Shield<std::remove_reference_t<decltype(*state)>>(std::move(state));
}

}  // namespace pawl

#endif  // PAWL_SHIELD_H
