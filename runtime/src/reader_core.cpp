// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// reader_core.cpp: see reader_core.h.  The meaning of limits and separators is that of
// https://docs.python.org/3/library/asyncio-stream.html#streamreader.
#include <pawl/detail/reader_core.h>
#include <pawl/io_errors.h>

#include <algorithm>
#include <cerrno>

#include "event_loop.h"

namespace pawl::detail {

namespace {

/// A coroutine that finds data whenever it reads lets others run after so many times.
constexpr unsigned pulls_at_once = 16;

const char* name_of(const read_request& request) {
  using kind = read_request::kind;
  switch (request.what) {
    case kind::exactly:
      return "readexactly";
    case kind::until:
      return "readuntil";
    case kind::line:
      return "readline";
    case kind::established:
      return "start_tls";
    default:
      return "read";
  }
}

}  // namespace

reader_core::reader_core(std::size_t limit) : limit_(limit) {
  if (limit == 0) throw_value_error("the limit of a stream cannot be 0");
}

void reader_core::feed_data(std::string_view data) {
  if (eof_) throw_runtime_error("feed_data after feed_eof");
  if (data.empty()) return;
  buffer_.append(data);
  input_came();
}

void reader_core::feed_eof() noexcept {
  eof_ = true;
  input_came();
}

void reader_core::set_exception(std::exception_ptr error) noexcept {
  error_ = std::move(error);
  input_came();
}

bool reader_core::at_eof() noexcept {
  if (buffer_.empty() && !eof_ && !error_ && can_pull() && pull()) input_came();
  return eof_ && buffer_.empty();
}

void reader_core::input_came() noexcept {
  if (waiting_ && !waiting_->woken()) waiting_->wake();
}

const char* reader_core::waiting_for() const noexcept {
  return waiting_ ? name_of(waiting_->request_) : nullptr;
}

void reader_core::search(read_request& request) const {
  const std::string_view bytes = buffer_.view();
  if (request.match_end != 0 || request.overrun) return;
  std::size_t longest = 1;
  if (request.what == read_request::kind::line) {
    const std::size_t at = bytes.find('\n', request.searched);
    if (at != std::string_view::npos) {
      request.match = at;
      request.match_end = at + 1;
    }
  } else {
    longest = request.separators.back().size();
    for (const std::string& separator : request.separators) {
      const std::size_t at = bytes.find(separator, request.searched);
      if (at == std::string_view::npos) continue;
      const std::size_t end = at + separator.size();
      if (request.match_end != 0 && end >= request.match_end) continue;
      request.match = at;
      request.match_end = end;
    }
  }
  if (request.match_end != 0) {
    request.overrun = request.match > limit_;
    return;
  }
  // The end may be the beginning of a separator.
  if (bytes.size() + 1 > longest) request.searched = bytes.size() + 1 - longest;
  request.overrun = request.searched > limit_;
}

bool reader_core::answerable(read_request& request) const {
  if (error_) return true;
  switch (request.what) {
    case read_request::kind::some:
      return request.size == 0 || !buffer_.empty() || eof_;
    case read_request::kind::exactly:
      return buffer_.size() >= request.size || eof_;
    case read_request::kind::all:
      return eof_;
    case read_request::kind::established:
      return established() || eof_;
    default:
      search(request);
      return request.match_end != 0 || request.overrun || eof_;
  }
}

bool reader_core::satisfy(read_request& request) {
  for (unsigned i = 0; !answerable(request); ++i) {
    if (i == pulls_at_once || !pull()) return false;
  }
  return true;
}

std::string reader_core::answer_until(read_request& request) {
  if (request.overrun) {
    if (request.match_end != 0) {
      throw LimitOverrunError("Separator is found, but chunk is longer than limit", request.match);
    }
    throw LimitOverrunError("Separator is not found, and chunk exceed the limit", request.searched);
  }
  if (request.match_end != 0) return buffer_.take(request.match_end);
  throw IncompleteReadError(buffer_.take(buffer_.size()), {});
}

std::string reader_core::answer_line(read_request& request) {
  if (request.overrun) {
    if (request.match_end != 0) {
      buffer_.consume(request.match_end);
      throw_value_error("Separator is found, but chunk is longer than limit");
    }
    buffer_.clear();
    throw_value_error("Separator is not found, and chunk exceed the limit");
  }
  return buffer_.take(request.match_end != 0 ? request.match_end : buffer_.size());
}

std::string reader_core::answer(read_request& request) {
  if (error_) std::rethrow_exception(error_);
  switch (request.what) {
    case read_request::kind::some:
      return buffer_.take(std::min(request.size, buffer_.size()));
    case read_request::kind::exactly:
      if (buffer_.size() < request.size) {
        throw IncompleteReadError(buffer_.take(buffer_.size()), request.size);
      }
      return buffer_.take(request.size);
    case read_request::kind::all:
      return buffer_.take(buffer_.size());
    case read_request::kind::until:
      return answer_until(request);
    case read_request::kind::established:
      if (!established()) throw_os_error(ECONNRESET, "the connection ended in the TLS handshake");
      return {};
    default:
      return answer_line(request);
  }
}

bool read_waiter::await_ready() {
  if (const char* other = core_->waiting_for()) {
    throw_runtime_error((std::string(name_of(request_)) + "() called while another coroutine (" +
                         other + ") is already waiting for incoming data")
                            .c_str());
  }
  if (core_->answerable(request_)) return true;
  if (!core_->can_pull()) return false;
  if (++core_->pulled_at_once_ > pulls_at_once) return false;
  return core_->satisfy(request_);
}

void read_waiter::start() {
  core_->listen(loop());
  core_->waiting_ = this;
  core_->pulled_at_once_ = 0;
  if (core_->can_pull()) wake();
  settle();
}

bool read_waiter::satisfied() noexcept {
  try {
    return core_->satisfy(request_);
  } catch (...) {  // no memory for what has come
    core_->set_exception(std::current_exception());
    return true;
  }
}

void read_waiter::run() {
  if (!cancelled() && !take_late_cancel() && !satisfied()) {
    rearm();
    if (core_->can_pull()) wake();  // others first
    return;
  }
  leave();
  waiter::run();
}

void read_waiter::leave() noexcept {
  if (!core_ || core_->waiting_ != this) return;
  core_->waiting_ = nullptr;
  core_->stop_listening();
}

void read_waiter::disarm() noexcept {
  leave();
  unlink();
}

std::string read_waiter::await_resume() {
  throw_if_cancelled();
  return core_->answer(request_);
}

std::string read_waiter::waits_for() const {
  return std::string(name_of(request_)) + " of a stream";
}

}  // namespace pawl::detail
