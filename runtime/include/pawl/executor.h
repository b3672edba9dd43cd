// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/executor.h: a pool of threads of one's own.
// https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.loop.run_in_executor and
// https://docs.python.org/3/library/concurrent.futures.html#threadpoolexecutor
//
//   pawl::ThreadPoolExecutor pool(4, "decode");
//   Image image = await pawl::run_in_executor(pool, decode, bytes);
#ifndef PAWL_EXECUTOR_H
#define PAWL_EXECUTOR_H

#include <pawl/detail/source_site.h>
#include <pawl/future.h>
#include <pawl/thread.h>

#include <cstddef>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

namespace pawl {

namespace detail {

class thread_pool;

/// Whoever cancels the future of a call gives the call up.
template <class T>
class call_state final : public future_state<T> {
 public:
  explicit call_state(ref_ptr<thread_job> job) noexcept : job_(std::move(job)) {}
  bool cancel(const std::string& message) override {
    if (!future_state<T>::cancel(message)) return false;
    if (job_) job_->abandon();
    return true;
  }
  void returned() noexcept { job_.reset(); }

 private:
  ref_ptr<thread_job> job_;  // until it is back
};

/// A call in a thread whose result goes to a future.
template <class F, class... Args>
class pool_call final : public thread_call<F, Args...> {
 public:
  using result = typename thread_call<F, Args...>::result;
  using thread_call<F, Args...>::thread_call;

  ref_ptr<call_state<result>> start(loop_base& loop) {
    this->belong_to(loop);
    state_ = ref_ptr<call_state<result>>(new call_state<result>(ref_ptr<thread_job>(this)));
    return state_;
  }
  /// No thread takes it.
  void forget() noexcept {
    state_->returned();
    state_.reset();
  }

 private:
  void returned() override {
    const ref_ptr<call_state<result>> state = std::move(state_);
    state->returned();
    if (state->done()) return;
    try {
      if constexpr (std::is_void_v<result>) {
        this->take();
        state->set_value();
      } else if constexpr (std::is_reference_v<result>) {
        state->set_value(&this->take());
      } else {
        state->set_value(this->take());
      }
    } catch (...) {
      state->fail(std::current_exception());
    }
  }
  void drop() noexcept override {
    forget();
    thread_job::drop();
  }

  ref_ptr<call_state<result>> state_;
};

}  // namespace detail

/// Threads for calls that block or compute.  They are started as they are needed, named
/// `name_prefix` and a number, and stay until the pool goes.  A pool may serve several loops; a
/// loop waits at its end for the calls that it made.
class ThreadPoolExecutor {
 public:
  /// Throws std::invalid_argument when `max_workers` is 0.
  explicit ThreadPoolExecutor(std::size_t max_workers = default_workers(),
                              std::string name_prefix = "pool");
  ThreadPoolExecutor(const ThreadPoolExecutor&) = delete;
  ThreadPoolExecutor& operator=(const ThreadPoolExecutor&) = delete;
  /// shutdown()
  ~ThreadPoolExecutor();

  /// min(32, processors + 4)
  static std::size_t default_workers() noexcept;
  /// Takes no more calls, and blocks until all are done but those that were cancelled before they
  /// began.
  void shutdown();
  detail::thread_pool& threads() const noexcept { return *threads_; }

 private:
  std::unique_ptr<detail::thread_pool> threads_;
};

namespace detail {

/// The pool of to_thread of the loop of this thread.
thread_pool& default_pool();
void submit_to(thread_pool& pool, thread_job& job);

template <class F, class... Args>
auto call_in_pool(thread_pool& pool, F&& f, Args&&... args) {
  using call = pool_call<std::decay_t<F>, std::decay_t<Args>...>;
  const ref_ptr<call> job(new call(std::forward<F>(f), std::forward<Args>(args)...));
  auto state = job->start(require_loop());
  try {
    submit_to(pool, *job);
  } catch (...) {
    job->forget();
    throw;
  }
  return Future<typename call::result>(ref_ptr<future_state<typename call::result>>(state));
}

}  // namespace detail

/// Calls `f(args...)` in a thread of the pool, from now on; the future has the result or the error.
/// `f` and `args` are copied or moved in (std::ref for references).  Unlike with to_thread, the
/// call sees no context variables.  When the future is cancelled the call is given up: it does not
/// begin, or runs on unheard.  Throws RuntimeError when the pool is shut down.
template <class F, class... Args>
auto run_in_executor(ThreadPoolExecutor& pool, F&& f, Args&&... args) {
  return detail::call_in_pool(pool.threads(), std::forward<F>(f), std::forward<Args>(args)...);
}
/// The same in the threads of to_thread.
template <class F, class... Args>
auto run_in_executor(std::nullptr_t, F&& f, Args&&... args) {
  return detail::call_in_pool(detail::default_pool(), std::forward<F>(f),
                              std::forward<Args>(args)...);
}

}  // namespace pawl

#endif  // PAWL_EXECUTOR_H
