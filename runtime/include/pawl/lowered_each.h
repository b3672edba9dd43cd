// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/lowered_each.h: awaits in the expansion of a parameter pack.  Included by
// pawl/lowered_dependent.h.
//
// The text has one suspension in a loop over the elements; which element's awaiter it suspends on
// is known when it runs.
#ifndef PAWL_LOWERED_EACH_H
#define PAWL_LOWERED_EACH_H

#include <pawl/coroutine.h>
#include <pawl/detail/implied_await.h>

#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>

namespace pawl {
namespace lowered {

/// One element of an expansion: the temporaries of what is awaited, the awaiter (a reference where
/// an awaiter is one of them or the user's), and the result, until the full-expression ends.
template <class Awaiter, class... Temporaries>
class element {
 public:
  using result_type = decltype(std::declval<Awaiter&>().await_resume());

  element() = default;
  element(const element&) = delete;
  element& operator=(const element&) = delete;
  ~element() {
    if (has_result_) result_.destroy();
    if (has_awaiter_) awaiter_.destroy();
    destroy(std::index_sequence_for<Temporaries...>());
  }

  /// Keeps what \p make gives as the temporary \p Index.
  template <std::size_t Index, class Make>
  decltype(auto) keep(Make&& make) {
    using kept = std::tuple_element_t<Index, std::tuple<tag_of<Temporaries>...>>;
    auto& place = std::get<Index>(temporaries_);
    ::new (place.raw()) box<typename kept::type>{static_cast<Make&&>(make)()};
    is_kept_[Index] = true;
    return static_cast<typename kept::type&&>(place.get());
  }
  /// Builds the awaiter.
  template <class Make>
  void start(Make&& make) {
    ::new (awaiter_.raw()) box<Awaiter>{static_cast<Make&&>(make)()};
    has_awaiter_ = true;
  }
  auto& awaiter() noexcept { return awaiter_.get(); }
  /// Takes the result out of the awaiter.
  void finish() {
    if constexpr (std::is_void<result_type>::value) {
      awaiter().await_resume();
    } else {
      ::new (result_.raw()) box<result_type>{awaiter().await_resume()};
      has_result_ = true;
    }
  }
  /// The result, in its value category; an object as an rvalue.
  decltype(auto) result() noexcept {
    if constexpr (!std::is_void<result_type>::value) {
      return static_cast<result_type&&>(result_.get());
    }
  }

 private:
  template <class T>
  struct tag_of {
    using type = T;
  };
  template <std::size_t... Index>
  void destroy(std::index_sequence<Index...>) {
    constexpr std::size_t last = sizeof...(Index) - 1;
    ((is_kept_[last - Index] ? std::get<last - Index>(temporaries_).destroy() : void()), ...);
  }
  void destroy(std::index_sequence<>) {}

  std::tuple<slot<Temporaries>...> temporaries_;
  bool is_kept_[sizeof...(Temporaries) + 1] = {};
  bool has_awaiter_ = false;
  bool has_result_ = false;
  slot<Awaiter> awaiter_;
  slot<result_type> result_;
};

namespace detail {

/// Elements in order, destroyed in reverse: what std::tuple leaves open.
template <class... Elements>
struct element_list {
  template <class Function>
  void visit(std::size_t, Function&&) noexcept {}
};
template <class Head, class... Tail>
struct element_list<Head, Tail...> {
  Head head;
  element_list<Tail...> tail;

  template <class Visitor, class... Visitors>
  void visit_with(std::size_t index, Visitor&& visitor, Visitors&&... visitors) {
    if (index == 0) {
      static_cast<Visitor&&>(visitor)(head);
    } else if constexpr (sizeof...(Tail) != 0) {
      tail.visit_with(index - 1, static_cast<Visitors&&>(visitors)...);
    }
  }
  template <class Function>
  void visit(std::size_t index, Function&& function) {
    if (index == 0) {
      static_cast<Function&&>(function)(head);
    } else {
      tail.visit(index - 1, static_cast<Function&&>(function));
    }
  }
  template <class Function, class... Before>
  decltype(auto) results(Function&& function, Before&&... before) {
    if constexpr (sizeof...(Tail) == 0) {
      return static_cast<Function&&>(function)(static_cast<Before&&>(before)..., head.result());
    } else {
      return tail.results(static_cast<Function&&>(function), static_cast<Before&&>(before)...,
                          head.result());
    }
  }
  decltype(auto) last() noexcept {
    if constexpr (sizeof...(Tail) == 0) {
      return head.result();
    } else {
      return tail.last();
    }
  }
};

}  // namespace detail

/// The elements of an expansion, one after the other, and the awaiter of the one whose turn it is.
template <class... Elements>
class each {
 public:
  each() = default;
  each(const each&) = delete;
  each& operator=(const each&) = delete;

  /// Whether there is another element.
  bool more() const noexcept { return index_ < sizeof...(Elements); }
  void next() noexcept { ++index_; }
  /// Calls the visitor for the element, of as many as there are elements, with it.
  template <class... Visitors>
  void visit(Visitors&&... visitors) {
    if constexpr (sizeof...(Elements) != 0) {
      elements_.visit_with(index_, static_cast<Visitors&&>(visitors)...);
    }
  }

  bool await_ready() {
    bool ready = true;
    elements_.visit(
        index_, [&](auto& element) { ready = static_cast<bool>(element.awaiter().await_ready()); });
    return ready;
  }
  /// Touches nothing after the element's awaiter was asked to suspend.
  template <class Promise>
  pawl::handle<> await_suspend(pawl::handle<Promise> self) {
    pawl::handle<> next = pawl::noop_handle();
    elements_.visit(index_, [&](auto& element) {
      using result = decltype(element.awaiter().await_suspend(self));
      if constexpr (std::is_void<result>::value) {
        element.awaiter().await_suspend(self);
      } else if constexpr (std::is_same<result, bool>::value) {
        if (!element.awaiter().await_suspend(self)) next = self;
      } else {
        next = element.awaiter().await_suspend(self);
      }
    });
    return next;
  }
  void await_resume() {
    elements_.visit(index_, [](auto& element) { element.finish(); });
  }

  /// Calls \p function with the results of all elements.
  template <class Function>
  decltype(auto) results(Function&& function) {
    if constexpr (sizeof...(Elements) == 0) {
      return static_cast<Function&&>(function)();
    } else {
      return elements_.results(static_cast<Function&&>(function));
    }
  }
  /// The result of the last element, or nothing where there are none.
  decltype(auto) last() noexcept {
    if constexpr (sizeof...(Elements) != 0) return elements_.last();
  }
  /// The results one after the other, for a list, whose elements are evaluated in order.
  template <class Awaiter>
  decltype(auto) take() noexcept {
    using result = decltype(std::declval<Awaiter&>().await_resume());
    std::remove_reference_t<result>* taken = nullptr;
    elements_.visit(taken_++, [&](auto& element) {
      if constexpr (std::is_same<typename std::decay_t<decltype(element)>::result_type,
                                 result>::value) {
        auto&& object = element.result();
        taken = &object;
      }
    });
    return static_cast<result&&>(*taken);
  }

 private:
  detail::element_list<Elements...> elements_;
  std::size_t index_ = 0;
  std::size_t taken_ = 0;
};

/// \p function as the visitor of the element whose awaiter is an `Awaiter`: an expansion must name
/// its pack.
template <class Awaiter, class Function>
constexpr Function&& visitor(Function&& function) noexcept {
  return static_cast<Function&&>(function);
}

/// The operand of a fold over && or ||.
template <class T>
constexpr bool truth(T&& operand) {
  static_assert(std::is_same<decltype(std::declval<T>() && std::declval<T>()), bool>::value,
                "a fold over an overloaded && or || with an await in it cannot be lowered: write "
                "a loop");
  return static_cast<bool>(static_cast<T&&>(operand));
}

}  // namespace lowered
}  // namespace pawl

#endif  // PAWL_LOWERED_EACH_H
