// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/lowered.h: what lowered text stands on.  It is included by the text that `pawl` prints, not
// by users.
#ifndef PAWL_LOWERED_H
#define PAWL_LOWERED_H

#include <pawl/coroutine.h>
#include <pawl/detail/implied_await.h>
#include <pawl/lowered_call.h>
#include <pawl/lowered_dependent.h>
#include <pawl/lowered_frame.h>
#include <pawl/lowered_generator.h>
#include <pawl/lowered_start.h>
#include <pawl/version.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <exception>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

// Lowered text repeats what the user wrote in another order; these warnings would speak of the
// order, not of the user's code.
#if defined(__clang__)
#define PAWL_LOWERED_BEGIN                                                          \
  _Pragma("clang diagnostic push") _Pragma("clang diagnostic ignored \"-Wshadow\"") \
      _Pragma("clang diagnostic ignored \"-Wimplicit-fallthrough\"")                \
          _Pragma("clang diagnostic ignored \"-Wunused-value\"")                    \
              _Pragma("clang diagnostic ignored \"-Wunused-label\"")                \
                  _Pragma("clang diagnostic ignored \"-Wunused-local-typedef\"")    \
                      _Pragma("clang diagnostic ignored \"-Wunused-lambda-capture\"")
// In a template constants are kept too, and a kept one may be negative for all the compiler knows.
#define PAWL_LOWERED_TEMPLATE _Pragma("clang diagnostic ignored \"-Wsign-compare\"")
#define PAWL_LOWERED_END _Pragma("clang diagnostic pop")
// Around a header that is written out: what clang says of the main file only.
#define PAWL_HEADER_BEGIN                                                                    \
  _Pragma("clang diagnostic push") _Pragma("clang diagnostic ignored \"-Wunused-function\"") \
      _Pragma("clang diagnostic ignored \"-Wunused-member-function\"")                       \
          _Pragma("clang diagnostic ignored \"-Wunused-template\"")                          \
              _Pragma("clang diagnostic ignored \"-Wunused-const-variable\"")                \
                  _Pragma("clang diagnostic ignored \"-Wunneeded-internal-declaration\"")    \
                      _Pragma("clang diagnostic ignored \"-Wunused-macros\"")
#define PAWL_HEADER_END _Pragma("clang diagnostic pop")
#else
// The temporaries of a call in a conditional operand are destroyed behind a flag that it loses.
#if __GNUC__ >= 12
#define PAWL_IGNORE_DANGLING _Pragma("GCC diagnostic ignored \"-Wdangling-pointer\"")
#else
#define PAWL_IGNORE_DANGLING
#endif
#define PAWL_LOWERED_BEGIN                                                                \
  _Pragma("GCC diagnostic push") _Pragma("GCC diagnostic ignored \"-Wshadow\"")           \
      _Pragma("GCC diagnostic ignored \"-Wimplicit-fallthrough\"")                        \
          _Pragma("GCC diagnostic ignored \"-Wunused-value\"")                            \
              _Pragma("GCC diagnostic ignored \"-Wunused-label\"")                        \
                  _Pragma("GCC diagnostic ignored \"-Wmisleading-indentation\"")          \
                      _Pragma("GCC diagnostic ignored \"-Wunused-local-typedefs\"")       \
                          _Pragma("GCC diagnostic ignored \"-Wunused-but-set-variable\"") \
                              _Pragma("GCC diagnostic ignored \"-Wmaybe-uninitialized\"") \
                                  PAWL_IGNORE_DANGLING
#define PAWL_LOWERED_TEMPLATE _Pragma("GCC diagnostic ignored \"-Wsign-compare\"")
#define PAWL_LOWERED_END _Pragma("GCC diagnostic pop")
#define PAWL_HEADER_BEGIN
#define PAWL_HEADER_END
#endif

namespace pawl {
namespace lowered {

/// Destroys a slot on every way out of its scope but a suspension.  The flag is a local of the
/// body: after await_suspend the frame may be gone, or running on another thread.
template <class T>
class guard {
 public:
  guard(slot<T>& s, const bool& keep) noexcept : slot_(s), keep_(keep) {}
  guard(const guard&) = delete;
  guard& operator=(const guard&) = delete;
  ~guard() noexcept(std::is_nothrow_destructible<T>::value) {
    if (!keep_) slot_.destroy();
  }

 private:
  slot<T>& slot_;
  const bool& keep_;
};

/// The same for a slot that only some paths build: `on` says whether it was.
template <class T>
class guard_if {
 public:
  guard_if(slot<T>& s, const bool& keep, const bool& on) noexcept
      : slot_(s), keep_(keep), on_(on) {}
  guard_if(const guard_if&) = delete;
  guard_if& operator=(const guard_if&) = delete;
  ~guard_if() noexcept(std::is_nothrow_destructible<T>::value) {
    if (!keep_ && on_) slot_.destroy();
  }

 private:
  slot<T>& slot_;
  const bool& keep_;
  const bool& on_;
};

/// A type in a form that a name can follow.
template <class T>
using type = T;

namespace detail {
template <class Array>
using element_of = std::remove_extent_t<std::remove_reference_t<Array>>;

/// The element \p index of \p array, whose elements may be arrays too.
template <class Array>
constexpr decltype(auto) flat_element(Array&& array, std::size_t index) {
  using Element = element_of<Array>;
  using Reference = std::conditional_t<std::is_lvalue_reference<Array>::value, Element&, Element&&>;
  if constexpr (std::is_array<Element>::value) {
    constexpr std::size_t count = sizeof(Element) / sizeof(std::remove_all_extents_t<Element>);
    return flat_element(static_cast<Reference>(array[index / count]), index % count);
  } else {
    return static_cast<Reference>(array[index]);
  }
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmissing-braces"
template <class T, class Array, std::size_t... Index>
constexpr box<T> copied(Array&& array, std::index_sequence<Index...>) {
  return {{std::remove_all_extents_t<T>(flat_element(static_cast<Array&&>(array), Index))...}};
}
#pragma GCC diagnostic pop
}  // namespace detail

/// The elements of \p array, copied or moved as structured bindings do it ([dcl.struct.bind]/1).
template <class T, class Array>
constexpr box<T> copied(Array&& array) {
  return detail::copied<T>(
      static_cast<Array&&>(array),
      std::make_index_sequence<sizeof(T) / sizeof(std::remove_all_extents_t<T>)>());
}

/// The std::initializer_list that denotes \p array.  Only a compiler can make one; both standard
/// libraries represent it as an address and a length.
template <class E, std::size_t N>
inline std::initializer_list<E> list_of(const E (&array)[N]) noexcept {
  struct representation {
    const E* begin;
    std::size_t size;
  } r{array, N};
  static_assert(sizeof(r) == sizeof(std::initializer_list<E>), "an unknown standard library");
  alignas(std::initializer_list<E>) unsigned char bytes[sizeof(r)];
  std::memcpy(bytes, &r, sizeof(r));
  return *std::launder(reinterpret_cast<const std::initializer_list<E>*>(bytes));
}

/// The address of what an initialiser of a reference denotes.
template <class T>
constexpr std::remove_reference_t<T>* address(T&& object) noexcept {
  return std::addressof(object);
}

/// What `return local` and `throw local` do with a local that the lowered body knows by a
/// reference.
template <class T>
constexpr std::remove_reference_t<T>&& move(T&& object) noexcept {
  return static_cast<std::remove_reference_t<T>&&>(object);
}

/// The copy of a parameter of type T: initialised directly, from an xvalue
/// ([dcl.fct.def.coroutine]/13).
template <class T>
constexpr T copy_of(T& parameter) {
  return T(static_cast<T&&>(parameter));
}

/// begin and end as a range-based for statement looks them up ([stmt.ranged]).
namespace range {
using std::begin;
using std::end;
template <class R, class = void>
struct has_members : std::false_type {};
template <class R>
struct has_members<
    R, std::void_t<decltype(std::declval<R&>().begin()), decltype(std::declval<R&>().end())>>
    : std::true_type {};
template <class R>
constexpr decltype(auto) first(R& r) {
  if constexpr (std::is_array<R>::value) {
    return &r[0];
  } else if constexpr (has_members<R>::value) {
    return r.begin();
  } else {
    return begin(r);
  }
}
template <class R>
constexpr decltype(auto) last(R& r) {
  if constexpr (std::is_array<R>::value) {
    return &r[0] + std::extent<R>::value;
  } else if constexpr (has_members<R>::value) {
    return r.end();
  } else {
    return end(r);
  }
}
}  // namespace range

}  // namespace lowered
}  // namespace pawl

#endif  // PAWL_LOWERED_H
