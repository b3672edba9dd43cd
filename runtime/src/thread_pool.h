// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// thread_pool.h: the threads of to_thread and of a ThreadPoolExecutor.
#ifndef PAWL_SRC_THREAD_POOL_H
#define PAWL_SRC_THREAD_POOL_H

#include <pawl/thread.h>

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace pawl::detail {

/// Threads are started as they are needed, up to a bound, and stay until the end.
class thread_pool {
 public:
  thread_pool(std::size_t max_threads, std::string name);
  thread_pool(const thread_pool&) = delete;
  thread_pool& operator=(const thread_pool&) = delete;
  /// Waits until all that was submitted is done.
  ~thread_pool();
  static std::size_t default_size() noexcept;

  /// Performs `job` in a thread, then posts it to its loop.  Throws RuntimeError after end(), and
  /// std::system_error when no thread can be had.
  void submit(thread_job& job);
  /// Takes no more, and waits until all that was submitted is done.
  void end();

 private:
  void work(std::size_t number);

  const std::size_t max_threads_;
  const std::string name_;
  std::mutex mutex_;
  std::condition_variable more_;
  ready_list jobs_;
  std::size_t queued_ = 0;
  std::size_t idle_ = 0;
  bool ending_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace pawl::detail

#endif  // PAWL_SRC_THREAD_POOL_H
