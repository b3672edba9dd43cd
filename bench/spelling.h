// What the measured programs share.  Both spellings use the same library, so that a difference is
// the lowering's.
#ifndef PAWL_BENCH_SPELLING_H
#define PAWL_BENCH_SPELLING_H

#include "words.h"

#include <benchmark/benchmark.h>
#include <pawl/pawl.h>

#include <cstddef>

#define NOINLINE __attribute__((noinline))

using namespace std::chrono_literals;
using pawl::Coro;

/// Set never, so that the compiler must expect anything.
extern volatile bool never;

/// What the program has asked operator new for.
struct Heap {
  long allocations = 0;
  std::size_t bytes = 0;
};
extern Heap heap;

/// Says what one of `count` operations cost.
inline void report(benchmark::State &state, double count, const Heap &before) {
  state.counters["ns"] =
      benchmark::Counter(count / 1e9, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
  state.counters["allocations"] =
      static_cast<double>(heap.allocations - before.allocations) / count;
}

/// Runs one coroutine that does `batch` operations, and says what an operation costs.
template <class Make> void operations(benchmark::State &state, long batch, Make make) {
  const Heap before = heap;
  for (auto _ : state)
    pawl::run(make(batch));
  report(state, static_cast<double>(state.iterations()) * static_cast<double>(batch), before);
}

#endif
