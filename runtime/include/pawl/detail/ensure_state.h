// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/detail/ensure_state.h: asyncio's ensure_future: something with a state to wait on, out of
// anything that can be awaited.
#ifndef PAWL_DETAIL_ENSURE_STATE_H
#define PAWL_DETAIL_ENSURE_STATE_H

#include <pawl/coro.h>
#include <pawl/detail/await_frame.h>
#include <pawl/task.h>

#include <type_traits>
#include <utility>

namespace pawl::detail {

/// A handle to a future_core whose await gives a T.
template <class T, class State>
ref_ptr<State> ensure_state(const shared_result<T, State>& result, source_site) {
  if (!result) throw_runtime_error("an empty Task or Future was used");
  return state_access::of(result);
}
template <class T>
ref_ptr<task_state<T>> ensure_state(Coro<T>&& coro, source_site site) {
  return state_access::of(create_task(std::move(coro), default_task_options, site));
}
template <class A,
          class = std::enable_if_t<std::is_rvalue_reference_v<A&&> && !is_shared_result<A>::value>,
          class T = await_result_t<A>>
ref_ptr<task_state<T>> ensure_state(A&& awaitable, source_site site) {
  return ensure_state(await_frame<A>::make(std::move(awaitable)), site);
}

}  // namespace pawl::detail

#endif  // PAWL_DETAIL_ENSURE_STATE_H
