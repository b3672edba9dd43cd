// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/queue.h: Queue, PriorityQueue and LifoQueue, which hand items from task to task.
// https://docs.python.org/3/library/asyncio-queue.html
#ifndef PAWL_QUEUE_H
#define PAWL_QUEUE_H

#include <pawl/detail/queue_core.h>
#include <pawl/detail/queue_stores.h>

#include <cstddef>
#include <functional>
#include <utility>

namespace pawl {

namespace detail {

/// A queue whose items are kept in a Store: push(T), T pop(), clear().
template <class T, class Store>
class basic_queue : public queue_core {
 public:
  using value_type = T;

  /// Room for `maxsize` items; 0 or less: for any number.
  explicit basic_queue(std::ptrdiff_t maxsize = 0) noexcept : queue_core(maxsize) {}

  /// What get() returns; await it once.
  class [[nodiscard]] Get final : public get_waiter {
   public:
    explicit Get(basic_queue& queue) noexcept : get_waiter(queue) {}
    T await_resume() {
      throw_if_cancelled();
      return static_cast<basic_queue*>(queue_)->get_nowait();
    }
  };
  /// What put() returns; await it once.
  class [[nodiscard]] Put final : public put_waiter {
   public:
    Put(basic_queue& queue, T item) : put_waiter(queue), item_(std::move(item)) {}
    void await_resume() {
      throw_if_cancelled();
      static_cast<basic_queue*>(queue_)->put_nowait(std::move(item_));
    }

   private:
    T item_;
  };

  /// Await it for the next item.  Does not suspend when there is one.  Its await throws
  /// QueueShutDown when there is none and will be none; cancelled, it takes none.
  Get get() noexcept { return Get(*this); }
  /// Await it to add an item.  Does not suspend when there is room.  Its await throws QueueShutDown
  /// after shutdown(); cancelled, it adds nothing.
  Put put(T item) { return Put(*this, std::move(item)); }
  /// Throws QueueEmpty when there is no item, QueueShutDown when there will be none either.
  T get_nowait() {
    require_item();
    T item = store_.pop();
    item_taken();
    return item;
  }
  /// Throws QueueFull when there is no room, QueueShutDown after shutdown().
  void put_nowait(T item) {
    require_room();
    try {
      store_.push(std::move(item));
    } catch (...) {
      room_left();
      throw;
    }
    item_put();
  }
  /// From now on nothing can be put; what is there can be got, unless `immediate`, which throws it
  /// away as if it were done.  All who wait and cannot go on get QueueShutDown.
  void shutdown(bool immediate = false) noexcept {
    if (immediate) store_.clear();
    shut_down(immediate);
  }

 private:
  Store store_;
};

}  // namespace detail

/// First in, first out.  Those who wait to get or to put are served in the order in which they
/// came.  It belongs to the loop in which it was first waited at, and to that loop's thread.
template <class T>
class Queue : public detail::basic_queue<T, detail::fifo_store<T>> {
 public:
  using detail::basic_queue<T, detail::fifo_store<T>>::basic_queue;
};

/// The least item first, by `Compare`; equal ones in any order.
template <class T, class Compare = std::less<T>>
class PriorityQueue : public detail::basic_queue<T, detail::heap_store<T, Compare>> {
 public:
  using detail::basic_queue<T, detail::heap_store<T, Compare>>::basic_queue;
};

/// Last in, first out.
template <class T>
class LifoQueue : public detail::basic_queue<T, detail::lifo_store<T>> {
 public:
  using detail::basic_queue<T, detail::lifo_store<T>>::basic_queue;
};

}  // namespace pawl

#endif  // PAWL_QUEUE_H
