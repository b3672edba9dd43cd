// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// subprocess.cpp: see subprocess.h.
#include "subprocess.h"

#include <fcntl.h>
#include <pawl/io_errors.h>
#include <pawl/pipes.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <utility>

#include "event_loop.h"
#include "stream_core.h"

namespace pawl {

namespace detail {

namespace {

constexpr int first_other_fd = STDERR_FILENO + 1;

void check(int error, const std::string& what) {
  if (error != 0) throw_os_error(error, what);
}

/// What posix_spawn does in the new process before the program begins.
class spawn_actions {
 public:
  spawn_actions() { check(posix_spawn_file_actions_init(&actions_), "cannot start a program"); }
  ~spawn_actions() { posix_spawn_file_actions_destroy(&actions_); }
  spawn_actions(const spawn_actions&) = delete;
  spawn_actions& operator=(const spawn_actions&) = delete;

  void connect(int fd, int as) { add(posix_spawn_file_actions_adddup2(&actions_, fd, as)); }
  void open(const char* path, int as) {
    add(posix_spawn_file_actions_addopen(&actions_, as, path, O_RDWR, 0));
  }
  void change_folder(const std::string& folder) {
    add(posix_spawn_file_actions_addchdir_np(&actions_, folder.c_str()));
  }
  void close_others() { add(posix_spawn_file_actions_addclosefrom_np(&actions_, first_other_fd)); }
  const posix_spawn_file_actions_t* get() const noexcept { return &actions_; }

 private:
  static void add(int error) { check(error, "cannot start a program"); }
  posix_spawn_file_actions_t actions_;
};

/// Signals are as they are by default: what this program ignores or blocks is its own matter.
class spawn_attributes {
 public:
  explicit spawn_attributes(bool new_session) {
    check(posix_spawnattr_init(&attributes_), "cannot start a program");
    sigset_t set;
    sigemptyset(&set);
    posix_spawnattr_setsigmask(&attributes_, &set);
    sigaddset(&set, SIGPIPE);
    posix_spawnattr_setsigdefault(&attributes_, &set);
    const int session = new_session ? POSIX_SPAWN_SETSID : 0;
    posix_spawnattr_setflags(
        &attributes_, static_cast<short>(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | session));
  }
  ~spawn_attributes() { posix_spawnattr_destroy(&attributes_); }
  spawn_attributes(const spawn_attributes&) = delete;
  spawn_attributes& operator=(const spawn_attributes&) = delete;
  const posix_spawnattr_t* get() const noexcept { return &attributes_; }

 private:
  posix_spawnattr_t attributes_;
};

std::vector<char*> pointers_to(const std::vector<std::string>& strings) {
  std::vector<char*> result;
  for (const std::string& s : strings) result.push_back(const_cast<char*>(s.c_str()));
  result.push_back(nullptr);
  return result;
}

struct pipe_ends {
  unique_fd read;
  unique_fd write;
};

pipe_ends make_pipe() {
  int fds[2];
  if (pipe2(fds, O_CLOEXEC) < 0) throw_os_error(errno, "pipe");
  pipe_ends ends{unique_fd(fds[0]), unique_fd(fds[1])};
  // Not where the standard streams of the program are going to be.
  for (unique_fd* end : {&ends.read, &ends.write}) {
    if (end->get() >= first_other_fd) continue;
    unique_fd moved(fcntl(end->get(), F_DUPFD_CLOEXEC, first_other_fd));
    if (!moved) throw_os_error(errno, "pipe");
    *end = std::move(moved);
  }
  return ends;
}

}  // namespace

process_core::process_core(const std::vector<std::string>& argv, const SubprocessOptions& options,
                           source_site site)
    : loop_(&require_loop()), site_(site) {
  if (argv.empty()) throw_value_error("create_subprocess_exec: no program");
  meet_the_world(*loop_);
  loop_core::of(*loop_).owned.push_back(*this);
  start(argv, options);
  watch();
}

void process_core::start(const std::vector<std::string>& argv, const SubprocessOptions& options) {
  spawn_actions actions;
  std::vector<unique_fd> theirs;
  const auto stream = [&](const Stdio& stdio, int as) {
    unique_fd ours;
    switch (stdio.kind()) {
      case Stdio::inherit:
        break;
      case Stdio::pipe: {
        pipe_ends ends = make_pipe();
        const bool input = as == STDIN_FILENO;
        theirs.push_back(std::move(input ? ends.read : ends.write));
        ours = std::move(input ? ends.write : ends.read);
        actions.connect(theirs.back().get(), as);
        break;
      }
      case Stdio::devnull:
        actions.open("/dev/null", as);
        break;
      case Stdio::to_stdout:
        actions.connect(STDOUT_FILENO, as);
        break;
      case Stdio::to_descriptor:
        actions.connect(stdio.fd(), as);
        break;
    }
    return ours;
  };
  unique_fd to_in = stream(options.in, STDIN_FILENO);
  unique_fd from_out = stream(options.out, STDOUT_FILENO);
  unique_fd from_err = stream(options.err, STDERR_FILENO);
  std::string where;
  if (options.cwd) {
    actions.change_folder(*options.cwd);
    where = " in '" + *options.cwd + "'";
  }
  if (options.close_fds) actions.close_others();
  const spawn_attributes attributes(options.start_new_session);
  const std::vector<char*> arguments = pointers_to(argv);
  const std::vector<char*> environment =
      options.env ? pointers_to(*options.env) : std::vector<char*>();
  check(posix_spawnp(&pid_, argv[0].c_str(), actions.get(), attributes.get(), arguments.data(),
                     options.env ? environment.data() : environ),
        "cannot start '" + argv[0] + "'" + where);
  if (to_in) {
    in.emplace(connect_write_pipe(to_in.release()));
    in->core()->report_unclosed = false;  // it goes with the Process
  }
  if (from_out) out.emplace(connect_read_pipe(from_out.release(), options.limit));
  if (from_err) err.emplace(connect_read_pipe(from_err.release(), options.limit));
}

void process_core::watch() {
  loop_core& loop = loop_core::of(*loop_);
  try {
    pidfd_ = unique_fd(static_cast<int>(syscall(SYS_pidfd_open, pid_, 0)));
    if (!pidfd_) throw_os_error(errno, "pidfd_open");
    loop.fds.add(pidfd_.get(), *this);
  } catch (...) {
    ::kill(pid_, SIGKILL);
    reap(true);
    throw;
  }
  loop.work_started();
  kept_ = true;
  retain();
}

process_core::~process_core() {
  if (pid_ < 0 || returncode_) return;
  ::kill(pid_, SIGKILL);
  reap(true);
}

void process_core::send_signal(int signal) noexcept {
  // Its number is its own until it is reaped.
  if (!returncode_) ::kill(pid_, signal);
}

bool process_core::reap(bool wait) noexcept {
  int status = 0;
  pid_t reaped;
  do {
    reaped = waitpid(pid_, &status, wait ? 0 : WNOHANG);
  } while (reaped < 0 && errno == EINTR);
  if (reaped == 0) return false;
  if (reaped < 0) {
    returncode_ = 255;  // somebody else has reaped it, as in asyncio
  } else {
    returncode_ = WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
  }
  return true;
}

void process_core::fd_changed(bool, bool, bool) noexcept {
  if (!returncode_ && reap(false)) ended();
}

void process_core::ended() noexcept {
  loop_core& loop = loop_core::of(*loop_);
  loop.fds.remove(pidfd_.get());
  loop.work_finished();
  pidfd_.reset();
  loop_owned::unlink();
  while (!waiting_.empty()) waiting_.pop_front().wake();
  if (std::exchange(kept_, false)) release();
}

void process_core::abandon() noexcept {
  in.reset();
  out.reset();
  err.reset();
  if (!loop_ || returncode_) return;
  if (loop_->debug) {
    report_error("a Process was dropped while its program runs",
                 std::to_string(pid_) + created_at(site_), nullptr);
  }
  send_signal(SIGKILL);
}

void process_core::loop_ends() noexcept {
  if (kept_) loop_core::of(*loop_).work_finished();
  loop_ = nullptr;
  pidfd_.reset();
  if (!returncode_) {
    ::kill(pid_, SIGKILL);
    reap(true);
  }
  if (std::exchange(kept_, false)) release();
}

exit_waiter::exit_waiter(ref_ptr<process_core> core) noexcept : core_(std::move(core)) {}
exit_waiter::exit_waiter(exit_waiter&& other) noexcept
    : waiter(other), core_(std::move(other.core_)) {}
exit_waiter::~exit_waiter() = default;
bool exit_waiter::await_ready() const noexcept { return core_->returncode().has_value(); }
void exit_waiter::start() {
  core_->waiting_.push_back(*this);
  settle();
}
int exit_waiter::await_resume() {
  throw_if_cancelled();
  return core_->returncode().value_or(255);
}
std::string exit_waiter::waits_for() const { return "process " + std::to_string(core_->pid()); }

}  // namespace detail

namespace {

template <class S>
S& require_pipe(std::optional<S>& stream, const char* name) {
  if (!stream) detail::throw_runtime_error((std::string(name) + " is no pipe").c_str());
  return *stream;
}

}  // namespace

Process::Process(detail::ref_ptr<detail::process_core> core) noexcept : core_(std::move(core)) {}
Process::Process(Process&& other) noexcept : core_(std::move(other.core_)) {}
Process& Process::operator=(Process&& other) noexcept {
  std::swap(core_, other.core_);
  return *this;
}
Process::~Process() {
  if (core_) core_->abandon();
}

pid_t Process::pid() const noexcept { return core_->pid(); }
std::optional<int> Process::returncode() const noexcept { return core_->returncode(); }
StreamWriter& Process::stdin_writer() const { return require_pipe(core_->in, "standard input"); }
StreamReader& Process::stdout_reader() const { return require_pipe(core_->out, "standard output"); }
StreamReader& Process::stderr_reader() const { return require_pipe(core_->err, "standard error"); }
ProcessExit Process::wait() const { return ProcessExit(core_); }
void Process::send_signal(int signal) const noexcept { core_->send_signal(signal); }
void Process::terminate() const noexcept { send_signal(SIGTERM); }
void Process::kill() const noexcept { send_signal(SIGKILL); }

}  // namespace pawl
