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
  handle<> await_suspend(handle<P>) const noexcept { return handle_to(promise->pass_on()); }
  auto await_resume() const { return promise->resumed(); }
  void hand_over() const noexcept {}
};

/// The same for a value that the consumer may move from while the generator wants to keep its own.
template <class P, class T>
struct yield_copy_awaiter {
  P* promise;
  T copy;
  bool await_ready() const noexcept { return false; }
  handle<> await_suspend(handle<P>) noexcept {
    hand_over();
    return handle_to(promise->pass_on());
  }
  auto await_resume() const { return promise->resumed(); }
  void hand_over() noexcept { promise->value.set(copy); }
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

/// Whether a yielded T is kept in the promise, and nobody can tell.
template <class T>
constexpr bool is_yielded_by_value = std::is_scalar_v<T> && !std::is_const_v<T>;

/// What the generator yielded: where it is, or the value itself.
template <class T, bool ByValue = is_yielded_by_value<T>>
struct yielded_value {
  std::remove_reference_t<T>* address = nullptr;
  void set(std::remove_reference_t<T>& object) noexcept { address = std::addressof(object); }
  std::remove_reference_t<T>* get() noexcept { return address; }
};
template <class T>
struct yielded_value<T, true> {
  T kept{};
  T* get() noexcept { return &kept; }
};

template <class T, class S>
class generator_promise final : public promise_base, public generator_link, public sent_value<S> {
 public:
  struct end_awaiter {
    bool await_ready() const noexcept { return false; }
    handle<> await_suspend(handle<generator_promise> h) const noexcept {
      return handle_to(std::exchange(h.promise().continuation, nullptr));
    }
    void await_resume() const noexcept {}
  };

  generator_promise() noexcept : generator_link(type) {}
  AsyncGenerator<T, S> get_return_object() noexcept;
  suspend_always initial_suspend() const noexcept { return {}; }
  end_awaiter final_suspend() noexcept {
    stage = at::end;
    return {};
  }
  void unhandled_exception() noexcept { error = std::current_exception(); }
  void return_void() const noexcept {}

  /// By value, a variable of the generator needs no address for it.
  template <class U = T, std::enable_if_t<is_yielded_by_value<U>, int> = 0>
  yield_awaiter<generator_promise> yield_value(std::enable_if_t<true, U> v) noexcept {
    value.kept = v;
    return {this};
  }
  /// The operand of the yield lives until the generator goes on: no copy is needed.
  template <class U = T, std::enable_if_t<std::is_same_v<U, T> && !is_yielded_by_value<U>, int> = 0>
  yield_awaiter<generator_promise> yield_value(
      std::conditional_t<std::is_reference_v<U>, U, U&&> v) noexcept {
    value.set(v);
    return {this};
  }
  template <class U = T, std::enable_if_t<!std::is_reference_v<U> && !is_yielded_by_value<U> &&
                                              std::is_copy_constructible_v<U>,
                                          int> = 0>
  yield_copy_awaiter<generator_promise, U> yield_value(const std::enable_if_t<true, U>& v) {
    return {this, v};
  }

  /// At a yield: the frame of the consumer, whose turn it is.
  frame_header* pass_on() noexcept {
    stage = at::yield;
    return std::exchange(continuation, nullptr);
  }
  /// At the yield, when the generator goes on.
  auto resumed() {
    if (thrown) std::rethrow_exception(std::exchange(thrown, nullptr));
    return this->take_sent();
  }
  /// The generator goes on.  When it begins, its loop is to know of it.
  void go() noexcept {
    if (stage == at::beginning) register_generator(*this);
    stage = at::work;
  }

  /// Of a lowered frame: runs it up to its yield, its end or a suspension
  /// (pawl/lowered_generator.h).
  frame_header* (*called_step)(frame_header*) = nullptr;
  yielded_value<T> value;
  /// Where the generator stands; `work`: it does not, somebody awaits its next step.
  enum class at : unsigned char { beginning, work, yield, end } stage = at::beginning;
  std::exception_ptr error;   // that left the generator
  std::exception_ptr thrown;  // at the yield, when it goes on

 private:
  static bool is_running(const generator_link& link) noexcept {
    return static_cast<const generator_promise&>(link).stage == at::work;
  }
  static Coro<> close(generator_link& link);
  static constexpr generator_type type{is_running, close};
};

/// The classes of AsyncGenerator whose await steps the generator derive from this.
struct generator_step {};

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
  using at = typename promise_type::at;
  static bool is_over(handle<promise_type> frame) noexcept {
    return !frame || frame.promise().stage == at::end;
  }
  static bool is_ready(handle<promise_type> frame) {
    if (!frame) return true;
    if (__builtin_expect(frame.promise().stage == at::yield, 1)) return false;
    if (frame.promise().stage == at::work) {
      detail::throw_runtime_error("asynchronous generator is already running");
    }
    return frame.promise().stage == at::end;
  }
  template <class P>
  static handle<> go(handle<promise_type> frame, handle<P> consumer) noexcept {
    promise_type& promise = frame.promise();
    promise.continuation = detail::header_of(consumer);
    promise.task = detail::owner_of(consumer);
    promise.go();
    return frame;
  }
  /// Throws the error with which the generator ended, once.
  static void finish(handle<promise_type> frame) {
    if (!frame || frame.promise().stage != at::end) return;
    if (std::exception_ptr error = std::exchange(frame.promise().error, nullptr)) {
      std::rethrow_exception(std::move(error));
    }
  }

  /// Runs the generator up to its next yield or its end.
  class step : public detail::generator_step {
   public:
    bool await_ready() const { return is_ready(frame_); }
    template <class P>
    handle<> await_suspend(handle<P> consumer) noexcept {
      return go(frame_, consumer);
    }
    handle<promise_type> frame() const noexcept { return frame_; }
    /// What await_suspend does before the generator goes on.
    void prepare() const noexcept {}

   protected:
    explicit step(handle<promise_type> frame) noexcept : frame_(frame) {}
    bool has_begun() const noexcept { return frame_.promise().stage != at::beginning; }
    std::optional<std::decay_t<T>> next_value() {
      finish(frame_);
      if (is_over(frame_)) return std::nullopt;
      return static_cast<reference>(*frame_.promise().value.get());
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
      if (this->has_begun()) return false;
      detail::throw_runtime_error("can't send a value to a just-started async generator");
    }
    template <class P>
    handle<> await_suspend(handle<P> consumer) {
      prepare();
      return step::await_suspend(consumer);
    }
    void prepare() { this->frame_.promise().sent.emplace(std::move(value_)); }
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
      if (this->has_begun()) return false;
      generator_->close();
      this->frame_ = nullptr;
      refused_ = true;
      return true;
    }
    template <class P>
    handle<> await_suspend(handle<P> consumer) noexcept {
      prepare();
      return step::await_suspend(consumer);
    }
    void prepare() const noexcept { this->frame_.promise().thrown = error_; }
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
      return !this->has_begun();
    }
    template <class P>
    handle<> await_suspend(handle<P> consumer) {
      prepare();
      return step::await_suspend(consumer);
    }
    void prepare() const {
      this->frame_.promise().thrown = std::make_exception_ptr(GeneratorExit());
    }
    void await_resume() {
      if (!this->frame_) return;
      promise_type& promise = this->frame_.promise();
      if (promise.stage == at::yield) {
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

    reference operator*() const noexcept {
      return static_cast<reference>(*frame_.promise().value.get());
    }
    pointer operator->() const noexcept { return frame_.promise().value.get(); }

    class [[nodiscard]] next : public detail::generator_step {
     public:
      explicit next(iterator& it) noexcept : it_(it) {}
      bool await_ready() const { return is_ready(it_.frame_); }
      template <class P>
      handle<> await_suspend(handle<P> consumer) noexcept {
        return go(it_.frame_, consumer);
      }
      iterator& await_resume() {
        finish(it_.frame_);
        return it_;
      }
      handle<promise_type> frame() const noexcept { return it_.frame_; }
      void prepare() const noexcept {}

     private:
      iterator& it_;
    };
    /// Await it.
    next operator++() noexcept { return next(*this); }
    friend bool operator==(const iterator& it, sentinel) noexcept { return it.at_end(); }
    friend bool operator!=(const iterator& it, sentinel) noexcept { return !it.at_end(); }

   private:
    friend class AsyncGenerator;
    explicit iterator(handle<promise_type> frame) noexcept : frame_(frame) {}
    bool at_end() const noexcept { return is_over(frame_); }
    handle<promise_type> frame_;
  };

  /// Await it to get to the first value; later to the next.
  auto begin() noexcept {
    class [[nodiscard]] first : public step {
     public:
      explicit first(handle<promise_type> frame) noexcept : step(frame) {}
      iterator await_resume() {
        finish(this->frame_);
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
Coro<> detail::generator_promise<T, S>::close(generator_link& link) {
  auto& generator = static_cast<AsyncGenerator<T, S>&>(
      static_cast<generator_promise&>(link).generator_link::owner());
  return await_frame<decltype(generator.aclose())>::make(generator.aclose());
}

}  // namespace pawl

#endif  // PAWL_ASYNC_GENERATOR_H
