// Many loops, one a thread; under the thread sanitizer too.
// RUN: %run-all --real-clock %s | %filecheck --check-prefix=CHECK-EXEC
// RUN: %pawl lower %s -o %t.cpp --compiler=clang++-22 -- -std=c++20
// RUN: %python %tools/tsan.py %root %pawl %t.cpp %t.sanitized -iquote %S | %filecheck --check-prefix=CHECK-EXEC
#include <pawl/pawl.h>

#include <atomic>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <thread>

using namespace std::chrono_literals;
using pawl::Coro;

std::atomic<int> ran{0}, handed{0};

async Coro<> ring(pawl::Worker worker, std::unique_ptr<int> left) {
  ++handed;
  await pawl::sleep(0s);
  if (--*left > 0) {
    const pawl::Worker next = worker.peer((worker.index() + 1) % worker.count());
    next.submit([next, left = std::move(left)]() mutable { return ring(next, std::move(left)); });
  }
}
async Coro<> hands_on(pawl::Worker worker) {
  ++ran;
  if (worker.index() == 0)
    await ring(worker, std::make_unique<int>(1000));
  while (handed < 1000)
    await pawl::sleep(1ms);
}

async Coro<> own_loop(pawl::Worker worker) {
  pawl::Queue<std::size_t> queue(1);
  auto producer = pawl::create_task(async [&queue](std::size_t n) -> Coro<> {
    for (std::size_t i = 0; i < 1000; ++i)
      await queue.put(n + i);
  }(worker.index()));
  for (std::size_t i = 0; i < 1000; ++i) {
    const std::size_t item = await queue.get();
    if (item != worker.index() + i)
      std::puts("wrong item");
  }
  await producer;
  ++ran;
}

async Coro<> one_fails(pawl::Worker worker) {
  if (worker.index() == 1)
    throw std::runtime_error("worker 1");
  await pawl::sleep(1h);
}

async Coro<> asks_back(pawl::Worker worker) {
  if (worker.index() != 0)
    return; // its loop goes on for the first one
  for (std::size_t i = 1; i < worker.count(); ++i) {
    auto answered = std::make_shared<pawl::Event>();
    worker.peer(i).submit([worker, answered]() -> Coro<> {
      return [](pawl::Worker back, std::shared_ptr<pawl::Event> event) -> Coro<> {
        back.submit([event = std::move(event)]() -> Coro<> {
          event->set();
          return pawl::detail::await_frame<pawl::Yield>::make(pawl::yield_now());
        });
        co_return;
      }(worker, answered);
    });
    await answered->wait();
  }
  std::puts("answered by all");
}

int main() {
  // CHECK-EXEC: 4 ran, handed on 1000 times
  pawl::run_workers(4, hands_on);
  std::printf("%d ran, handed on %d times\n", ran.load(), handed.load());
  // CHECK-EXEC-NEXT: 3 ran
  ran = 0;
  pawl::run_workers(3, own_loop);
  std::printf("%d ran\n", ran.load());
  // CHECK-EXEC-NEXT: threw worker 1
  try {
    pawl::run_workers(3, one_fails);
  } catch (const std::runtime_error &error) {
    std::printf("threw %s\n", error.what());
  }
  // CHECK-EXEC-NEXT: answered by all
  pawl::run_workers(3, asks_back);
  // CHECK-EXEC-NEXT: none
  try {
    pawl::run_workers(0, own_loop);
  } catch (const std::invalid_argument &) {
    std::puts("none");
  }
}
