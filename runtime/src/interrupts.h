// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// interrupts.h: what Ctrl-C does to a run.
#ifndef PAWL_SRC_INTERRUPTS_H
#define PAWL_SRC_INTERRUPTS_H

#include <pawl/detail/task_core.h>

#include "event_loop.h"

namespace pawl::detail {

/// For its lifetime, SIGINT cancels a task; the second one has its default action.  In debug mode
/// SIGQUIT prints all tasks.  Does nothing outside of the main thread, and when the program handles
/// or ignores the signal itself.
class interrupts {
 public:
  interrupts(loop_core& loop, task_core& main);
  ~interrupts();
  interrupts(const interrupts&) = delete;
  interrupts& operator=(const interrupts&) = delete;
  int count() const noexcept;
  /// What handles a signal when nothing else does: a run that watches it, or SIG_DFL.
  static void (*handler_of(int signal) noexcept)(int);

 private:
  class cancel_main final : public ready_node {
   public:
    explicit cancel_main(task_core& main) noexcept : main_(main) {}
    void run() override { main_.cancel({}); }

   private:
    task_core& main_;
  };

  loop_core& loop_;
  cancel_main cancel_;
  bool watches_interrupt_ = false;
  bool watches_quit_ = false;
};

}  // namespace pawl::detail

#endif  // PAWL_SRC_INTERRUPTS_H
