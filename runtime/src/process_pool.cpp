// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// process_pool.cpp: see process_pool.h.
#include "process_pool.h"

#include <dirent.h>
#include <fcntl.h>
#include <pawl/io_errors.h>
#include <pawl/process_pool.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <utility>

namespace pawl {

ProcessPoolExecutor::ProcessPoolExecutor(std::size_t max_workers)
    : pool_(new detail::process_pool(max_workers)) {}
ProcessPoolExecutor::~ProcessPoolExecutor() { pool_->end(); }
std::size_t ProcessPoolExecutor::default_workers() noexcept {
  return std::max(1U, std::thread::hardware_concurrency());
}

namespace detail {

namespace {

/// Closes everything but the standard streams and `kept`: a connection that a forked process keeps
/// open would never end.
void close_all_but(int kept) noexcept {
#ifdef SYS_close_range
  if (syscall(SYS_close_range, 3U, static_cast<unsigned>(kept - 1), 0U) == 0 &&
      syscall(SYS_close_range, static_cast<unsigned>(kept + 1), ~0U, 0U) == 0) {
    return;
  }
#endif
  DIR* const folder = opendir("/proc/self/fd");
  if (!folder) return;
  while (const dirent* entry = readdir(folder)) {
    const int fd = std::atoi(entry->d_name);
    if (fd > STDERR_FILENO && fd != kept && fd != dirfd(folder)) ::close(fd);
  }
  closedir(folder);
}

[[noreturn]] void become_worker(int socket) noexcept {
  loop_core::set_running(nullptr);
  // Ctrl-C reaches all processes of a terminal; this one ends with its pool.
  std::signal(SIGINT, SIG_IGN);
  std::signal(SIGQUIT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  if (socket <= STDERR_FILENO) socket = fcntl(socket, F_DUPFD, STDERR_FILENO + 1);
  close_all_but(socket);
  serve_requests(socket);
}

}  // namespace

process_pool::process_pool(std::size_t workers) : workers_(workers) {
  if (workers == 0) throw_value_error("max_workers must be greater than 0");
  // What is buffered is this process's to write.
  std::fflush(nullptr);
  try {
    for (worker& w : workers_) fork_worker(w);
  } catch (...) {
    kill_all();
    throw;
  }
}

process_pool::~process_pool() { kill_all(); }

void process_pool::fork_worker(worker& w) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0) {
    throw_os_error(errno, "cannot start a process");
  }
  w.socket = unique_fd(ends[0]);
  const unique_fd theirs(ends[1]);
  w.pid = fork();
  if (w.pid < 0) throw_os_error(errno, "cannot start a process");
  if (w.pid == 0) become_worker(theirs.get());
}

void process_pool::join_loop(loop_base& loop) {
  if (loop_ == &loop) return;
  if (loop_) throw_runtime_error("a process pool is used in another event loop than its own");
  loop_ = &loop;
  loop_core::of(loop).owned.push_back(*this);
  for (worker& w : workers_) w.driver = std::make_unique<detached>(loop, drive(*this, w));
}

void process_pool::kill_all() noexcept {
  for (worker& w : workers_) {
    if (w.pid > 0) kill(w.pid, SIGKILL);
  }
  for (worker& w : workers_) {
    while (w.pid > 0 && waitpid(w.pid, nullptr, 0) < 0 && errno == EINTR) continue;
    w.pid = -1;
    w.socket.reset();
  }
}

void process_pool::done_with(const ref_ptr<process_call_base>&) noexcept {
  loop_core::of(*loop_).work_finished();
}

/// No call will be answered any more.
void process_pool::give_up_all(bool broken) noexcept {
  std::vector<ref_ptr<process_call_base>> left;
  for (worker& w : workers_) {
    if (w.busy_with) left.push_back(std::move(w.busy_with));
  }
  for (item& i : queue_) left.push_back(std::move(i.call));
  queue_.clear();
  for (const ref_ptr<process_call_base>& call : left) {
    done_with(call);
    if (!broken) {
      call->cancelled();
      continue;
    }
    call->fail(std::make_exception_ptr(BrokenProcessPool(
        "a process of the pool was terminated abruptly while a call was running or waiting")));
  }
}

void process_pool::break_down() noexcept {
  if (std::exchange(broken_, true)) return;
  kill_all();
  give_up_all(true);
}

void process_pool::end() noexcept {
  broken_ = true;
  for (worker& w : workers_) w.driver.reset();
  kill_all();
  if (!loop_) return;
  give_up_all(false);
  loop_owned::unlink();
  loop_ = nullptr;
}

void process_pool::loop_ends() noexcept {
  const bool idle = queue_.empty() &&
                    std::none_of(workers_.begin(), workers_.end(),
                                 [](const worker& w) { return static_cast<bool>(w.busy_with); });
  for (worker& w : workers_) w.driver.reset();
  // A process that is at work would answer the wrong call in the next loop.
  if (!idle) end();
  loop_ = nullptr;
}

void submit_to(process_pool& pool, const ref_ptr<process_call_base>& call, process_function run,
               std::string callable, std::string arguments) {
  pool.submit(call, run, std::move(callable), std::move(arguments));
}

}  // namespace detail
}  // namespace pawl
