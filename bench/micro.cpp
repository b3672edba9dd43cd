// What awaits, tasks and generators cost, in one source for two spellings: the dialect, and native
// C++20 coroutines with -DNATIVE.  Both use the same library, so that a difference is the
// lowering's.
#include <benchmark/benchmark.h>
#include <pawl/pawl.h>

#include <cstdlib>
#include <new>
#include <vector>

#ifdef NATIVE
#define async
#define await co_await
#define RETURN co_return
#define YIELD co_yield
#else
#define RETURN return
#define YIELD yield
#endif

using namespace std::chrono_literals;
using pawl::Coro;

static long allocations;
void *operator new(std::size_t size) {
  ++allocations;
  if (void *memory = std::malloc(size))
    return memory;
  throw std::bad_alloc();
}
void operator delete(void *memory) noexcept { std::free(memory); }
void operator delete(void *memory, std::size_t) noexcept { std::free(memory); }

#define NOINLINE __attribute__((noinline))

volatile bool never = false;

template <int N> NOINLINE int call(int i) {
  if constexpr (N == 0) {
    if (never)
      std::abort();
    return i + 1;
  } else {
    return call<N - 1>(i) + 1;
  }
}

// clang-format off
NOINLINE async Coro<int> chain0(int i) { if (never) await pawl::sleep(0s); RETURN i + 1; }
NOINLINE async Coro<int> chain1(int i) { RETURN await chain0(i) + 1; }
NOINLINE async Coro<int> chain2(int i) { RETURN await chain1(i) + 1; }
NOINLINE async Coro<int> chain3(int i) { RETURN await chain2(i) + 1; }
NOINLINE async Coro<int> chain4(int i) { RETURN await chain3(i) + 1; }
NOINLINE async Coro<int> chain5(int i) { RETURN await chain4(i) + 1; }
NOINLINE async Coro<int> chain6(int i) { RETURN await chain5(i) + 1; }
NOINLINE async Coro<int> chain7(int i) { RETURN await chain6(i) + 1; }
NOINLINE async Coro<int> chain8(int i) { RETURN await chain7(i) + 1; }
NOINLINE async Coro<int> chain9(int i) { RETURN await chain8(i) + 1; }
NOINLINE async Coro<int> chain10(int i) { RETURN await chain9(i) + 1; }
// clang-format on

async Coro<long> awaitMany(long n) {
  long sum = 0;
  for (long i = 0; i < n; ++i)
    sum += await chain10(static_cast<int>(i));
  RETURN sum;
}
async Coro<> yieldMany(long n) {
  for (long i = 0; i < n; ++i)
    await pawl::sleep(0s);
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
async pawl::AsyncGenerator<long> numbers(long n) {
  for (long i = 0; i < n; ++i)
    YIELD i;
}
async Coro<long> generate(long n) {
  long sum = 0;
  auto all = numbers(n);
  for (auto at = await all.begin(); at != all.end(); await++ at)
    sum += *at;
  RETURN sum;
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
  await pawl::sleep(0s);
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
  await pawl::sleep(0s);
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

/// Runs one coroutine that does `batch` operations, and counts what an operation costs.
template <class Make> static void operations(benchmark::State &state, long batch, Make make) {
  const long before = allocations;
  for (auto _ : state)
    pawl::run(make(batch));
  const double count = static_cast<double>(state.iterations()) * static_cast<double>(batch);
  state.counters["ns"] =
      benchmark::Counter(count / 1e9, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
  state.counters["allocations"] = static_cast<double>(allocations - before) / count;
}

static void plainCalls(benchmark::State &state) {
  long sum = 0;
  for (auto _ : state)
    for (int i = 0; i < 100000; ++i)
      sum += call<10>(i);
  benchmark::DoNotOptimize(sum);
  const double count = static_cast<double>(state.iterations()) * 100000.0;
  state.counters["ns"] =
      benchmark::Counter(count / 1e9, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
  state.counters["allocations"] = 0;
}

BENCHMARK(plainCalls)->Name("plain calls, depth 10");
BENCHMARK_CAPTURE(operations, chain, 100000, awaitMany)->Name("await chain, depth 10");
BENCHMARK_CAPTURE(operations, yield, 100000, yieldMany)->Name("yield to the loop");
BENCHMARK_CAPTURE(operations, spawn, 20000, spawnMany)->Name("create_task and await");
BENCHMARK_CAPTURE(operations, gather, 10000, gatherMany)->Name("gather of 10,000, a task");
BENCHMARK_CAPTURE(operations, generator, 100000, generate)->Name("generator, an item");
BENCHMARK_CAPTURE(operations, queue64, 100000, throughQueue64)->Name("queue of 64, an item");
BENCHMARK_CAPTURE(operations, queue1, 100000, throughQueue1)->Name("queue of 1, an item");
BENCHMARK_CAPTURE(operations, lock, 100000, passLocks)->Name("lock passed on");
BENCHMARK_CAPTURE(operations, semaphore, 100000, passSemaphores)->Name("semaphore passed on");
BENCHMARK_CAPTURE(operations, group, 10000, groupMany)->Name("task group of 10,000, a task");
BENCHMARK_MAIN();
