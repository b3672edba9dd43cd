// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// stack_room.cpp: where the stack of a thread lies.
#include <pawl/detail/stack_room.h>
#include <pthread.h>

namespace pawl::detail {

bool measure_stack(std::uintptr_t here) noexcept {
  if (own_stack.size != 0) return false;
  own_stack.size = 1;
  pthread_attr_t attributes;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) return false;
  void* lowest = nullptr;
  std::size_t size = 0;
  if (pthread_attr_getstack(&attributes, &lowest, &size) == 0) {
    own_stack.floor = reinterpret_cast<std::uintptr_t>(lowest) + size / 2;
    own_stack.size = size - size / 2;
  }
  pthread_attr_destroy(&attributes);
  return here - own_stack.floor < own_stack.size;
}

}  // namespace pawl::detail
