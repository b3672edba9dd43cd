// How many instructions an await is, compiled by both compilers at -O2: a number that repeats where times do not. Bounds
// are three in the hundred above what was counted; what breaks one has made awaits slower.
//
// REQUIRES: optimised
// RUN: %count-instructions %s
//
// One operation of a row, by g++ and clang++:
// BOUND: calls g++ 69 clang++ 68
// BOUND: chain g++ 151 clang++ 159
// BOUND: suspending g++ 1007 clang++ 934
// BOUND: recursion g++ 1372 clang++ 1339
// BOUND: dynamic g++ 1540 clang++ 1404
// BOUND: yields g++ 179 clang++ 196
// BOUND: plain_loop g++ 9321 clang++ 6678
// BOUND: loop g++ 9359 clang++ 6699
// BOUND: generator g++ 60 clang++ 60
// BOUND: plain_generator g++ 29 clang++ 27
// BOUND: tasks g++ 881 clang++ 819
// BOUND: gathered g++ 1155 clang++ 1125
// BOUND: grouped g++ 952 clang++ 895
// BOUND: queue_of_64 g++ 159 clang++ 187
// BOUND: queue_of_1 g++ 621 clang++ 686

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <utility>
#include <vector>
#include <pawl/pawl.h>
#include <valgrind/callgrind.h>
using namespace std::chrono_literals;
using pawl::Coro;

#define NOINLINE __attribute__((noinline))

volatile bool never = false;

template <int N>
NOINLINE int call(int i) {
  if constexpr (N == 0) {
    return never ? 0 : i + 1;
  } else {
    return call<N - 1>(i) + 1;
  }
}

// clang-format off
NOINLINE async Coro<int> ends0(int i) { if (never) await pawl::yield_now(); return i + 1; }
NOINLINE async Coro<int> ends1(int i) { return await ends0(i) + 1; }
NOINLINE async Coro<int> ends2(int i) { return await ends1(i) + 1; }
NOINLINE async Coro<int> ends3(int i) { return await ends2(i) + 1; }
NOINLINE async Coro<int> ends4(int i) { return await ends3(i) + 1; }
NOINLINE async Coro<int> ends5(int i) { return await ends4(i) + 1; }
NOINLINE async Coro<int> ends6(int i) { return await ends5(i) + 1; }
NOINLINE async Coro<int> ends7(int i) { return await ends6(i) + 1; }
NOINLINE async Coro<int> ends8(int i) { return await ends7(i) + 1; }
NOINLINE async Coro<int> ends9(int i) { return await ends8(i) + 1; }
NOINLINE async Coro<int> ends10(int i) { return await ends9(i) + 1; }
NOINLINE async Coro<int> suspends0(int i) { await pawl::yield_now(); return i + 1; }
NOINLINE async Coro<int> suspends1(int i) { return await suspends0(i) + 1; }
NOINLINE async Coro<int> suspends2(int i) { return await suspends1(i) + 1; }
NOINLINE async Coro<int> suspends3(int i) { return await suspends2(i) + 1; }
NOINLINE async Coro<int> suspends4(int i) { return await suspends3(i) + 1; }
NOINLINE async Coro<int> suspends5(int i) { return await suspends4(i) + 1; }
NOINLINE async Coro<int> suspends6(int i) { return await suspends5(i) + 1; }
NOINLINE async Coro<int> suspends7(int i) { return await suspends6(i) + 1; }
NOINLINE async Coro<int> suspends8(int i) { return await suspends7(i) + 1; }
NOINLINE async Coro<int> suspends9(int i) { return await suspends8(i) + 1; }
NOINLINE async Coro<int> suspends10(int i) { return await suspends9(i) + 1; }
// clang-format on

NOINLINE async Coro<int> recursive(int level, int i) {
  if (level == 0) {
    if (never) await pawl::yield_now();
    return i + 1;
  }
  return await recursive(level - 1, i) + 1;
}

struct Node {
  virtual ~Node() = default;
  virtual Coro<int> visit(int i) = 0;
};
struct Leaf : Node {
  async Coro<int> visit(int i) override {
    if (never) await pawl::yield_now();
    return i + 1;
  }
};
struct Inner : Node {
  explicit Inner(std::unique_ptr<Node> next) : next(std::move(next)) {}
  async Coro<int> visit(int i) override { return await next->visit(i) + 1; }
  std::unique_ptr<Node> next;
};

constexpr std::size_t block = 256, blocks = 4;
std::uint8_t input[block * blocks], output[block * blocks];

NOINLINE long mask_plain(std::uint8_t* out, const std::uint8_t* in, std::size_t n, int key) {
  long high = 0;
  for (std::size_t b = 0; b < n; b += block) {
    for (std::size_t i = b; i < b + block; ++i) {
      out[i] = static_cast<std::uint8_t>(in[i] ^ key);
      high += out[i] >> 7;
    }
    if (never) return 0;
  }
  return high;
}
NOINLINE async Coro<long> mask(std::uint8_t* out, const std::uint8_t* in, std::size_t n, int key) {
  long high = 0;
  for (std::size_t b = 0; b < n; b += block) {
    for (std::size_t i = b; i < b + block; ++i) {
      out[i] = static_cast<std::uint8_t>(in[i] ^ key);
      high += out[i] >> 7;
    }
    if (never) await pawl::yield_now();
  }
  return high;
}

NOINLINE async pawl::AsyncGenerator<int> numbers(int n) {
  for (int i = 0; i < n; ++i) {
    if (never) await pawl::yield_now();
    yield i;
  }
}

/// A generator of the program's own.
struct Numbers {
  struct promise_type {
    int value = 0;
    Numbers get_return_object() { return {pawl::handle<promise_type>::from_promise(*this)}; }
    pawl::suspend_always initial_suspend() noexcept { return {}; }
    pawl::suspend_always final_suspend() noexcept { return {}; }
    pawl::suspend_always yield_value(int next) noexcept {
      value = next;
      return {};
    }
    void return_void() {}
    void unhandled_exception() { std::abort(); }
  };
  pawl::handle<promise_type> frame;
};
NOINLINE async Numbers plain_numbers(int n) {
  for (int i = 0; i < n; ++i) yield i;
}

async Coro<int> one(int i) { return i; }

async Coro<long> calls(int n) {
  long sum = 0;
  for (int i = 0; i < n; ++i) sum += call<10>(i);
  return sum;
}
async Coro<long> chain(int n) {
  long sum = 0;
  for (int i = 0; i < n; ++i) sum += await ends10(i);
  return sum;
}
async Coro<long> suspending(int n) {
  long sum = 0;
  for (int i = 0; i < n; ++i) sum += await suspends10(i);
  return sum;
}
async Coro<long> recursion(int n) {
  long sum = 0;
  for (int i = 0; i < n; ++i) sum += await recursive(10, i);
  return sum;
}
async Coro<long> dynamic(int n) {
  std::unique_ptr<Node> node = std::make_unique<Leaf>();
  for (int level = 0; level < 10; ++level) node = std::make_unique<Inner>(std::move(node));
  long sum = 0;
  for (int i = 0; i < n; ++i) sum += await node->visit(i);
  return sum;
}
async Coro<long> yields(int n) {
  for (int i = 0; i < n; ++i) await pawl::yield_now();
  return n;
}
async Coro<long> loop(int n) {
  long sum = 0;
  for (int i = 0; i < n; ++i) sum += await mask(output, input, sizeof(input), i);
  return sum;
}
async Coro<long> plain_loop(int n) {
  long sum = 0;
  for (int i = 0; i < n; ++i) sum += mask_plain(output, input, sizeof(input), i);
  return sum;
}
async Coro<long> generator(int n) {
  long sum = 0;
  for await (int i : numbers(n)) sum += i;
  return sum;
}
async Coro<long> plain_generator(int n) {
  auto all = plain_numbers(n);
  long sum = 0;
  for (all.frame.resume(); !all.frame.done(); all.frame.resume()) sum += all.frame.promise().value;
  all.frame.destroy();
  return sum;
}
async Coro<long> tasks(int n) {
  long sum = 0;
  for (int i = 0; i < n; ++i) sum += await pawl::create_task(one(i));
  return sum;
}
async Coro<long> gathered(int n) {
  std::vector<Coro<int>> all;
  all.reserve(static_cast<std::size_t>(n));
  for (int i = 0; i < n; ++i) all.push_back(one(i));
  long sum = 0;
  for (int i : await pawl::gather(std::move(all))) sum += i;
  return sum;
}
async Coro<> fill(pawl::TaskGroup& group, int n) {
  for (int i = 0; i < n; ++i) group.create_task(one(i));
  return;
}
async Coro<long> grouped(int n) {
  pawl::TaskGroup group;
  await pawl::with(group, [&] { return fill(group, n); });
  return n;
}
async Coro<> produce(pawl::Queue<int>& queue, int n) {
  for (int i = 0; i < n; ++i) await queue.put(i);
}
async Coro<long> through_queue(int n, std::ptrdiff_t capacity) {
  pawl::Queue<int> queue(capacity);
  auto producer = pawl::create_task(produce(queue, n));
  long sum = 0;
  for (int i = 0; i < n; ++i) sum += await queue.get();
  await producer;
  return sum;
}
Coro<long> queue_of_64(int n) { return through_queue(n, 64); }
Coro<long> queue_of_1(int n) { return through_queue(n, 1); }

// What is made on first use is made before the count begins.
#define COUNT(row, n)                          \
  sum += pawl::run(row(2));                    \
  CALLGRIND_ZERO_STATS;                        \
  sum += pawl::run(row(n));                    \
  CALLGRIND_DUMP_STATS_AT(#row);

int main() {
  long sum = 0;
  COUNT(calls, 1000)
  COUNT(chain, 1000)
  COUNT(suspending, 1000)
  COUNT(recursion, 1000)
  COUNT(dynamic, 1000)
  COUNT(yields, 1000)
  COUNT(plain_loop, 1000)
  COUNT(loop, 1000)
  COUNT(generator, 1000)
  COUNT(plain_generator, 1000)
  COUNT(tasks, 1000)
  COUNT(gathered, 1000)
  COUNT(grouped, 1000)
  COUNT(queue_of_64, 1000)
  COUNT(queue_of_1, 1000)
  std::printf("%ld\n", sum);
}
