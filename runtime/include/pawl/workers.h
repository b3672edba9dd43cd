// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/workers.h: many cores: one event loop a thread.
//
//   async pawl::Coro<> serve(pawl::Worker worker) { ... }
//   int main() { pawl::run_workers(4, serve); }
//
// Tasks, queues, locks and all else belong to the loop in which they were made, and to its thread.
// What goes from loop to loop goes by Worker::submit(): a callable and what it holds move to the
// other thread, which makes a coroutine of it there.
#ifndef PAWL_WORKERS_H
#define PAWL_WORKERS_H

#include <pawl/coro.h>
#include <pawl/detail/await_frame.h>
#include <pawl/detail/waiter.h>
#include <pawl/loop.h>
#include <pawl/run.h>
#include <pawl/task.h>

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace pawl {

namespace detail {

/// What the workers of a run have in common.
class worker_group {
 public:
  /// Throws std::invalid_argument when `count` is 0.
  explicit worker_group(std::size_t count);
  worker_group(const worker_group&) = delete;
  worker_group& operator=(const worker_group&) = delete;

  std::size_t count() const noexcept { return workers_.size(); }
  /// Runs `body(index)` in a thread for each worker, this one among them, and waits for all.
  /// Throws the first error of fail().
  void run(const std::function<void(std::size_t)>& body);

  // In the thread of worker `index`, in this order.
  /// Returns when all have come.  False when one could not.
  bool arrive(std::size_t index, EventLoop loop);
  /// Its main coroutine threw the present exception: all others are cancelled.
  void fail() noexcept;
  /// Its main coroutine has ended.
  void leave() noexcept;
  /// Its loop is going to end.
  void close(std::size_t index) noexcept;

  /// Calls `f(loop)` while the loop of worker `index` lives; throws RuntimeError when it does not.
  template <class F>
  void with_loop(std::size_t index, F f) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!workers_[index].loop) throw_runtime_error("the worker has ended");
    f(*workers_[index].loop);
  }

  /// Suspends worker `index` until the main coroutine of every worker has ended.
  class everybody_left final : public waiter {
   public:
    everybody_left(worker_group& group, std::size_t index) noexcept
        : group_(&group), index_(index) {}
    bool await_ready() const noexcept { return false; }
    template <class P>
    void await_suspend(handle<P> h) {
      attach(h);
      start();
    }
    void await_resume() { throw_if_cancelled(); }
    std::string waits_for() const override { return "the other workers"; }

   private:
    friend class worker_group;
    void start();
    worker_group* group_;
    std::size_t index_;
  };

 private:
  struct worker {
    std::optional<EventLoop> loop;      // while others may use it
    everybody_left* waiting = nullptr;  // its own thread's
  };

  std::mutex mutex_;
  std::condition_variable all_came_;
  std::vector<worker> workers_;
  std::size_t came_ = 0;
  std::size_t left_ = 0;
  std::exception_ptr error_;
};

}  // namespace detail

/// One of the loops of run_workers().  Copies mean the same; it may be used in any thread while
/// run_workers() runs.
class Worker {
 public:
  Worker(detail::worker_group& group, std::size_t index) noexcept : group_(&group), index_(index) {}

  /// From 0.
  std::size_t index() const noexcept { return index_; }
  /// How many there are.
  std::size_t count() const noexcept { return group_->count(); }
  Worker peer(std::size_t index) const noexcept { return Worker(*group_, index); }

  /// Hands work to this worker: `make()` is called in its thread and returns a coroutine, which
  /// runs there as a task.  `make` and what it holds move to that thread.  An error of the task is
  /// reported.  Throws RuntimeError when this worker has ended.
  template <class F>
  void submit(F make, detail::source_site site = detail::source_site::current()) const {
    group_->with_loop(index_, [&](EventLoop loop) {
      loop.call_soon_threadsafe([make = std::move(make), site]() mutable {
        static_cast<void>(create_task(make(), {}, site));
      });
    });
  }

 private:
  detail::worker_group* group_;
  std::size_t index_;
};

/// Runs `main(worker)` on `n` event loops, each in a thread of its own, the first in this one.  A
/// loop whose main coroutine has ended goes on for what others submit, until all have ended; then
/// tasks that are left are cancelled.  When a main coroutine throws, all tasks of the others are
/// cancelled, and the first error is thrown when all have ended.  Each thread has a copy of `main`.
/// Throws std::invalid_argument when `n` is 0.
template <class F>
void run_workers(std::size_t n, F main, RunOptions options = {}) {
  detail::worker_group group(n);
  group.run([&group, &main, options](std::size_t index) {
    F body(main);
    Runner runner(options);
    if (!group.arrive(index, runner.get_loop())) return;
    try {
      runner.run(body(Worker(group, index)));
    } catch (...) {
      group.fail();
    }
    group.leave();
    using everybody_left = detail::worker_group::everybody_left;
    try {
      runner.run(detail::await_frame<everybody_left>::make(everybody_left(group, index)));
    } catch (const CancelledError&) {  // one of the others failed
    }
    group.close(index);
  });
}

}  // namespace pawl

#endif  // PAWL_WORKERS_H
