// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/detail/frame_memory.h: where the memory of a lowered frame comes from and goes to
// ([dcl.fct.def.coroutine]/9-12).
//
// The allocation and deallocation functions are those of the promise where it has them, and the
// global ones otherwise.  They are found by detection, so that the same text serves a promise whose
// type depends on template parameters.
#ifndef PAWL_DETAIL_FRAME_MEMORY_H
#define PAWL_DETAIL_FRAME_MEMORY_H

#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

namespace pawl {
namespace lowered {
namespace detail {

template <class Void, class P, class... Args>
struct has_new : std::false_type {};
template <class P, class... Args>
struct has_new<
    std::void_t<decltype(P::operator new(std::declval<std::size_t>(), std::declval<Args>()...))>, P,
    Args...> : std::true_type {};

template <class Void, class P, class... Args>
struct has_delete : std::false_type {};
template <class P, class... Args>
struct has_delete<
    std::void_t<decltype(P::operator delete(std::declval<void*>(), std::declval<Args>()...))>, P,
    Args...> : std::true_type {};

template <class P, class = void>
struct has_failure_object : std::false_type {};
template <class P>
struct has_failure_object<P, std::void_t<decltype(P::get_return_object_on_allocation_failure())>>
    : std::true_type {};

/// Which functions a frame's memory comes from.
enum class allocation {
  global,
  /// The promise's `operator new`.
  promise,
  /// The promise's, with the alignment behind the size: for over-aligned frames only.
  promise_aligned,
};

/// The functions that overload resolution selects for a size and lvalues of types \p Args, and
/// else for a size alone (/9).
template <class P, bool OverAligned, class... Args>
constexpr allocation allocation_of() noexcept {
  if (OverAligned && (has_new<void, P, std::align_val_t, Args&...>::value ||
                      has_new<void, P, std::align_val_t>::value))
    return allocation::promise_aligned;
  return has_new<void, P, Args&...>::value || has_new<void, P>::value ? allocation::promise
                                                                      : allocation::global;
}

/// The memory of a frame of type F with a promise of type P.  The standard does not say how an
/// over-aligned frame gets its alignment: where the promise has no function that takes one, its
/// memory is asked for with room to move the frame in.
template <class P, class F, allocation From>
struct frame_memory {
  static constexpr std::align_val_t alignment{alignof(F)};
  static constexpr bool over_aligned = alignof(F) > __STDCPP_DEFAULT_NEW_ALIGNMENT__;
  static constexpr bool moved = over_aligned && From == allocation::promise;
  /// With the address to give back behind a frame that was moved.
  static constexpr std::size_t size =
      moved ? sizeof(F) + sizeof(void*) + alignof(F) - 1 : sizeof(F);

  /// Null only where the promise has get_return_object_on_allocation_failure (/10).
  template <class... Args>
  static void* allocate(Args&... args) {
    if constexpr (From == allocation::promise_aligned) {
      if constexpr (has_new<void, P, std::align_val_t, Args&...>::value) {
        return P::operator new(size, alignment, args...);
      } else {
        return P::operator new(size, alignment);
      }
    } else if constexpr (From == allocation::promise) {
      if constexpr (has_new<void, P, Args&...>::value) {
        return align(P::operator new(size, args...));
      } else {
        return align(P::operator new(size));
      }
    } else if constexpr (has_failure_object<P>::value) {
      return over_aligned ? ::operator new(size, alignment, std::nothrow)
                          : ::operator new(size, std::nothrow);
    } else if constexpr (over_aligned) {
      return ::operator new(size, alignment);
    } else {
      return ::operator new(size);
    }
  }

  /// Gives back what allocate() gave; of two functions, the one with the size is called (/12).
  static void free(void* memory) noexcept {
    if constexpr (moved)
      std::memcpy(&memory, static_cast<unsigned char*>(memory) + sizeof(F), sizeof(memory));
    constexpr bool aligned = From == allocation::promise_aligned;
    if constexpr (aligned && has_delete<void, P, std::size_t, std::align_val_t>::value) {
      P::operator delete(memory, size, alignment);
    } else if constexpr (aligned && has_delete<void, P, std::align_val_t>::value) {
      P::operator delete(memory, alignment);
    } else if constexpr (has_delete<void, P, std::size_t>::value) {
      P::operator delete(memory, size);
    } else if constexpr (has_delete<void, P>::value) {
      P::operator delete(memory);
    } else if constexpr (over_aligned && !moved) {
      ::operator delete(memory, alignment);
    } else {
#if defined(__cpp_sized_deallocation)
      ::operator delete(memory, size);
#else
      ::operator delete(memory);
#endif
    }
  }

 private:
  static void* align(void* memory) noexcept {
    if constexpr (moved) {
      if (memory == nullptr) return nullptr;
      void* place = memory;
      std::size_t room = size - sizeof(void*);
      std::align(alignof(F), sizeof(F), place, room);
      std::memcpy(static_cast<unsigned char*>(place) + sizeof(F), &memory, sizeof(memory));
      return place;
    } else {
      return memory;
    }
  }
};

}  // namespace detail
}  // namespace lowered
}  // namespace pawl

#endif  // PAWL_DETAIL_FRAME_MEMORY_H
