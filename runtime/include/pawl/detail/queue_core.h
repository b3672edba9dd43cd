// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/detail/queue_core.h: who waits at a queue, as far as that does not depend on what is in it.
//
// An item stays in the queue, and a place stays free, until the one who was woken for it runs: so
// a cancelled one loses nothing.  What is promised to the woken is not given to newcomers who wait
// too, but get_nowait() and put_nowait() take what is there; then the woken one waits on, in its
// old place.
#ifndef PAWL_DETAIL_QUEUE_CORE_H
#define PAWL_DETAIL_QUEUE_CORE_H

#include <pawl/detail/handed_waiter.h>
#include <pawl/errors.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>

namespace pawl::detail {

class queue_core;

class queue_waiter : public handed_waiter {
 public:
  queue_waiter(const queue_waiter& other) noexcept : handed_waiter(other), queue_(other.queue_) {}

 protected:
  explicit queue_waiter(queue_core& queue) noexcept : queue_(&queue) {}
  ~queue_waiter() = default;
  void start(intrusive_list<queue_waiter>& waiters);
  queue_core* queue_;

 private:
  friend class queue_core;
  std::uint64_t ticket_ = 0;
};

class get_waiter : public queue_waiter {
 public:
  ~get_waiter() { drop_grant(); }
  std::string waits_for() const override { return "an item of a Queue"; }
  bool await_ready() const noexcept;
  template <class P>
  void await_suspend(handle<P> h) {
    attach(h);
    start();
  }

 protected:
  explicit get_waiter(queue_core& queue) noexcept : queue_waiter(queue) {}
  get_waiter(const get_waiter&) noexcept = default;

 private:
  void start();
  bool accept() noexcept override;
  void hand_on() noexcept override;
};

class put_waiter : public queue_waiter {
 public:
  ~put_waiter() { drop_grant(); }
  std::string waits_for() const override { return "room in a Queue"; }
  bool await_ready() const noexcept;
  template <class P>
  void await_suspend(handle<P> h) {
    attach(h);
    start();
  }

 protected:
  explicit put_waiter(queue_core& queue) noexcept : queue_waiter(queue) {}
  put_waiter(const put_waiter&) noexcept = default;

 private:
  void start();
  bool accept() noexcept override;
  void hand_on() noexcept override;
};

class queue_core : private loop_bound {
 public:
  /// What join() returns; await it once.
  class [[nodiscard]] Join final : public waiter {
   public:
    explicit Join(queue_core& queue) noexcept : queue_(&queue) {}
    std::string waits_for() const override { return "the last task_done() of a Queue"; }
    bool await_ready() const noexcept { return queue_->unfinished_ == 0; }
    template <class P>
    void await_suspend(handle<P> h) {
      attach(h);
      start();
    }
    void await_resume() { throw_if_cancelled(); }

   private:
    friend class queue_core;
    void start();
    queue_core* queue_;
  };

  std::size_t qsize() const noexcept { return size_; }
  /// 0: there is always room.
  std::size_t maxsize() const noexcept { return capacity_ == unbounded ? 0 : capacity_; }
  bool empty() const noexcept { return size_ == 0; }
  bool full() const noexcept { return size_ >= capacity_; }
  /// Await it until task_done() was called for each item that was ever put.
  Join join() noexcept { return Join(*this); }
  /// What was done with an item that was got is done.  Throws std::invalid_argument when it was
  /// called for all that were put already.
  void task_done();

 protected:
  explicit queue_core(std::ptrdiff_t maxsize) noexcept
      : capacity_(maxsize > 0 ? static_cast<std::size_t>(maxsize) : unbounded) {}
  ~queue_core() = default;

  void require_room() const {
    if (shut_down_) throw QueueShutDown();
    if (full()) throw QueueFull();
  }
  void require_item() const {
    if (!empty()) return;
    if (shut_down_) throw QueueShutDown();
    throw QueueEmpty();
  }
  bool is_shut_down() const noexcept { return shut_down_; }
  void item_put() noexcept {
    ++size_;
    ++unfinished_;
    wake_getter();
  }
  void item_taken() noexcept {
    --size_;
    wake_putter();
  }
  /// Nothing was put into the room that was there.
  void room_left() noexcept { wake_putter(); }
  /// Wakes those who wait; the items were thrown away already when `dropped`.
  void shut_down(bool dropped) noexcept;

 private:
  friend class queue_waiter;
  friend class get_waiter;
  friend class put_waiter;
  static constexpr std::size_t unbounded = std::numeric_limits<std::size_t>::max();

  void wake_getter() noexcept {
    if (!getters_.empty() && size_ > woken_getters_) {
      ++woken_getters_;
      getters_.pop_front().grant();
    }
  }
  void wake_putter() noexcept {
    if (!putters_.empty() && size_ + woken_putters_ < capacity_) {
      ++woken_putters_;
      putters_.pop_front().grant();
    }
  }
  void finish_joins() noexcept;
  static void wait_on(intrusive_list<queue_waiter>& waiters, queue_waiter& waiter) noexcept;

  std::size_t capacity_;
  std::size_t size_ = 0;
  std::size_t woken_getters_ = 0;
  std::size_t woken_putters_ = 0;
  std::size_t unfinished_ = 0;
  std::uint64_t tickets_ = 0;
  bool shut_down_ = false;
  intrusive_list<queue_waiter> getters_;
  intrusive_list<queue_waiter> putters_;
  intrusive_list<Join> joiners_;
};

inline bool get_waiter::await_ready() const noexcept {
  return (queue_->size_ > queue_->woken_getters_ && queue_->getters_.empty()) ||
         (queue_->shut_down_ && queue_->size_ == 0);
}

inline bool put_waiter::await_ready() const noexcept {
  return (queue_->size_ + queue_->woken_putters_ < queue_->capacity_ && queue_->putters_.empty()) ||
         queue_->shut_down_;
}

}  // namespace pawl::detail

#endif  // PAWL_DETAIL_QUEUE_CORE_H
