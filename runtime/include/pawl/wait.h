// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/wait.h: waiting for some of several tasks, whatever becomes of them.
// https://docs.python.org/3/library/asyncio-task.html#waiting-primitives
#ifndef PAWL_WAIT_H
#define PAWL_WAIT_H

#include <pawl/detail/future_core.h>
#include <pawl/detail/waiter.h>
#include <pawl/future.h>
#include <pawl/task.h>

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace pawl {

enum class ReturnWhen {
  all_completed,
  first_completed,
  first_exception,  ///< a cancelled task is none; when none fails, like all_completed
};

namespace detail {

class wait_waiter : public waiter {
 protected:
  class child final : public ready_node {
   public:
    void run() override { owner->child_done(*this); }
    wait_waiter* owner = nullptr;
    future_core* future = nullptr;
  };

  wait_waiter(std::size_t count, ReturnWhen when, std::optional<loop_time> limit);
  /// Moved only before it is awaited.
  wait_waiter(wait_waiter&&) noexcept = default;
  void set_child(std::size_t i, future_core& future) noexcept { nodes_[i].future = &future; }
  void disarm() noexcept override;
  void run() override;

 public:
  std::string waits_for() const override { return "wait()"; }
  bool await_ready() const noexcept;
  template <class P>
  void await_suspend(handle<P> h) {
    attach(h);
    start();
  }

 private:
  void start();
  void child_done(child& node);
  std::size_t count_;
  std::unique_ptr<child[]> nodes_;
  std::size_t pending_ = 0;
  ReturnWhen when_;
  std::optional<loop_time> limit_;
  timer timer_;
};

}  // namespace detail

/// The tasks that were given to wait(), in their order.
template <class F>
struct WaitResult {
  std::vector<F> done;
  std::vector<F> pending;
};

/// What wait() returns; await it once.
template <class F>
class [[nodiscard]] Wait final : public detail::wait_waiter {
 public:
  Wait(std::vector<F> futures, ReturnWhen when, std::optional<detail::loop_time> limit)
      : detail::wait_waiter(futures.size(), when, limit), futures_(std::move(futures)) {
    for (std::size_t i = 0; i < futures_.size(); ++i) {
      set_child(i, *detail::state_access::of(futures_[i]));
    }
  }
  WaitResult<F> await_resume() {
    throw_if_cancelled();
    WaitResult<F> result;
    for (F& f : futures_) (f.done() ? result.done : result.pending).push_back(std::move(f));
    return result;
  }

 private:
  std::vector<F> futures_;
};

/// Waits for tasks or futures and says which are done.  It never throws for one of them, and never
/// cancels one, even when the waiting task is cancelled.  Throws std::invalid_argument when there
/// are none.
template <class F>
Wait<F> wait(std::vector<F> futures, ReturnWhen when = ReturnWhen::all_completed) {
  return Wait<F>(std::move(futures), when, std::nullopt);
}

/// The same, for no longer than `limit`; that it is over is no error.
template <class F, class Rep, class Period>
Wait<F> wait(std::vector<F> futures, std::chrono::duration<Rep, Period> limit,
             ReturnWhen when = ReturnWhen::all_completed) {
  return Wait<F>(std::move(futures), when, detail::to_loop_time(limit));
}

}  // namespace pawl

#endif  // PAWL_WAIT_H
