// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/io.h: waiting for any file descriptor, so that other libraries' sockets can be awaited.
// https://docs.python.org/3/library/asyncio-eventloop.html#watching-file-descriptors
#ifndef PAWL_IO_H
#define PAWL_IO_H

#include <pawl/detail/waiter.h>

namespace pawl {

namespace detail {

class io_waiter : public waiter {
 public:
  enum class direction : unsigned char { in, out };

  io_waiter(int fd, direction d) noexcept : fd_(fd), direction_(d) {}
  io_waiter(const io_waiter& other) noexcept
      : waiter(other), fd_(other.fd_), direction_(other.direction_) {}
  ~io_waiter() { disarm(); }
  bool await_ready() const noexcept { return false; }
  template <class P>
  void await_suspend(handle<P> h) {
    attach(h);
    start();
  }
  void await_resume() { throw_if_cancelled(); }
  std::string waits_for() const override;
  bool order_is_promised() const noexcept override { return false; }

  int fd() const noexcept { return fd_; }
  direction wanted() const noexcept { return direction_; }
  void ready() noexcept;

 protected:
  void disarm() noexcept override;
  /// False when the kernel cannot tell (a regular file), which means always.  Throws.
  bool watch();

 private:
  void start();
  int fd_;
  direction direction_;
  bool watched_ = false;
};

}  // namespace detail

/// What readable() and writable() return; await it once.
class [[nodiscard]] FdReady final : public detail::io_waiter {
 public:
  using detail::io_waiter::io_waiter;
};

/// Suspends until `fd` can be read without blocking, has ended or failed.  The descriptor stays the
/// caller's, and must stay open while it is awaited.  Throws std::system_error when it cannot be
/// watched, CancelledError when the task is cancelled.
inline FdReady readable(int fd) noexcept { return {fd, detail::io_waiter::direction::in}; }

/// The same for writing.
inline FdReady writable(int fd) noexcept { return {fd, detail::io_waiter::direction::out}; }

}  // namespace pawl

#endif  // PAWL_IO_H
