// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// stream_core.cpp: see stream_core.h.
#include "stream_core.h"

#include <pawl/io_errors.h>
#include <sys/socket.h>

#include <cerrno>
#include <utility>

#include "event_loop.h"

namespace pawl::detail {

namespace {

/// How much is read at a time.
constexpr std::size_t chunk = 65536;
/// How much of what nobody read is taken before the socket is closed.
constexpr int chunks_at_close = 4;
/// A coroutine that never has to wait for room lets others run after so many times.
constexpr unsigned drains_at_once = 64;

char* chunk_buffer() {
  static thread_local char bytes[chunk];
  return bytes;
}

}  // namespace

stream_core::stream_core(unique_fd fd, options opts)
    : reader_core(opts.limit),
      loop_(&require_loop()),
      fd_(fd.release()),
      kind_(opts.kind),
      reads_(opts.reads),
      peer_(std::move(opts.peer)),
      site_(opts.site) {
  loop_core::of(*loop_).owned.push_back(*this);
}

stream_core::~stream_core() {
  if (!closed()) abort();
}

// Reading.

bool stream_core::can_pull() const noexcept {
  return can_read_ && reads_ && !closing_ && !closed() && !eof() && !exception();
}

void stream_core::insert(std::unique_ptr<stream_filter> filter) {
  filter->early = take_all();
  filter->below = std::move(filter_);
  filter_ = std::move(filter);
  can_read_ = can_write_ = true;
}

io_result stream_core::read_now(void* data, std::size_t size) noexcept {
  if (!filter_) return read_some(*loop_, fd_, kind_, data, size);
  return filter_->read(data, size);
}

bool stream_core::pull() {
  if (!can_pull()) return false;
  char* const bytes = chunk_buffer();
  const bool agrees = !established();
  const io_result result = agrees ? filter_->establish() : read_now(bytes, chunk);
  if (agrees && result.what == io_result::kind::done) return true;
  switch (result.what) {
    case io_result::kind::done:
      if (result.count == 0) {
        end();
      } else {
        add(std::string_view(bytes, result.count));
        // What comes after a short read comes with an edge of its own; but for the end that was
        // announced already.
        if (result.short_count && is_socket() && !hung_up_ && !write_error_) can_read_ = false;
      }
      return true;
    case io_result::kind::blocked:
      if (write_error_) {  // who has not got what it was to answer will say no more
        set_exception(write_error_);
        return true;
      }
      can_read_ = false;
      read_waits_for_room_ = result.other_way;
      return false;
    case io_result::kind::early:
      return false;
    case io_result::kind::failed: {
      const std::string what = "cannot read from " + other_end();
      set_exception(filter_ ? filter_->explain(result.error, what) : os_error(result.error, what));
      return true;
    }
  }
  return false;
}

std::string stream_core::other_end() const { return is_socket() ? peer_.to_string() : "a pipe"; }

void stream_core::require_own(const loop_base& loop) const {
  if (loop_ && &loop != loop_) {
    throw_runtime_error("a stream is used in another event loop than its own");
  }
}

void stream_core::ensure_watched() {
  if (watched_ || closed()) return;
  meet_the_world(*loop_);
  loop_core::of(*loop_).fds.add(fd_, *this);
  watched_ = true;
}

void stream_core::listen(loop_base& loop) {
  require_own(loop);
  ensure_watched();
  loop_core::of(loop).fds.expect();
}

void stream_core::stop_listening() noexcept {
  if (loop_) loop_core::of(*loop_).fds.unwatch();
}

void stream_core::fd_changed(bool in, bool out, bool hung_up) noexcept {
  if (hung_up) hung_up_ = true;
  // TLS may have to write in order to read, and to read in order to write.
  const bool read_on = in || (out && std::exchange(read_waits_for_room_, false));
  const bool write_on = out || (in && std::exchange(write_waits_for_input_, false));
  if (read_on) {
    can_read_ = true;
    input_came();
  }
  if (write_on) can_write_ = true;
  if ((write_on || lingers_) && wants_flush() && !tick_end_.linked()) {
    loop_->ready.push_back(tick_end_);
  }
}

bool stream_core::wants_flush() const noexcept {
  return !out_.empty() || !draining_.empty() || closing_ || (eof_wanted_ && !eof_sent_);
}

// Writing.

bool stream_core::takes_writes() const {
  if (eof_wanted_) throw_runtime_error("Cannot call write() after write_eof()");
  return !closing_ && !closed() && !write_error_;
}

void stream_core::write(std::string_view data) {
  if (!takes_writes() || data.empty()) return;
  out_.append(data);
  written();
}

void stream_core::write(std::string&& data) {
  if (!takes_writes() || data.empty()) return;
  out_.append(std::move(data));
  written();
}

void stream_core::written() {
  if (out_.size() > high_) {
    flush();
  } else if (can_write_ && !tick_end_.linked()) {
    loop_->ready.push_back(tick_end_);
  }
}

/// No more can be sent for now.
void stream_core::stopped(const io_result& result) noexcept {
  switch (result.what) {
    case io_result::kind::done:
      break;
    case io_result::kind::blocked:
      write_waits_for_input_ = result.other_way;
      would_block();
      break;
    case io_result::kind::early:
      if (!tick_end_.linked()) loop_->ready.push_back(tick_end_);
      break;
    case io_result::kind::failed:
      write_failed(result.error);
      break;
  }
}

bool stream_core::send_some() noexcept {
  const std::string_view bytes = out_.view();
  const io_result result = filter_ ? filter_->write(bytes.data(), bytes.size())
                                   : write_some(*loop_, fd_, kind_, bytes.data(), bytes.size());
  if (result.what != io_result::kind::done) {
    stopped(result);
    return false;
  }
  out_.consume(result.count);
  return true;
}

/// The other end is to see the end.  False when that has to be tried again.
bool stream_core::send_eof() noexcept {
  if (filter_) {
    const io_result result = filter_->finish();
    if (result.what == io_result::kind::failed) return true;  // it has gone already
    stopped(result);
    return result.what == io_result::kind::done;
  }
  if (is_socket()) {
    shutdown(fd_, SHUT_WR);
  } else {
    closing_ = true;  // a pipe has but one end here
  }
  return true;
}

void stream_core::would_block() noexcept {
  can_write_ = false;
  try {
    ensure_watched();
  } catch (const std::system_error& error) {
    write_failed(error.code().value());
  }
}

void stream_core::write_failed(int error) noexcept {
  out_.clear();
  try {
    const std::string what = "cannot write to " + other_end();
    write_error_ = filter_ ? filter_->explain(error, what) : os_error(error, what);
  } catch (...) {
    write_error_ = std::current_exception();
  }
  // A reader takes what has come, and waits for no more.
  can_read_ = true;
  input_came();
}

void stream_core::flush() noexcept {
  tick_end_.unlink();
  while (!out_.empty() && can_write_ && !closed() && !write_error_) {
    if (!send_some()) break;
  }
  sent();
}

/// What follows from how much is left.
void stream_core::sent() noexcept {
  if (closed()) return;
  if (out_.size() > high_) paused_ = true;
  if (out_.size() <= low_) paused_ = false;
  wake_drained(broken());
  expect_room(!out_.empty());
  if (!out_.empty()) return;
  // TLS says that it is the end, so that the other side knows that nobody has cut it off.
  const bool says_end = eof_wanted_ || (closing_ && filter_ && filter_->established());
  if (says_end && !eof_sent_ && !write_error_) {
    if (!can_write_ || !send_eof()) return;
    eof_sent_ = true;
  }
  if (closing_) {
    if (filter_ && eof_sent_ && !write_error_ && !exception() && !eof()) {
      linger();
    } else {
      finish();
    }
  } else if (write_error_) {
    while (!closers_.empty()) closers_.pop_front().wake();
  }
}

/// Waits for the other end to close, and takes what it still sends.
void stream_core::linger() noexcept {
  if (take_unread()) return finish();
  if (lingers_) return;
  try {
    ensure_watched();
  } catch (const std::system_error&) {
    return finish();
  }
  lingers_ = true;
  loop_core::of(*loop_).fds.expect();
  linger_timer_.start(*loop_, linger_end_, deadline_after(now(*loop_), filter_->linger_time()));
}

void stream_core::expect_room(bool wanted) noexcept {
  if (expects_room_ == wanted) return;
  expects_room_ = wanted;
  poller& fds = loop_core::of(*loop_).fds;
  wanted ? fds.expect() : fds.unwatch();
}

bool stream_core::reached(drain_waiter::until goal) const noexcept {
  if (broken()) return true;
  return goal == drain_waiter::until::emptied ? out_.empty() && can_write_ : !paused_;
}

void stream_core::wake_drained(bool all) noexcept {
  intrusive_list<drain_waiter> left;
  while (!draining_.empty()) {
    drain_waiter& waiting = draining_.pop_front();
    if (all || reached(waiting.goal_)) {
      waiting.wake();
    } else {
      left.push_back(waiting);
    }
  }
  draining_.splice_back(left);
}

void stream_core::write_eof() {
  if (eof_wanted_ || closing_) return;
  eof_wanted_ = true;
  flush();
}

void stream_core::set_limits(std::size_t high, std::size_t low) {
  if (low > high) throw_value_error("the high-water mark is below the low-water mark");
  high_ = high;
  low_ = low;
  if (!closed()) sent();
}

void stream_core::require_writable() const {
  if (exception()) std::rethrow_exception(exception());
  if (write_error_) std::rethrow_exception(write_error_);
  if (closed()) throw_os_error(ECONNRESET, "the connection is closed");
}

// The end.

void stream_core::close() noexcept {
  if (closing_ || closed()) return;
  closing_ = true;
  if (!kept_) {
    kept_ = true;
    retain();
  }
  flush();
}

void stream_core::abort() noexcept {
  out_.clear();
  closing_ = true;
  finish();
}

void stream_core::writer_gone() noexcept {
  if (closing_ || closed()) return;
  if (loop_->debug && report_unclosed) {
    const std::string where = "to " + other_end();
    report_error("unclosed StreamWriter", where + created_at(site_), nullptr);
  }
  close();
}

/// A socket that is closed with bytes that nobody has read resets the connection, and the other end
/// may lose what it was sent.  True when there is no more to come.
bool stream_core::take_unread() noexcept {
  for (int i = 0; i < chunks_at_close; ++i) {
    const ssize_t n = recv(fd_, chunk_buffer(), chunk, MSG_DONTWAIT);
    if (n == 0) return true;
    if (n < 0) return errno != EAGAIN && errno != EINTR;
  }
  return false;
}

void stream_core::finish() noexcept {
  if (closed()) return;
  tick_end_.unlink();
  linger_timer_.stop();
  linger_end_.unlink();
  if (loop_) {
    poller& fds = loop_core::of(*loop_).fds;
    if (watched_) fds.remove(fd_);
    expect_room(false);
    if (std::exchange(lingers_, false)) fds.unwatch();
  }
  if (is_socket() && can_read_ && !eof() && !write_error_ && !exception()) take_unread();
  unique_fd(std::exchange(fd_, -1)).reset();
  loop_owned::unlink();
  end();
  input_came();
  wake_drained(true);
  while (!closers_.empty()) closers_.pop_front().wake();
  if (stream_link* told = std::exchange(link, nullptr)) told->stream_closed();
  if (std::exchange(kept_, false)) release();
}

void stream_core::loop_ends() noexcept {
  // Nothing can wait any more: the frames are gone.
  tick_end_.unlink();
  expects_room_ = false;
  loop_ = nullptr;
  out_.clear();
  closing_ = true;
  finish();
}

// Waiting.

drain_waiter::drain_waiter(ref_ptr<stream_core> core, until goal) noexcept
    : core_(std::move(core)), goal_(goal) {}
drain_waiter::drain_waiter(drain_waiter&& other) noexcept
    : waiter(other), core_(std::move(other.core_)), goal_(other.goal_) {}
drain_waiter::~drain_waiter() = default;

bool drain_waiter::await_ready() {
  stream_core& core = *core_;
  if (!core.closed()) core.flush();
  if (core.broken()) return true;
  if (core.closing() || !core.reached(goal_)) return false;
  return ++core.drained_at_once_ <= drains_at_once;
}

void drain_waiter::start() {
  core_->require_own(loop());
  core_->drained_at_once_ = 0;
  if (core_->reached(goal_)) {
    wake();
  } else {
    core_->draining_.push_back(*this);
  }
  settle();
}

void drain_waiter::await_resume() {
  throw_if_cancelled();
  core_->require_writable();
}

close_waiter::close_waiter(ref_ptr<stream_core> core) noexcept : core_(std::move(core)) {}
close_waiter::close_waiter(close_waiter&& other) noexcept
    : waiter(other), core_(std::move(other.core_)) {}
close_waiter::~close_waiter() = default;

bool close_waiter::await_ready() const noexcept { return core_->closed() || core_->write_error(); }

void close_waiter::start() {
  core_->require_own(loop());
  core_->closers_.push_back(*this);
  settle();
}

void close_waiter::await_resume() {
  throw_if_cancelled();
  if (core_->write_error()) std::rethrow_exception(core_->write_error());
  if (core_->exception()) std::rethrow_exception(core_->exception());
}

}  // namespace pawl::detail
