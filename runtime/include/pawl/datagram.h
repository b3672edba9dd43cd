// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/datagram.h: UDP and Unix datagrams.  What asyncio gives to a DatagramProtocol is awaited.
// https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.loop.create_datagram_endpoint
//
//   auto socket = await pawl::create_datagram_endpoint(pawl::SocketAddress("0.0.0.0", 9999));
//   for (;;) {
//     auto [data, from] = await socket.recvfrom();
//     socket.sendto(data, from);
//   }
#ifndef PAWL_DATAGRAM_H
#define PAWL_DATAGRAM_H

#include <pawl/address.h>
#include <pawl/coro.h>
#include <pawl/detail/ref_ptr.h>
#include <pawl/detail/waiter.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace pawl {

struct Datagram {
  std::string data;
  SocketAddress from;  ///< none when the sender has no address
};

struct DatagramOptions {
  bool allow_broadcast = false;
  bool reuse_port = false;  ///< others may be bound to the same port
};

namespace detail {

class datagram_core;

class datagram_waiter : public waiter {
 public:
  explicit datagram_waiter(ref_ptr<datagram_core> core) noexcept;
  datagram_waiter(datagram_waiter&& other) noexcept;
  ~datagram_waiter();
  bool await_ready();
  template <class P>
  void await_suspend(handle<P> h) {
    attach(h);
    start();
  }
  Datagram await_resume();
  void run() override;
  std::string waits_for() const override { return "a datagram"; }
  bool order_is_promised() const noexcept override { return false; }

 protected:
  void disarm() noexcept override;

 private:
  friend class datagram_core;
  void start();
  void leave() noexcept;
  ref_ptr<datagram_core> core_;
  std::optional<Datagram> got_;
  bool listening_ = false;
};

class datagram_drain : public waiter {
 public:
  explicit datagram_drain(ref_ptr<datagram_core> core) noexcept;
  datagram_drain(datagram_drain&& other) noexcept;
  ~datagram_drain();
  bool await_ready();
  template <class P>
  void await_suspend(handle<P> h) {
    attach(h);
    start();
  }
  void await_resume();
  std::string waits_for() const override { return "datagrams to be sent"; }
  bool order_is_promised() const noexcept override { return false; }

 private:
  friend class datagram_core;
  void start();
  ref_ptr<datagram_core> core_;
};

}  // namespace detail

/// The only owner of a socket for datagrams, which is closed when it goes.  It belongs to the loop
/// in which it was made.
class DatagramEndpoint {
 public:
  explicit DatagramEndpoint(detail::ref_ptr<detail::datagram_core> core) noexcept;
  DatagramEndpoint(DatagramEndpoint&& other) noexcept;
  DatagramEndpoint& operator=(DatagramEndpoint&& other) noexcept;
  /// close()
  ~DatagramEndpoint();

  /// Suspends until a datagram has come, and gives it, whole.  Throws the error that an earlier one
  /// met (ConnectionRefusedError: nobody is there), ConnectionResetError when the socket is closed.
  /// A cancel loses nothing.
  detail::datagram_waiter recvfrom() const;
  /// Sends a datagram, an empty one too: at once, or when there is room, in the order of the calls;
  /// it does not wait.  To the connected address when none is given.  Throws std::system_error when
  /// it cannot be sent: too large, no way there, ...
  void sendto(std::string_view data, const SocketAddress& to = {}) const;
  /// Suspends until all were handed to the system.  Throws what went wrong with one of those that
  /// had to wait.  A cancel loses nothing.
  detail::datagram_drain drain() const;

  /// Where it is bound, and what it is connected to.
  SocketAddress sockname() const;
  SocketAddress peername() const;
  /// The descriptor, which stays the endpoint's; -1 when it is closed.
  int fileno() const noexcept;
  bool is_closing() const noexcept { return fileno() < 0; }
  /// Datagrams that wait are dropped; a recvfrom() that waits throws.
  void close() const noexcept;

 private:
  detail::ref_ptr<detail::datagram_core> core_;
};

/// A socket bound to `local`, and connected to `remote`: then it gets datagrams from there alone.
/// Either may be none.  Throws std::system_error that names the address, std::invalid_argument when
/// both are none.
Coro<DatagramEndpoint> create_datagram_endpoint(SocketAddress local, SocketAddress remote = {},
                                                DatagramOptions options = {});

}  // namespace pawl

#endif  // PAWL_DATAGRAM_H
