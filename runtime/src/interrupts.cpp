// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// interrupts.cpp: see interrupts.h.
#include "interrupts.h"

#include <atomic>
#include <csignal>

#include "signals.h"

namespace pawl::detail {

namespace {

// Only the main thread has handlers, and one run at a time.
std::atomic<int> interrupt_count{0};
std::atomic<loop_core*> interrupted_loop{nullptr};
bool watched_interrupt = false;
bool watched_quit = false;

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

bool handled_by(int signal, void (*handler)(int)) noexcept {
  struct sigaction present{};
  return sigaction(signal, nullptr, &present) == 0 && present.sa_handler == handler;
}

}  // namespace

interrupts::interrupts(loop_core& loop, task_core& main) : loop_(loop), cancel_(main) {
  interrupt_count = 0;
  if (!in_main_thread()) return;
  watches_interrupt_ = handled_by_default(SIGINT);
  watches_quit_ = loop_.debug && handled_by_default(SIGQUIT);
  if (!watches_interrupt_ && !watches_quit_) return;
  loop_.fds.open();
  loop_.on_interrupt = &cancel_;
  interrupted_loop = &loop;
  watched_interrupt = watches_interrupt_;
  watched_quit = watches_quit_;
  if (watches_interrupt_) set_signal_handler(SIGINT, on_interrupt);
  if (watches_quit_) set_signal_handler(SIGQUIT, on_quit);
}

interrupts::~interrupts() {
  if (!watches_interrupt_ && !watches_quit_) return;
  watched_interrupt = watched_quit = false;
  // What the program has put in their place stays.
  if (handled_by(SIGINT, on_interrupt)) set_signal_handler(SIGINT, SIG_DFL);
  if (handled_by(SIGQUIT, on_quit)) set_signal_handler(SIGQUIT, SIG_DFL);
  interrupted_loop = nullptr;
  loop_.on_interrupt = nullptr;
}

void (*interrupts::handler_of(int signal) noexcept)(int) {
  if (signal == SIGINT && watched_interrupt) return on_interrupt;
  if (signal == SIGQUIT && watched_quit) return on_quit;
  return SIG_DFL;
}

int interrupts::count() const noexcept { return watches_interrupt_ ? interrupt_count.load() : 0; }

}  // namespace pawl::detail
