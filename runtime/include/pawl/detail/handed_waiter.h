// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/detail/handed_waiter.h: waiting for something of which there is not enough for all: a lock,
// a permit, an item.
//
// It is granted to the first who waits, who takes it when the loop comes to it.  Who does not take
// it, because it was cancelled or its frame destroyed in between, hands it on.
#ifndef PAWL_DETAIL_HANDED_WAITER_H
#define PAWL_DETAIL_HANDED_WAITER_H

#include <pawl/detail/waiter.h>

#include <cstdint>
#include <utility>

namespace pawl::detail {

class handed_waiter : public waiter {
 public:
  /// Called with the node in no list: the frame goes on in the next iteration.
  void grant() noexcept {
    handed_ = true;
    wake();
  }
  void run() override;

 protected:
  handed_waiter() noexcept = default;
  handed_waiter(const handed_waiter& other) noexcept : waiter(other) {}
  ~handed_waiter() = default;

  /// Takes what was granted, right before the frame goes on.  False when it is gone: the node is
  /// waiting again, in a list.
  virtual bool accept() noexcept = 0;
  /// What was granted is the next one's.
  virtual void hand_on() noexcept = 0;
  bool take_grant() noexcept { return std::exchange(handed_, false); }
  /// To be called by the destructor of each class that implements hand_on().
  void drop_grant() noexcept {
    if (take_grant()) hand_on();
  }

 private:
  bool handed_ = false;
};

/// Something that tasks of one loop wait on: that of the first who waited.
class loop_bound {
 public:
  loop_bound(const loop_bound&) = delete;
  loop_bound& operator=(const loop_bound&) = delete;

 protected:
  loop_bound() noexcept = default;
  ~loop_bound() = default;
  /// Throws RuntimeError when it was waited on in another loop.
  void bind(loop_base& loop);

 private:
  std::uint64_t loop_ = 0;
};

}  // namespace pawl::detail

#endif  // PAWL_DETAIL_HANDED_WAITER_H
