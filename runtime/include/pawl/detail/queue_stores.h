// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/detail/queue_stores.h: in which order a queue keeps its items.  A store keeps the memory
// that it has needed.
#ifndef PAWL_DETAIL_QUEUE_STORES_H
#define PAWL_DETAIL_QUEUE_STORES_H

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>
#include <utility>
#include <vector>

namespace pawl::detail {

/// A ring; its size is a power of two.
template <class T>
class fifo_store {
 public:
  fifo_store() noexcept = default;
  fifo_store(const fifo_store&) = delete;
  fifo_store& operator=(const fifo_store&) = delete;
  ~fifo_store() {
    clear();
    release(items_, room_);
  }

  void push(T&& item) {
    if (end_ - begin_ == room_) grow();
    ::new (static_cast<void*>(items_ + (end_ & (room_ - 1)))) T(std::move(item));
    ++end_;
  }
  T pop() {
    T& first = items_[begin_ & (room_ - 1)];
    T item = std::move(first);
    first.~T();
    ++begin_;
    return item;
  }
  void clear() noexcept {
    for (; begin_ != end_; ++begin_) items_[begin_ & (room_ - 1)].~T();
  }

 private:
  using allocator = std::allocator<T>;

  static void release(T* items, std::size_t room) noexcept {
    if (items) allocator().deallocate(items, room);
  }
  void grow() {
    const std::size_t room = room_ == 0 ? 8 : room_ * 2;
    struct memory {
      T* items;
      std::size_t room;
      ~memory() { release(items, room); }
    } fresh{allocator().allocate(room), room};
    std::size_t count = 0;
    try {
      for (; count < end_ - begin_; ++count) {
        ::new (static_cast<void*>(fresh.items + count))
            T(std::move_if_noexcept(items_[(begin_ + count) & (room_ - 1)]));
      }
    } catch (...) {
      std::destroy_n(fresh.items, count);
      throw;
    }
    clear();
    std::swap(items_, fresh.items);
    std::swap(room_, fresh.room);
    begin_ = 0;
    end_ = count;
  }

  T* items_ = nullptr;
  std::size_t room_ = 0;
  // Counted up for ever; an item's place is the lowest bits.
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

template <class T>
class lifo_store {
 public:
  void push(T&& item) { items_.push_back(std::move(item)); }
  T pop() {
    T last = std::move(items_.back());
    items_.pop_back();
    return last;
  }
  void clear() noexcept { items_.clear(); }

 private:
  std::vector<T> items_;
};

template <class T, class Compare>
class heap_store {
  /// The standard's heaps have the greatest in front.
  struct behind {
    bool operator()(const T& a, const T& b) const { return Compare()(b, a); }
  };

 public:
  void push(T&& item) {
    items_.push_back(std::move(item));
    std::push_heap(items_.begin(), items_.end(), behind());
  }
  T pop() {
    std::pop_heap(items_.begin(), items_.end(), behind());
    T least = std::move(items_.back());
    items_.pop_back();
    return least;
  }
  void clear() noexcept { items_.clear(); }

 private:
  std::vector<T> items_;
};

}  // namespace pawl::detail

#endif  // PAWL_DETAIL_QUEUE_STORES_H
