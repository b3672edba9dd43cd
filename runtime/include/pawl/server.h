// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/server.h: servers, whose connections are streams.
// https://docs.python.org/3/library/asyncio-stream.html#asyncio.start_server and
// https://docs.python.org/3/library/asyncio-eventloop.html#server-objects
//
//   async pawl::Coro<> echo(pawl::StreamReader& reader, pawl::StreamWriter& writer) {
//     for await (std::string line : reader) {
//       writer.write(line);
//       await writer.drain();
//     }
//   }
//   pawl::Server server = await pawl::start_server(echo, "127.0.0.1", 8888);
//   await server.serve_forever();
#ifndef PAWL_SERVER_H
#define PAWL_SERVER_H

#include <pawl/coro.h>
#include <pawl/detail/await_frame.h>
#include <pawl/detail/ref_ptr.h>
#include <pawl/detail/source_site.h>
#include <pawl/detail/waiter.h>
#include <pawl/streams.h>
#include <pawl/task.h>

#include <functional>
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

namespace pawl {

struct ServerOptions {
  std::size_t limit = StreamReader::default_limit;  ///< of the StreamReaders
  int family = AF_UNSPEC;                           ///< AF_INET or AF_INET6: only such addresses
  int backlog = 100;                                ///< how many connections may wait unaccepted
  bool reuse_port = false;     ///< others may listen at the same port, and share its connections
  bool start_serving = true;   ///< else Server::start_serving() does
  bool cleanup_socket = true;  ///< the file of a Unix socket is removed by close()
};

namespace detail {

class server_core;

using connected_callback = std::function<void(Connection)>;

/// Waits until a server is closed, and all its connections are.
class server_closed_waiter : public waiter {
 public:
  explicit server_closed_waiter(ref_ptr<server_core> core) noexcept;
  server_closed_waiter(server_closed_waiter&& other) noexcept;
  ~server_closed_waiter();
  bool await_ready() const noexcept;
  template <class P>
  void await_suspend(handle<P> h) {
    attach(h);
    start();
  }
  void await_resume() { throw_if_cancelled(); }
  std::string waits_for() const override { return "a server to be closed"; }
  bool order_is_promised() const noexcept override { return false; }

 private:
  friend class server_core;
  void start();
  ref_ptr<server_core> core_;
};

/// A handler failed, and there is nobody to throw it to.
void report_failed_handler(const std::exception_ptr& error);

/// How a callable takes a new connection: by reference, or by value.
template <class F>
struct handler {
  static constexpr bool by_reference = std::is_invocable_v<F&, StreamReader&, StreamWriter&>;
  static_assert(by_reference || std::is_invocable_v<F&, StreamReader, StreamWriter>,
                "the callback of a server takes a StreamReader and a StreamWriter");
  static auto call(F& f, Connection& c) {
    if constexpr (by_reference) {
      return std::invoke(f, c.reader, c.writer);
    } else {
      return std::invoke(f, std::move(c.reader), std::move(c.writer));
    }
  }
  using result = decltype(call(std::declval<F&>(), std::declval<Connection&>()));
};

/// A connection and the coroutine that serves it, in one frame.
template <class F>
class session {
 public:
  session(std::shared_ptr<F> f, Connection connection)
      : f_(std::move(f)), connection_(std::move(connection)) {}

  bool await_ready() const noexcept { return false; }
  template <class P>
  handle<> await_suspend(handle<P> h) {
    coro_ = handler<F>::call(*f_, connection_);
    static_cast<void>(coro_.await_ready());
    return coro_.await_suspend(h);
  }
  void await_resume() {
    try {
      static_cast<void>(coro_.await_resume());
    } catch (const CancelledError&) {
      close();
      throw;
    } catch (...) {
      close();
      report_failed_handler(std::current_exception());
    }
  }

 private:
  void close() noexcept {
    if (handler<F>::by_reference) connection_.writer.close();
  }
  std::shared_ptr<F> f_;
  Connection connection_;
  typename handler<F>::result coro_;  // destroyed before what it refers to
};

template <class T>
struct is_coro : std::false_type {};
template <class T>
struct is_coro<Coro<T>> : std::true_type {};

/// What is done with a new connection.
template <class F>
connected_callback make_connected(F f, source_site site) {
  auto shared = std::make_shared<F>(std::move(f));
  return [shared, site](Connection connection) {
    static_cast<void>(site);
    if constexpr (is_coro<typename handler<F>::result>::value) {
      static_cast<void>(create_task(
          await_frame<session<F>>::make(session<F>(shared, std::move(connection))), {}, site));
    } else {
      handler<F>::call(*shared, connection);
    }
  };
}

}  // namespace detail

/// The only owner of listening sockets; when it goes, they are closed, and the connections go on.
/// It belongs to the loop in which it was made.
class Server {
 public:
  explicit Server(detail::ref_ptr<detail::server_core> core) noexcept;
  Server(Server&& other) noexcept;
  Server& operator=(Server&& other) noexcept;
  /// close()
  ~Server();

  /// Where it listens; nothing when it is closed.
  std::vector<SocketAddress> sockets() const;
  /// The port of the first of them, 0 when it has none.
  std::uint16_t port() const;
  bool is_serving() const noexcept;
  /// Accepts connections, when ServerOptions::start_serving said not yet.  Throws RuntimeError
  /// when it is closed.
  void start_serving() const;
  /// Serves until the awaiting task is cancelled; then the server is closed, and its connections
  /// waited for.
  Coro<> serve_forever() const;
  /// Takes no more connections; those that there are go on.
  void close() const noexcept;
  /// Closes the connections, as StreamWriter::close() and abort() do.
  void close_clients() const noexcept;
  void abort_clients() const noexcept;
  /// Suspends until the server is closed and the last of its connections too.
  detail::server_closed_waiter wait_closed() const;

 private:
  detail::ref_ptr<detail::server_core> core_;
};

namespace detail {
Coro<Server> listen_at(connected_callback callback, std::vector<std::string> hosts,
                       std::uint16_t port, ServerOptions options, source_site site);
Coro<Server> listen_at_path(connected_callback callback, std::string path, ServerOptions options,
                            source_site site);
}  // namespace detail

/// Listens for TCP connections at all addresses of a host; an empty one is every interface.  Port 0
/// is one that is free.  `on_connected(reader, writer)` is called for each connection: as a task of
/// its own when it is a coroutine function, which takes them by reference or by value.  An error of
/// it is reported on standard error, and its connection closed; so is a connection that it has
/// ended without closing.  Throws NameError, and std::system_error that names the address.
template <class F>
Coro<Server> start_server(F on_connected, std::string host, std::uint16_t port,
                          ServerOptions options = {},
                          detail::source_site site = detail::source_site::current()) {
  return detail::listen_at(detail::make_connected(std::move(on_connected), site),
                           std::vector<std::string>{std::move(host)}, port, options, site);
}
/// The same for several hosts.
template <class F>
Coro<Server> start_server(F on_connected, std::vector<std::string> hosts, std::uint16_t port,
                          ServerOptions options = {},
                          detail::source_site site = detail::source_site::current()) {
  return detail::listen_at(detail::make_connected(std::move(on_connected), site), std::move(hosts),
                           port, options, site);
}

/// The same at a Unix socket: a path, or a name without a file when it begins with '\0'.  A socket
/// file that nobody listens at any more is replaced.
template <class F>
Coro<Server> start_unix_server(F on_connected, std::string path, ServerOptions options = {},
                               detail::source_site site = detail::source_site::current()) {
  return detail::listen_at_path(detail::make_connected(std::move(on_connected), site),
                                std::move(path), options, site);
}

}  // namespace pawl

#endif  // PAWL_SERVER_H
