// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// timer_heap.h: the deadlines of a loop.
#ifndef PAWL_SRC_TIMER_HEAP_H
#define PAWL_SRC_TIMER_HEAP_H

#include <pawl/detail/loop_base.h>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace pawl::detail {

/// A 4-ary heap of deadlines.  Each knows the slot in which its timer is noted, so that moving it
/// touches nothing outside of the heap, and stopping a timer empties its slot in constant time.
/// What was stopped leaves the heap when its time comes, or when there is more of it than of the
/// others.
class timer_heap {
 public:
  timer_heap() = default;
  timer_heap(const timer_heap&) = delete;
  timer_heap& operator=(const timer_heap&) = delete;
  /// Stops all timers and drops their nodes.
  void drop_all() noexcept;

  /// Whether no timer is started.
  bool empty() const noexcept { return heap_.empty(); }
  /// The earliest deadline; there must be a timer.
  loop_time next() const noexcept { return heap_.front().deadline; }
  void add(loop_base& loop, timer& t, ready_node& node, loop_time deadline);
  void remove(timer& t) noexcept;
  /// Stops the timers whose deadline has come and appends their nodes to `ready`, those of the same
  /// deadline in the order of adding.
  void expire(loop_time now, ready_list& ready) noexcept;

 private:
  struct entry {
    loop_time deadline;
    std::uint32_t sequence;  // goes round
    std::uint32_t slot;
    bool before(const entry& other) const noexcept {
      if (deadline != other.deadline) return deadline < other.deadline;
      return static_cast<std::int32_t>(sequence - other.sequence) < 0;
    }
  };
  void sift_up(std::size_t index, const entry& e) noexcept;
  void sift_down(std::size_t index, const entry& e) noexcept;
  void pop() noexcept;
  /// Takes stopped ones away from the top.
  void trim() noexcept;
  /// Takes all stopped ones away.
  void compact() noexcept;
  void free_slot(std::uint32_t slot) noexcept;

  std::vector<entry> heap_;    // begins with one that is not stopped
  std::vector<timer*> slots_;  // null: stopped
  std::vector<std::uint32_t> free_;
  std::size_t stopped_ = 0;  // of the entries
  std::uint32_t sequence_ = 0;
};

}  // namespace pawl::detail

#endif  // PAWL_SRC_TIMER_HEAP_H
