// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// sockets.cpp: see sockets.h.
#include "sockets.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pawl/io_errors.h>
#include <poll.h>
#include <sys/sendfile.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <optional>

#include "simulation.h"

namespace pawl::detail {

namespace {

template <class F>
io_result attempt(std::size_t size, F call) {
  for (;;) {
    const ssize_t n = call();
    io_result result;
    if (n >= 0) {
      result.count = static_cast<std::size_t>(n);
      result.short_count = result.count < size;
      return result;
    }
    if (errno == EINTR) continue;
    result.error = errno;
    const bool blocked = errno == EAGAIN || errno == EWOULDBLOCK;
    result.what = blocked ? io_result::kind::blocked : io_result::kind::failed;
    return result;
  }
}

/// What a simulated run makes of a call before it is made; it may lessen `size`.
std::optional<io_result> disturbed(loop_base& loop, std::size_t& size, int error) {
  if (!loop.simulated) return {};
  io_result result;
  switch (loop.simulated->disturb()) {
    case disturbance::none:
      return {};
    case disturbance::less:
      if (size > 0) size = 1 + loop.simulated->pick(size);
      return {};
    case disturbance::early:
      result.what = io_result::kind::early;
      return result;
    case disturbance::failure:
      result.what = io_result::kind::failed;
      result.error = error;
      return result;
  }
  return {};
}

io_result blocked() {
  io_result result;
  result.what = io_result::kind::blocked;
  return result;
}

bool ready_now(int fd, short events) {
  pollfd polled{fd, events, 0};
  return poll(&polled, 1, 0) != 0;
}

/// A short count says nothing when less was asked for than wanted.
io_result unless_lessened(io_result result, std::size_t asked, std::size_t wanted) {
  if (asked < wanted) result.short_count = false;
  return result;
}

SocketAddress address_by(int (*call)(int, sockaddr*, socklen_t*), int fd) {
  sockaddr_storage storage{};
  socklen_t length = sizeof storage;
  auto* address = reinterpret_cast<sockaddr*>(&storage);
  if (call(fd, address, &length) < 0) return {};
  return {address, std::min<socklen_t>(length, sizeof storage)};
}

}  // namespace

io_result read_some(loop_base& loop, int fd, fd_kind kind, void* data, std::size_t size) {
  const std::size_t wanted = size;
  if (auto result = disturbed(loop, size, ECONNRESET)) return *result;
  if (kind == fd_kind::blocking && !ready_now(fd, POLLIN)) return blocked();
  const bool socket = kind == fd_kind::socket;
  return unless_lessened(
      attempt(size, [&] { return socket ? recv(fd, data, size, 0) : ::read(fd, data, size); }),
      size, wanted);
}

io_result write_some(loop_base& loop, int fd, fd_kind kind, const void* data, std::size_t size) {
  if (auto result = disturbed(loop, size, EPIPE)) return *result;
  if (kind == fd_kind::blocking) {
    if (!ready_now(fd, POLLOUT)) return blocked();
    size = std::min<std::size_t>(size, PIPE_BUF);  // for so much there is room
  }
  const bool socket = kind == fd_kind::socket;
  return attempt(
      size, [&] { return socket ? send(fd, data, size, MSG_NOSIGNAL) : ::write(fd, data, size); });
}

io_result sendfile_some(loop_base& loop, int fd, int file, long& offset, std::size_t size) {
  if (auto result = disturbed(loop, size, EPIPE)) return *result;
  return attempt(size, [&] { return sendfile(fd, file, &offset, size); });
}

io_result receive_datagram(loop_base& loop, int fd, std::size_t largest, std::string& data,
                           SocketAddress& from) {
  std::size_t one = 1;
  if (auto result = disturbed(loop, one, ECONNREFUSED)) return *result;
  sockaddr_storage storage{};
  auto* address = reinterpret_cast<sockaddr*>(&storage);
  socklen_t length = sizeof storage;
  static thread_local std::string buffer;
  buffer.resize(largest);
  const io_result result = attempt(0, [&] {
    length = sizeof storage;
    return ::recvfrom(fd, buffer.data(), largest, 0, address, &length);
  });
  if (result.what == io_result::kind::done) {
    data.assign(buffer, 0, result.count);
    from = SocketAddress(address, std::min<socklen_t>(length, sizeof storage));
  }
  return result;
}

io_result send_datagram(loop_base& loop, int fd, std::string_view data, const SocketAddress& to) {
  std::size_t one = 1;
  if (auto result = disturbed(loop, one, ENETUNREACH)) return *result;
  return attempt(0, [&] {
    return ::sendto(fd, data.data(), data.size(), MSG_NOSIGNAL, to ? to.data() : nullptr,
                    to.size());
  });
}

io_result accept_one(loop_base& loop, int fd, SocketAddress& peer) {
  std::size_t one = 1;
  if (auto result = disturbed(loop, one, EMFILE)) return *result;
  sockaddr_storage storage{};
  auto* address = reinterpret_cast<sockaddr*>(&storage);
  socklen_t length = sizeof storage;
  const io_result result = attempt(0, [&] {
    length = sizeof storage;
    return accept4(fd, address, &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
  });
  if (result.what == io_result::kind::done) {
    peer = SocketAddress(address, std::min<socklen_t>(length, sizeof storage));
  }
  return result;
}

int connect_to(loop_base& loop, int fd, const SocketAddress& peer) {
  std::size_t one = 1;
  if (auto result = disturbed(loop, one, ECONNREFUSED)) {
    if (result->what == io_result::kind::failed) return result->error;
  }
  if (connect(fd, peer.data(), peer.size()) == 0) return 0;
  // An interrupted connect goes on by itself (POSIX).
  return errno == EINTR ? EINPROGRESS : errno;
}

unique_fd open_socket(loop_base& loop, int family, int type) {
  std::size_t one = 1;
  if (auto result = disturbed(loop, one, EMFILE)) {
    if (result->what == io_result::kind::failed) throw_os_error(result->error, "socket");
  }
  unique_fd fd(socket(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!fd) throw_os_error(errno, "socket");
  return fd;
}

SocketAddress local_address(int fd) { return address_by(getsockname, fd); }
SocketAddress peer_address(int fd) { return address_by(getpeername, fd); }

int pending_error(int fd) {
  int error = 0;
  socklen_t length = sizeof error;
  return getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length) < 0 ? errno : error;
}

void send_at_once(int fd) noexcept {
  const int on = 1;
  // It fails for sockets that are not TCP's, which do not hold back anything.
  static_cast<void>(setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on));
}

void make_nonblocking(int fd) {
  const int flags = fcntl(fd, F_GETFL);
  if (flags < 0 || (!(flags & O_NONBLOCK) && fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0)) {
    throw_os_error(errno, "fcntl");
  }
}

}  // namespace pawl::detail
