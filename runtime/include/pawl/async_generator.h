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
#ifndef PAWL_ASYNC_GENERATOR_H
#define PAWL_ASYNC_GENERATOR_H

#include <pawl/coro.h>
#include <pawl/coroutine.h>
#include <pawl/detail/await_frame.h>
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

template <class T, class S = void>
class AsyncGenerator;

/// Thrown at the yield where a generator stands when it is closed by aclose().  Clean up and throw
/// it on, or return.  It is not a std::exception.
class GeneratorExit final {};

namespace detail {

/// Hands a value to the consumer, who goes on at once.
template <class P>
struct yield_awaiter {
  P* promise;
  bool await_ready() const noexcept { return false; }
  handle<> await_suspend(handle<P>) const noexcept { return promise->pass_on(); }
  auto await_resume() const { return promise->resumed(); }
};

/// The same for a value that the consumer may move from while the generator wants to keep its own.
template <class P, class T>
struct yield_copy_awaiter {
  P* promise;
  T copy;
  bool await_ready() const noexcept { return false; }
  handle<> await_suspend(handle<P>) noexcept {
    promise->value = std::addressof(copy);
    return promise->pass_on();
  }
  auto await_resume() const { return promise->resumed(); }
};

/// What asend() gave.
template <class S>
struct sent_value {
  std::optional<S> sent;
  std::optional<S> take_sent() { return std::exchange(sent, std::nullopt); }
};
template <>
struct sent_value<void> {
  void take_sent() const noexcept {}
};

template <class T, class S>
class generator_promise final : public promise_base, public generator_link, public sent_value<S> {
 public:
  using value_type = std::remove_reference_t<T>;

  struct end_awaiter {
    bool await_ready() const noexcept { return false; }
    handle<> await_suspend(handle<generator_promise> h) const noexcept {
      return h.promise().pass_on();
    }
    void await_resume() const noexcept {}
  };

  AsyncGenerator<T, S> get_return_object() noexcept;
  suspend_always initial_suspend() const noexcept { return {}; }
  end_awaiter final_suspend() noexcept {
    value = nullptr;
    finished = true;
    return {};
  }
  void unhandled_exception() noexcept { error = std::current_exception(); }
  void return_void() const noexcept {}

  /// The operand of the yield lives until the generator goes on: no copy is needed.
  template <class U = T, class = std::enable_if_t<std::is_same_v<U, T>>>
  yield_awaiter<generator_promise> yield_value(
      std::conditional_t<std::is_reference_v<U>, U, U&&> v) noexcept {
    value = std::addressof(v);
    return {this};
  }
  template <class U = T,
            class = std::enable_if_t<!std::is_reference_v<U> && std::is_copy_constructible_v<U>>>
  yield_copy_awaiter<generator_promise, U> yield_value(const std::enable_if_t<true, U>& v) {
    return {this, v};
  }

  handle<> pass_on() noexcept { return handle_to(std::exchange(continuation, nullptr)); }
  /// At the yield, when the generator goes on.
  auto resumed() {
    if (thrown) std::rethrow_exception(std::exchange(thrown, nullptr));
    return this->take_sent();
  }
  bool running() const noexcept override { return continuation != nullptr; }
  Coro<> closing() override;

  value_type* value = nullptr;
  std::exception_ptr error;
  std::exception_ptr thrown;  // at the yield, when it goes on
  bool begun = false;
  bool finished = false;
};

}  // namespace detail

/// A coroutine that yields Ts, and the only owner of its frame.  T may be a reference, or a type
/// that can only be moved.  `for await` gives T&& (T itself when it is a reference), valid until
/// the next step.  After its end, an error or aclose() there is nothing more.
///
/// With an S, a `yield` gives a std::optional<S>: what asend() was given, or nothing.
///
/// Destroying it, as the end of a `for await` does, destroys the frame where it stands: destructors
/// run, handlers do not.  One that was begun and left alive is closed, as by aclose(), at the end
/// of its loop.
template <class T, class S>
class [[nodiscard]] AsyncGenerator : private detail::generator_owner {
  friend class detail::generator_promise<T, S>;

 public:
  using promise_type = detail::generator_promise<T, S>;
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
      require_idle();
      return false;
    }
    template <class P>
    handle<> await_suspend(handle<P> consumer) noexcept {
      promise_type& promise = frame_.promise();
      promise.continuation = detail::header_of(consumer);
      promise.task = detail::owner_of(consumer);
      if (!promise.begun) {
        promise.begun = true;
        detail::register_generator(promise);
      }
      return frame_;
    }

   protected:
    explicit step(handle<promise_type> frame) noexcept : frame_(frame) {}
    void require_idle() const {
      if (frame_.promise().running()) {
        detail::throw_runtime_error("asynchronous generator is already running");
      }
    }
    std::optional<std::decay_t<T>> next_value() {
      finish();
      if (!frame_ || frame_.promise().finished) return std::nullopt;
      return static_cast<reference>(*frame_.promise().value);
    }
    void finish() {
      if (!frame_) return;
      if (std::exception_ptr error = std::exchange(frame_.promise().error, nullptr)) {
        std::rethrow_exception(std::move(error));
      }
    }
    handle<promise_type> frame_;
  };

 public:
  /// What asend() returns; await it once.
  template <class V>
  class [[nodiscard]] Send : public step {
   public:
    template <class U>
    Send(handle<promise_type> frame, U&& value) : step(frame), value_(std::forward<U>(value)) {}
    bool await_ready() const {
      if (step::await_ready()) return true;
      if (this->frame_.promise().begun) return false;
      detail::throw_runtime_error("can't send a value to a just-started async generator");
    }
    template <class P>
    handle<> await_suspend(handle<P> consumer) {
      this->frame_.promise().sent.emplace(std::move(value_));
      return step::await_suspend(consumer);
    }
    std::optional<std::decay_t<T>> await_resume() { return this->next_value(); }

   private:
    V value_;
  };

  /// What athrow() returns; await it once.
  class [[nodiscard]] Throw : public step {
   public:
    Throw(AsyncGenerator& generator, std::exception_ptr error) noexcept
        : step(generator.frame()), generator_(&generator), error_(std::move(error)) {}
    bool await_ready() {
      if (step::await_ready()) return true;
      if (this->frame_.promise().begun) return false;
      generator_->close();
      this->frame_ = nullptr;
      refused_ = true;
      return true;
    }
    template <class P>
    handle<> await_suspend(handle<P> consumer) noexcept {
      this->frame_.promise().thrown = error_;
      return step::await_suspend(consumer);
    }
    std::optional<std::decay_t<T>> await_resume() {
      if (refused_) std::rethrow_exception(std::move(error_));
      return this->next_value();
    }

   private:
    AsyncGenerator* generator_;
    std::exception_ptr error_;
    bool refused_ = false;
  };

  /// What aclose() returns; await it once.
  class [[nodiscard]] Close : public step {
   public:
    explicit Close(AsyncGenerator& generator) noexcept
        : step(generator.frame()), generator_(&generator) {}
    bool await_ready() const {
      if (step::await_ready()) return true;
      return !this->frame_.promise().begun;
    }
    template <class P>
    handle<> await_suspend(handle<P> consumer) {
      this->frame_.promise().thrown = std::make_exception_ptr(GeneratorExit());
      return step::await_suspend(consumer);
    }
    void await_resume() {
      if (!this->frame_) return;
      promise_type& promise = this->frame_.promise();
      if (promise.begun && !promise.finished) {
        detail::throw_runtime_error("async generator ignored GeneratorExit");
      }
      const std::exception_ptr error = std::move(promise.error);
      generator_->close();
      if (error && !detail::is_error<GeneratorExit>(error)) std::rethrow_exception(error);
    }

   private:
    AsyncGenerator* generator_;
  };

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
      std::optional<std::decay_t<T>> await_resume() { return this->next_value(); }
    };
    return next(frame());
  }

  /// The same; the yield at which the generator stands gives `value`.  Its await throws
  /// RuntimeError before the generator has begun: there is no yield yet.
  template <class U>
  auto asend(U&& value) {
    return Send<S>(frame(), std::forward<U>(value));
  }

  /// The same; the yield at which the generator stands throws `error`.  Before the generator has
  /// begun, closes it and throws `error`.
  auto athrow(std::exception_ptr error) { return Throw(*this, std::move(error)); }
  template <class E, class = std::enable_if_t<!std::is_same_v<std::decay_t<E>, std::exception_ptr>>>
  auto athrow(E&& error) {
    return athrow(std::make_exception_ptr(std::forward<E>(error)));
  }

  /// Await it to end the generator where it stands: GeneratorExit is thrown at its yield, handlers
  /// may await.  Its await throws another error that comes out, and RuntimeError when the generator
  /// yields again.  Again does nothing.
  auto aclose() noexcept { return Close(*this); }

 private:
  friend promise_type;
  explicit AsyncGenerator(handle<promise_type> frame) noexcept
      : detail::generator_owner(detail::header_of(frame), frame.promise()) {}
  handle<promise_type> frame() const noexcept {
    return handle<promise_type>::from_address(header());
  }
};

template <class T, class S>
AsyncGenerator<T, S> detail::generator_promise<T, S>::get_return_object() noexcept {
  return AsyncGenerator<T, S>(handle<generator_promise>::from_promise(*this));
}

template <class T, class S>
Coro<> detail::generator_promise<T, S>::closing() {
  auto& generator = static_cast<AsyncGenerator<T, S>&>(owner());
  return await_frame<decltype(generator.aclose())>::make(generator.aclose());
}

}  // namespace pawl

#endif  // PAWL_ASYNC_GENERATOR_H
