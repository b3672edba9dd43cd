// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// poller.h: the file descriptors that coroutines wait for, and sleeping until one is ready.
#ifndef PAWL_SRC_POLLER_H
#define PAWL_SRC_POLLER_H

#include <pawl/detail/loop_base.h>
#include <pawl/io.h>
#include <sys/epoll.h>

#include <cstdint>
#include <deque>

namespace pawl::detail {

/// Who is told of each change of a descriptor for as long as it is open: by edges, so that waiting
/// again and again costs no system call.
class fd_watch {
 public:
  /// It may have become readable or writable.  To wake others, and to do no more than that.
  virtual void fd_changed(bool in, bool out, bool hung_up) noexcept = 0;

 protected:
  fd_watch() noexcept = default;
  ~fd_watch() = default;

 private:
  friend class poller;
  int watched_fd_ = -1;
};

class poller {
 public:
  poller() = default;
  poller(const poller&) = delete;
  poller& operator=(const poller&) = delete;
  ~poller();

  /// Whether any coroutine waits for a descriptor.
  bool watching() const noexcept { return watched_ > 0; }
  /// Wakes `w` when its descriptor is ready.  False when the kernel cannot tell (a regular file),
  /// which means always.  Throws std::system_error.
  bool watch(io_waiter& w);
  void unwatch() noexcept { --watched_; }
  /// Whether the descriptor has a watch, by add().
  bool has_watch(int fd) { return fd >= 0 && at(fd).has_watch; }

  /// Tells `w` of each change from now on, and of what is ready now.  False when the kernel cannot
  /// tell (a regular file).  Throws std::system_error.
  bool add(int fd, fd_watch& w);
  /// Before the descriptor is closed.
  void remove(int fd) noexcept;
  /// Somebody waits for what a watch will tell; unwatch() ends it.
  void expect() noexcept { ++watched_; }

  /// Sleeps until a descriptor is ready (its waiters are woken), wake() is called, or `timeout` has
  /// passed; loop_time::max() is for ever.  False when the time passed.
  bool poll(loop_time timeout);
  /// Makes wake() possible.
  void open();
  /// Ends a poll(); for any thread, once open() was called.
  void wake() noexcept;

 private:
  struct watched_fd {
    intrusive_list<io_waiter> readers;
    intrusive_list<io_waiter> writers;
    bool has_watch = false;
    void wake(bool in, bool out) noexcept;
  };
  watched_fd& at(int fd);
  int wait(epoll_event* events, int capacity, loop_time timeout);

  int epoll_ = -1;
  int wakeup_ = -1;
  std::uint64_t watched_ = 0;
  std::deque<watched_fd> fds_;  // by number; references into it stay
};

}  // namespace pawl::detail

#endif  // PAWL_SRC_POLLER_H
