// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/detail/loop_base.h: the part of an event loop that awaiters touch: its ready queue, its
// timers, and which task runs.  The rest is in src/.
#ifndef PAWL_DETAIL_LOOP_BASE_H
#define PAWL_DETAIL_LOOP_BASE_H

#include <pawl/detail/intrusive_list.h>
#include <pawl/detail/source_site.h>
#include <pawl/errors.h>

#include <atomic>
#include <chrono>
#include <cstdint>

namespace pawl::detail {

class simulation;
class task_core;

/// Something that waits in a queue of the loop to be run.  It may be destroyed while it waits.
class ready_node : public list_node {
 public:
  virtual void run() = 0;
  /// It is never going to run: the loop ends, or what it was to be run by.
  virtual void drop() noexcept {}
  /// Where it was written, if that is known.
  virtual source_site site() const noexcept { return {}; }
  /// False when a simulated run may let others that are ready go first.
  virtual bool order_is_promised() const noexcept { return true; }

 protected:
  ready_node() noexcept = default;
  ready_node(const ready_node&) noexcept = default;
  ready_node& operator=(const ready_node&) noexcept = default;
  ~ready_node() = default;
};
using ready_list = intrusive_list<ready_node>;

/// Something that refers to itself until it is done, which a loop that ends takes apart.
class loop_owned : public list_node {
 public:
  virtual void loop_ends() noexcept = 0;

 protected:
  loop_owned() noexcept = default;
  ~loop_owned() = default;
};

struct loop_base {
  ready_list ready;
  task_core* current = nullptr;
  simulation* simulated = nullptr;
  bool debug = false;
  std::atomic<bool> running{false};  // in some thread
  std::uint64_t id = 0;              // no two loops of a process have the same; none has 0
};

/// In the block of thread-local memory that a program has from its start, where no call is needed
/// to find it.
[[gnu::tls_model("initial-exec")]] inline thread_local loop_base* this_thread_loop = nullptr;

/// The loop that runs in this thread; null outside of one.
inline loop_base* running_loop() noexcept { return this_thread_loop; }
[[noreturn]] void throw_no_loop();
/// The same; throws RuntimeError outside of a loop.
inline loop_base& require_loop() {
  loop_base* const loop = this_thread_loop;
  if (!loop) throw_no_loop();
  return *loop;
}
/// The task whose step runs now in this thread; null outside of one.
inline task_core* current_task_core() noexcept {
  const loop_base* const loop = this_thread_loop;
  return loop ? loop->current : nullptr;
}

/// In debug mode, throws RuntimeError when the loop runs in another thread than this.
void check_thread(const loop_base& loop);

/// Its run ends after this iteration.
void stop_loop(loop_base& loop) noexcept;

/// Puts a node into the ready queue of another thread's loop and wakes it.
void post_from_thread(loop_base& loop, ready_node& node);

/// Time since the loop's beginning, or since some point in the past: only differences mean
/// something.
using loop_time = std::chrono::nanoseconds;
loop_time now(loop_base& loop) noexcept;

/// A deadline in a loop's timers.  When it passes, `node` is put into the ready queue.  It leaves
/// the timers by itself when it dies.
class timer {
 public:
  timer() noexcept = default;
  timer(const timer&) noexcept {}
  timer& operator=(const timer&) = delete;
  ~timer() { stop(); }
  void start(loop_base& loop, ready_node& node, loop_time deadline);
  void stop() noexcept {
    if (loop_) stop_started();
  }
  bool started() const noexcept { return loop_ != nullptr; }

 private:
  friend class timer_heap;
  void stop_started() noexcept;
  loop_base* loop_ = nullptr;  // null when not among the timers
  ready_node* node_ = nullptr;
  std::uint32_t slot_ = 0;
};

/// Any duration as nanoseconds; what does not fit becomes the longest there is (292 years).
/// Throws std::invalid_argument for NaN.
template <class Rep, class Period>
loop_time to_loop_time(std::chrono::duration<Rep, Period> d) {
  using seconds = std::chrono::duration<double>;
  const double s = std::chrono::duration_cast<seconds>(d).count();
  if (s != s) throw_value_error("a duration is not a number");
  constexpr double limit = 9.2e9;
  if (s >= limit) return loop_time::max();
  if (s <= -limit) return loop_time::min();
  return std::chrono::duration_cast<loop_time>(d);
}

/// `a` after `now`, without overflow.
inline loop_time deadline_after(loop_time now, loop_time a) noexcept {
  return a > loop_time::max() - now ? loop_time::max() : now + a;
}

}  // namespace pawl::detail

#endif  // PAWL_DETAIL_LOOP_BASE_H
