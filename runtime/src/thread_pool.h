// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// thread_pool.h: the threads of to_thread.
#ifndef PAWL_SRC_THREAD_POOL_H
#define PAWL_SRC_THREAD_POOL_H

#include <pawl/thread.h>

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <thread>
#include <vector>

namespace pawl::detail {

/// Threads are started as they are needed, up to a bound, and stay until the end.
class thread_pool {
 public:
  thread_pool();
  thread_pool(const thread_pool&) = delete;
  thread_pool& operator=(const thread_pool&) = delete;
  /// Waits until all that was submitted is done.
  ~thread_pool();

  /// Performs `job` in a thread, then posts it to its loop.
  void submit(thread_job& job);

 private:
  void work();

  const std::size_t max_threads_;
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
