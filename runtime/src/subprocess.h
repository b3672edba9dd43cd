// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// subprocess.h: a program that runs, from its start to its end.
#ifndef PAWL_SRC_SUBPROCESS_H
#define PAWL_SRC_SUBPROCESS_H

#include <pawl/detail/unique_fd.h>
#include <pawl/subprocess.h>

#include <optional>
#include <string>
#include <vector>

#include "poller.h"

namespace pawl::detail {

class process_core final : public ref_counted, public loop_owned, private fd_watch {
 public:
  /// Throws.
  process_core(const std::vector<std::string>& argv, const SubprocessOptions& options,
               source_site site);

  pid_t pid() const noexcept { return pid_; }
  std::optional<int> returncode() const noexcept { return returncode_; }
  void send_signal(int signal) noexcept;
  /// Nobody is left who wants it.
  void abandon() noexcept;
  void loop_ends() noexcept override;

  std::optional<StreamWriter> in;
  std::optional<StreamReader> out;
  std::optional<StreamReader> err;

 private:
  friend class exit_waiter;
  ~process_core() override;
  void fd_changed(bool in, bool out, bool hung_up) noexcept override;
  void start(const std::vector<std::string>& argv, const SubprocessOptions& options);
  void watch();
  /// False when it still runs.
  bool reap(bool wait) noexcept;
  void ended() noexcept;

  loop_base* loop_;
  source_site site_;
  pid_t pid_ = -1;
  unique_fd pidfd_;
  std::optional<int> returncode_;
  intrusive_list<exit_waiter> waiting_;
  bool kept_ = false;  // refers to itself until the program has ended
};

}  // namespace pawl::detail

#endif  // PAWL_SRC_SUBPROCESS_H
