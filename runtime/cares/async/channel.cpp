// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// channel.cpp: what c-ares is to a loop; see pawl/cares.h.
#include <ares.h>
#include <netinet/in.h>
#include <pawl/cares.h>
#include <pawl/future.h>
#include <pawl/io.h>
#include <pawl/names.h>
#include <sys/time.h>

#include <map>
#include <memory>
#include <utility>

#include "detached.h"
#include "event_loop.h"
#include "resolver.h"

namespace pawl {

namespace {

using detail::loop_core;
using addresses = std::vector<SocketAddress>;

CaresOptions& options() {
  static CaresOptions set;
  return set;
}

/// A question, until c-ares has answered it: it cannot take back a single one.
struct question {
  Future<addresses> answer;
  std::string host;
  std::uint16_t port = 0;
};

/// The channel of a loop, as long as the loop lives.
class channel final : public detail::loop_owned, private detail::ready_node {
 public:
  explicit channel(detail::loop_base& loop);
  static channel& of(detail::loop_base& loop);
  void ask(std::unique_ptr<question> q, const NameOptions& how);
  void loop_ends() noexcept override;

 private:
  /// What is waited for at a socket of c-ares.
  struct socket_watch {
    bool stopped = false;
    std::unique_ptr<detail::detached> reader;
    std::unique_ptr<detail::detached> writer;
  };
  ~channel() = default;
  static void socket_changed(void* self, ares_socket_t fd, int readable, int writable);
  static void answered(void* argument, int status, int timeouts, ares_addrinfo* result);
  static Coro<> watch(channel& self, socket_watch& w, int fd, bool input);
  void run() override;  // time has passed
  void update();

  detail::loop_base& loop_;
  ares_channel channel_ = nullptr;
  std::map<int, std::unique_ptr<socket_watch>> sockets_;
  std::vector<std::unique_ptr<socket_watch>> stopped_;
  detail::timer timer_;
};

void require(int status, const char* what) {
  if (status == ARES_SUCCESS) return;
  throw RuntimeError(std::string("c-ares: ") + what + ": " + ares_strerror(status));
}

channel::channel(detail::loop_base& loop) : loop_(loop) {
  ares_options set{};
  set.timeout = static_cast<int>(options().timeout.count());
  set.tries = options().tries;
  set.sock_state_cb = socket_changed;
  set.sock_state_cb_data = this;
  require(ares_init_options(&channel_, &set,
                            ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_SOCK_STATE_CB),
          "a channel");
  std::string servers;
  for (const std::string& server : options().servers) {
    servers += (servers.empty() ? "" : ",") + server;
  }
  if (!servers.empty()) {
    const int status = ares_set_servers_ports_csv(channel_, servers.c_str());
    if (status != ARES_SUCCESS) ares_destroy(channel_);
    require(status, "the servers");
  }
  loop_core::of(loop_).owned.push_back(*this);
}

channel& channel::of(detail::loop_base& loop) {
  // By the loop's number, which no other loop has.
  static thread_local std::pair<std::uint64_t, channel*> present{0, nullptr};
  if (present.first != loop.id) present = {loop.id, new channel(loop)};
  return *present.second;
}

void channel::loop_ends() noexcept {
  timer_.stop();
  ares_destroy(channel_);  // which drops the questions, and closes the sockets
  delete this;
}

void channel::socket_changed(void* self, ares_socket_t fd, int readable, int writable) {
  channel& c = *static_cast<channel*>(self);
  std::unique_ptr<socket_watch>& w = c.sockets_[fd];
  if (!readable && !writable) {
    // It may be its own coroutine that runs now.
    if (w) {
      w->stopped = true;
      c.stopped_.push_back(std::move(w));
    }
    c.sockets_.erase(fd);
    return;
  }
  if (!w) w = std::make_unique<socket_watch>();
  if (readable && !w->reader) {
    w->reader = std::make_unique<detail::detached>(c.loop_, watch(c, *w, fd, true));
  }
  if (writable && !w->writer) {
    w->writer = std::make_unique<detail::detached>(c.loop_, watch(c, *w, fd, false));
  }
}

async Coro<> channel::watch(channel& self, socket_watch& w, int fd, bool input) {
  while (!w.stopped) {
    if (input) {
      await readable(fd);
    } else {
      await writable(fd);
    }
    if (w.stopped) break;
    ares_process_fd(self.channel_, input ? fd : ARES_SOCKET_BAD, input ? ARES_SOCKET_BAD : fd);
    self.update();
    if (!input) break;
  }
}

void channel::run() {
  stopped_.clear();
  ares_process_fd(channel_, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
  update();
}

/// When c-ares wants to be called again, whatever happens.
void channel::update() {
  timeval limit{};
  const timeval* next = ares_timeout(channel_, nullptr, &limit);
  timer_.stop();
  if (!next && stopped_.empty()) return;
  const auto delay = stopped_.empty() ? std::chrono::seconds(next->tv_sec) +
                                            std::chrono::microseconds(next->tv_usec)
                                      : std::chrono::microseconds(0);
  timer_.start(loop_, *this, detail::deadline_after(detail::now(loop_), delay));
}

void channel::answered(void* argument, int status, int, ares_addrinfo* result) {
  const std::unique_ptr<question> q(static_cast<question*>(argument));
  addresses found;
  for (const ares_addrinfo_node* n = result ? result->nodes : nullptr; n; n = n->ai_next) {
    // c-ares takes port 0 for an error.  It is at the same place for IPv4 and IPv6.
    reinterpret_cast<sockaddr_in*>(n->ai_addr)->sin_port = htons(q->port);
    found.emplace_back(n->ai_addr, n->ai_addrlen);
  }
  if (result) ares_freeaddrinfo(result);
  if (q->answer.done() || status == ARES_EDESTRUCTION) return;
  if (!found.empty()) {
    q->answer.set_result(std::move(found));
    return;
  }
  if (status == ARES_SUCCESS) status = ARES_ENODATA;
  try {
    detail::throw_name_error(q->host, ares_strerror(status));
  } catch (...) {
    q->answer.set_exception(std::current_exception());
  }
}

void channel::ask(std::unique_ptr<question> q, const NameOptions& how) {
  ares_addrinfo_hints hints{};
  hints.ai_family = how.family;
  hints.ai_socktype = how.type;
  const std::string host = q->host;
  ares_getaddrinfo(channel_, host.c_str(), nullptr, &hints, answered, q.release());
  update();
}

async Coro<addresses> resolve(std::string host, std::uint16_t port, NameOptions how) {
  auto q = std::make_unique<question>();
  q->host = std::move(host);
  q->port = port;
  const Future<addresses> answer = q->answer;
  channel::of(detail::require_loop()).ask(std::move(q), how);
  return await answer;
}

}  // namespace

void use_cares(CaresOptions set) {
  require(ares_library_init(ARES_LIB_INIT_ALL), "its beginning");
  options() = std::move(set);
  detail::set_resolver(resolve);
}

void use_system_resolver() noexcept { detail::set_resolver(nullptr); }

}  // namespace pawl
