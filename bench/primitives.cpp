// primitives gather N | queue N CAPACITY | yield N | await N DEPTH: what the peers of peers/prims
// do. Prints nanoseconds an operation.
#include "words.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <pawl/pawl.h>
#include <string>
#include <vector>

using namespace std::chrono_literals;
using pawl::Coro;

static volatile long sink;
static volatile bool never = false;

async Coro<int> itself(int i) { RETURN i; }
async Coro<> gatherMany(long n, int rounds) {
  for (int round = 0; round < rounds; ++round) {
    std::vector<Coro<int>> all;
    all.reserve(static_cast<std::size_t>(n));
    for (long i = 0; i < n; ++i)
      all.push_back(itself(static_cast<int>(i)));
    long sum = 0;
    for (int i : await pawl::gather(std::move(all)))
      sum += i;
    sink = sum;
  }
}

async Coro<> produce(pawl::Queue<long> &queue, long n) {
  for (long i = 0; i < n; ++i)
    await queue.put(i);
}
async Coro<> consume(pawl::Queue<long> &queue, long n) {
  long sum = 0;
  for (long i = 0; i < n; ++i)
    sum += await queue.get();
  sink = sum;
}
async Coro<> throughQueue(long n, std::ptrdiff_t capacity) {
  pawl::Queue<long> queue(capacity);
  auto producer = pawl::create_task(produce(queue, n));
  auto consumer = pawl::create_task(consume(queue, n));
  await producer;
  await consumer;
}

async Coro<> yieldMany(long n) {
  for (long i = 0; i < n; ++i)
    await pawl::sleep(0s);
}

async Coro<int> depth1(int x) {
  if (never)
    await pawl::sleep(0s);
  RETURN x + 1;
}
// clang-format off
async Coro<int> depth2(int x) { RETURN await depth1(x) + 1; }
async Coro<int> depth3(int x) { RETURN await depth2(x) + 1; }
async Coro<int> depth4(int x) { RETURN await depth3(x) + 1; }
async Coro<int> depth5(int x) { RETURN await depth4(x) + 1; }
async Coro<int> depth6(int x) { RETURN await depth5(x) + 1; }
async Coro<int> depth7(int x) { RETURN await depth6(x) + 1; }
async Coro<int> depth8(int x) { RETURN await depth7(x) + 1; }
async Coro<int> depth9(int x) { RETURN await depth8(x) + 1; }
async Coro<int> depth10(int x) { RETURN await depth9(x) + 1; }
// clang-format on
async Coro<> awaitOne(long n) {
  long sum = 0;
  for (long i = 0; i < n; ++i)
    sum += await depth1(static_cast<int>(i));
  sink = sum;
}
async Coro<> awaitTen(long n) {
  long sum = 0;
  for (long i = 0; i < n; ++i)
    sum += await depth10(static_cast<int>(i));
  sink = sum;
}

int main(int argc, char **argv) {
  const std::string what = argv[1];
  const long n = std::atol(argv[2]);
  const int x = argc > 3 ? std::atoi(argv[3]) : 0;
  constexpr int rounds = 20;
  const auto begin = std::chrono::steady_clock::now();
  double operations = static_cast<double>(n);
  if (what == "gather") {
    pawl::run(gatherMany(n, rounds));
    operations *= rounds;
  } else if (what == "queue") {
    pawl::run(throughQueue(n, x));
  } else if (what == "yield") {
    pawl::run(yieldMany(n));
  } else {
    pawl::run(x == 1 ? awaitOne(n) : awaitTen(n));
  }
  const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - begin;
  std::printf("%.2f\n", took.count() / operations);
}
