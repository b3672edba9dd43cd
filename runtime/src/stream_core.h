// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// stream_core.h: a connection, the state behind a StreamReader and a StreamWriter.
//
// Reading is done when somebody reads: what nobody wants stays in the kernel, whose own flow
// control then holds the other end back.  A descriptor is watched by edges from the first call that
// would have blocked, and read until it has no more; so a request that is answered costs one wait,
// one read and one write.  An error of writing does not end reading: the other end may have said
// why it closes.
#ifndef PAWL_SRC_STREAM_CORE_H
#define PAWL_SRC_STREAM_CORE_H

#include <pawl/address.h>
#include <pawl/detail/reader_core.h>
#include <pawl/detail/unique_fd.h>
#include <pawl/streams.h>

#include <memory>
#include <string>

#include "poller.h"
#include "sockets.h"
#include "stream_filter.h"

namespace pawl::detail {

/// A place in the list of those who want to know of a connection's end.
class stream_link : public list_node {
 public:
  virtual void stream_closed() noexcept = 0;

 protected:
  stream_link() noexcept = default;
  ~stream_link() = default;
};

class stream_core final : public reader_core, public loop_owned, private fd_watch {
 public:
  struct options {
    std::size_t limit = 65536;
    fd_kind kind = fd_kind::socket;
    bool reads = true;
    SocketAddress peer = {};
    source_site site = {};  // of whoever made it
  };
  /// Throws RuntimeError when no loop runs.
  stream_core(unique_fd fd, options opts);

  // Writing.
  void write(std::string_view data);
  void write(std::string&& data);
  void write_eof();
  void flush() noexcept;
  void set_limits(std::size_t high, std::size_t low);
  std::size_t unsent() const noexcept { return out_.size(); }
  /// Throws what ends writing, if something does.
  void require_writable() const;
  bool broken() const noexcept { return write_error_ || exception() || closed(); }
  /// A call by other means than flush(): more can be sent, or not for now.
  void would_block() noexcept;
  void write_failed(int error) noexcept;

  // TLS.
  /// From now on it stands between the stream and the socket, or between the stream and the filter
  /// that is there already.  What was read, and nobody has taken, is the new filter's to read.
  void insert(std::unique_ptr<stream_filter> filter);
  stream_filter* filter() const noexcept { return filter_.get(); }

  // The end.
  void close() noexcept;
  void abort() noexcept;
  bool closing() const noexcept { return closing_; }
  bool closed() const noexcept { return fd_ < 0; }
  const std::exception_ptr& write_error() const noexcept { return write_error_; }
  void writer_gone() noexcept;
  void loop_ends() noexcept override;

  loop_base* loop() const noexcept { return loop_; }
  int fd() const noexcept { return fd_; }
  bool is_socket() const noexcept { return kind_ == fd_kind::socket; }
  const SocketAddress& peer() const noexcept { return peer_; }

  // Told of its end; null for none.
  stream_link* link = nullptr;
  // In debug mode, a writer that goes without close().
  bool report_unclosed = true;

 private:
  friend class drain_waiter;
  friend class close_waiter;

  class tick_end final : public ready_node {
   public:
    explicit tick_end(stream_core& self) noexcept : self_(self) {}
    void run() override { self_.flush(); }

   private:
    stream_core& self_;
  };

  ~stream_core() override;
  class linger_end final : public ready_node {
   public:
    explicit linger_end(stream_core& self) noexcept : self_(self) {}
    void run() override { self_.finish(); }

   private:
    stream_core& self_;
  };

  /// For messages.
  std::string other_end() const;
  bool pull() override;
  bool can_pull() const noexcept override;
  bool established() const noexcept override { return !filter_ || filter_->established(); }
  void listen(loop_base& loop) override;
  void stop_listening() noexcept override;
  void fd_changed(bool in, bool out, bool hung_up) noexcept override;

  void ensure_watched();
  void require_own(const loop_base& loop) const;
  bool takes_writes() const;
  void written();
  io_result read_now(void* data, std::size_t size) noexcept;
  bool wants_flush() const noexcept;
  bool send_some() noexcept;
  bool send_eof() noexcept;
  void sent() noexcept;
  void stopped(const io_result& result) noexcept;
  void expect_room(bool wanted) noexcept;
  void wake_drained(bool all) noexcept;
  bool reached(drain_waiter::until goal) const noexcept;
  bool take_unread() noexcept;
  void linger() noexcept;
  void finish() noexcept;

  loop_base* loop_;
  int fd_;
  const fd_kind kind_;
  const bool reads_;
  bool watched_ = false;
  bool can_read_ = true;
  bool can_write_ = true;
  bool hung_up_ = false;
  bool expects_room_ = false;  // counted in poller::expect
  bool read_waits_for_room_ = false;
  bool write_waits_for_input_ = false;
  bool lingers_ = false;  // counted, too
  bool paused_ = false;
  bool eof_wanted_ = false;
  bool eof_sent_ = false;
  bool closing_ = false;
  bool kept_ = false;  // refers to itself until all is sent
  unsigned drained_at_once_ = 0;
  std::size_t high_ = 65536;
  std::size_t low_ = 16384;
  byte_buffer out_;
  tick_end tick_end_{*this};
  linger_end linger_end_{*this};
  timer linger_timer_;
  std::unique_ptr<stream_filter> filter_;
  std::exception_ptr write_error_;
  intrusive_list<drain_waiter> draining_;
  intrusive_list<close_waiter> closers_;
  SocketAddress peer_;
  source_site site_;
};

/// The halves of a connected socket that does not block.
Connection make_connection(unique_fd fd, SocketAddress peer, std::size_t limit, source_site site);

}  // namespace pawl::detail

#endif  // PAWL_SRC_STREAM_CORE_H
