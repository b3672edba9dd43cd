// What the loop, tasks and queues cost.
#include "spelling.h"

#include <cstdlib>
#include <new>
#include <vector>

volatile bool never = false;
Heap heap;
void *operator new(std::size_t size) {
  ++heap.allocations;
  heap.bytes += size;
  if (void *memory = std::malloc(size))
    return memory;
  throw std::bad_alloc();
}
void operator delete(void *memory) noexcept { std::free(memory); }
void operator delete(void *memory, std::size_t) noexcept { std::free(memory); }

async Coro<> yieldMany(long n) {
  for (long i = 0; i < n; ++i)
    await pawl::yield_now();
}
async Coro<int> one() { RETURN 1; }
async Coro<long> spawnMany(long n) {
  long sum = 0;
  for (long i = 0; i < n; ++i)
    sum += await pawl::create_task(one());
  RETURN sum;
}
async Coro<long> gatherMany(long n) {
  std::vector<Coro<int>> all;
  for (long i = 0; i < n; ++i)
    all.push_back(one());
  std::vector<int> results = await pawl::gather(std::move(all));
  RETURN static_cast<long>(results.size());
}
async Coro<> produce(pawl::Queue<long> &queue, long n) {
  for (long i = 0; i < n; ++i)
    await queue.put(i);
}
async Coro<long> throughQueue(long n, std::ptrdiff_t capacity) {
  pawl::Queue<long> queue(capacity);
  auto producer = pawl::create_task(produce(queue, n));
  long sum = 0;
  for (long i = 0; i < n; ++i)
    sum += await queue.get();
  await producer;
  RETURN sum;
}
async Coro<long> throughQueue64(long n) { RETURN await throughQueue(n, 64); }
async Coro<long> throughQueue1(long n) { RETURN await throughQueue(n, 1); }
async Coro<> passLock(pawl::Lock &lock, long turns) {
  for (long i = 0; i < turns; ++i) {
    await lock.acquire();
    lock.release();
  }
}
async Coro<long> passLocks(long n) {
  pawl::Lock lock;
  await lock.acquire();
  std::vector<pawl::Task<>> tasks;
  for (int i = 0; i < 4; ++i)
    tasks.push_back(pawl::create_task(passLock(lock, n / 4)));
  await pawl::yield_now();
  lock.release();
  for (auto &task : tasks)
    await task;
  RETURN n;
}
async Coro<> passSemaphore(pawl::Semaphore &semaphore, long turns) {
  for (long i = 0; i < turns; ++i) {
    await semaphore.acquire();
    semaphore.release();
  }
}
async Coro<long> passSemaphores(long n) {
  pawl::Semaphore semaphore(0);
  std::vector<pawl::Task<>> tasks;
  for (int i = 0; i < 4; ++i)
    tasks.push_back(pawl::create_task(passSemaphore(semaphore, n / 4)));
  await pawl::yield_now();
  semaphore.release();
  for (auto &task : tasks)
    await task;
  RETURN n;
}
async Coro<> fill(pawl::TaskGroup &group, long n) {
  for (long i = 0; i < n; ++i)
    group.create_task(one());
  RETURN;
}
async Coro<long> groupMany(long n) {
  pawl::TaskGroup group;
  await pawl::with(group, [&] { return fill(group, n); });
  RETURN n;
}

BENCHMARK_CAPTURE(operations, yield, 100000, yieldMany)->Name("yield to the loop");
BENCHMARK_CAPTURE(operations, spawn, 20000, spawnMany)->Name("create_task and await");
BENCHMARK_CAPTURE(operations, gather, 10000, gatherMany)->Name("gather of 10,000, a task");
BENCHMARK_CAPTURE(operations, queue64, 100000, throughQueue64)->Name("queue of 64, an item");
BENCHMARK_CAPTURE(operations, queue1, 100000, throughQueue1)->Name("queue of 1, an item");
BENCHMARK_CAPTURE(operations, lock, 100000, passLocks)->Name("lock passed on");
BENCHMARK_CAPTURE(operations, semaphore, 100000, passSemaphores)->Name("semaphore passed on");
BENCHMARK_CAPTURE(operations, group, 10000, groupMany)->Name("task group of 10,000, a task");
BENCHMARK_MAIN();
