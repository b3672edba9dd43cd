// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/async_generator.h: AsyncGenerator<T>, the type of an async function that yields Ts.
//
//   async pawl::AsyncGenerator<int> ticks(int n) {
//     for (int i = 0; i < n; ++i) { await pawl::sleep(1ms); yield i; }
//   }
//   for await (int t : ticks(3)) ...
//
// https://docs.python.org/3/reference/expressions.html#asynchronous-generator-functions
// A generator that is destroyed before its end (its loop was left) runs its destructors at once.
#ifndef PAWL_ASYNC_GENERATOR_H
#define PAWL_ASYNC_GENERATOR_H

#include <pawl/coroutine.h>
#include <pawl/detail/generator_owner.h>
#include <pawl/detail/promise.h>
#include <pawl/errors.h>

#include <cstddef>
#include <exception>
#include <iterator>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace pawl {

template <class T>
class AsyncGenerator;

namespace detail {

/// Hands a value to the consumer, who goes on at once.
struct yield_awaiter {
  bool await_ready() const noexcept { return false; }
  template <class P>
  handle<> await_suspend(handle<P> h) const noexcept {
    return h.promise().pass_on();
  }
  void await_resume() const noexcept {}
};

/// The same for a value that the consumer may move from while the generator wants to keep its own.
template <class T>
struct yield_copy_awaiter : yield_awaiter {
  T copy;
  template <class P>
  handle<> await_suspend(handle<P> h) noexcept {
    h.promise().value = std::addressof(copy);
    return h.promise().pass_on();
  }
};

template <class T>
class generator_promise final : public promise_base, public generator_link {
 public:
  using value_type = std::remove_reference_t<T>;

  AsyncGenerator<T> get_return_object() noexcept;
  suspend_always initial_suspend() const noexcept { return {}; }
  yield_awaiter final_suspend() noexcept {
    value = nullptr;
    finished = true;
    return {};
  }
  void unhandled_exception() noexcept { error = std::current_exception(); }
  void return_void() const noexcept {}

  /// The operand of the yield lives until the generator goes on: no copy is needed.
  template <class U = T, class = std::enable_if_t<std::is_same_v<U, T>>>
  yield_awaiter yield_value(std::conditional_t<std::is_reference_v<U>, U, U&&> v) noexcept {
    value = std::addressof(v);
    return {};
  }
  template <class U = T,
            class = std::enable_if_t<!std::is_reference_v<U> && std::is_copy_constructible_v<U>>>
  yield_copy_awaiter<U> yield_value(const std::enable_if_t<true, U>& v) {
    return {{}, v};
  }

  handle<> pass_on() noexcept { return handle_to(std::exchange(continuation, nullptr)); }

  value_type* value = nullptr;
  std::exception_ptr error;
  bool finished = false;
};

}  // namespace detail

/// A coroutine that yields Ts, and the only owner of its frame.  T may be a reference, or a type
/// that can only be moved.  `for await` gives T&& (T itself when it is a reference), valid until
/// the next step.  After its end, an error or aclose() there is nothing more.
template <class T>
class [[nodiscard]] AsyncGenerator : private detail::generator_owner {
 public:
  using promise_type = detail::generator_promise<T>;
  using reference = T&&;

  AsyncGenerator() noexcept = default;
  AsyncGenerator(AsyncGenerator&& other) noexcept : detail::generator_owner(std::move(other)) {}
  AsyncGenerator& operator=(AsyncGenerator&& other) noexcept {
    detail::generator_owner::operator=(std::move(other));
    return *this;
  }
  ~AsyncGenerator() = default;

  class iterator;
  struct sentinel {};

 private:
  /// Runs the generator up to its next yield or its end.
  class step {
   public:
    bool await_ready() const {
      if (!frame_ || frame_.promise().finished) return true;
      if (frame_.promise().continuation) {
        detail::throw_runtime_error("anext(): asynchronous generator is already running");
      }
      return false;
    }
    template <class P>
    handle<> await_suspend(handle<P> consumer) noexcept {
      promise_type& promise = frame_.promise();
      promise.continuation = detail::header_of(consumer);
      promise.task = detail::owner_of(consumer);
      if (!promise.linked()) detail::register_generator(promise);
      return frame_;
    }

   protected:
    explicit step(handle<promise_type> frame) noexcept : frame_(frame) {}
    void finish() {
      if (!frame_) return;
      if (std::exception_ptr error = std::exchange(frame_.promise().error, nullptr)) {
        std::rethrow_exception(std::move(error));
      }
    }
    handle<promise_type> frame_;
  };

 public:
  /// Where a `for await` stands.
  class iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = std::remove_cv_t<std::remove_reference_t<T>>;
    using difference_type = std::ptrdiff_t;
    using pointer = std::remove_reference_t<T>*;
    using reference = T&&;

    reference operator*() const noexcept { return static_cast<reference>(*frame_.promise().value); }
    pointer operator->() const noexcept { return frame_.promise().value; }

    /// Await it.
    auto operator++() noexcept {
      class [[nodiscard]] next : public step {
       public:
        explicit next(iterator& it) noexcept : step(it.frame_), it_(it) {}
        iterator& await_resume() {
          this->finish();
          return it_;
        }

       private:
        iterator& it_;
      };
      return next(*this);
    }
    friend bool operator==(const iterator& it, sentinel) noexcept { return it.at_end(); }
    friend bool operator!=(const iterator& it, sentinel) noexcept { return !it.at_end(); }

   private:
    friend class AsyncGenerator;
    explicit iterator(handle<promise_type> frame) noexcept : frame_(frame) {}
    bool at_end() const noexcept { return !frame_ || frame_.promise().finished; }
    handle<promise_type> frame_;
  };

  /// Await it to get to the first value; later to the next.
  auto begin() noexcept {
    class [[nodiscard]] first : public step {
     public:
      explicit first(handle<promise_type> frame) noexcept : step(frame) {}
      iterator await_resume() {
        this->finish();
        return iterator(this->frame_);
      }
    };
    return first(frame());
  }
  sentinel end() const noexcept { return {}; }

  /// Await it for the next value, or nothing at the end.
  auto anext() noexcept {
    class [[nodiscard]] next : public step {
     public:
      explicit next(handle<promise_type> frame) noexcept : step(frame) {}
      std::optional<std::decay_t<T>> await_resume() {
        this->finish();
        if (!this->frame_ || this->frame_.promise().finished) return std::nullopt;
        return static_cast<reference>(*this->frame_.promise().value);
      }
    };
    return next(frame());
  }

  /// Ends the generator where it stands: destructors run at once.  Await it; again does nothing.
  auto aclose() {
    if (frame() && !frame().promise().finished && frame().promise().continuation) {
      detail::throw_runtime_error("aclose(): asynchronous generator is already running");
    }
    close();
    return suspend_never{};
  }

 private:
  friend promise_type;
  explicit AsyncGenerator(handle<promise_type> frame) noexcept
      : detail::generator_owner(detail::header_of(frame), frame.promise()) {}
  handle<promise_type> frame() const noexcept {
    return handle<promise_type>::from_address(header());
  }
};

template <class T>
AsyncGenerator<T> detail::generator_promise<T>::get_return_object() noexcept {
  return AsyncGenerator<T>(handle<generator_promise>::from_promise(*this));
}

}  // namespace pawl

#endif  // PAWL_ASYNC_GENERATOR_H
