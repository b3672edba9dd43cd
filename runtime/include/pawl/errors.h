// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/errors.h: what the runtime throws.  The names are those of asyncio's exceptions
// (https://docs.python.org/3/library/asyncio-exceptions.html).
#ifndef PAWL_ERRORS_H
#define PAWL_ERRORS_H

#include <exception>
#include <stdexcept>
#include <string>
#include <utility>

namespace pawl {

/// Thrown at the await of a task that was asked to cancel().  It is not a std::exception, as
/// asyncio's is not an Exception: a handler of errors does not take it by accident.  Clean up and
/// throw it on; a task that swallows it goes on running.
class CancelledError final {
 public:
  CancelledError() = default;
  explicit CancelledError(std::string message) : message_(std::move(message)) {}
  /// What cancel() was given; empty when it was given nothing.
  const std::string& message() const noexcept { return message_; }

 private:
  std::string message_;
};

/// Thrown by run() when SIGINT (Ctrl-C) has ended it.  It is not a std::exception, as asyncio's is
/// not an Exception.
class KeyboardInterrupt final {};

/// The runtime was used against its rules: awaiting a coroutine twice, a loop within a loop, ...
class RuntimeError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A deadline passed: wait_for, timeout, as_completed.
class TimeoutError : public std::runtime_error {
 public:
  TimeoutError() : std::runtime_error("timed out") {}
  explicit TimeoutError(const std::string& what) : std::runtime_error(what) {}
};

/// A result was asked for before it was there, or set a second time.
class InvalidStateError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A barrier was reset or aborted while a task waited at it, or is aborted.
class BrokenBarrierError : public RuntimeError {
 public:
  using RuntimeError::RuntimeError;
};

/// get_nowait() of a queue that has nothing.
class QueueEmpty : public std::runtime_error {
 public:
  QueueEmpty() : std::runtime_error("the queue is empty") {}
};

/// put_nowait() into a queue that has no room.
class QueueFull : public std::runtime_error {
 public:
  QueueFull() : std::runtime_error("the queue is full") {}
};

/// The queue takes nothing any more, and has nothing to give.
class QueueShutDown : public std::runtime_error {
 public:
  QueueShutDown() : std::runtime_error("the queue is shut down") {}
};

namespace detail {
// Out of line, so that no header pays for the code of a throw.
[[noreturn]] void throw_runtime_error(const char* what);
[[noreturn]] void throw_invalid_state(const char* what);
[[noreturn]] void throw_cancelled(const std::string& message);
/// In a handler: what is handled becomes the cause (std::nested_exception).
[[noreturn]] void throw_timeout();
[[noreturn]] void throw_value_error(const char* what);
[[noreturn]] void throw_lookup_error(const std::string& what);
/// Whether the error is a CancelledError; not for null.
bool is_cancelled_error(const std::exception_ptr& error) noexcept;
/// Whether a handler of E takes the error; not for null.
template <class E>
bool is_error(const std::exception_ptr& error) noexcept {
  if (!error) return false;
  try {
    std::rethrow_exception(error);
  } catch (const E&) {
    return true;
  } catch (...) {
    return false;
  }
}
}  // namespace detail

}  // namespace pawl

#endif  // PAWL_ERRORS_H
