// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// detached.h: a coroutine that the runtime runs for itself: part of no task, seen by nobody.
#ifndef PAWL_SRC_DETACHED_H
#define PAWL_SRC_DETACHED_H

#include <pawl/coro.h>
#include <pawl/detail/loop_base.h>

#include <utility>

namespace pawl::detail {

/// Its end is its owner's: the frame is destroyed where it stands.
class detached final : private ready_node {
 public:
  /// It begins in the next iteration.
  detached(loop_base& loop, Coro<> coro) : coro_(std::move(coro)) {
    completion_.resume = ended;
    completion_.destroy = ended;
    promise_base& promise = coro_.frame().promise();
    promise.continuation = &completion_;
    loop.ready.push_back(*this);
  }

 private:
  static void ended(frame_header*) {}
  void run() override {
    frame_header* frame = header_of(coro_.frame());
    frame->resume(frame);
  }

  frame_header completion_{};
  Coro<> coro_;
};

}  // namespace pawl::detail

#endif  // PAWL_SRC_DETACHED_H
