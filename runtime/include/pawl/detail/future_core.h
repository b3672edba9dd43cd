// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/detail/future_core.h: the state behind Future, Task and what gather returns, as far as it
// does not depend on the type of the result.
#ifndef PAWL_DETAIL_FUTURE_CORE_H
#define PAWL_DETAIL_FUTURE_CORE_H

#include <pawl/detail/boxed_string.h>
#include <pawl/detail/loop_base.h>
#include <pawl/detail/promise.h>
#include <pawl/detail/ref_ptr.h>
#include <pawl/detail/result_slot.h>

#include <exception>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace pawl::detail {

class future_core : public ref_counted {
 public:
  enum class status : unsigned char { pending, finished, cancelled };

  /// Belongs to the loop of this thread; throws RuntimeError when there is none.
  future_core();

  bool done() const noexcept { return status_ != status::pending; }
  bool cancelled() const noexcept { return status_ == status::cancelled; }
  bool failed() const noexcept { return status_ == status::finished && error_ != nullptr; }
  loop_base& loop() const noexcept { return *loop_; }

  /// Ends the future as cancelled; false when it is done.  A task passes it on to what it awaits.
  virtual bool cancel(const std::string& message);

  /// Throws InvalidStateError while pending, CancelledError when cancelled; else the error or null.
  /// The error counts as seen from now on.
  std::exception_ptr exception();
  /// Throws unless there is a value: InvalidStateError, CancelledError or the error.
  void require_value() {
    if (status_ != status::finished || error_) throw_without_value();
  }
  /// The CancelledError of a cancelled future: one object for all who ask.
  std::exception_ptr cancelled_error();
  void mark_retrieved() noexcept { unretrieved_ = false; }

  void fail(std::exception_ptr error);
  /// What a report calls this.
  virtual std::string describe() const { return {}; }
  virtual const char* kind() const noexcept { return "Future"; }
  /// `node` runs in the iteration after this is done, in the order of adding.
  void add_callback(ready_node& node);

  /// Suspends `frame` until this is done.  Throws RuntimeError when that cannot be.
  template <class P>
  void suspend(handle<P> h) {
    suspend(header_of(h), task_of(h), promise_of(h));
  }

 protected:
  ~future_core() override;
  void require_pending() const;
  /// A value or error_ is there: lets the callbacks run.
  void finish() noexcept;
  /// \p error: the CancelledError that there is already, or null for one with cancel_message_.
  void finish_cancelled(std::exception_ptr error) noexcept;
  void schedule_callbacks() noexcept;
  /// For the destructors of those that describe themselves in another way.
  void report_unretrieved() noexcept {
    if (unretrieved_) report_now();
  }

 private:
  void suspend(frame_header* frame, task_core* task, promise_base* promise);
  [[noreturn, gnu::cold]] void throw_not_awaitable(bool by_itself) const;
  [[noreturn]] void throw_without_value();
  void report_now() noexcept;

  status status_ = status::pending;
  bool unretrieved_ = false;
  loop_base* loop_;
  ready_list callbacks_;

 protected:
  std::exception_ptr error_;
  /// The last cancel's.
  boxed_string cancel_message_;
};

/// The current task was cancelled after what it awaited was done: throws CancelledError for it.
/// Called first by the await_resume of those that wait by future_core::suspend.
void deliver_cancel_of_wait(const future_core& awaited);

/// The value of a future that is done, for those who ask.
template <class T>
class kept_value {
 public:
  template <class... Args>
  void emplace(Args&&... args) {
    value_.emplace(std::forward<Args>(args)...);
  }
  stored_t<T>& get() noexcept { return *value_; }
  /// For one of possibly many who ask: copied, where T can be; a T that can only be moved goes to
  /// the first.
  T share() {
    if constexpr (std::is_void_v<T> || std::is_reference_v<T>) {
      stored_t<T> copy = *value_;
      return unstore<T>(std::move(copy));
    } else if constexpr (std::is_copy_constructible_v<T>) {
      return *value_;
    } else {
      return move_out();
    }
  }
  /// For one who knows whether others may ask too.
  stored_t<T> take(bool others) {
    if constexpr (std::is_copy_constructible_v<stored_t<T>>) {
      if (others) return *value_;
    }
    return move_out();
  }

 private:
  stored_t<T> move_out() {
    if (std::exchange(taken_, true)) throw_invalid_state("the result was taken already");
    return std::move(*value_);
  }
  std::optional<stored_t<T>> value_;
  bool taken_ = false;
};

template <class T>
class future_state : public future_core {
 public:
  using future_core::future_core;

  template <class... Args>
  void set_value(Args&&... args) {
    require_pending();
    value_.emplace(std::forward<Args>(args)...);
    finish();
  }
  /// Each of these throws unless there is a value.
  stored_t<T>& get() {
    require_value();
    return value_.get();
  }
  T share() {
    require_value();
    return value_.share();
  }
  stored_t<T> take() {
    require_value();
    return value_.take(shared());
  }

 private:
  kept_value<T> value_;
};

}  // namespace pawl::detail

#endif  // PAWL_DETAIL_FUTURE_CORE_H
