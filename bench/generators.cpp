// What an int of a generator costs: one that may await, and one of a class of the program's own.
#include "spelling.h"

#include <cstdlib>
#include <exception>
#include <utility>

volatile bool never = false;
Heap heap;

async pawl::AsyncGenerator<int> numbers(int n) {
  for (int i = 0; i < n; ++i) {
    if (never)
      await pawl::sleep(0s);
    YIELD i;
  }
}
async Coro<long> sumAwaited(long n) {
  long sum = 0;
#ifdef NATIVE
  auto all = numbers(static_cast<int>(n));
  for (auto at = await all.begin(); at != all.end(); await++ at)
    sum += *at;
#else
  // clang-format off
  for await (int i : numbers(static_cast<int>(n)))
    sum += i;
  // clang-format on
#endif
  RETURN sum;
}

/// The class of the peers' generators.
struct Numbers {
  struct promise_type {
    int value = 0;
    Numbers get_return_object() { return Numbers(pawl::handle<promise_type>::from_promise(*this)); }
    pawl::suspend_always initial_suspend() noexcept { return {}; }
    pawl::suspend_always final_suspend() noexcept { return {}; }
    pawl::suspend_always yield_value(int next) noexcept {
      value = next;
      return {};
    }
    void return_void() {}
    void unhandled_exception() { std::abort(); }
  };
  explicit Numbers(pawl::handle<promise_type> frame) : frame(frame) {}
  Numbers(Numbers &&other) noexcept : frame(std::exchange(other.frame, nullptr)) {}
  ~Numbers() {
    if (frame)
      frame.destroy();
  }
  bool next() {
    frame.resume();
    return !frame.done();
  }
  pawl::handle<promise_type> frame;
};
async Numbers upTo(int n) {
  for (int i = 0; i < n; ++i)
    YIELD i;
}
NOINLINE async Numbers upToNotInlined(int n) {
  for (int i = 0; i < n; ++i)
    YIELD i;
}
template <class Make> static long sum(Make make, long n) {
  Numbers all = make(static_cast<int>(n));
  long sum = 0;
  while (all.next()) {
    sum += all.frame.promise().value;
    asm volatile("" : "+r"(sum)); // a loop that is summed by a formula measures nothing
  }
  return sum;
}
static void plainInlined(benchmark::State &state) {
  const Heap before = heap;
  constexpr long batch = 100000;
  for (auto _ : state)
    benchmark::DoNotOptimize(sum(upTo, batch));
  report(state, static_cast<double>(state.iterations()) * batch, before);
}
static void plainNotInlined(benchmark::State &state) {
  const Heap before = heap;
  constexpr long batch = 100000;
  for (auto _ : state)
    benchmark::DoNotOptimize(sum(upToNotInlined, batch));
  report(state, static_cast<double>(state.iterations()) * batch, before);
}

BENCHMARK_CAPTURE(operations, generator, 100000, sumAwaited)->Name("generator, an item");
BENCHMARK(plainInlined)->Name("plain generator");
BENCHMARK(plainNotInlined)->Name("plain generator, not inlined");
BENCHMARK_MAIN();
