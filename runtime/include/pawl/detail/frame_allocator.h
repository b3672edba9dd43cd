// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/detail/frame_allocator.h: where the frames of Pawl's coroutine types, and its tasks, come
// from.
#ifndef PAWL_DETAIL_FRAME_ALLOCATOR_H
#define PAWL_DETAIL_FRAME_ALLOCATOR_H

#include <cstddef>
#include <memory>
#include <new>
#include <type_traits>

#if defined(__SANITIZE_ADDRESS__)
#define PAWL_RECYCLES_FRAMES 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define PAWL_RECYCLES_FRAMES 0
#endif
#endif
#ifndef PAWL_RECYCLES_FRAMES
#define PAWL_RECYCLES_FRAMES 1
#endif

namespace pawl::detail {

inline void free_frame(void* frame, std::size_t bytes) noexcept {
#if defined(__cpp_sized_deallocation)
  ::operator delete(frame, bytes);
#else
  static_cast<void>(bytes);
  ::operator delete(frame);
#endif
}

/// Frames that this thread has no use for now, by size: lists of blocks in steps of 16 bytes, and a
/// few larger ones.  They go back to the heap when the thread ends.
struct frame_pool {
  static constexpr std::size_t step = 16;
  static constexpr std::size_t lists = 64;
  static constexpr std::size_t spares = 8;
  /// How much the lists may hold, in bytes.
  static constexpr std::size_t limit = std::size_t{8} << 20;

  struct block {
    block* next;
  };
  block* free[lists];
  struct spare {
    void* memory;
    std::size_t bytes;
  };
  spare large[spares];
  std::size_t next_spare;  // the one that is replaced next
  std::size_t room;        // how many more bytes they may take
};
inline thread_local frame_pool own_frames{};

/// Called where there is no room: opens the pool of a thread that has none yet.  Whether there is
/// room now.
bool open_frame_pool() noexcept;

/// Memory for what is larger than the blocks of the lists, recycled for what is exactly as large.
void* allocate_large(std::size_t bytes);
void deallocate_large(void* memory, std::size_t bytes) noexcept;

/// Memory for a frame, recycled or not.  An address sanitizer is to see every frame go; which of
/// the two a file means is part of the function, since linkers keep one of those of the same name.
template <bool Recycles = PAWL_RECYCLES_FRAMES>
inline void* allocate_frame(std::size_t bytes) {
  // Whole steps in both cases: a program may hold files of both kinds.
  const std::size_t list = (bytes - 1) / frame_pool::step;
  if (list >= frame_pool::lists) return Recycles ? allocate_large(bytes) : ::operator new(bytes);
  if constexpr (!Recycles) return ::operator new((list + 1) * frame_pool::step);
  frame_pool& pool = own_frames;
  frame_pool::block* const found = pool.free[list];
  if (!found) return ::operator new((list + 1) * frame_pool::step);
  pool.free[list] = found->next;
  pool.room += (list + 1) * frame_pool::step;
  return found;
}
template <bool Recycles = PAWL_RECYCLES_FRAMES>
inline void deallocate_frame(void* frame, std::size_t bytes) noexcept {
  const std::size_t list = (bytes - 1) / frame_pool::step;
  if (list >= frame_pool::lists) {
    return Recycles ? deallocate_large(frame, bytes) : free_frame(frame, bytes);
  }
  if constexpr (!Recycles) return free_frame(frame, (list + 1) * frame_pool::step);
  frame_pool& pool = own_frames;
  const std::size_t size = (list + 1) * frame_pool::step;
  if (pool.room < size && !open_frame_pool()) return free_frame(frame, size);
  pool.room -= size;
  pool.free[list] = ::new (frame) frame_pool::block{pool.free[list]};
}

/// An array in such memory.  One from the heap may be the last there, which goes back to the kernel
/// and comes again each time.
template <class T>
class recycled_array {
 public:
  explicit recycled_array(std::size_t size)
      : size_(size), data_(size ? static_cast<T*>(allocate_frame(size * sizeof(T))) : nullptr) {
    static_assert(std::is_nothrow_default_constructible_v<T> &&
                  alignof(T) <= __STDCPP_DEFAULT_NEW_ALIGNMENT__);
    std::uninitialized_default_construct_n(data_, size_);
  }
  recycled_array(const recycled_array&) = delete;
  recycled_array& operator=(const recycled_array&) = delete;
  ~recycled_array() {
    std::destroy_n(data_, size_);
    if (data_) deallocate_frame(data_, size_ * sizeof(T));
  }
  T* begin() const noexcept { return data_; }
  T& operator[](std::size_t i) const noexcept { return data_[i]; }

 private:
  std::size_t size_;
  T* data_;
};

}  // namespace pawl::detail

#endif  // PAWL_DETAIL_FRAME_ALLOCATOR_H
