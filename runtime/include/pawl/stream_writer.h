// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/stream_writer.h: the writing half of a connection.
// https://docs.python.org/3/library/asyncio-stream.html#streamwriter
//
//   writer.write("hello\n");
//   await writer.drain();
//   writer.close();
//   await writer.wait_closed();
#ifndef PAWL_STREAM_WRITER_H
#define PAWL_STREAM_WRITER_H

#include <pawl/address.h>
#include <pawl/coro.h>
#include <pawl/detail/ref_ptr.h>
#include <pawl/detail/waiter.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace pawl {

namespace detail {

class stream_core;

/// Waits for the bytes that are to be sent to become fewer.
class drain_waiter : public waiter {
 public:
  enum class until : unsigned char {
    low_water,  // there is room for more
    emptied,    // all is sent, and more could be
  };
  drain_waiter(ref_ptr<stream_core> core, until goal) noexcept;
  drain_waiter(drain_waiter&& other) noexcept;
  ~drain_waiter();

  bool await_ready();
  template <class P>
  void await_suspend(handle<P> h) {
    attach(h);
    start();
  }
  void await_resume();
  std::string waits_for() const override { return "a stream to be drained"; }
  bool order_is_promised() const noexcept override { return false; }

 private:
  friend class stream_core;
  void start();
  ref_ptr<stream_core> core_;
  until goal_;
};

/// Waits for a connection to be closed.
class close_waiter : public waiter {
 public:
  explicit close_waiter(ref_ptr<stream_core> core) noexcept;
  close_waiter(close_waiter&& other) noexcept;
  ~close_waiter();

  bool await_ready() const noexcept;
  template <class P>
  void await_suspend(handle<P> h) {
    attach(h);
    start();
  }
  void await_resume();
  std::string waits_for() const override { return "a stream to be closed"; }
  bool order_is_promised() const noexcept override { return false; }

 private:
  friend class stream_core;
  void start();
  ref_ptr<stream_core> core_;
};

}  // namespace detail

/// What StreamWriter::drain() returns; await it once.
class [[nodiscard]] StreamDrain final : public detail::drain_waiter {
 public:
  using detail::drain_waiter::drain_waiter;
};
/// What StreamWriter::wait_closed() returns; await it once.
class [[nodiscard]] StreamClosed final : public detail::close_waiter {
 public:
  using detail::close_waiter::close_waiter;
};

/// The only owner of its half; when it goes, the connection is closed as by close(), which debug
/// mode reports.  It belongs to the loop in which it was made.
class StreamWriter {
 public:
  explicit StreamWriter(detail::ref_ptr<detail::stream_core> core) noexcept;
  StreamWriter(StreamWriter&& other) noexcept;
  StreamWriter& operator=(StreamWriter&& other) noexcept;
  ~StreamWriter();

  /// Takes the bytes over, to be sent at the latest when the loop comes round; it does not wait.
  /// Small writes of one step go out together.  After an error or close() they are dropped.  Throws
  /// RuntimeError after write_eof().
  void write(std::string_view data) const;
  /// The same without a copy where that can be.
  template <class S, class = std::enable_if_t<std::is_same_v<S, std::string>>>
  void write(S&& data) const {
    write_moved(std::move(data));
  }
  template <class Range>
  void writelines(const Range& lines) const {
    for (const auto& line : lines) write(std::string_view(line));
  }
  /// Sends what it can at once, and suspends while more than the high-water mark is left, until it
  /// is down to the low-water mark.  To be awaited after each write() that counts on room.  Throws
  /// what is wrong with the connection (BrokenPipeError, ConnectionResetError, ...).  A cancel
  /// loses nothing: the bytes are still to be sent.
  StreamDrain drain() const;
  /// Sends up to `count` bytes of a file from `offset`, after all that was written before, without
  /// copying them where the system can do that; gives how many, fewer when the file ends.  Nothing
  /// may be written meanwhile.  A cancel leaves an unknown part of them sent.
  Coro<std::size_t> sendfile(int file, std::int64_t offset = 0, std::size_t count = SIZE_MAX) const;

  /// The other end will see the end of the stream when all is sent; reading goes on.
  void write_eof() const;
  bool can_write_eof() const noexcept;
  /// Reading ends now; what was written is still sent, then the connection closed.
  void close() const noexcept;
  bool is_closing() const noexcept;
  /// Suspends until the connection is closed.  Throws what broke it, if something did.
  StreamClosed wait_closed() const;
  /// Closes the connection now, and drops what was not sent.
  void abort() const noexcept;

  /// How many bytes may wait to be sent until drain() suspends, and how many until it goes on.
  /// Throws std::invalid_argument when low > high.
  void set_write_buffer_limits(std::size_t high, std::size_t low) const;
  void set_write_buffer_limits(std::size_t high = 65536) const {
    set_write_buffer_limits(high, high / 4);
  }
  std::size_t get_write_buffer_size() const noexcept;

  /// The addresses of both ends; none when they have no address.  get_extra_info() of asyncio.
  const SocketAddress& peername() const noexcept;
  SocketAddress sockname() const;
  /// The descriptor, which stays the stream's; -1 when it is closed.
  int fileno() const noexcept;

  const detail::ref_ptr<detail::stream_core>& core() const noexcept { return core_; }

 private:
  void write_moved(std::string&& data) const;
  detail::ref_ptr<detail::stream_core> core_;
};

}  // namespace pawl

#endif  // PAWL_STREAM_WRITER_H
