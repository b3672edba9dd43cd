// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// poller.cpp: see poller.h.  Descriptors are watched one shot at a time: what nobody waits for must
// not wake the loop, and a descriptor may be closed and its number used again without our knowing.
#include "poller.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <climits>
#include <system_error>

namespace pawl::detail {

namespace {

int checked(int result, const char* what) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), what);
  return result;
}

// What an event belongs to: the number of a descriptor, or (with the lowest bit set) a watch.
std::uint64_t tag_of(int fd) { return static_cast<std::uint64_t>(fd) << 1U; }
std::uint64_t tag_of(const fd_watch& watch) {
  return reinterpret_cast<std::uintptr_t>(&watch) | 1U;
}

int wait_milliseconds(int epoll, epoll_event* events, int capacity, loop_time timeout) {
  using std::chrono::milliseconds;
  int ms = -1;
  if (timeout != loop_time::max()) {
    // Rounded up: waking early would only mean another round.
    const auto rounded = std::chrono::ceil<milliseconds>(timeout).count();
    ms = static_cast<int>(std::min<milliseconds::rep>(rounded, INT_MAX));
  }
  return epoll_wait(epoll, events, capacity, ms);
}

}  // namespace

poller::~poller() {
  if (wakeup_ >= 0) close(wakeup_);
  if (epoll_ >= 0) close(epoll_);
}

void poller::open() {
  if (wakeup_ >= 0) return;
  if (epoll_ < 0) epoll_ = checked(epoll_create1(EPOLL_CLOEXEC), "epoll_create1");
  wakeup_ = checked(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), "eventfd");
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = tag_of(wakeup_);
  checked(epoll_ctl(epoll_, EPOLL_CTL_ADD, wakeup_, &event), "epoll_ctl");
}

void poller::wake() noexcept {
  const std::uint64_t one = 1;
  // It can fail only by being full, which wakes too.
  if (write(wakeup_, &one, sizeof one) < 0) return;
}

poller::watched_fd& poller::at(int fd) {
  while (fds_.size() <= static_cast<std::size_t>(fd)) fds_.emplace_back();
  return fds_[static_cast<std::size_t>(fd)];
}

void poller::watched_fd::wake(bool in, bool out) noexcept {
  while (in && !readers.empty()) readers.front().ready();
  while (out && !writers.empty()) writers.front().ready();
}

bool poller::watch(io_waiter& w) {
  const int fd = w.fd();
  if (fd < 0) throw std::system_error(EBADF, std::generic_category(), "cannot wait for a file");
  open();
  watched_fd& watched = at(fd);
  const bool in = w.wanted() == io_waiter::direction::in;
  if (watched.has_watch) {
    // A stream's own, which goes on being told of edges; what is there already makes none.
    pollfd now{fd, static_cast<short>(in ? POLLIN | POLLRDHUP : POLLOUT), 0};
    if (::poll(&now, 1, 0) != 0) return false;
    (in ? watched.readers : watched.writers).push_back(w);
    ++watched_;
    return true;
  }
  epoll_event event{};
  event.events = EPOLLONESHOT;
  if (in || !watched.readers.empty()) event.events |= EPOLLIN | EPOLLRDHUP;
  if (!in || !watched.writers.empty()) event.events |= EPOLLOUT;
  event.data.u64 = tag_of(fd);
  if (epoll_ctl(epoll_, EPOLL_CTL_MOD, fd, &event) < 0 &&
      (errno != ENOENT || epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event) < 0)) {
    if (errno == EPERM) return false;
    throw std::system_error(errno, std::generic_category(), "cannot wait for a file");
  }
  (in ? watched.readers : watched.writers).push_back(w);
  ++watched_;
  return true;
}

bool poller::add(int fd, fd_watch& w) {
  open();
  watched_fd& watched = at(fd);  // before the kernel knows of it
  epoll_event event{};
  event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
  event.data.u64 = tag_of(w);
  // It may have been awaited by itself before.
  if (epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event) == 0 ||
      (errno == EEXIST && epoll_ctl(epoll_, EPOLL_CTL_MOD, fd, &event) == 0)) {
    watched.has_watch = true;
    w.watched_fd_ = fd;
    return true;
  }
  if (errno == EPERM) return false;
  throw std::system_error(errno, std::generic_category(), "cannot wait for a file");
}

void poller::remove(int fd) noexcept {
  epoll_event none{};
  static_cast<void>(epoll_ctl(epoll_, EPOLL_CTL_DEL, fd, &none));
  watched_fd& watched = at(fd);
  watched.has_watch = false;
  watched.wake(true, true);  // it is going to be closed
}

int poller::wait(epoll_event* events, int capacity, loop_time timeout) {
  timeout = std::max(timeout, loop_time::zero());
#ifdef SYS_epoll_pwait2
  static std::atomic<bool> missing{false};  // on kernels before 5.11
  if (!missing.load(std::memory_order_relaxed) && timeout != loop_time::max()) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(timeout);
    struct {
      long long tv_sec;
      long long tv_nsec;
    } spec{seconds.count(), (timeout - seconds).count()};
    const long n = syscall(SYS_epoll_pwait2, epoll_, events, capacity, &spec, nullptr, 0);
    if (n >= 0 || errno != ENOSYS) return static_cast<int>(n);
    missing.store(true, std::memory_order_relaxed);
  }
#endif
  return wait_milliseconds(epoll_, events, capacity, timeout);
}

bool poller::poll(loop_time timeout) {
  open();
  epoll_event events[256];
  const int n = wait(events, 256, timeout);
  if (n < 0) {
    if (errno == EINTR) return true;
    throw std::system_error(errno, std::generic_category(), "epoll_wait");
  }
  for (const epoll_event* e = events; e != events + n; ++e) {
    const bool failed = e->events & (EPOLLERR | EPOLLHUP);
    const bool in = failed || (e->events & (EPOLLIN | EPOLLRDHUP));
    const bool out = failed || (e->events & EPOLLOUT);
    if ((e->data.u64 & 1U) != 0) {
      auto* watch = reinterpret_cast<fd_watch*>(e->data.u64 & ~std::uint64_t{1});
      fds_[static_cast<std::size_t>(watch->watched_fd_)].wake(in, out);
      watch->fd_changed(in, out, failed || (e->events & EPOLLRDHUP));
      continue;
    }
    const int fd = static_cast<int>(e->data.u64 >> 1U);
    if (fd == wakeup_) {
      std::uint64_t count;
      if (read(wakeup_, &count, sizeof count) < 0) continue;
      continue;
    }
    watched_fd& watched = fds_[static_cast<std::size_t>(fd)];
    watched.wake(in, out);
    // One shot covers both directions: the other one is asked for again.
    const bool readers = !watched.readers.empty();
    const bool writers = !watched.writers.empty();
    if (readers || writers) {
      epoll_event again{};
      again.events = EPOLLONESHOT;
      if (readers) again.events |= EPOLLIN | EPOLLRDHUP;
      if (writers) again.events |= EPOLLOUT;
      again.data.u64 = e->data.u64;
      epoll_ctl(epoll_, EPOLL_CTL_MOD, fd, &again);
    }
  }
  return n > 0;
}

}  // namespace pawl::detail
