// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// frame_allocator.cpp: the beginning and the end of a thread's pool of frames.
#include <pawl/detail/frame_allocator.h>

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

}  // namespace pawl::detail
