// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/suspension.h: awaiters of one's own that can be cancelled.
//
//   class Packet : public pawl::Suspension {
//    public:
//     explicit Packet(Radio& r) : radio(r) {}
//     bool await_ready() const { return radio.has_packet(); }
//     template <class P> void await_suspend(pawl::handle<P> h) {
//       radio.on_packet([this] { resume(); });
//       suspend(h);
//     }
//     Data await_resume() { throw_if_cancelled(); return radio.packet(); }
//    private:
//     void on_cancel() noexcept override { radio.on_packet({}); }
//     Radio& radio;
//   };
#ifndef PAWL_SUSPENSION_H
#define PAWL_SUSPENSION_H

#include <pawl/detail/waiter.h>

namespace pawl {

/// A base class for awaiters.  All of it is for the loop's own thread; a callback of another thread
/// goes through EventLoop::call_soon_threadsafe.
class Suspension : private detail::waiter {
 protected:
  Suspension() noexcept = default;
  /// Moved only before it is awaited.
  Suspension(const Suspension& other) noexcept : detail::waiter(other) {}
  /// A frame that is destroyed while it waits destroys its awaiter: the derived class's destructor
  /// sees to it that nobody calls resume() any more.
  ~Suspension() = default;

  /// To be called last in await_suspend: a cancel that came earlier calls on_cancel() here.
  template <class P>
  void suspend(handle<P> h) {
    attach(h);
    settle();
  }
  /// The coroutine goes on in the loop's next iteration.  Later calls do nothing.
  void resume() noexcept {
    if (!woken()) wake();
  }
  /// To be called first in await_resume.
  void throw_if_cancelled() { detail::waiter::throw_if_cancelled(); }
  /// The wait ends because the task is cancelled: resume() need not be called any more.
  virtual void on_cancel() noexcept {}

 private:
  void disarm() noexcept final {
    unlink();
    on_cancel();
  }
};

}  // namespace pawl

#endif  // PAWL_SUSPENSION_H
