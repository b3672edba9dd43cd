// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/with.h: with(scope, body), Python's `async with scope: body`.
//
//   pawl::TaskGroup group;
//   await pawl::with(group, async [&]() -> pawl::Coro<> {
//     group.create_task(fetch(1));
//     group.create_task(fetch(2));
//   });
#ifndef PAWL_WITH_H
#define PAWL_WITH_H

#include <pawl/coro.h>
#include <pawl/detail/with_core.h>

#include <exception>
#include <functional>
#include <type_traits>
#include <utility>

namespace pawl {

/// What with() returns; await it once.  `Scope` is a reference to the scope, or the scope itself.
template <class Scope, class Body>
class [[nodiscard]] With final : public detail::with_core {
  using scope_type = std::remove_reference_t<Scope>;
  static constexpr bool takes_scope = std::is_invocable_v<Body&, scope_type&>;
  static auto call(Body& body, scope_type& scope) {
    if constexpr (takes_scope) {
      return std::invoke(body, scope);
    } else {
      static_cast<void>(scope);
      return std::invoke(body);
    }
  }
  using coro = decltype(call(std::declval<Body&>(), std::declval<scope_type&>()));
  using value = typename coro::value_type;

 public:
  With(Scope&& scope, Body body) : scope_(std::forward<Scope>(scope)), body_(std::move(body)) {}
  With(With&&) = default;
  ~With() {
    coro_ = coro();
    abandon();
  }

  template <class P>
  handle<> await_suspend(handle<P> h) {
    enter(scope_, detail::header_of(h), detail::task_of(h));
    coro_ = call(body_, scope_);
    if (!coro_) detail::throw_runtime_error("with: an empty Coro");
    detail::promise_base& promise = frame().promise();
    if (!start(detail::header_of(frame()), promise, detail::owner_of(h))) return h;
    return noop_handle();
  }
  auto await_resume() {
    rethrow();
    return scope_type::template result<value>(
        [this]() -> value { return frame().promise().result.take(); },
        frame().promise().result.has_error());
  }

 private:
  using promise = typename coro::promise_type;
  handle<promise> frame() const noexcept { return coro_.frame(); }
  std::exception_ptr take_error() noexcept override {
    auto& result = frame().promise().result;
    return result.has_error() ? result.error() : nullptr;
  }

  Scope scope_;
  Body body_;
  coro coro_;
};

/// Enters `scope`, runs the coroutine that `body()` or `body(scope)` returns in the awaiting task,
/// and leaves the scope when it has ended, by whatever way.  Its await gives what the body returns,
/// or throws what the scope makes of an error.  `body` and what it captures live until then.
template <class Scope, class Body>
With<Scope, std::decay_t<Body>> with(Scope&& scope, Body&& body) {
  return With<Scope, std::decay_t<Body>>(std::forward<Scope>(scope), std::forward<Body>(body));
}

}  // namespace pawl

#endif  // PAWL_WITH_H
