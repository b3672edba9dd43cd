// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// datagram.h: a socket for datagrams.
#ifndef PAWL_SRC_DATAGRAM_H
#define PAWL_SRC_DATAGRAM_H

#include <pawl/datagram.h>
#include <pawl/detail/unique_fd.h>

#include <deque>
#include <exception>

#include "poller.h"
#include "sockets.h"

namespace pawl::detail {

class datagram_core final : public ref_counted, public loop_owned, private fd_watch {
 public:
  datagram_core(const SocketAddress& local, const SocketAddress& remote,
                const DatagramOptions& options);
  void send(std::string_view data, const SocketAddress& to);
  void close() noexcept;
  void loop_ends() noexcept override;
  int fd() const noexcept { return fd_.get(); }

 private:
  friend class datagram_waiter;
  friend class datagram_drain;
  ~datagram_core() override;

  class retry final : public ready_node {
   public:
    explicit retry(datagram_core& self) noexcept : self_(self) {}
    void run() override { self_.flush(); }

   private:
    datagram_core& self_;
  };

  void fd_changed(bool in, bool out, bool hung_up) noexcept override;
  void ensure_watched();
  /// False when none has come.  Throws.
  bool receive(Datagram& into);
  void flush() noexcept;
  void expect_room(bool wanted) noexcept;

  loop_base* loop_;
  unique_fd fd_;
  bool watched_ = false;
  bool can_read_ = true;
  bool expects_room_ = false;
  std::deque<Datagram> unsent_;  // `from` is where to
  std::exception_ptr error_;     // of one of them
  retry retry_{*this};
  intrusive_list<datagram_waiter> receiving_;
  intrusive_list<datagram_drain> draining_;
};

}  // namespace pawl::detail

#endif  // PAWL_SRC_DATAGRAM_H
