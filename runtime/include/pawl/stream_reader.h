// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/stream_reader.h: the reading half of a connection.
// https://docs.python.org/3/library/asyncio-stream.html#streamreader
//
//   std::string line = await reader.readline();
//   for await (std::string line : reader) ...
#ifndef PAWL_STREAM_READER_H
#define PAWL_STREAM_READER_H

#include <pawl/detail/reader_core.h>

#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pawl {

/// What the reads of a StreamReader return; await it once.  A read that is cancelled takes nothing.
class [[nodiscard]] StreamRead final : public detail::read_waiter {
 public:
  using detail::read_waiter::read_waiter;
};

/// One coroutine may read at a time: a second one gets a RuntimeError.  Each read throws what is
/// wrong with the connection (ConnectionResetError, ...), and CancelledError.  It belongs to the
/// loop in which it was made.
class StreamReader {
 public:
  /// How much readline() and readuntil() look through for their separator.
  static constexpr std::size_t default_limit = 65536;

  /// One that is fed by hand: feed_data(), feed_eof(), set_exception().  Throws
  /// std::invalid_argument when `limit` is 0.
  explicit StreamReader(std::size_t limit = default_limit);
  explicit StreamReader(detail::ref_ptr<detail::reader_core> core) noexcept
      : core_(std::move(core)) {}

  /// Up to `n` bytes, as soon as there are any; empty at the end of the stream.
  StreamRead read(std::ptrdiff_t n);
  /// All bytes up to the end of the stream.
  StreamRead read();
  /// Exactly `n` bytes.  Throws IncompleteReadError when the stream ends before, and
  /// std::invalid_argument for a negative number.
  StreamRead readexactly(std::ptrdiff_t n);
  /// A line with its '\n'; without one what is left at the end of the stream, then empty.  Throws
  /// std::invalid_argument for a line that is longer than the limit, which is thrown away.
  StreamRead readline();
  /// All up to and with the separator.  Throws LimitOverrunError when it is not within the limit,
  /// IncompleteReadError when the stream ends before, std::invalid_argument for an empty one.
  StreamRead readuntil(std::string_view separator = "\n");
  /// Whichever separator ends first.
  StreamRead readuntil(std::initializer_list<std::string_view> separators);
  StreamRead readuntil(std::vector<std::string> separators);

  /// True when the stream has ended and all was read.
  bool at_eof() const noexcept { return core_->at_eof(); }
  /// What reads throw from now on; null when nothing is wrong.
  const std::exception_ptr& exception() const noexcept { return core_->exception(); }

  /// Throws RuntimeError after feed_eof().
  void feed_data(std::string_view data) const { core_->feed_data(data); }
  void feed_eof() const noexcept { core_->feed_eof(); }
  /// The present read and all that follow throw `error`.
  void set_exception(std::exception_ptr error) const noexcept {
    core_->set_exception(std::move(error));
  }

  class line_iterator;
  struct sentinel {};
  /// For `for await`: the lines, each with its '\n'.
  auto begin() const;
  sentinel end() const noexcept { return {}; }

  const detail::ref_ptr<detail::reader_core>& core() const noexcept { return core_; }

 private:
  detail::ref_ptr<detail::reader_core> core_;
};

/// Reads a line with each step.
class StreamReader::line_iterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = std::string;
  using difference_type = std::ptrdiff_t;
  using pointer = std::string*;
  using reference = std::string&;

  line_iterator(detail::ref_ptr<detail::reader_core> core, std::string line) noexcept
      : core_(std::move(core)), line_(std::move(line)) {}
  std::string& operator*() noexcept { return line_; }
  /// To be awaited.
  auto operator++() {
    class [[nodiscard]] next : public detail::read_waiter {
     public:
      next(line_iterator& it, detail::read_request request)
          : detail::read_waiter(it.core_, std::move(request)), it_(it) {}
      line_iterator& await_resume() {
        it_.line_ = detail::read_waiter::await_resume();
        return it_;
      }

     private:
      line_iterator& it_;
    };
    return next(*this, line());
  }
  friend bool operator==(const line_iterator& it, sentinel) noexcept { return it.line_.empty(); }
  friend bool operator!=(const line_iterator& it, sentinel) noexcept { return !it.line_.empty(); }

 private:
  friend class StreamReader;
  static detail::read_request line() {
    detail::read_request request;
    request.what = detail::read_request::kind::line;
    return request;
  }
  detail::ref_ptr<detail::reader_core> core_;
  std::string line_;
};

inline auto StreamReader::begin() const {
  class [[nodiscard]] first : public detail::read_waiter {
   public:
    explicit first(const detail::ref_ptr<detail::reader_core>& core)
        : detail::read_waiter(core, line_iterator::line()), core_(core) {}
    line_iterator await_resume() { return {core_, detail::read_waiter::await_resume()}; }

   private:
    detail::ref_ptr<detail::reader_core> core_;
  };
  return first(core_);
}

}  // namespace pawl

#endif  // PAWL_STREAM_READER_H
