// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/lowered_dependent.h: what the lowered text of templates stands on.  Included by
// pawl/lowered.h.
//
// A template is lowered before it is known whether an expression is an object, a reference or
// nothing, and whether an await goes through the promise's await_transform or an operator
// co_await.  Here that is asked of the types.
#ifndef PAWL_LOWERED_DEPENDENT_H
#define PAWL_LOWERED_DEPENDENT_H

#include <pawl/coroutine.h>
#include <pawl/detail/implied_await.h>
#include <pawl/lowered_each.h>

#include <cstddef>
#include <initializer_list>
#include <type_traits>
#include <utility>

#if !defined(__cpp_impl_coroutine)
#include <pawl/c++17/coroutine>
#endif

namespace pawl {
namespace lowered {

/// std::coroutine_traits, whose specialisations users may write ([coroutine.traits]).
using std::coroutine_traits;

/// Gives a type out of a lambda.
template <class T>
struct tag {
  using type = T;
};
template <class Tag>
struct untag {
  using type = typename Tag::type;
};
/// The lambda's branch of `if constexpr` was not taken.
template <>
struct untag<void> {
  using type = void;
};
template <class Tag>
using tagged = typename untag<Tag>::type;

/// T&, also where there is no such thing because the variable is in a branch of `if constexpr` that
/// is not taken.
template <class T>
using lvalue = std::conditional_t<std::is_void<T>::value, tag<T>, T>&;

/// The slot of an expression without a value.
template <>
struct slot<void> {
  void* raw() noexcept { return nullptr; }
  tag<void> get() noexcept { return {}; }
  void destroy() noexcept {}
};

/// What a variable declared as the reference `Declared` keeps when its initialiser is an
/// `Initializer` (with its value category): a reference, or the temporary that it extends the life
/// of ([dcl.init.ref]/5).
template <class Declared, class Initializer>
using binding =
    std::conditional_t<std::is_reference<Initializer>::value &&
                           std::is_convertible<std::remove_reference_t<Initializer>*,
                                               std::remove_reference_t<Declared>*>::value,
                       Declared, std::remove_reference_t<Declared>>;

/// The object that `auto [...] = initializer` takes apart, when that is an `Initializer` (with its
/// value category): an array stays one.
template <class Initializer>
using taken_apart = std::conditional_t<std::is_array<std::remove_reference_t<Initializer>>::value,
                                       std::remove_cv_t<std::remove_reference_t<Initializer>>,
                                       std::decay_t<Initializer>>;

/// The value that an expression of type T gave, which is kept as \p kept; T may be void.
template <class T, class Kept>
constexpr decltype(auto) take([[maybe_unused]] Kept&& kept) noexcept {
  if constexpr (!std::is_void<T>::value) return static_cast<T&&>(kept);
}

namespace detail {
using std::get;
template <std::size_t Index, class T, class = void>
struct has_member_get : std::false_type {};
template <std::size_t Index, class T>
struct has_member_get<Index, T, std::void_t<decltype(std::declval<T>().template get<Index>())>>
    : std::true_type {};
template <std::size_t Index, class T>
constexpr decltype(auto) get_part(T&& whole) {
  if constexpr (has_member_get<Index, T>::value) {
    return static_cast<T&&>(whole).template get<Index>();
  } else {
    return get<Index>(static_cast<T&&>(whole));
  }
}
}  // namespace detail

/// Gives the type of `E array[] = {...}`; never called.
template <class E, std::size_t N>
E (&list_array(E (&&list)[N]))
[N];

/// What the structured binding \p Index of a tuple-like object is bound to ([dcl.struct.bind]/4).
template <std::size_t Index, class T>
constexpr decltype(auto) get_part(T&& whole) {
  return detail::get_part<Index>(static_cast<T&&>(whole));
}

namespace detail {
template <class E>
struct array_of {
  using type = E[1];
};
template <>
struct array_of<void> {
  using type = void;
};

/// Whether a list of elements for a T binds references to them: T's constructors take them so.
template <class T>
struct binds_elements : std::false_type {};
template <class A, class B>
struct binds_elements<std::pair<A, B>> : std::true_type {};
template <class... Elements>
struct binds_elements<std::tuple<Elements...>> : std::true_type {};

/// Whether a list of elements that are each an E becomes a std::initializer_list for T.
template <class T, class E, class = void>
struct takes_list : std::false_type {};
template <class T, class E>
struct takes_list<T, E, std::enable_if_t<std::is_same<typename T::value_type, E>::value>>
    : std::is_constructible<T, std::initializer_list<E>> {};

template <class Target, class Operand, class Field>
constexpr auto listed_type() {
  using object = std::remove_reference_t<Operand>;
  using value = std::remove_cv_t<object>;
  if constexpr (!std::is_reference<Operand>::value) {
    return tag<Operand>();
  } else if constexpr (std::is_array<Target>::value &&
                       std::is_convertible<Operand, std::remove_extent_t<Target>>::value) {
    return tag<std::remove_cv_t<std::remove_extent_t<Target>>>();
  } else if constexpr (std::is_reference<Field>::value || binds_elements<Target>::value) {
    return tag<Operand>();
  } else if constexpr (!std::is_void<Field>::value && std::is_convertible<Operand, Field>::value) {
    return tag<std::remove_cv_t<Field>>();
  } else if constexpr (std::is_array<Field>::value &&
                       std::is_convertible<Operand, std::remove_all_extents_t<Field>>::value) {
    return tag<std::remove_cv_t<std::remove_all_extents_t<Field>>>();
  } else if constexpr (takes_list<Target, value>::value) {
    return tag<value>();
  } else {
    // Nobody else changes a constant.
    static_assert(std::is_const<object>::value,
                  "an object in a braced list before an await, which may be copied there or bound "
                  "to a reference; name what is awaited first");
    return tag<Operand>();
  }
}

}  // namespace detail

/// An array of E, or of nothing in a branch of `if constexpr` that is not taken.
template <class E>
using array_of = typename detail::array_of<E>::type;

/// What is kept of an element of a braced list that makes a `Target`, when it is an `Operand` (with
/// its value category) and stands for a member declared as a `Field` (void: not known): an object
/// that others may change is copied before the next element is evaluated, if the list copies it.
template <class Target, class Operand, class Field>
using listed = typename decltype(detail::listed_type<Target, Operand, Field>())::type;

/// The elements of a parameter pack, built in order and destroyed in reverse.
template <class... Elements>
struct pack;
template <>
struct pack<> {
  explicit pack(int) noexcept {}
  template <class Function, class... Before>
  decltype(auto) apply(Function&& function, Before&&... before) {
    return static_cast<Function&&>(function)(static_cast<Before&&>(before)...);
  }
  template <class Function, class... Before>
  decltype(auto) forward_to(Function&& function, Before&&... before) {
    return static_cast<Function&&>(function)(static_cast<Before&&>(before)...);
  }
};
template <class Head, class... Tail>
struct pack<Head, Tail...> {
  Head head;
  pack<Tail...> tail;
  template <class First, class... Rest>
  explicit pack(int, First&& first, Rest&&... rest)
      : head(static_cast<First&&>(first)), tail(0, static_cast<Rest&&>(rest)...) {}
  /// Calls `function` with all elements: objects as lvalues, references as what they were declared.
  template <class Function, class... Before>
  decltype(auto) apply(Function&& function, Before&&... before) {
    using element = std::conditional_t<std::is_reference<Head>::value, Head&&, Head&>;
    return tail.apply(static_cast<Function&&>(function), static_cast<Before&&>(before)...,
                      static_cast<element>(head));
  }
  /// Calls `function` with all elements as arguments in the value category of their types, objects
  /// as rvalues.
  template <class Function, class... Before>
  decltype(auto) forward_to(Function&& function, Before&&... before) {
    return tail.forward_to(static_cast<Function&&>(function), static_cast<Before&&>(before)...,
                           static_cast<Head&&>(head));
  }
};

/// The integer or enumerator that a switch over \p value looks at ([stmt.switch]/2).
template <class T>
constexpr auto switch_value(T&& value) {
  if constexpr (std::is_enum<std::remove_reference_t<T>>::value ||
                std::is_integral<std::remove_reference_t<T>>::value) {
    return value;
  } else {
    return +static_cast<T&&>(value);
  }
}

namespace detail {

/// Whether lookup finds a member await_transform in P, whatever it is: the name is then ambiguous
/// in a class derived from P and from one that has it ([expr.await]/3.2).
struct has_await_transform_name {
  void await_transform();
};
template <class P>
struct await_transform_probe : P, has_await_transform_name {};
template <class P, class T, bool Final = std::is_final<P>::value, class = void>
struct has_await_transform : std::true_type {};
template <class P, class T>
struct has_await_transform<P, T, false,
                           std::void_t<decltype(&await_transform_probe<P>::await_transform)>>
    : std::false_type {};
// Of a final class only whether the call is possible can be asked.
template <class P, class T, class = void>
struct can_await_transform : std::false_type {};
template <class P, class T>
struct can_await_transform<
    P, T, std::void_t<decltype(std::declval<P&>().await_transform(std::declval<T>()))>>
    : std::true_type {};
template <class P, class T>
struct has_await_transform<P, T, true, void> : can_await_transform<P, T> {};

}  // namespace detail

/// The awaiter of \p operand in a coroutine with this promise ([expr.await]/3.2).
template <class Promise, class T>
constexpr decltype(auto) transformed_awaiter([[maybe_unused]] Promise& promise, T&& operand) {
  if constexpr (detail::has_await_transform<Promise, T>::value) {
    using awaitable = decltype(promise.await_transform(static_cast<T&&>(operand)));
    if constexpr (detail::has_member_co_await<awaitable>::value ||
                  detail::has_free_co_await<awaitable>::value) {
      return lowered::awaiter(promise.await_transform(static_cast<T&&>(operand)));
    } else {
      return promise.await_transform(static_cast<T&&>(operand));
    }
  } else {
    return lowered::awaiter(static_cast<T&&>(operand));
  }
}

/// Flowing off the end of the body ([stmt.return.coroutine]/3).
template <class Promise>
constexpr auto flow_off(Promise& promise, int) -> decltype(promise.return_void()) {
  return promise.return_void();
}
template <class Promise>
constexpr void flow_off(Promise&, long) noexcept {}
template <class Promise>
constexpr void flow_off(Promise& promise) {
  lowered::flow_off(promise, 0);
}

}  // namespace lowered
}  // namespace pawl

#endif  // PAWL_LOWERED_DEPENDENT_H
