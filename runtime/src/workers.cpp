// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// workers.cpp: see workers.h.
#include <pawl/workers.h>

#include <thread>

namespace pawl::detail {

worker_group::worker_group(std::size_t count) : workers_(count) {
  if (count == 0) throw_value_error("run_workers: there is 1 worker or more");
}

void worker_group::run(const std::function<void(std::size_t)>& body) {
  const auto guarded = [&](std::size_t index) {
    try {
      body(index);
    } catch (...) {  // there could be no loop
      fail();
    }
  };
  std::vector<std::thread> threads;
  try {
    threads.reserve(count());
    for (std::size_t i = 1; i < count(); ++i) threads.emplace_back(guarded, i);
    guarded(0);
  } catch (...) {  // there could be no thread
    fail();
  }
  for (std::thread& t : threads) t.join();
  if (error_) std::rethrow_exception(error_);
}

bool worker_group::arrive(std::size_t index, EventLoop loop) {
  std::unique_lock<std::mutex> lock(mutex_);
  workers_[index].loop = loop;
  if (++came_ == count()) all_came_.notify_all();
  all_came_.wait(lock, [this] { return came_ == count() || error_; });
  return came_ == count();
}

void worker_group::fail() noexcept {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (error_) return;
  error_ = std::current_exception();
  all_came_.notify_all();
  for (worker& w : workers_) {
    if (!w.loop) continue;
    w.loop->call_soon_threadsafe([] {
      for (const AnyTask& task : all_tasks()) task.cancel();
    });
  }
}

void worker_group::leave() noexcept {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (++left_ < count()) return;
  for (worker& w : workers_) {
    if (!w.loop) continue;
    w.loop->call_soon_threadsafe([&w] {
      if (everybody_left* waiting = std::exchange(w.waiting, nullptr)) waiting->wake();
    });
  }
}

void worker_group::close(std::size_t index) noexcept {
  const std::lock_guard<std::mutex> lock(mutex_);
  workers_[index].loop.reset();
}

void worker_group::everybody_left::start() {
  const std::lock_guard<std::mutex> lock(group_->mutex_);
  if (group_->left_ == group_->count()) {
    wake();
  } else {
    group_->workers_[index_].waiting = this;
  }
  settle();
}

}  // namespace pawl::detail
