// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/detail/frame_allocator.h: where the frames of Pawl's coroutine types come from.
#ifndef PAWL_DETAIL_FRAME_ALLOCATOR_H
#define PAWL_DETAIL_FRAME_ALLOCATOR_H

#include <cstddef>
#include <new>

namespace pawl::detail {

inline void* allocate_frame(std::size_t bytes) { return ::operator new(bytes); }
inline void deallocate_frame(void* frame, std::size_t bytes) noexcept {
#if defined(__cpp_sized_deallocation)
  ::operator delete(frame, bytes);
#else
  static_cast<void>(bytes);
  ::operator delete(frame);
#endif
}

}  // namespace pawl::detail

#endif  // PAWL_DETAIL_FRAME_ALLOCATOR_H
