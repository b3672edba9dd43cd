// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/detail/stack_room.h: whether the native stack has room for one more call.
#ifndef PAWL_DETAIL_STACK_ROOM_H
#define PAWL_DETAIL_STACK_ROOM_H

#include <cstddef>
#include <cstdint>

namespace pawl::detail {

/// The upper half of this thread's stack; the lower one is left to the program's own calls.
struct stack_half {
  std::uintptr_t floor;
  std::size_t size;  // 0: not known yet
};
inline thread_local stack_half own_stack{0, 0};

/// Finds out; false when there is no room.
bool measure_stack(std::uintptr_t here) noexcept;

/// An address in the stack's part that is in use.
inline std::uintptr_t stack_pointer() noexcept {
#if defined(__x86_64__)
  // The builtin would make the function keep a frame pointer.
  std::uintptr_t here;
  __asm__("mov %%rsp, %0" : "=r"(here));
  return here;
#else
  return reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
#endif
}

/// Whether coroutines may call each other here.  On a stack that is not the thread's own there is
/// never room.
inline bool stack_has_room() noexcept {
  const std::uintptr_t here = stack_pointer();
  return here - own_stack.floor < own_stack.size || measure_stack(here);
}

}  // namespace pawl::detail

#endif  // PAWL_DETAIL_STACK_ROOM_H
