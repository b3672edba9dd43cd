// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/subprocess.h: other programs.
// https://docs.python.org/3/library/asyncio-subprocess.html
//
//   pawl::SubprocessOptions options;
//   options.out = pawl::Stdio::pipe;
//   pawl::Process ls = await pawl::create_subprocess_exec({"ls", "-l"}, options);
//   auto [out, err] = await ls.communicate();
//   int code = *ls.returncode();
#ifndef PAWL_SUBPROCESS_H
#define PAWL_SUBPROCESS_H

#include <pawl/coro.h>
#include <pawl/detail/ref_ptr.h>
#include <pawl/detail/waiter.h>
#include <pawl/stream_reader.h>
#include <pawl/stream_writer.h>
#include <sys/types.h>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace pawl {

/// What a standard stream of a program is connected to.
class Stdio {
 public:
  enum Kind : unsigned char {
    inherit,        ///< what this program's is
    pipe,           ///< a stream of the Process
    devnull,        ///< /dev/null
    to_stdout,      ///< for standard error: where standard output goes
    to_descriptor,  ///< see the constructor
  };
  Stdio(Kind kind) noexcept : kind_(kind) {}
  /// A descriptor, which stays the caller's.
  explicit Stdio(int fd) noexcept : kind_(to_descriptor), fd_(fd) {}
  Kind kind() const noexcept { return kind_; }
  int fd() const noexcept { return fd_; }

 private:
  Kind kind_;
  int fd_ = -1;
};

struct SubprocessOptions {
  Stdio in = Stdio::inherit;
  Stdio out = Stdio::inherit;
  Stdio err = Stdio::inherit;
  std::optional<std::string> cwd = {};               ///< its working directory
  std::optional<std::vector<std::string>> env = {};  ///< "NAME=value"; nothing: this program's
  bool start_new_session = false;                    ///< setsid()
  bool close_fds = true;  ///< only the standard streams, though other descriptors are inheritable
  std::size_t limit = StreamReader::default_limit;  ///< of its StreamReaders
};

namespace detail {

class process_core;

/// Waits for a process to end.
class exit_waiter : public waiter {
 public:
  explicit exit_waiter(ref_ptr<process_core> core) noexcept;
  exit_waiter(exit_waiter&& other) noexcept;
  ~exit_waiter();
  bool await_ready() const noexcept;
  template <class P>
  void await_suspend(handle<P> h) {
    attach(h);
    start();
  }
  int await_resume();
  std::string waits_for() const override;
  bool order_is_promised() const noexcept override { return false; }

 private:
  friend class process_core;
  void start();
  ref_ptr<process_core> core_;
};

}  // namespace detail

/// What communicate() gives: what the program has written to its pipes.
struct ProcessOutput {
  std::string out;
  std::string err;
};

/// What Process::wait() returns; await it once.
class [[nodiscard]] ProcessExit final : public detail::exit_waiter {
 public:
  using detail::exit_waiter::exit_waiter;
};

/// The only owner of a program that runs; when it goes, the program is killed.  It belongs to the
/// loop in which it was made.
class Process {
 public:
  explicit Process(detail::ref_ptr<detail::process_core> core) noexcept;
  Process(Process&& other) noexcept;
  Process& operator=(Process&& other) noexcept;
  ~Process();

  pid_t pid() const noexcept;
  /// The exit code, or -N when signal N ended it; nothing while it runs.
  std::optional<int> returncode() const noexcept;

  /// The streams of asyncio's stdin, stdout and stderr.  Each throws RuntimeError when that is no
  /// pipe.
  StreamWriter& stdin_writer() const;
  StreamReader& stdout_reader() const;
  StreamReader& stderr_reader() const;

  /// Suspends until the program has ended, and gives its returncode().  It may not end before
  /// somebody reads what it writes to a pipe: communicate() does.  A cancel leaves it running.
  ProcessExit wait() const;
  /// Writes `input` to its standard input and closes that, if it is a pipe; reads all that it
  /// writes, and waits for its end.  That it does not read all its input is no error.  A cancel
  /// leaves it running, and loses what was read.
  Coro<ProcessOutput> communicate(std::string input = {}) const;

  /// Nothing happens when it has ended.
  void send_signal(int signal) const noexcept;
  void terminate() const noexcept;
  void kill() const noexcept;

 private:
  detail::ref_ptr<detail::process_core> core_;
};

/// Starts a program, which is looked for in PATH when its name has no '/'.  Throws
/// std::system_error, which names it, when it cannot be started, std::invalid_argument when `argv`
/// is empty.
Coro<Process> create_subprocess_exec(std::vector<std::string> argv, SubprocessOptions options = {},
                                     detail::source_site site = detail::source_site::current());

/// Runs a command by /bin/sh.
Coro<Process> create_subprocess_shell(std::string command, SubprocessOptions options = {},
                                      detail::source_site site = detail::source_site::current());

}  // namespace pawl

#endif  // PAWL_SUBPROCESS_H
