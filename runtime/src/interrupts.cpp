// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// interrupts.cpp: see interrupts.h.
#include "interrupts.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>

namespace pawl::detail {

namespace {

// Only the main thread has a handler, and one run at a time.
std::atomic<int> interrupt_count{0};
std::atomic<loop_core*> interrupted_loop{nullptr};

void on_interrupt(int) {
  if (interrupt_count.fetch_add(1) > 0) {
    std::signal(SIGINT, SIG_DFL);
    std::raise(SIGINT);
    return;
  }
  if (loop_core* loop = interrupted_loop.load()) loop->interrupt(false);
}

void on_quit(int) {
  if (loop_core* loop = interrupted_loop.load()) loop->interrupt(true);
}

}  // namespace

interrupts::interrupts(loop_core& loop, task_core& main) : loop_(loop), cancel_(main) {
  interrupt_count = 0;
  if (getpid() != syscall(SYS_gettid)) return;
  if (sigaction(SIGINT, nullptr, &before_) != 0 || (before_.sa_flags & SA_SIGINFO) != 0 ||
      before_.sa_handler != SIG_DFL) {
    return;
  }
  loop_.fds.open();
  loop_.on_interrupt = &cancel_;
  interrupted_loop = &loop;
  struct sigaction action{};
  action.sa_handler = on_interrupt;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  installed_ = true;
  if (!loop_.debug) return;
  action.sa_handler = on_quit;
  sigaction(SIGQUIT, &action, &quit_before_);
  watches_quit_ = true;
}

interrupts::~interrupts() {
  if (!installed_) return;
  sigaction(SIGINT, &before_, nullptr);
  if (watches_quit_) sigaction(SIGQUIT, &quit_before_, nullptr);
  interrupted_loop = nullptr;
  loop_.on_interrupt = nullptr;
}

int interrupts::count() const noexcept { return installed_ ? interrupt_count.load() : 0; }

}  // namespace pawl::detail
