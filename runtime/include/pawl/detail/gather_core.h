// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/detail/gather_core.h: counting the children of a gather().
#ifndef PAWL_DETAIL_GATHER_CORE_H
#define PAWL_DETAIL_GATHER_CORE_H

#include <pawl/detail/future_core.h>

#include <cstddef>
#include <string>

namespace pawl::detail {

/// Done when all children are, or the first has failed.  It lives until the last child is done:
/// that takes note of their errors, so that they are not reported as never retrieved.
class gather_core : public future_core, private loop_owned {
 public:
  /// Cancels the children; CancelledError comes when the last is done.
  bool cancel(const std::string& message) override;
  const char* kind() const noexcept override { return "gather"; }

 protected:
  class child final : public ready_node {
   public:
    void run() override;
    void drop() noexcept override;

   private:
    friend class gather_core;
    gather_core* owner_ = nullptr;
    future_core* future_ = nullptr;  // the owner holds a reference
  };

  explicit gather_core(bool wait_for_all) : wait_for_all_(wait_for_all) {}
  /// Before the children, for which there are so many nodes, are added.
  void start(child* nodes, std::size_t count);
  void add(child& node, future_core& future) {
    node.owner_ = this;
    node.future_ = &future;
    retain();
    future.add_callback(node);
  }

 private:
  void loop_ends() noexcept override;
  void child_done(future_core& child);

  child* children_ = nullptr;
  std::size_t count_ = 0;
  std::size_t finished_ = 0;
  bool wait_for_all_;
  bool cancel_requested_ = false;
};

}  // namespace pawl::detail

#endif  // PAWL_DETAIL_GATHER_CORE_H
