// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/detail/implied_await.h: from an awaitable to its awaiter ([expr.await]/3.3-3.4), and the
// awaiters of initial_suspend and final_suspend, which no text of the user's stands for.
#ifndef PAWL_DETAIL_IMPLIED_AWAIT_H
#define PAWL_DETAIL_IMPLIED_AWAIT_H

#include <cstddef>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

/// The name of `operator co_await` in lowered text.  Below C++20 there is no such token, and the
/// operator is renamed wherever it is declared and called.
#if defined(__cpp_impl_coroutine)
#define PAWL_OPERATOR_CO_AWAIT operator co_await
#else
#define PAWL_OPERATOR_CO_AWAIT _pawl_operator_co_await
#endif

namespace pawl {
namespace lowered {

/// A T by copy-initialisation: `box<T>{expr}` initialises as `T x = expr` does ([dcl.init.aggr]),
/// arrays included, and elides what that elides.
template <class T>
struct box {
  T value;
};

/// Storage in a frame for an object that is built and destroyed by hand.
template <class T>
struct slot {
  alignas(box<T>) unsigned char bytes[sizeof(box<T>)];
  void* raw() noexcept { return bytes; }
  T& get() noexcept { return std::launder(reinterpret_cast<box<T>*>(bytes))->value; }
  void destroy() { std::launder(reinterpret_cast<box<T>*>(bytes))->~box<T>(); }
};

namespace detail {

template <class T, class = void>
struct has_member_co_await : std::false_type {};
template <class T>
struct has_member_co_await<T, std::void_t<decltype(std::declval<T>().PAWL_OPERATOR_CO_AWAIT())>>
    : std::true_type {};
template <class T, class = void>
struct has_free_co_await : std::false_type {};
template <class T>
struct has_free_co_await<T, std::void_t<decltype(PAWL_OPERATOR_CO_AWAIT(std::declval<T>()))>>
    : std::true_type {};

}  // namespace detail

/// The awaiter of \p awaitable: what its operator co_await gives, a member or one that is found by
/// the types of its arguments, or itself.
template <class T>
constexpr decltype(auto) awaiter(T&& awaitable) {
  if constexpr (detail::has_member_co_await<T>::value) {
    return static_cast<T&&>(awaitable).PAWL_OPERATOR_CO_AWAIT();
  } else if constexpr (detail::has_free_co_await<T>::value) {
    return PAWL_OPERATOR_CO_AWAIT(static_cast<T&&>(awaitable));
  } else {
    return static_cast<T&&>(awaitable);
  }
}

namespace detail {

/// The result of an expression of type T, a prvalue if T is no reference, kept in a frame.
template <class T>
struct kept {
  slot<T> storage;
  template <class Make>
  void make(Make&& make_value) {
    ::new (storage.raw()) box<T>{make_value()};
  }
  T& get() noexcept { return storage.get(); }
  T&& forward() noexcept { return static_cast<T&&>(storage.get()); }
  void destroy() noexcept(std::is_nothrow_destructible<T>::value) {
    if constexpr (!std::is_trivially_destructible<T>::value) storage.destroy();
  }
};
template <class T>
struct kept<T&> {
  T* address;
  template <class Make>
  void make(Make&& make_value) {
    address = std::addressof(make_value());
  }
  T& get() noexcept { return *address; }
  T& forward() noexcept { return *address; }
  void destroy() noexcept {}
};
template <class T>
struct kept<T&&> : kept<T&> {
  template <class Make>
  void make(Make&& make_value) {
    T&& value = make_value();
    this->address = std::addressof(value);
  }
  T&& forward() noexcept { return static_cast<T&&>(*this->address); }
};

/// The awaiter of an awaitable of type T, and the awaitable for as long.
template <class T, bool HasOperator = has_member_co_await<T>::value || has_free_co_await<T>::value>
struct implied_await {
  kept<T> awaitable;
  template <class Make>
  auto& make(Make&& make_awaitable) {
    awaitable.make(make_awaitable);
    return awaitable.get();
  }
  auto& get() noexcept { return awaitable.get(); }
  void destroy() noexcept(noexcept(awaitable.destroy())) { awaitable.destroy(); }
};
template <class T>
struct implied_await<T, true> {
  kept<T> awaitable;
  kept<decltype(lowered::awaiter(std::declval<T>()))> result;
  template <class Make>
  auto& make(Make&& make_awaitable) {
    awaitable.make(make_awaitable);
    struct undo {
      kept<T>* awaitable;
      ~undo() {
        if (awaitable != nullptr) awaitable->destroy();
      }
    } u{&awaitable};
    result.make([this]() -> decltype(auto) { return lowered::awaiter(awaitable.forward()); });
    u.awaitable = nullptr;
    return result.get();
  }
  auto& get() noexcept { return result.get(); }
  void destroy() noexcept(noexcept(result.destroy()) && noexcept(awaitable.destroy())) {
    result.destroy();
    awaitable.destroy();
  }
};

}  // namespace detail
}  // namespace lowered
}  // namespace pawl

#endif  // PAWL_DETAIL_IMPLIED_AWAIT_H
