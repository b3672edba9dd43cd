// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// timer_heap.cpp: see timer_heap.h.
#include "timer_heap.h"

#include <algorithm>
#include <cstddef>

namespace pawl::detail {

void timer_heap::drop_all() noexcept {
  while (!entries_.empty()) {
    timer& last = *entries_.back().owner;
    remove(last);
    last.node_->drop();
  }
}

void timer_heap::place(std::size_t index, const entry& e) noexcept {
  entries_[index] = e;
  e.owner->index_ = static_cast<std::uint32_t>(index);
}

void timer_heap::sift_up(std::size_t index, entry e) noexcept {
  while (index > 0) {
    const std::size_t parent = (index - 1) / 4;
    if (!e.before(entries_[parent])) break;
    place(index, entries_[parent]);
    index = parent;
  }
  place(index, e);
}

void timer_heap::sift_down(std::size_t index, entry e) noexcept {
  for (;;) {
    const std::size_t first = index * 4 + 1;
    if (first >= entries_.size()) break;
    const std::size_t last = std::min(first + 4, entries_.size());
    std::size_t least = first;
    for (std::size_t child = first + 1; child < last; ++child) {
      if (entries_[child].before(entries_[least])) least = child;
    }
    if (!entries_[least].before(e)) break;
    place(index, entries_[least]);
    index = least;
  }
  place(index, e);
}

void timer_heap::add(loop_base& loop, timer& t, ready_node& node, loop_time deadline) {
  const entry e{deadline, sequence_++, &t};
  entries_.push_back(e);
  t.loop_ = &loop;
  t.node_ = &node;
  sift_up(entries_.size() - 1, e);
}

void timer_heap::remove(timer& t) noexcept {
  const std::size_t index = t.index_;
  const entry last = entries_.back();
  entries_.pop_back();
  t.loop_ = nullptr;
  if (index == entries_.size()) return;
  if (index > 0 && last.before(entries_[(index - 1) / 4])) {
    sift_up(index, last);
  } else {
    sift_down(index, last);
  }
}

void timer_heap::expire(loop_time now, ready_list& ready) noexcept {
  while (!entries_.empty() && entries_.front().deadline <= now) {
    timer& due = *entries_.front().owner;
    remove(due);
    ready.push_back(*due.node_);
  }
}

}  // namespace pawl::detail
