// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/detail/signal_callback.h: what a loop calls when a signal has come.
#ifndef PAWL_DETAIL_SIGNAL_CALLBACK_H
#define PAWL_DETAIL_SIGNAL_CALLBACK_H

#include <pawl/detail/context_cell.h>
#include <pawl/detail/loop_base.h>
#include <pawl/detail/ref_ptr.h>

#include <utility>

namespace pawl::detail {

class signal_callback : public ref_counted {
 public:
  virtual void invoke() = 0;
  /// It runs in a copy of the context in which it was made.
  context_cell context{current_context().values};
};

template <class F>
class signal_callback_of final : public signal_callback {
 public:
  explicit signal_callback_of(F f) : f_(std::move(f)) {}

 private:
  void invoke() override { static_cast<void>(f_()); }
  F f_;
};

void add_signal_handler(loop_base& loop, int signal, ref_ptr<signal_callback> callback);
bool remove_signal_handler(loop_base& loop, int signal) noexcept;

}  // namespace pawl::detail

#endif  // PAWL_DETAIL_SIGNAL_CALLBACK_H
