// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/detail/completion_queue.h: which of several futures are done, in the order of completion.
#ifndef PAWL_DETAIL_COMPLETION_QUEUE_H
#define PAWL_DETAIL_COMPLETION_QUEUE_H

#include <pawl/detail/future_core.h>
#include <pawl/detail/ref_ptr.h>
#include <pawl/detail/waiter.h>

#include <cstddef>
#include <string>
#include <vector>

namespace pawl::detail {

class completion_queue;

/// Waits for the next completion that nobody else has.
class completion_waiter : public waiter {
 public:
  explicit completion_waiter(completion_queue& queue) noexcept : queue_(&queue) {}
  completion_waiter(const completion_waiter&) noexcept = default;
  ~completion_waiter() { give_back(); }

  std::string waits_for() const override { return "the next of as_completed()"; }
  bool await_ready() const noexcept;
  template <class P>
  void await_suspend(handle<P> h) {
    attach(h);
    start();
  }
  /// Which future it is.  Throws CancelledError, or TimeoutError when the time is over.
  std::size_t take_index();

 protected:
  /// To be called by the destructor of a class that keeps the queue alive, too.
  void give_back() noexcept;

 private:
  friend class completion_queue;
  void start();
  static constexpr std::size_t none = static_cast<std::size_t>(-1);
  completion_queue* queue_;
  std::size_t index_ = none;
};

class completion_queue : public ref_counted, private ready_node {
 public:
  /// One more of the results is going to be awaited; false when all are.
  bool claim() noexcept { return claimed_ < total_ && ++claimed_ > 0; }
  /// From now on, this long until those who wait get a TimeoutError.
  void limit(loop_time delay);

 protected:
  class child final : public ready_node {
   public:
    void run() override { owner_->child_done(*this); }

   private:
    friend class completion_queue;
    completion_queue* owner_ = nullptr;
  };

  completion_queue() : loop_(require_loop()) {}
  void start(child* nodes, const std::vector<future_core*>& futures);

 private:
  friend class completion_waiter;
  void run() override;  // the time is over
  void child_done(child& node);
  bool available() const noexcept { return next_ < done_.size(); }
  void hand_out();

  loop_base& loop_;
  child* nodes_ = nullptr;
  std::size_t total_ = 0;
  std::size_t claimed_ = 0;
  std::size_t next_ = 0;           // into done_: the first that nobody has
  std::vector<std::size_t> done_;  // indices of futures
  intrusive_list<completion_waiter> waiting_;
  timer timer_;
  bool timed_out_ = false;
};

}  // namespace pawl::detail

#endif  // PAWL_DETAIL_COMPLETION_QUEUE_H
