// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/timeout.h: scopes that end after a time.
// https://docs.python.org/3/library/asyncio-task.html#timeouts
//
//   await pawl::with(pawl::timeout(5s), async [&](pawl::Timeout& limit) -> pawl::Coro<> {
//     ...
//     limit.reschedule(pawl::get_running_loop().time() + 5s);
//   });
#ifndef PAWL_TIMEOUT_H
#define PAWL_TIMEOUT_H

#include <pawl/detail/loop_base.h>
#include <pawl/detail/with_core.h>
#include <pawl/with.h>

#include <chrono>
#include <optional>
#include <type_traits>

namespace pawl {

namespace detail {

class deadline_scope : public scope, private ready_node {
 public:
  /// The point of the loop's time() at which it expires, or did; nothing: never.
  std::optional<std::chrono::nanoseconds> when() const noexcept { return when_; }
  /// Moves the deadline, or takes it away.  Throws RuntimeError before the scope is entered, when
  /// it has expired, and after it was left.
  void reschedule(std::optional<std::chrono::nanoseconds> when);
  /// Whether the deadline passed within the scope.
  bool expired() const noexcept { return state_ == state::expiring || state_ == state::expired; }

  void enter(task_core* task) override;
  bool leave(std::exception_ptr& error, with_core& exit) noexcept override;
  void abandon() noexcept override;

 protected:
  enum class on_expiry : unsigned char { throw_timeout, go_on };

  deadline_scope(std::optional<loop_time> when, bool relative, on_expiry action) noexcept
      : when_(when), relative_(relative), action_(action) {}
  /// Moved only before it is entered.
  deadline_scope(const deadline_scope& other) noexcept
      : scope(other),
        ready_node(),
        when_(other.when_),
        relative_(other.relative_),
        action_(other.action_) {}
  ~deadline_scope() { stop(); }

 private:
  enum class state : unsigned char { created, entered, expiring, expired, exited };
  void run() override;
  void start();
  void stop() noexcept;

  std::optional<loop_time> when_;  // after enter(), and if not relative_, a point in time
  bool relative_;
  on_expiry action_;
  state state_ = state::created;
  task_core* task_ = nullptr;
  unsigned cancelling_before_ = 0;
  timer timer_;
};

}  // namespace detail

/// Cancels the body after a time and turns the CancelledError that comes out of it into a
/// TimeoutError, whose cause (std::nested_exception) it is.  A cancel that came from elsewhere
/// stays one, and other errors pass.  It can be entered once.
class Timeout final : public detail::deadline_scope {
 public:
  Timeout(std::optional<detail::loop_time> when, bool relative) noexcept
      : detail::deadline_scope(when, relative, on_expiry::throw_timeout) {}
  template <class T, class F>
  static T result(F take, bool) {
    return take();
  }
};

/// A Timeout that expires so long after it is entered; at once, for zero or less: at the body's
/// next await that suspends.
template <class Rep, class Period>
Timeout timeout(std::chrono::duration<Rep, Period> delay) {
  return Timeout(detail::to_loop_time(delay), true);
}
/// One that does not expire unless it is rescheduled.
inline Timeout timeout(std::nullopt_t) noexcept { return Timeout(std::nullopt, false); }
/// One that expires at a point of the loop's time().
inline Timeout timeout_at(std::optional<std::chrono::nanoseconds> when) noexcept {
  return Timeout(when, false);
}

/// Cancels the body after a time, and goes on behind it; as Trio's.
class MoveOn final : public detail::deadline_scope {
 public:
  MoveOn(std::optional<detail::loop_time> when, bool relative) noexcept
      : detail::deadline_scope(when, relative, on_expiry::go_on) {}
  /// What with() gives: for a body that returns a T, a std::optional<T>.
  template <class T, class F>
  static auto result(F take, bool failed) {
    if constexpr (std::is_void_v<T>) {
      if (!failed) take();
    } else {
      return failed ? std::nullopt : std::optional<std::decay_t<T>>(take());
    }
  }
};

template <class Rep, class Period>
MoveOn move_on_after(std::chrono::duration<Rep, Period> delay) {
  return MoveOn(detail::to_loop_time(delay), true);
}
inline MoveOn move_on_at(std::chrono::nanoseconds when) noexcept { return MoveOn(when, false); }

/// timeout() under the name that Trio has for it.
template <class Rep, class Period>
Timeout fail_after(std::chrono::duration<Rep, Period> delay) {
  return timeout(delay);
}

}  // namespace pawl

#endif  // PAWL_TIMEOUT_H
