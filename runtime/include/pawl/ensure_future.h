// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/ensure_future.h: a handle to await later, out of anything that can be awaited.
// https://docs.python.org/3/library/asyncio-future.html#asyncio.ensure_future
#ifndef PAWL_ENSURE_FUTURE_H
#define PAWL_ENSURE_FUTURE_H

#include <pawl/detail/ensure_state.h>
#include <pawl/future.h>
#include <pawl/task.h>

#include <utility>

namespace pawl {

/// A task or future is returned as it is; a coroutine, or another awaitable (moved in), runs as a
/// task from now on.  Throws RuntimeError when no loop runs.
template <class T>
[[nodiscard]] Task<T> ensure_future(Task<T> task) noexcept {
  return task;
}
template <class T>
[[nodiscard]] Future<T> ensure_future(Future<T> future) noexcept {
  return future;
}
template <class T>
[[nodiscard]] Task<T> ensure_future(Coro<T>&& coro,
                                    detail::source_site site = detail::source_site::current()) {
  return create_task(std::move(coro), {}, site);
}
template <class A,
          class = std::enable_if_t<std::is_rvalue_reference_v<A&&> &&
                                   !detail::is_shared_result<A>::value>,
          class T = detail::await_result_t<A>>
[[nodiscard]] Task<T> ensure_future(A&& awaitable,
                                    detail::source_site site = detail::source_site::current()) {
  return create_task(detail::await_frame<A>::make(std::move(awaitable)), {}, site);
}

}  // namespace pawl

#endif  // PAWL_ENSURE_FUTURE_H
