// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// signals.cpp: see signals.h.
#include "signals.h"

#include <pawl/loop.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <string>

#include "interrupts.h"

namespace pawl::detail {

namespace {

constexpr int last_signal = 64;

// By signal: whose it is.  Only the main thread's loop has handlers.
std::atomic<loop_core*> owners[last_signal + 1];

void on_signal(int signal) {
  if (loop_core* loop = owners[signal].load()) loop->signal_came(signal);
}

}  // namespace

bool in_main_thread() noexcept { return getpid() == syscall(SYS_gettid); }

bool handled_by_default(int signal) noexcept {
  struct sigaction present{};
  return sigaction(signal, nullptr, &present) == 0 && (present.sa_flags & SA_SIGINFO) == 0 &&
         present.sa_handler == SIG_DFL;
}

void set_signal_handler(int signal, void (*handler)(int)) noexcept {
  struct sigaction action{};
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  action.sa_handler = handler;
  sigaction(signal, &action, nullptr);
}

signal_handlers::~signal_handlers() {
  while (!callbacks_.empty()) remove(callbacks_.begin()->first);
}

void signal_handlers::add(int signal, ref_ptr<repeated_callback> callback) {
  if (signal < 1 || signal > last_signal) {
    throw_value_error(("signal number " + std::to_string(signal) + " out of range").c_str());
  }
  if (signal == SIGKILL || signal == SIGSTOP) {
    throw_runtime_error(("sig " + std::to_string(signal) + " cannot be caught").c_str());
  }
  if (!in_main_thread()) {
    throw_runtime_error("signal handlers can be added in the main thread only");
  }
  loop_.fds.open();
  callbacks_[signal] = std::move(callback);
  owners[signal] = &loop_;
  set_signal_handler(signal, on_signal);
}

bool signal_handlers::remove(int signal) noexcept {
  if (callbacks_.erase(signal) == 0) return false;
  set_signal_handler(signal, interrupts::handler_of(signal));
  owners[signal] = nullptr;
  return true;
}

void signal_handlers::deliver(std::uint64_t came) {
  for (int signal = 1; signal <= last_signal; ++signal) {
    if ((came >> static_cast<unsigned>(signal - 1) & 1U) == 0) continue;
    const auto found = callbacks_.find(signal);
    if (found == callbacks_.end()) continue;
    const context_scope scope(found->second->context);
    EventLoop(loop_).call_soon([callback = found->second] { callback->invoke(); });
  }
}

void add_signal_handler(loop_base& loop, int signal, ref_ptr<repeated_callback> callback) {
  check_thread(loop);
  loop_core& core = loop_core::of(loop);
  if (!core.signals) core.signals = std::make_unique<signal_handlers>(core);
  core.signals->add(signal, std::move(callback));
}

bool remove_signal_handler(loop_base& loop, int signal) noexcept {
  const auto& handlers = loop_core::of(loop).signals;
  return handlers && handlers->remove(signal);
}

}  // namespace pawl::detail
