// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// interrupts.cpp: see interrupts.h.
#include "interrupts.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <csignal>

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

bool handles_by_default(int signal) {
  struct sigaction present{};
  return sigaction(signal, nullptr, &present) == 0 && (present.sa_flags & SA_SIGINFO) == 0 &&
         present.sa_handler == SIG_DFL;
}

}  // namespace

interrupts::interrupts(loop_core& loop, task_core& main) : loop_(loop), cancel_(main) {
  interrupt_count = 0;
  if (getpid() != syscall(SYS_gettid)) return;
  watches_interrupt_ = handles_by_default(SIGINT);
  watches_quit_ = loop_.debug && handles_by_default(SIGQUIT);
  if (!watches_interrupt_ && !watches_quit_) return;
  loop_.fds.open();
  loop_.on_interrupt = &cancel_;
  interrupted_loop = &loop;
  struct sigaction action{};
  sigemptyset(&action.sa_mask);
  action.sa_handler = on_interrupt;
  if (watches_interrupt_) sigaction(SIGINT, &action, nullptr);
  action.sa_handler = on_quit;
  if (watches_quit_) sigaction(SIGQUIT, &action, nullptr);
}

interrupts::~interrupts() {
  if (!watches_interrupt_ && !watches_quit_) return;
  struct sigaction action{};
  sigemptyset(&action.sa_mask);
  action.sa_handler = SIG_DFL;
  if (watches_interrupt_) sigaction(SIGINT, &action, nullptr);
  if (watches_quit_) sigaction(SIGQUIT, &action, nullptr);
  interrupted_loop = nullptr;
  loop_.on_interrupt = nullptr;
}

int interrupts::count() const noexcept { return watches_interrupt_ ? interrupt_count.load() : 0; }

}  // namespace pawl::detail
