// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// signals.h: EventLoop::add_signal_handler.  A signal sets a bit and wakes the loop, which calls
// the handler; no signal is blocked, as for a signalfd: threads and processes would inherit that.
#ifndef PAWL_SRC_SIGNALS_H
#define PAWL_SRC_SIGNALS_H

#include <pawl/detail/repeated_callback.h>

#include <cstdint>
#include <map>

#include "event_loop.h"

namespace pawl::detail {

bool in_main_thread() noexcept;
/// Whether nobody handles or ignores the signal.
bool handled_by_default(int signal) noexcept;
void set_signal_handler(int signal, void (*handler)(int)) noexcept;

class signal_handlers {
 public:
  explicit signal_handlers(loop_core& loop) noexcept : loop_(loop) {}
  signal_handlers(const signal_handlers&) = delete;
  signal_handlers& operator=(const signal_handlers&) = delete;
  ~signal_handlers();

  /// Throws when the signal cannot be handled, or not in this thread.
  void add(int signal, ref_ptr<repeated_callback> callback);
  bool remove(int signal) noexcept;
  bool empty() const noexcept { return callbacks_.empty(); }
  /// The bits of the signals that have come.
  void deliver(std::uint64_t came);

 private:
  loop_core& loop_;
  std::map<int, ref_ptr<repeated_callback>> callbacks_;
};

}  // namespace pawl::detail

#endif  // PAWL_SRC_SIGNALS_H
