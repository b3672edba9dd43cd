// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/detail/shield_core.h: the future that stands between a shielded one and those who await it.
#ifndef PAWL_DETAIL_SHIELD_CORE_H
#define PAWL_DETAIL_SHIELD_CORE_H

#include <pawl/detail/future_core.h>

namespace pawl::detail {

class shield_core final : public future_core {
 public:
  explicit shield_core(future_core& inner);

 private:
  class link final : public ready_node {
   public:
    void run() override { owner->inner_done(); }
    void drop() noexcept override { owner->release(); }
    shield_core* owner = nullptr;
  };
  void inner_done();
  void follow();

  ref_ptr<future_core> inner_;
  link link_;
};

}  // namespace pawl::detail

#endif  // PAWL_DETAIL_SHIELD_CORE_H
