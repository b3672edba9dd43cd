// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// fd_callbacks.cpp: see fd_callbacks.h.
#include "fd_callbacks.h"

#include <cerrno>
#include <memory>
#include <system_error>

#include "event_loop.h"

namespace pawl::detail {

fd_callback::fd_callback(int fd, bool in, ref_ptr<repeated_callback> callback)
    : io_waiter(fd, in ? direction::in : direction::out), callback_(std::move(callback)) {}

void fd_callback::begin() {
  attach(nullptr, nullptr);
  if (!watch()) throw std::system_error(EPERM, std::generic_category(), "cannot wait for a file");
}

void fd_callback::end() noexcept {
  disarm();
  unlink();
  callback_.reset();
}

void fd_callback::run() {
  const ref_ptr<fd_callback> self(this);  // the callback may remove it
  const ref_ptr<repeated_callback> callback = callback_;
  rearm();
  try {
    const context_scope scope(callback->context);
    callback->invoke();
  } catch (...) {
    report_error("Exception in callback", waits_for(), std::current_exception());
  }
  if (!callback_) return;
  try {
    // One shot is used up, though there may be more to read.
    if (!watch()) wake();
  } catch (...) {
    // It was closed; nobody is told of it any more.
    report_error("Exception in callback", waits_for(), std::current_exception());
    callback_.reset();
  }
}

fd_callbacks::~fd_callbacks() {
  for (auto& [key, callback] : all_) callback->end();
}

void fd_callbacks::add(int fd, bool in, ref_ptr<repeated_callback> callback) {
  if (loop_core::of(loop_).fds.has_watch(fd)) {
    throw_runtime_error(
        ("descriptor " + std::to_string(fd) + " is used by a stream or the like").c_str());
  }
  remove(fd, in);
  ref_ptr<fd_callback> watcher(new fd_callback(fd, in, std::move(callback)));
  watcher->begin();
  all_[{fd, in}] = std::move(watcher);
}

bool fd_callbacks::remove(int fd, bool in) noexcept {
  const auto found = all_.find({fd, in});
  if (found == all_.end()) return false;
  found->second->end();
  all_.erase(found);
  return true;
}

void add_fd_callback(loop_base& loop, int fd, bool in, ref_ptr<repeated_callback> callback) {
  check_thread(loop);
  loop_core& core = loop_core::of(loop);
  if (!core.watchers) core.watchers = std::make_unique<fd_callbacks>(core);
  core.watchers->add(fd, in, std::move(callback));
}

bool remove_fd_callback(loop_base& loop, int fd, bool in) noexcept {
  const auto& watchers = loop_core::of(loop).watchers;
  return watchers && watchers->remove(fd, in);
}

}  // namespace pawl::detail
