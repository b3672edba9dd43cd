// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/detail/repeated_callback.h: what a loop calls again and again: whenever a signal has come,
// or a descriptor is ready.
#ifndef PAWL_DETAIL_REPEATED_CALLBACK_H
#define PAWL_DETAIL_REPEATED_CALLBACK_H

#include <pawl/detail/context_cell.h>
#include <pawl/detail/loop_base.h>
#include <pawl/detail/ref_ptr.h>

#include <utility>

namespace pawl::detail {

class repeated_callback : public ref_counted {
 public:
  virtual void invoke() = 0;
  /// It runs in a copy of the context in which it was made.
  context_cell context{current_context().values};
};

template <class F>
class repeated_callback_of final : public repeated_callback {
 public:
  explicit repeated_callback_of(F f) : f_(std::move(f)) {}

 private:
  void invoke() override { static_cast<void>(f_()); }
  F f_;
};

template <class F>
ref_ptr<repeated_callback> make_repeated(F f) {
  return ref_ptr<repeated_callback>(new repeated_callback_of<F>(std::move(f)));
}

void add_signal_handler(loop_base& loop, int signal, ref_ptr<repeated_callback> callback);
bool remove_signal_handler(loop_base& loop, int signal) noexcept;

/// When `fd` can be read (`in`), or written to, in place of the callback that is there.
void add_fd_callback(loop_base& loop, int fd, bool in, ref_ptr<repeated_callback> callback);
bool remove_fd_callback(loop_base& loop, int fd, bool in) noexcept;

}  // namespace pawl::detail

#endif  // PAWL_DETAIL_REPEATED_CALLBACK_H
