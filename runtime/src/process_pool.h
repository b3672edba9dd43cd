// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// process_pool.h: the processes of a ProcessPoolExecutor, and what waits for them.
#ifndef PAWL_SRC_PROCESS_POOL_H
#define PAWL_SRC_PROCESS_POOL_H

#include <pawl/detail/process_core.h>
#include <pawl/detail/unique_fd.h>
#include <pawl/detail/waiter.h>
#include <pawl/streams.h>
#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "detached.h"
#include "event_loop.h"

namespace pawl::detail {

/// What goes to a worker: this, then so many bytes.
struct process_request {
  process_function run;
  std::uint64_t callable_size;
  std::uint64_t arguments_size;
};

/// What comes back: this, then so many bytes.
struct process_response {
  enum class status : std::uint8_t {
    value,  // the bytes of the result
    // An error of that class; else the name of its class.  Then what() says.
    other,
    runtime_error,
    range_error,
    overflow_error,
    underflow_error,
    logic_error,
    invalid_argument,
    domain_error,
    length_error,
    out_of_range,
    bad_alloc,
  };
  status what;
  std::uint64_t type_size;
  std::uint64_t size;
};

/// In a process of its own: answers requests until the other end is closed.
[[noreturn]] void serve_requests(int socket) noexcept;
std::exception_ptr remote_error(process_response::status what, std::string type,
                                const std::string& text);

class process_pool final : public ref_counted, public loop_owned {
 public:
  explicit process_pool(std::size_t workers);
  void submit(const ref_ptr<process_call_base>& call, process_function run, std::string callable,
              std::string arguments);
  /// Kills the processes.
  void end() noexcept;
  void loop_ends() noexcept override;

 private:
  struct item {
    ref_ptr<process_call_base> call;
    process_request head;
    std::string body;
  };
  struct worker {
    pid_t pid = -1;
    unique_fd socket;
    ref_ptr<process_call_base> busy_with;
    std::unique_ptr<detached> driver;  // in a loop
  };
  /// Waits for something to do.
  class item_waiter final : public waiter {
   public:
    explicit item_waiter(process_pool& pool) noexcept : pool_(&pool) {}
    bool await_ready() const noexcept { return !pool_->queue_.empty(); }
    template <class P>
    void await_suspend(handle<P> h) {
      attach(h);
      pool_->idle_.push_back(*this);
      settle();
    }
    void await_resume() {}
    using waiter::wake;

   private:
    process_pool* pool_;
  };

  ~process_pool() override;
  static Coro<> drive(process_pool& pool, worker& w);
  void fork_worker(worker& w);
  void join_loop(loop_base& loop);
  /// The next call that is still wanted.
  bool take(item& next) noexcept;
  void deliver(worker& w, process_response head, std::string_view type, std::string_view text);
  void done_with(const ref_ptr<process_call_base>& call) noexcept;
  void break_down() noexcept;
  void give_up_all(bool broken) noexcept;
  void kill_all() noexcept;

  loop_base* loop_ = nullptr;
  std::deque<item> queue_;
  std::vector<worker> workers_;
  intrusive_list<item_waiter> idle_;
  bool broken_ = false;
};

}  // namespace pawl::detail

#endif  // PAWL_SRC_PROCESS_POOL_H
