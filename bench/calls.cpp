// What an await costs: chains of ten that end without suspending, in all the ways to call, chains
// whose innermost suspends, loops between awaits, exceptions.
#include "spelling.h"

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>

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

template <int N> NOINLINE int call(int i) {
  if constexpr (N == 0) {
    if (never)
      std::abort();
    return i + 1;
  } else {
    return call<N - 1>(i) + 1;
  }
}
template <int N> NOINLINE int throwing(int i) {
  if constexpr (N == 0) {
    if (!never)
      throw i;
    return i;
  } else {
    return throwing<N - 1>(i) + 1;
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

async Coro<int> free0(int i) { if (never) await pawl::sleep(0s); RETURN i + 1; }
async Coro<int> free1(int i) { RETURN await free0(i) + 1; }
async Coro<int> free2(int i) { RETURN await free1(i) + 1; }
async Coro<int> free3(int i) { RETURN await free2(i) + 1; }
async Coro<int> free4(int i) { RETURN await free3(i) + 1; }
async Coro<int> free5(int i) { RETURN await free4(i) + 1; }
async Coro<int> free6(int i) { RETURN await free5(i) + 1; }
async Coro<int> free7(int i) { RETURN await free6(i) + 1; }
async Coro<int> free8(int i) { RETURN await free7(i) + 1; }
async Coro<int> free9(int i) { RETURN await free8(i) + 1; }
async Coro<int> free10(int i) { RETURN await free9(i) + 1; }

NOINLINE async Coro<int> suspends0(int i) { await pawl::sleep(0s); RETURN i + 1; }
NOINLINE async Coro<int> suspends1(int i) { RETURN await suspends0(i) + 1; }
NOINLINE async Coro<int> suspends2(int i) { RETURN await suspends1(i) + 1; }
NOINLINE async Coro<int> suspends3(int i) { RETURN await suspends2(i) + 1; }
NOINLINE async Coro<int> suspends4(int i) { RETURN await suspends3(i) + 1; }
NOINLINE async Coro<int> suspends5(int i) { RETURN await suspends4(i) + 1; }
NOINLINE async Coro<int> suspends6(int i) { RETURN await suspends5(i) + 1; }
NOINLINE async Coro<int> suspends7(int i) { RETURN await suspends6(i) + 1; }
NOINLINE async Coro<int> suspends8(int i) { RETURN await suspends7(i) + 1; }
NOINLINE async Coro<int> suspends9(int i) { RETURN await suspends8(i) + 1; }
NOINLINE async Coro<int> suspends10(int i) { RETURN await suspends9(i) + 1; }

NOINLINE async Coro<int> throws0(int i) { if (!never) throw i; RETURN i; }
NOINLINE async Coro<int> throws1(int i) { RETURN await throws0(i) + 1; }
NOINLINE async Coro<int> throws2(int i) { RETURN await throws1(i) + 1; }
NOINLINE async Coro<int> throws3(int i) { RETURN await throws2(i) + 1; }
NOINLINE async Coro<int> throws4(int i) { RETURN await throws3(i) + 1; }
NOINLINE async Coro<int> throws5(int i) { RETURN await throws4(i) + 1; }
NOINLINE async Coro<int> throws6(int i) { RETURN await throws5(i) + 1; }
NOINLINE async Coro<int> throws7(int i) { RETURN await throws6(i) + 1; }
NOINLINE async Coro<int> throws8(int i) { RETURN await throws7(i) + 1; }
NOINLINE async Coro<int> throws9(int i) { RETURN await throws8(i) + 1; }
NOINLINE async Coro<int> throws10(int i) { RETURN await throws9(i) + 1; }
NOINLINE async Coro<int> throws11(int i) { RETURN await throws10(i) + 1; }
NOINLINE async Coro<int> throws12(int i) { RETURN await throws11(i) + 1; }
NOINLINE async Coro<int> throws13(int i) { RETURN await throws12(i) + 1; }
NOINLINE async Coro<int> throws14(int i) { RETURN await throws13(i) + 1; }
NOINLINE async Coro<int> throws15(int i) { RETURN await throws14(i) + 1; }
NOINLINE async Coro<int> throws16(int i) { RETURN await throws15(i) + 1; }
NOINLINE async Coro<int> throws17(int i) { RETURN await throws16(i) + 1; }
NOINLINE async Coro<int> throws18(int i) { RETURN await throws17(i) + 1; }
NOINLINE async Coro<int> throws19(int i) { RETURN await throws18(i) + 1; }
NOINLINE async Coro<int> throws20(int i) { RETURN await throws19(i) + 1; }
NOINLINE async Coro<int> throws21(int i) { RETURN await throws20(i) + 1; }
NOINLINE async Coro<int> throws22(int i) { RETURN await throws21(i) + 1; }
NOINLINE async Coro<int> throws23(int i) { RETURN await throws22(i) + 1; }
NOINLINE async Coro<int> throws24(int i) { RETURN await throws23(i) + 1; }
NOINLINE async Coro<int> throws25(int i) { RETURN await throws24(i) + 1; }
NOINLINE async Coro<int> throws26(int i) { RETURN await throws25(i) + 1; }
NOINLINE async Coro<int> throws27(int i) { RETURN await throws26(i) + 1; }
NOINLINE async Coro<int> throws28(int i) { RETURN await throws27(i) + 1; }
NOINLINE async Coro<int> throws29(int i) { RETURN await throws28(i) + 1; }
NOINLINE async Coro<int> throws30(int i) { RETURN await throws29(i) + 1; }
NOINLINE async Coro<int> throws31(int i) { RETURN await throws30(i) + 1; }
NOINLINE async Coro<int> throws32(int i) { RETURN await throws31(i) + 1; }
// clang-format on

/// The same ten levels, each in another file than the one that calls it.
Coro<int> farEven(int level, int i);
Coro<int> farOdd(int level, int i);
async Coro<int> farEven(int level, int i) {
  if (level == 0) {
    if (never)
      await pawl::sleep(0s);
    RETURN i + 1;
  }
  RETURN await farOdd(level - 1, i) + 1;
}
struct Node {
  virtual ~Node() = default;
  virtual Coro<int> visit(int i) = 0;
};
struct Leaf : Node {
  async Coro<int> visit(int i) override {
    if (never)
      await pawl::sleep(0s);
    RETURN i + 1;
  }
};
struct Inner : Node {
  explicit Inner(std::unique_ptr<Node> next) : next(std::move(next)) {}
  async Coro<int> visit(int i) override { RETURN await next->visit(i) + 1; }
  std::unique_ptr<Node> next;
};
NOINLINE async Coro<int> recursive(int level, int i) {
  if (level == 0) {
    if (never)
      await pawl::sleep(0s);
    RETURN i + 1;
  }
  RETURN await recursive(level - 1, i) + 1;
}

async Coro<long> awaitMany(long n) {
  long sum = 0;
  for (long i = 0; i < n; ++i)
    sum += await chain10(static_cast<int>(i));
  RETURN sum;
}
async Coro<long> awaitFree(long n) {
  long sum = 0;
  for (long i = 0; i < n; ++i)
    sum += await free10(static_cast<int>(i));
  RETURN sum;
}
async Coro<long> awaitFar(long n) {
  long sum = 0;
  for (long i = 0; i < n; ++i)
    sum += await farEven(10, static_cast<int>(i));
  RETURN sum;
}
async Coro<long> awaitVirtual(long n) {
  std::unique_ptr<Node> node = std::make_unique<Leaf>();
  for (int level = 0; level < 10; ++level)
    node = std::make_unique<Inner>(std::move(node));
  long sum = 0;
  for (long i = 0; i < n; ++i)
    sum += await node->visit(static_cast<int>(i));
  RETURN sum;
}
async Coro<long> awaitRecursive(long n) {
  long sum = 0;
  for (long i = 0; i < n; ++i)
    sum += await recursive(10, static_cast<int>(i));
  RETURN sum;
}
async Coro<long> awaitSuspending(long n) {
  long sum = 0;
  for (long i = 0; i < n; ++i)
    sum += await suspends10(static_cast<int>(i));
  RETURN sum;
}
async Coro<long> catchMany(long n) {
  long sum = 0;
  for (long i = 0; i < n; ++i) {
    try {
      await throws32(static_cast<int>(i));
    } catch (int value) {
      sum += value;
    }
  }
  RETURN sum;
}

/// A loop that computes between its awaits: its variables are to stay in registers.
constexpr std::size_t block = 4096, blocks = 16;
static std::uint8_t input[block * blocks], output[block * blocks];
NOINLINE std::uint64_t maskPlain(std::uint8_t *out, const std::uint8_t *in, std::size_t n,
                                 std::uint8_t key) {
  std::uint64_t high = 0;
  for (std::size_t b = 0; b < n; b += block) {
    for (std::size_t i = b; i < b + block; ++i) {
      out[i] = in[i] ^ key;
      high += out[i] >> 7;
    }
    if (never)
      return 0;
  }
  return high;
}
NOINLINE async Coro<std::uint64_t> mask(std::uint8_t *out, const std::uint8_t *in, std::size_t n,
                                        std::uint8_t key) {
  std::uint64_t high = 0;
  for (std::size_t b = 0; b < n; b += block) {
    for (std::size_t i = b; i < b + block; ++i) {
      out[i] = in[i] ^ key;
      high += out[i] >> 7;
    }
    if (never)
      await pawl::sleep(0s);
  }
  RETURN high;
}
async Coro<std::uint64_t> maskMany(long n) {
  std::uint64_t sum = 0;
  for (long i = 0; i < n; ++i)
    sum += await mask(output, input, sizeof(input), static_cast<std::uint8_t>(i));
  RETURN sum;
}

template <class Function>
static void plain(benchmark::State &state, long batch, Function function) {
  const Heap before = heap;
  for (auto _ : state)
    for (long i = 0; i < batch; ++i)
      benchmark::DoNotOptimize(function(static_cast<int>(i)));
  report(state, static_cast<double>(state.iterations()) * static_cast<double>(batch), before);
}
static int throwPlain(int i) {
  try {
    return throwing<32>(i);
  } catch (int value) {
    return value;
  }
}
static std::uint64_t maskOnce(int i) {
  return maskPlain(output, input, sizeof(input), static_cast<std::uint8_t>(i));
}

BENCHMARK_CAPTURE(plain, call, 100000, call<10>)->Name("plain calls, depth 10");
BENCHMARK_CAPTURE(operations, chain, 100000, awaitMany)->Name("await chain, depth 10");
BENCHMARK_CAPTURE(operations, free, 100000, awaitFree)->Name("the same, free to inline");
BENCHMARK_CAPTURE(operations, far, 100000, awaitFar)->Name("the same, across files");
BENCHMARK_CAPTURE(operations, dynamic, 100000, awaitVirtual)->Name("the same, virtual calls");
BENCHMARK_CAPTURE(operations, recursive, 100000, awaitRecursive)->Name("the same, recursion");
BENCHMARK_CAPTURE(operations, suspends, 20000, awaitSuspending)
    ->Name("the innermost suspends, depth 10");
BENCHMARK_CAPTURE(plain, throwing, 1000, throwPlain)->Name("exception through 32 plain calls");
BENCHMARK_CAPTURE(operations, throwing, 1000, catchMany)->Name("exception through 32 awaits");
BENCHMARK_CAPTURE(plain, mask, 10, maskOnce)->Name("hot loop, plain");
BENCHMARK_CAPTURE(operations, mask, 10, maskMany)->Name("hot loop between awaits");
BENCHMARK_MAIN();
