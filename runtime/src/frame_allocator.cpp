// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// frame_allocator.cpp: the beginning and the end of a thread's pool of frames.
#include <pawl/detail/frame_allocator.h>

#include <utility>

namespace pawl::detail {

namespace {

enum class pool_state : unsigned char { unopened, open, closed };
thread_local pool_state state = pool_state::unopened;

/// Gives all back at the end of the thread.  What is freed after that goes to the heap at once.
struct closer {
  ~closer() {
    state = pool_state::closed;
    own_frames.room = 0;
    for (std::size_t list = 0; list < frame_pool::lists; ++list) {
      while (frame_pool::block* block = own_frames.free[list]) {
        own_frames.free[list] = block->next;
        free_frame(block, (list + 1) * frame_pool::step);
      }
    }
    for (frame_pool::spare& spare : own_frames.large) {
      if (spare.memory) free_frame(std::exchange(spare.memory, nullptr), spare.bytes);
    }
  }
};

}  // namespace

bool open_frame_pool() noexcept {
  if (state != pool_state::unopened) return false;
  state = pool_state::open;
  thread_local closer at_end;
  static_cast<void>(at_end);
  own_frames.room = frame_pool::limit;
  return true;
}

void* allocate_large(std::size_t bytes) {
  for (frame_pool::spare& spare : own_frames.large) {
    if (spare.bytes != bytes || !spare.memory) continue;
    own_frames.room += bytes;
    return std::exchange(spare.memory, nullptr);
  }
  return ::operator new(bytes);
}

void deallocate_large(void* memory, std::size_t bytes) noexcept {
  if (own_frames.room < bytes && (!open_frame_pool() || own_frames.room < bytes)) {
    return free_frame(memory, bytes);
  }
  frame_pool::spare& spare = own_frames.large[own_frames.next_spare++ % frame_pool::spares];
  if (spare.memory) {
    own_frames.room += spare.bytes;
    free_frame(spare.memory, spare.bytes);
  }
  own_frames.room -= bytes;
  spare = {memory, bytes};
}

}  // namespace pawl::detail
