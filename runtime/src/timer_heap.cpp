// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// timer_heap.cpp: see timer_heap.h.
#include "timer_heap.h"

#include <algorithm>

namespace pawl::detail {

namespace {

/// Fewer stopped ones than this are not worth the sweep.
constexpr std::size_t few = 64;

}  // namespace

void timer_heap::drop_all() noexcept {
  while (!heap_.empty()) {
    timer& first = *slots_[heap_.front().slot];
    ready_node* const node = first.node_;
    remove(first);
    node->drop();
  }
}

void timer_heap::sift_up(std::size_t index, const entry& e) noexcept {
  while (index > 0) {
    const std::size_t parent = (index - 1) / 4;
    if (!e.before(heap_[parent])) break;
    heap_[index] = heap_[parent];
    index = parent;
  }
  heap_[index] = e;
}

void timer_heap::sift_down(std::size_t index, const entry& e) noexcept {
  const std::size_t size = heap_.size();
  for (;;) {
    const std::size_t first = index * 4 + 1;
    if (first >= size) break;
    const std::size_t last = std::min(first + 4, size);
    std::size_t least = first;
    for (std::size_t child = first + 1; child < last; ++child) {
      if (heap_[child].before(heap_[least])) least = child;
    }
    if (!heap_[least].before(e)) break;
    heap_[index] = heap_[least];
    index = least;
  }
  heap_[index] = e;
}

void timer_heap::free_slot(std::uint32_t slot) noexcept {
  free_.push_back(slot);  // has room: see add()
}

void timer_heap::add(loop_base& loop, timer& t, ready_node& node, loop_time deadline) {
  if (free_.empty()) {
    const std::size_t slots = slots_.size();
    if (slots == slots_.capacity()) slots_.reserve(std::max<std::size_t>(16, slots * 2));
    free_.reserve(slots_.capacity());
    heap_.reserve(slots_.capacity());
    slots_.push_back(nullptr);
    free_.push_back(static_cast<std::uint32_t>(slots));
  }
  const entry e{deadline, sequence_++, free_.back()};
  free_.pop_back();
  slots_[e.slot] = &t;
  t.loop_ = &loop;
  t.node_ = &node;
  t.slot_ = e.slot;
  heap_.push_back(e);
  sift_up(heap_.size() - 1, e);
}

void timer_heap::remove(timer& t) noexcept {
  t.loop_ = nullptr;
  slots_[t.slot_] = nullptr;
  ++stopped_;
  if (heap_.front().slot == t.slot_) {
    trim();
  } else if (stopped_ > few && stopped_ > heap_.size() / 2) {
    compact();
  }
}

void timer_heap::pop() noexcept {
  free_slot(heap_.front().slot);
  const entry last = heap_.back();
  heap_.pop_back();
  if (!heap_.empty()) sift_down(0, last);
}

void timer_heap::trim() noexcept {
  while (!heap_.empty() && slots_[heap_.front().slot] == nullptr) {
    pop();
    --stopped_;
  }
}

void timer_heap::compact() noexcept {
  std::size_t kept = 0;
  for (const entry& e : heap_) {
    if (slots_[e.slot] == nullptr) {
      free_slot(e.slot);
    } else {
      heap_[kept++] = e;
    }
  }
  heap_.resize(kept);
  stopped_ = 0;
  for (std::size_t index = kept / 4 + 1; index-- > 0;) {
    if (index < kept) sift_down(index, entry(heap_[index]));
  }
}

void timer_heap::expire(loop_time now, ready_list& ready) noexcept {
  while (!heap_.empty() && heap_.front().deadline <= now) {
    timer& due = *slots_[heap_.front().slot];
    due.loop_ = nullptr;
    slots_[due.slot_] = nullptr;
    ready.push_back(*due.node_);
    pop();
    trim();
  }
}

}  // namespace pawl::detail
