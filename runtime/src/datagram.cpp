// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// datagram.cpp: see datagram.h.
#include "datagram.h"

#include <pawl/io_errors.h>

#include <cerrno>
#include <utility>

#include "event_loop.h"

namespace pawl {

namespace detail {

namespace {

constexpr std::size_t largest = 65536;

void set_option(int fd, int option, const char* name) {
  const int on = 1;
  if (setsockopt(fd, SOL_SOCKET, option, &on, sizeof on) < 0) throw_os_error(errno, name);
}

}  // namespace

datagram_core::datagram_core(const SocketAddress& local, const SocketAddress& remote,
                             const DatagramOptions& options)
    : loop_(&require_loop()) {
  if (!local && !remote) throw_value_error("a datagram endpoint needs an address");
  fd_ = open_socket(*loop_, (local ? local : remote).family(), SOCK_DGRAM);
  if (options.allow_broadcast) set_option(fd_.get(), SO_BROADCAST, "SO_BROADCAST");
  if (options.reuse_port) set_option(fd_.get(), SO_REUSEPORT, "SO_REUSEPORT");
  if (local && bind(fd_.get(), local.data(), local.size()) < 0) {
    throw_os_error(errno, "cannot bind to " + local.to_string());
  }
  if (remote && connect(fd_.get(), remote.data(), remote.size()) < 0) {
    throw_os_error(errno, "cannot connect to " + remote.to_string());
  }
  loop_core::of(*loop_).owned.push_back(*this);
}

datagram_core::~datagram_core() { close(); }

void datagram_core::close() noexcept {
  if (!fd_) return;
  retry_.unlink();
  if (loop_) {
    if (watched_) loop_core::of(*loop_).fds.remove(fd_.get());
    expect_room(false);
  }
  fd_.reset();
  loop_owned::unlink();
  unsent_.clear();
  while (!receiving_.empty()) receiving_.pop_front().wake();
  while (!draining_.empty()) draining_.pop_front().wake();
}

void datagram_core::loop_ends() noexcept {
  loop_ = nullptr;
  close();
}

void datagram_core::ensure_watched() {
  if (watched_ || !fd_) return;
  loop_core::of(*loop_).fds.add(fd_.get(), *this);
  watched_ = true;
}

void datagram_core::fd_changed(bool in, bool out, bool) noexcept {
  if (in) {
    can_read_ = true;
    while (!receiving_.empty()) receiving_.pop_front().wake();
  }
  if (out && !unsent_.empty() && !retry_.linked()) loop_->ready.push_back(retry_);
}

bool datagram_core::receive(Datagram& into) {
  if (!fd_) throw_os_error(ECONNRESET, "the socket is closed");
  if (!can_read_) return false;
  const io_result result = receive_datagram(*loop_, fd_.get(), largest, into.data, into.from);
  if (result.what == io_result::kind::done) return true;
  if (result.what == io_result::kind::failed) throw_os_error(result.error, "recvfrom");
  if (result.what == io_result::kind::blocked) can_read_ = false;
  return false;
}

void datagram_core::send(std::string_view data, const SocketAddress& to) {
  if (!fd_) throw_os_error(ECONNRESET, "the socket is closed");
  if (unsent_.empty()) {
    const io_result result = send_datagram(*loop_, fd_.get(), data, to);
    if (result.what == io_result::kind::done) return;
    if (result.what == io_result::kind::failed) {
      throw_os_error(result.error, to ? "cannot send to " + to.to_string() : "cannot send");
    }
    if (result.what == io_result::kind::early) loop_->ready.push_back(retry_);
    ensure_watched();
    expect_room(true);
  }
  unsent_.push_back({std::string(data), to});
}

void datagram_core::flush() noexcept {
  while (!unsent_.empty()) {
    const io_result result =
        send_datagram(*loop_, fd_.get(), unsent_.front().data, unsent_.front().from);
    if (result.what == io_result::kind::blocked) return;
    if (result.what == io_result::kind::early) {
      loop_->ready.push_back(retry_);
      return;
    }
    if (result.what == io_result::kind::failed) error_ = os_error(result.error, "cannot send");
    unsent_.pop_front();
  }
  expect_room(false);
  while (!draining_.empty()) draining_.pop_front().wake();
}

void datagram_core::expect_room(bool wanted) noexcept {
  if (expects_room_ == wanted) return;
  expects_room_ = wanted;
  poller& fds = loop_core::of(*loop_).fds;
  wanted ? fds.expect() : fds.unwatch();
}

datagram_waiter::datagram_waiter(ref_ptr<datagram_core> core) noexcept : core_(std::move(core)) {}
datagram_waiter::datagram_waiter(datagram_waiter&& other) noexcept
    : waiter(other), core_(std::move(other.core_)) {}
datagram_waiter::~datagram_waiter() { leave(); }

bool datagram_waiter::await_ready() {
  // Those who came before are served first.
  if (!core_->receiving_.empty()) return false;
  Datagram datagram;
  if (!core_->receive(datagram)) return false;
  got_ = std::move(datagram);
  return true;
}

void datagram_waiter::start() {
  core_->ensure_watched();
  if (core_->loop_) loop_core::of(*core_->loop_).fds.expect();
  listening_ = true;
  if (core_->can_read_) {
    wake();  // it was too early
  } else {
    core_->receiving_.push_back(*this);
  }
  settle();
}

void datagram_waiter::leave() noexcept {
  if (std::exchange(listening_, false) && core_->loop_) {
    loop_core::of(*core_->loop_).fds.unwatch();
  }
}

void datagram_waiter::disarm() noexcept {
  leave();
  unlink();
}

void datagram_waiter::run() {
  if (!cancelled() && !take_late_cancel() && core_->fd_) {
    try {
      Datagram datagram;
      if (!core_->receive(datagram)) {
        rearm();
        if (core_->can_read_) {
          wake();
        } else {
          core_->receiving_.push_back(*this);
        }
        return;
      }
      got_ = std::move(datagram);
    } catch (...) {
      core_->error_ = std::current_exception();
    }
  }
  leave();
  waiter::run();
}

Datagram datagram_waiter::await_resume() {
  throw_if_cancelled();
  if (got_) return *std::move(got_);
  if (core_->error_) std::rethrow_exception(std::exchange(core_->error_, nullptr));
  throw_os_error(ECONNRESET, "the socket is closed");
}

datagram_drain::datagram_drain(ref_ptr<datagram_core> core) noexcept : core_(std::move(core)) {}
datagram_drain::datagram_drain(datagram_drain&& other) noexcept
    : waiter(other), core_(std::move(other.core_)) {}
datagram_drain::~datagram_drain() = default;
bool datagram_drain::await_ready() { return core_->unsent_.empty(); }
void datagram_drain::start() {
  core_->draining_.push_back(*this);
  settle();
}
void datagram_drain::await_resume() {
  throw_if_cancelled();
  if (core_->error_) std::rethrow_exception(std::exchange(core_->error_, nullptr));
}

}  // namespace detail

DatagramEndpoint::DatagramEndpoint(detail::ref_ptr<detail::datagram_core> core) noexcept
    : core_(std::move(core)) {}
DatagramEndpoint::DatagramEndpoint(DatagramEndpoint&& other) noexcept
    : core_(std::move(other.core_)) {}
DatagramEndpoint& DatagramEndpoint::operator=(DatagramEndpoint&& other) noexcept {
  std::swap(core_, other.core_);
  return *this;
}
DatagramEndpoint::~DatagramEndpoint() {
  if (core_) core_->close();
}

detail::datagram_waiter DatagramEndpoint::recvfrom() const {
  return detail::datagram_waiter(core_);
}
void DatagramEndpoint::sendto(std::string_view data, const SocketAddress& to) const {
  core_->send(data, to);
}
detail::datagram_drain DatagramEndpoint::drain() const { return detail::datagram_drain(core_); }
SocketAddress DatagramEndpoint::sockname() const { return detail::local_address(core_->fd()); }
SocketAddress DatagramEndpoint::peername() const { return detail::peer_address(core_->fd()); }
int DatagramEndpoint::fileno() const noexcept { return core_->fd(); }
void DatagramEndpoint::close() const noexcept { core_->close(); }

}  // namespace pawl
