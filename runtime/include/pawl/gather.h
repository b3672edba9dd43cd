// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/gather.h: running several awaitables at once and collecting their results.
// https://docs.python.org/3/library/asyncio-task.html#running-tasks-concurrently
#ifndef PAWL_GATHER_H
#define PAWL_GATHER_H

#include <pawl/detail/ensure_state.h>
#include <pawl/detail/frame_allocator.h>
#include <pawl/detail/gather_core.h>
#include <pawl/outcome.h>

#include <array>
#include <cstddef>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace pawl {

/// What gather() returns.  The children run from the call on; await it once for their results.
/// Dropping it leaves them running.
template <class State>
class [[nodiscard]] Gather {
 public:
  explicit Gather(detail::ref_ptr<State> state) noexcept : state_(std::move(state)) {}
  Gather(Gather&&) noexcept = default;
  Gather& operator=(Gather&&) noexcept = default;

  bool done() const { return state().done(); }
  /// Cancels every child that is not done; false when all are.
  bool cancel(const std::string& message = {}) const { return state().cancel(message); }

  bool await_ready() const { return state().done(); }
  template <class P>
  void await_suspend(handle<P> h) const {
    state().suspend(h);
  }
  typename State::result_type await_resume() const {
    detail::deliver_cancel_of_wait(state());
    return state().take_results();
  }

 private:
  State& state() const {
    if (!state_) detail::throw_runtime_error("an empty Gather was used");
    return *state_;
  }
  detail::ref_ptr<State> state_;
};

/// The first argument of gather(return_exceptions, ...).
struct return_exceptions_t {
  explicit return_exceptions_t() = default;
};
inline constexpr return_exceptions_t return_exceptions{};

namespace detail {

template <class State>
using state_result_t = decltype(std::declval<State&>().share());

/// What stands for a child in the results: its value, or its outcome.
template <bool Outcomes, class T>
using gathered_t = std::conditional_t<Outcomes, Outcome<T>, T>;

template <bool Outcomes, class State>
auto collect_child(State& child) -> stored_t<gathered_t<Outcomes, state_result_t<State>>> {
  if constexpr (Outcomes) {
    using outcome = Outcome<state_result_t<State>>;
    if (child.cancelled()) return outcome::failure(child.cancelled_error());
    if (child.failed()) return outcome::failure(child.exception());
    return outcome::success(child.take());
  } else {
    return child.take();
  }
}

template <bool Outcomes, class... States>
class gather_tuple final : public gather_core {
  static constexpr bool nothing =
      (std::is_void_v<gathered_t<Outcomes, state_result_t<States>>> && ...);

 public:
  using results = std::tuple<stored_t<gathered_t<Outcomes, state_result_t<States>>>...>;
  using result_type = std::conditional_t<nothing, void, results>;

  explicit gather_tuple(ref_ptr<States>... children)
      : gather_core(Outcomes), children_(std::move(children)...) {
    start(nodes_.data(), nodes_.size());
    std::apply(
        [this](auto&... child) {
          std::size_t i = 0;
          static_cast<void>(i);
          (add(nodes_[i++], *child), ...);
        },
        children_);
  }
  result_type take_results() {
    require_value();
    if constexpr (!nothing) {
      return std::apply([](auto&... child) { return results{collect_child<Outcomes>(*child)...}; },
                        children_);
    }
  }

 private:
  std::tuple<ref_ptr<States>...> children_;
  std::array<child, sizeof...(States)> nodes_;
};

template <bool Outcomes, class State>
class gather_vector final : public gather_core {
  using element = gathered_t<Outcomes, state_result_t<State>>;

 public:
  using result_type =
      std::conditional_t<std::is_void_v<element>, void, std::vector<stored_t<element>>>;

  explicit gather_vector(std::vector<ref_ptr<State>> children)
      : gather_core(Outcomes), children_(std::move(children)), nodes_(children_.size()) {
    start(nodes_.begin(), children_.size());
    for (std::size_t i = 0; i < children_.size(); ++i) add(nodes_[i], *children_[i]);
  }
  result_type take_results() {
    require_value();
    if constexpr (!std::is_void_v<element>) {
      result_type results;
      results.reserve(children_.size());
      for (const auto& child : children_) results.push_back(collect_child<Outcomes>(*child));
      return results;
    }
  }

 private:
  std::vector<ref_ptr<State>> children_;
  recycled_array<child> nodes_;
};

template <bool Outcomes, class... A>
auto gather_all(source_site site, A&&... awaitables) {
  require_loop();
  // Braces: the children are made, and so begin, in the order of the arguments.
  std::tuple<decltype(ensure_state(std::forward<A>(awaitables), site))...> states{
      ensure_state(std::forward<A>(awaitables), site)...};
  return std::apply(
      [](auto&... state) {
        using gathering = gather_tuple<Outcomes, std::remove_reference_t<decltype(*state)>...>;
        return Gather<gathering>(ref_ptr<gathering>(new gathering(std::move(state)...)));
      },
      states);
}

template <bool Outcomes, class A>
auto gather_each(source_site site, std::vector<A> awaitables) {
  require_loop();
  using state = std::remove_reference_t<decltype(*ensure_state(std::declval<A>(), site))>;
  std::vector<ref_ptr<state>> states;
  states.reserve(awaitables.size());
  for (A& awaitable : awaitables) states.push_back(ensure_state(std::move(awaitable), site));
  using gathering = gather_vector<Outcomes, state>;
  return Gather<gathering>(ref_ptr<gathering>(new gathering(std::move(states))));
}

template <class A>
struct is_vector : std::false_type {};
template <class A>
struct is_vector<std::vector<A>> : std::true_type {};

template <class A>
using state_of = decltype(ensure_state(std::declval<A>(), source_site()));
template <class... A>
using if_gatherable =
    std::enable_if_t<(!is_vector<std::decay_t<A>>::value && ...) &&
                         (!std::is_same_v<std::decay_t<A>, return_exceptions_t> && ...),
                     std::void_t<state_of<A>...>>;

}  // namespace detail

/// Runs coroutines, tasks, futures and other awaitables at once.  Its await gives a std::tuple of
/// their results in the order of the arguments (std::monostate for void; nothing when all are
/// void). The first error, or cancelled child, is thrown at once, while the others run on.
/// Cancelling the awaiting task cancels every child.  Throws RuntimeError when no loop runs.
template <class... A, class = detail::if_gatherable<A...>>
auto gather(A&&... awaitables) {
  return detail::gather_all<false>({}, std::forward<A>(awaitables)...);
}

/// The same for a number of awaitables that is known at run time; gives a std::vector, in their
/// order.
template <class A>
auto gather(std::vector<A> awaitables, detail::source_site site = detail::source_site::current()) {
  return detail::gather_each<false>(site, std::move(awaitables));
}

/// Waits for all, whatever becomes of them, and gives an Outcome for each.
template <class... A, class = detail::if_gatherable<A...>>
auto gather(return_exceptions_t, A&&... awaitables) {
  return detail::gather_all<true>({}, std::forward<A>(awaitables)...);
}
template <class A>
auto gather(return_exceptions_t, std::vector<A> awaitables,
            detail::source_site site = detail::source_site::current()) {
  return detail::gather_each<true>(site, std::move(awaitables));
}

}  // namespace pawl

#endif  // PAWL_GATHER_H
