// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/loop.h: the event loop, as far as programs see it.
// https://docs.python.org/3/library/asyncio-eventloop.html
#ifndef PAWL_LOOP_H
#define PAWL_LOOP_H

#include <pawl/detail/callback.h>
#include <pawl/detail/loop_base.h>
#include <pawl/detail/repeated_callback.h>

#include <chrono>
#include <utility>

namespace pawl {

/// A reference to a loop that runs; valid while it does.  All but call_soon_threadsafe is for the
/// loop's own thread.
class EventLoop {
 public:
  explicit EventLoop(detail::loop_base& loop) noexcept : loop_(&loop) {}

  /// The loop's clock: monotonic, from an arbitrary beginning; a virtual one begins at 0.
  std::chrono::nanoseconds time() const noexcept { return detail::now(*loop_); }

  /// Runs `f()` in the next iteration, in the order of the calls.  What it throws is reported on
  /// standard error.
  template <class F>
  Handle call_soon(F f, detail::source_site site = detail::source_site::current()) const {
    detail::check_thread(*loop_);
    auto node = detail::make_callback(std::move(f), site);
    node->stay_until_run();
    loop_->ready.push_back(*node);
    return Handle(std::move(node));
  }
  /// Runs `f()` after `delay`; those of equal deadlines run in the order of the calls.
  template <class Rep, class Period, class F>
  Handle call_later(std::chrono::duration<Rep, Period> delay, F f,
                    detail::source_site site = detail::source_site::current()) const {
    return call_at(detail::deadline_after(time(), detail::to_loop_time(delay)), std::move(f), site);
  }
  /// Runs `f()` at a point of this loop's time().
  template <class F>
  Handle call_at(std::chrono::nanoseconds when, F f,
                 detail::source_site site = detail::source_site::current()) const {
    detail::check_thread(*loop_);
    auto node = detail::make_callback(std::move(f), site);
    node->deadline.start(*loop_, *node, when);
    node->stay_until_run();  // not before start(), which can throw
    return Handle(std::move(node));
  }
  /// call_soon for any thread, while the loop lives.
  template <class F>
  void call_soon_threadsafe(F f) const {
    // Counted before it is handed over: the count is the loop's thread's from then on.
    auto* node = new detail::callback_of<F>(std::move(f), detail::source_site());
    node->stay_until_run();
    detail::post_from_thread(*loop_, *node);
  }

  /// Calls `f()` on the loop whenever the signal has come, in place of what handled it before.  An
  /// own handler of SIGINT takes the place of what run() does about it.  In the main thread only,
  /// else RuntimeError; so it is for SIGKILL and SIGSTOP, std::invalid_argument for what is no
  /// signal.  The loop's end takes it back.
  template <class F>
  void add_signal_handler(int signal, F f) const {
    detail::add_signal_handler(*loop_, signal, detail::make_repeated(std::move(f)));
  }
  /// What comes by default, or by run(), comes again.  False when there was no handler.
  bool remove_signal_handler(int signal) const noexcept {
    return detail::remove_signal_handler(*loop_, signal);
  }

  /// Calls `f()` on the loop whenever `fd` can be read without blocking, has ended or failed, in
  /// place of the reader that it has, until remove_reader(fd): again and again while nobody reads.
  /// The descriptor stays the caller's; remove it before it is closed.  What `f` throws is reported
  /// on standard error.  Throws RuntimeError when the descriptor is a stream's, std::system_error
  /// when it cannot be watched.
  template <class F>
  void add_reader(int fd, F f) const {
    detail::add_fd_callback(*loop_, fd, true, detail::make_repeated(std::move(f)));
  }
  /// False when there was none.
  bool remove_reader(int fd) const noexcept { return detail::remove_fd_callback(*loop_, fd, true); }
  /// The same for writing.
  template <class F>
  void add_writer(int fd, F f) const {
    detail::add_fd_callback(*loop_, fd, false, detail::make_repeated(std::move(f)));
  }
  bool remove_writer(int fd) const noexcept {
    return detail::remove_fd_callback(*loop_, fd, false);
  }

  /// Ends Runner::run_forever() after this iteration; Runner::run() and run() throw RuntimeError.
  void stop() const noexcept { detail::stop_loop(*loop_); }

  friend bool operator==(EventLoop a, EventLoop b) noexcept { return a.loop_ == b.loop_; }
  friend bool operator!=(EventLoop a, EventLoop b) noexcept { return !(a == b); }

 private:
  detail::loop_base* loop_;
};

/// The loop of this thread; throws RuntimeError when none runs.
inline EventLoop get_running_loop() { return EventLoop(detail::require_loop()); }

}  // namespace pawl

#endif  // PAWL_LOOP_H
