// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/coroutine.h: what a coroutine frame is to the rest of the world.
//
// A frame is known by the address of its header, {resume, destroy}, behind which its promise
// follows at the next address aligned for it.  That is the layout on which g++ and clang agree for
// native coroutines, so one handle type drives native and lowered frames alike.  `pawl::handle<P>`
// is `std::coroutine_handle<P>` where the language has coroutines, and a class of the same meaning
// and layout in C++17 ([coroutine.handle]).
#ifndef PAWL_COROUTINE_H
#define PAWL_COROUTINE_H

#include <cstddef>
#include <functional>
#include <type_traits>

#if defined(__cpp_impl_coroutine)
#include <coroutine>
#endif

namespace pawl {

/// How every frame begins, lowered or native.  `resume` is null when the coroutine is suspended at
/// its final suspend point; both functions take the address of the header.
struct frame_header {
  void (*resume)(frame_header*);
  void (*destroy)(frame_header*);
};

#if defined(__cpp_impl_coroutine)

/// A handle to a suspended coroutine with a promise of type P; void: of any type.
template <class P = void>
using handle = std::coroutine_handle<P>;
using std::suspend_always;
using std::suspend_never;

#else

template <class P = void>
class frame_handle;

/// A handle to a suspended coroutine, as std::coroutine_handle<> is ([coroutine.handle]); it owns
/// nothing.
template <>
class frame_handle<void> {
 public:
  constexpr frame_handle() noexcept = default;
  constexpr frame_handle(std::nullptr_t) noexcept {}
  frame_handle& operator=(std::nullptr_t) noexcept {
    header_ = nullptr;
    return *this;
  }
  constexpr void* address() const noexcept { return header_; }
  static constexpr frame_handle from_address(void* address) noexcept {
    frame_handle h;
    h.header_ = address;
    return h;
  }
  constexpr explicit operator bool() const noexcept { return header_ != nullptr; }
  /// True when the coroutine is suspended at its final suspend point.
  bool done() const noexcept { return header()->resume == nullptr; }
  void operator()() const { resume(); }
  void resume() const { header()->resume(header()); }
  void destroy() const { header()->destroy(header()); }

 protected:
  frame_header* header() const noexcept { return static_cast<frame_header*>(header_); }
  void* header_ = nullptr;
};

/// A handle to a suspended coroutine whose promise is a P.
template <class P>
class frame_handle {
 public:
  constexpr frame_handle() noexcept = default;
  constexpr frame_handle(std::nullptr_t) noexcept {}
  frame_handle& operator=(std::nullptr_t) noexcept {
    header_ = nullptr;
    return *this;
  }
  static frame_handle from_promise(P& promise) noexcept {
    auto* bytes = reinterpret_cast<unsigned char*>(
        const_cast<std::remove_cv_t<P>*>(&reinterpret_cast<P&>(promise)));
    return from_address(bytes - promise_offset());
  }
  static constexpr frame_handle from_address(void* address) noexcept {
    frame_handle h;
    h.header_ = address;
    return h;
  }
  constexpr void* address() const noexcept { return header_; }
  constexpr operator frame_handle<>() const noexcept {
    return frame_handle<>::from_address(header_);
  }
  constexpr explicit operator bool() const noexcept { return header_ != nullptr; }
  bool done() const noexcept { return frame_handle<>(*this).done(); }
  void operator()() const { resume(); }
  void resume() const { frame_handle<>(*this).resume(); }
  void destroy() const { frame_handle<>(*this).destroy(); }
  P& promise() const noexcept {
    return *reinterpret_cast<P*>(static_cast<unsigned char*>(header_) + promise_offset());
  }

 private:
  static constexpr std::size_t promise_offset() noexcept {
    return (sizeof(frame_header) + alignof(P) - 1) / alignof(P) * alignof(P);
  }
  void* header_ = nullptr;
};

// [coroutine.handle.compare]
constexpr bool operator==(frame_handle<> a, frame_handle<> b) noexcept {
  return a.address() == b.address();
}
constexpr bool operator!=(frame_handle<> a, frame_handle<> b) noexcept { return !(a == b); }
inline bool operator<(frame_handle<> a, frame_handle<> b) noexcept {
  return std::less<void*>()(a.address(), b.address());
}
inline bool operator>(frame_handle<> a, frame_handle<> b) noexcept { return b < a; }
inline bool operator<=(frame_handle<> a, frame_handle<> b) noexcept { return !(b < a); }
inline bool operator>=(frame_handle<> a, frame_handle<> b) noexcept { return !(a < b); }

/// A handle to a suspended coroutine with a promise of type P; void: of any type.
template <class P = void>
using handle = frame_handle<P>;

/// An awaitable that always suspends ([coroutine.trivial.awaitables]).
struct suspend_always {
  constexpr bool await_ready() const noexcept { return false; }
  constexpr void await_suspend(handle<>) const noexcept {}
  constexpr void await_resume() const noexcept {}
};
/// An awaitable that never suspends ([coroutine.trivial.awaitables]).
struct suspend_never {
  constexpr bool await_ready() const noexcept { return true; }
  constexpr void await_suspend(handle<>) const noexcept {}
  constexpr void await_resume() const noexcept {}
};

#endif

#if !defined(__cpp_impl_coroutine)

/// The promise of the coroutine that does nothing ([coroutine.promise.noop]).
struct noop_promise {};

namespace detail {
inline void noop_resume(frame_header*) {}
struct noop_frame_type {
  frame_header header;
  noop_promise promise;
};
/// The frame of [coroutine.handle.noop]: resuming or destroying it does nothing, and it is never
/// done.
inline noop_frame_type noop_frame{{noop_resume, noop_resume}, {}};
}  // namespace detail

/// A handle to the coroutine that does nothing ([coroutine.handle.noop]).
template <>
class frame_handle<noop_promise> {
 public:
  constexpr operator frame_handle<>() const noexcept {
    return frame_handle<>::from_address(address());
  }
  constexpr explicit operator bool() const noexcept { return true; }
  constexpr bool done() const noexcept { return false; }
  constexpr void operator()() const noexcept {}
  constexpr void resume() const noexcept {}
  constexpr void destroy() const noexcept {}
  noop_promise& promise() const noexcept { return detail::noop_frame.promise; }
  constexpr void* address() const noexcept { return &detail::noop_frame.header; }
};
using noop_frame_handle = frame_handle<noop_promise>;

#endif

/// A handle whose resumption does nothing; what await_suspend returns to leave the thread to the
/// loop.
inline handle<> noop_handle() noexcept {
#if defined(__cpp_impl_coroutine)
  return std::noop_coroutine();
#else
  return noop_frame_handle();
#endif
}

}  // namespace pawl

#endif  // PAWL_COROUTINE_H
