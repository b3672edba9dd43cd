// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// timer_heap.h: the timers of a loop, by deadline; those of equal deadlines in the order of start.
#ifndef PAWL_SRC_TIMER_HEAP_H
#define PAWL_SRC_TIMER_HEAP_H

#include <pawl/detail/loop_base.h>

#include <cstdint>
#include <vector>

namespace pawl::detail {

/// A 4-ary heap of references to timers.  Each timer knows its index, so that stopping one costs
/// O(log n) and leaves nothing behind.
class timer_heap {
 public:
  timer_heap() = default;
  timer_heap(const timer_heap&) = delete;
  timer_heap& operator=(const timer_heap&) = delete;
  /// Stops all timers and drops their nodes.
  void drop_all() noexcept;

  bool empty() const noexcept { return entries_.empty(); }
  /// The earliest deadline; there must be a timer.
  loop_time next() const noexcept { return entries_.front().deadline; }
  void add(loop_base& loop, timer& t, ready_node& node, loop_time deadline);
  void remove(timer& t) noexcept;
  /// Stops the timers whose deadline has come and appends their nodes to `ready`.
  void expire(loop_time now, ready_list& ready) noexcept;

 private:
  struct entry {
    loop_time deadline;
    std::uint64_t sequence;
    timer* owner;
    bool before(const entry& other) const noexcept {
      return deadline != other.deadline ? deadline < other.deadline : sequence < other.sequence;
    }
  };
  void place(std::size_t index, const entry& e) noexcept;
  void sift_up(std::size_t index, entry e) noexcept;
  void sift_down(std::size_t index, entry e) noexcept;

  std::vector<entry> entries_;
  std::uint64_t sequence_ = 0;
};

}  // namespace pawl::detail

#endif  // PAWL_SRC_TIMER_HEAP_H
