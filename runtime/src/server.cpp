// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// server.cpp: see server.h.
#include "server.h"

#include <netinet/in.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <exception>
#include <utility>

#include "event_loop.h"
#include "sockets.h"

namespace pawl {

namespace detail {

namespace {

/// How many connections are accepted at a time.
constexpr int accepts_at_once = 64;
/// How long to wait when there are no descriptors left.
constexpr loop_time retry_delay = std::chrono::seconds(1);

void set_option(int fd, int level, int option, const char* name) {
  const int on = 1;
  if (setsockopt(fd, level, option, &on, sizeof on) < 0) throw_os_error(errno, name);
}

/// Whether the file is a socket at which nobody listens.
bool is_stale(const std::string& path) {
  struct stat file{};
  if (stat(path.c_str(), &file) < 0 || !S_ISSOCK(file.st_mode)) return false;
  const unique_fd probe(socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  const SocketAddress address = SocketAddress::unix_path(path);
  return probe && connect(probe.get(), address.data(), address.size()) < 0 && errno == ECONNREFUSED;
}

}  // namespace

void report_failed_handler(const std::exception_ptr& error) {
  report_error("Unhandled exception in client_connected_cb", {}, error);
}

server_core::server_core(connected_callback callback, const ServerOptions& options,
                         source_site site)
    : loop_(require_loop()), callback_(std::move(callback)), options_(options), site_(site) {
  loop_core::of(loop_).owned.push_back(*this);
}

unique_fd server_core::make_socket(const SocketAddress& address) const {
  unique_fd fd = open_socket(loop_, address.family(), SOCK_STREAM);
  if (address.family() != AF_UNIX) set_option(fd.get(), SOL_SOCKET, SO_REUSEADDR, "SO_REUSEADDR");
  if (options_.reuse_port) set_option(fd.get(), SOL_SOCKET, SO_REUSEPORT, "SO_REUSEPORT");
  // The IPv4 half of an address has a socket of its own.
  if (address.family() == AF_INET6) set_option(fd.get(), IPPROTO_IPV6, IPV6_V6ONLY, "IPV6_V6ONLY");
  return fd;
}

void server_core::add(unique_fd fd, const SocketAddress& address) {
  if (listen(fd.get(), options_.backlog) < 0) {
    throw_os_error(errno, "cannot listen at " + address.to_string());
  }
  listeners_.push_back(std::make_unique<listener>(*this, std::move(fd)));
}

void server_core::bind_to(const SocketAddress& address) {
  unique_fd fd = make_socket(address);
  if (bind(fd.get(), address.data(), address.size()) < 0) {
    throw_os_error(errno, "cannot bind to " + address.to_string());
  }
  add(std::move(fd), address);
}

void server_core::bind_to_path(const std::string& path) {
  const SocketAddress address = SocketAddress::unix_path(path);
  const bool file = !path.empty() && path[0] != '\0';
  unique_fd fd = make_socket(address);
  int error = bind(fd.get(), address.data(), address.size()) < 0 ? errno : 0;
  if (error == EADDRINUSE && file && is_stale(path) && ::unlink(path.c_str()) == 0) {
    error = bind(fd.get(), address.data(), address.size()) < 0 ? errno : 0;
  }
  if (error != 0) throw_os_error(error, "cannot bind to " + address.to_string());
  struct stat made{};
  if (file && options_.cleanup_socket && stat(path.c_str(), &made) == 0) {
    path_ = path;
    device_ = made.st_dev;
    inode_ = made.st_ino;
  }
  add(std::move(fd), address);
}

void server_core::start_serving() {
  if (closed_) throw_runtime_error("the server is closed");
  if (std::exchange(serving_, true)) return;
  for (const auto& l : listeners_) l->start();
}

std::vector<SocketAddress> server_core::addresses() const {
  std::vector<SocketAddress> result;
  for (const auto& l : listeners_) result.push_back(local_address(l->fd()));
  return result;
}

void server_core::accepted(unique_fd fd, SocketAddress peer) {
  send_at_once(fd.get());
  const ref_ptr<stream_core> stream(new stream_core(
      std::move(fd), {options_.limit, fd_kind::socket, true, std::move(peer), site_}));
  auto* const open = new connection(*this, *stream);
  connections_.push_back(*open);
  stream->link = open;
  callback_(Connection{StreamReader(stream), StreamWriter(stream)});
}

void server_core::connection::stream_closed() noexcept {
  const ref_ptr<server_core> server = std::move(server_);
  delete this;
  server->wake_if_ended();
}

void server_core::close() noexcept {
  if (std::exchange(closed_, true)) return;
  serving_ = false;
  listeners_.clear();
  loop_owned::unlink();
  remove_file();
  wake_if_ended();
}

void server_core::remove_file() noexcept {
  struct stat now{};
  if (path_.empty() || stat(path_.c_str(), &now) < 0) return;
  // It may be another server's by now.
  if (now.st_dev == device_ && now.st_ino == inode_) ::unlink(path_.c_str());
}

void server_core::close_clients(bool abort) noexcept {
  const ref_ptr<server_core> self(this);
  intrusive_list<stream_link> now;
  now.splice_back(connections_);
  while (!now.empty()) {
    auto& open = static_cast<connection&>(now.pop_front());
    connections_.push_back(open);
    // It may be gone after this.
    abort ? open.stream().abort() : open.stream().close();
  }
}

void server_core::wake_if_ended() noexcept {
  if (!ended()) return;
  while (!closers_.empty()) closers_.pop_front().wake();
}

server_core::listener::~listener() {
  if (!watched_) return;
  poller& fds = loop_core::of(server_.loop_).fds;
  fds.remove(fd_.get());
  fds.unwatch();
}

void server_core::listener::start() {
  poller& fds = loop_core::of(server_.loop_).fds;
  fds.add(fd_.get(), *this);
  fds.expect();
  watched_ = true;
}

void server_core::listener::fd_changed(bool, bool, bool) noexcept {
  if (!linked() && !retry_.started()) server_.loop_.ready.push_back(*this);
}

void server_core::listener::run() {
  const ref_ptr<server_core> keep(&server_);
  for (int i = 0; i < accepts_at_once; ++i) {
    if (!accept() || !keep->serving_) return;
  }
  server_.loop_.ready.push_back(*this);
}

bool server_core::listener::accept() {
  SocketAddress peer;
  const io_result result = accept_one(server_.loop_, fd_.get(), peer);
  switch (result.what) {
    case io_result::kind::done:
      try {
        server_.accepted(unique_fd(static_cast<int>(result.count)), std::move(peer));
      } catch (...) {
        report_failed_handler(std::current_exception());
      }
      return true;
    case io_result::kind::blocked:
      return false;
    case io_result::kind::early:
      server_.loop_.ready.push_back(*this);
      return false;
    case io_result::kind::failed:
      break;
  }
  switch (result.error) {
    case EMFILE:
    case ENFILE:
    case ENOBUFS:
    case ENOMEM:
      report_error("socket.accept() out of system resource", {}, os_error(result.error, "accept"));
      retry_.start(server_.loop_, *this, deadline_after(now(server_.loop_), retry_delay));
      return false;
    default:
      // Errors of the connection that was to come: accept(2).
      return true;
  }
}

server_closed_waiter::server_closed_waiter(ref_ptr<server_core> core) noexcept
    : core_(std::move(core)) {}
server_closed_waiter::server_closed_waiter(server_closed_waiter&& other) noexcept
    : waiter(other), core_(std::move(other.core_)) {}
server_closed_waiter::~server_closed_waiter() = default;
bool server_closed_waiter::await_ready() const noexcept { return core_->ended(); }
void server_closed_waiter::start() {
  core_->closers_.push_back(*this);
  settle();
}

}  // namespace detail

Server::Server(detail::ref_ptr<detail::server_core> core) noexcept : core_(std::move(core)) {}
Server::Server(Server&& other) noexcept : core_(std::move(other.core_)) {}
Server& Server::operator=(Server&& other) noexcept {
  std::swap(core_, other.core_);
  return *this;
}
Server::~Server() {
  if (core_) core_->close();
}

std::vector<SocketAddress> Server::sockets() const { return core_->addresses(); }
std::uint16_t Server::port() const {
  const std::vector<SocketAddress> all = sockets();
  return all.empty() ? 0 : all.front().port();
}
bool Server::is_serving() const noexcept { return core_->serving(); }
void Server::start_serving() const { core_->start_serving(); }
void Server::close() const noexcept { core_->close(); }
void Server::close_clients() const noexcept { core_->close_clients(false); }
void Server::abort_clients() const noexcept { core_->close_clients(true); }
detail::server_closed_waiter Server::wait_closed() const {
  return detail::server_closed_waiter(core_);
}

}  // namespace pawl
