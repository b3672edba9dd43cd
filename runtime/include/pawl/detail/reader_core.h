// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/detail/reader_core.h: bytes that come bit by bit, and the one read that waits for them.
//
// What was not read stays where it is: in the buffer, or in the kernel.  So a read that is
// cancelled loses nothing.
#ifndef PAWL_DETAIL_READER_CORE_H
#define PAWL_DETAIL_READER_CORE_H

#include <pawl/detail/byte_buffer.h>
#include <pawl/detail/ref_ptr.h>
#include <pawl/detail/waiter.h>

#include <cstddef>
#include <exception>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pawl::detail {

class read_waiter;

struct read_request {
  enum class kind : unsigned char { some, exactly, until, line, all, established };
  kind what = kind::all;
  std::size_t size = 0;                 // of `some`, at most; of `exactly`
  std::vector<std::string> separators;  // of `until`, the shortest first

  // Where the search for a separator stands.
  std::size_t searched = 0;  // no separator begins before
  std::size_t match = 0;
  std::size_t match_end = 0;  // 0: none found
  bool overrun = false;
};

class reader_core : public ref_counted {
 public:
  /// Throws std::invalid_argument when `limit` is 0.
  explicit reader_core(std::size_t limit);

  void feed_data(std::string_view data);
  void feed_eof() noexcept;
  void set_exception(std::exception_ptr error) noexcept;
  const std::exception_ptr& exception() const noexcept { return error_; }
  bool at_eof() noexcept;
  std::size_t limit() const noexcept { return limit_; }
  std::size_t buffered() const noexcept { return buffer_.size(); }
  const char* waiting_for() const noexcept;

 protected:
  ~reader_core() override = default;
  bool eof() const noexcept { return eof_; }
  void add(std::string_view data) { buffer_.append(data); }
  void add(std::string&& data) { buffer_.append(std::move(data)); }
  std::string take_all() { return buffer_.take(buffer_.size()); }
  void end() noexcept { eof_ = true; }
  /// The read that waits is to look again.
  void input_came() noexcept;

 private:
  friend class read_waiter;
  /// Takes over what has come without waiting for it; false when nothing has.
  virtual bool pull() { return false; }
  /// Whether pull() is worth a call.
  virtual bool can_pull() const noexcept { return false; }
  /// Whether both ends have agreed on how they speak: TLS.
  virtual bool established() const noexcept { return true; }
  /// input_came() is wanted from now on, or not any more.  Throws when that cannot be.
  virtual void listen(loop_base& loop) { static_cast<void>(loop); }
  virtual void stop_listening() noexcept {}

  void search(read_request& request) const;
  /// Whether the request can be answered with what is here.
  bool answerable(read_request& request) const;
  bool satisfy(read_request& request);
  std::string answer(read_request& request);
  std::string answer_until(read_request& request);
  std::string answer_line(read_request& request);

  byte_buffer buffer_;
  const std::size_t limit_;
  std::exception_ptr error_;
  read_waiter* waiting_ = nullptr;
  unsigned pulled_at_once_ = 0;
  bool eof_ = false;
};

class read_waiter : public waiter {
 public:
  read_waiter(ref_ptr<reader_core> core, read_request request) noexcept
      : core_(std::move(core)), request_(std::move(request)) {}
  read_waiter(read_waiter&& other) noexcept
      : waiter(other), core_(std::move(other.core_)), request_(std::move(other.request_)) {}
  ~read_waiter() { leave(); }

  bool await_ready();
  template <class P>
  void await_suspend(handle<P> h) {
    attach(h);
    start();
  }
  std::string await_resume();
  std::string waits_for() const override;
  void run() override;
  bool order_is_promised() const noexcept override { return false; }

 protected:
  void disarm() noexcept override;

 private:
  friend class reader_core;
  void start();
  void leave() noexcept;
  bool satisfied() noexcept;

  ref_ptr<reader_core> core_;
  read_request request_;
};

}  // namespace pawl::detail

#endif  // PAWL_DETAIL_READER_CORE_H
