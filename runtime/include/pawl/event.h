// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/event.h: Event, a flag that tasks wait for.
// https://docs.python.org/3/library/asyncio-sync.html#event
#ifndef PAWL_EVENT_H
#define PAWL_EVENT_H

#include <pawl/detail/handed_waiter.h>

#include <string>

namespace pawl {

/// False until set().  It belongs to the loop in which it was first waited for.
class Event : private detail::loop_bound {
 public:
  Event() = default;

  /// What wait() returns; await it once.
  class [[nodiscard]] Wait final : public detail::waiter {
   public:
    explicit Wait(Event& event) noexcept : event_(&event) {}
    std::string waits_for() const override { return "an Event"; }
    bool await_ready() const noexcept { return event_->set_; }
    template <class P>
    void await_suspend(handle<P> h) {
      attach(h);
      start();
    }
    void await_resume() { throw_if_cancelled(); }

   private:
    friend class Event;
    void start();
    Event* event_;
  };

  bool is_set() const noexcept { return set_; }
  /// Wakes all who wait, in the order in which they came; a clear() right behind it does not hold
  /// them back.
  void set() noexcept;
  void clear() noexcept { set_ = false; }
  /// Await it until the event is set; does not suspend when it is.
  Wait wait() noexcept { return Wait(*this); }

 private:
  bool set_ = false;
  detail::intrusive_list<Wait> waiters_;
};

}  // namespace pawl

#endif  // PAWL_EVENT_H
