// A synchronous generator of references with recursion: `co_yield elements_of(other)` yields what the other does, by
// symmetric transfer, however deep.
#ifndef PAWL_TEST_EVERYTHING_GENERATOR_H
#define PAWL_TEST_EVERYTHING_GENERATOR_H

#include "support.h"

template <class T>
class generator;

template <class T>
struct elements_of_type {
  generator<T> range;
};
template <class T>
elements_of_type<T> elements_of(generator<T> range) {
  return {std::move(range)};
}

template <class T>
class generator {
 public:
  class promise_type;
  using handle_type = std::coroutine_handle<promise_type>;

  class promise_type : Counted {
   public:
    generator get_return_object() { return generator(handle_type::from_promise(*this)); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    struct Final {
      bool await_ready() noexcept { return false; }
      std::coroutine_handle<> await_suspend(handle_type h) noexcept {
        promise_type& self = h.promise();
        if (!self.parent_) return std::noop_coroutine();
        self.root_->leaf_ = self.parent_;
        return self.parent_;
      }
      void await_resume() noexcept {}
    };
    Final final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(const T& value) noexcept {
      root_->value_ = std::addressof(value);
      return {};
    }
    /// Runs the inner generator in place of this one, and hands on what it throws.
    struct Nested {
      generator inner;
      bool await_ready() noexcept { return false; }
      handle_type await_suspend(handle_type h) noexcept {
        promise_type& outer = h.promise();
        promise_type& self = inner.handle_.promise();
        self.parent_ = h;
        self.root_ = outer.root_;
        outer.root_->leaf_ = inner.handle_;
        return inner.handle_;
      }
      void await_resume() {
        if (inner.handle_.promise().error_) std::rethrow_exception(inner.handle_.promise().error_);
      }
    };
    Nested yield_value(elements_of_type<T> elements) noexcept { return {std::move(elements.range)}; }
    void return_void() noexcept {}
    void unhandled_exception() {
      if (!parent_) throw;
      error_ = std::current_exception();
    }
    template <class U>
    std::suspend_never await_transform(U&&) = delete;

   private:
    friend generator;
    const T* value_ = nullptr;
    promise_type* root_ = this;
    handle_type parent_;
    handle_type leaf_ = handle_type::from_promise(*this);
    std::exception_ptr error_;
  };

  generator(generator&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  ~generator() {
    if (handle_) handle_.destroy();
  }

  struct sentinel {};
  class iterator {
   public:
    explicit iterator(handle_type h) : handle_(h) {}
    const T& operator*() const { return *handle_.promise().value_; }
    iterator& operator++() {
      handle_.promise().leaf_.resume();
      return *this;
    }
    bool operator!=(sentinel) const { return !handle_.done(); }

   private:
    handle_type handle_;
  };
  iterator begin() {
    handle_.promise().leaf_.resume();
    return iterator(handle_);
  }
  sentinel end() { return {}; }

 private:
  explicit generator(handle_type h) : handle_(h) {}
  handle_type handle_;
};

#endif
