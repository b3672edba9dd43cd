// aclose, asend, athrow, the end of the loop, and what stands for comprehensions: asyncio.md, group Y.
// RUN: %run-all %s 2>&1 | %filecheck --check-prefix=CHECK-EXEC
// CHECK-EXEC: pawl: an error occurred during closing of an asynchronous generator
// CHECK-EXEC: in cleanup
// CHECK-EXEC: at the end: two closed, one closed
// CHECK-EXEC: Y01_aclose_runs_handlers_that_await ok
// CHECK-EXEC: Y01_aclose_of_one_that_yields_again_or_fails ok
// CHECK-EXEC: Y02_athrow ok
// CHECK-EXEC: Y02_asend ok
// CHECK-EXEC: Y03_one_thing_at_a_time ok
// CHECK-EXEC: Y04_nothing_after_the_end ok
// CHECK-EXEC: Y06_loops_stand_for_comprehensions ok
// CHECK-EXEC: Y05_those_left_were_closed_by_the_loop ok
#include "Inputs/dialect.h"

#include <map>
#include <memory>
#include <optional>
#include <set>

using namespace std::chrono_literals;
using pawl::AsyncGenerator;
using pawl::Coro;

async AsyncGenerator<int> cleans_up(std::string &trace) {
  bool closed = false;
  try {
    for (int i = 0;; ++i)
      yield i;
  } catch (const pawl::GeneratorExit &) {
    closed = true;
  }
  if (closed) {
    await pawl::sleep(1s);
    trace += "closed";
  }
}

async SCENARIO(Y01_aclose_runs_handlers_that_await) {
  std::string trace;
  auto generator = cleans_up(trace);
  auto first = await generator.anext();
  expect(first == 0);
  await generator.aclose();
  expect(trace == "closed" && seconds() == 1);
  await generator.aclose();
  auto after = await generator.anext();
  expect(!after && seconds() == 1);
  auto unbegun = cleans_up(trace);
  await unbegun.aclose();
  auto none = await unbegun.anext();
  expect(!none && trace == "closed");
}

async AsyncGenerator<int> stubborn() {
  try {
    yield 1;
  } catch (const pawl::GeneratorExit &) {
  }
  yield 2;
}
async AsyncGenerator<int> fails_when_closed() {
  try {
    yield 1;
  } catch (const pawl::GeneratorExit &) {
    throw std::logic_error("in cleanup");
  }
}

async SCENARIO(Y01_aclose_of_one_that_yields_again_or_fails) {
  auto again = stubborn();
  await again.anext();
  auto outcome = await pawl::as_outcome(again.aclose());
  expect(outcome.failed_with<pawl::RuntimeError>());
  auto failing = fails_when_closed();
  await failing.anext();
  auto error = await pawl::as_outcome(failing.aclose());
  expect(error.failed_with<std::logic_error>());
  auto nothing = await failing.anext();
  expect(!nothing);
}

async AsyncGenerator<int> catches() {
  for (int i = 0;; ++i) {
    bool caught = false;
    try {
      yield i;
    } catch (const std::logic_error &) {
      caught = true;
    }
    if (caught)
      yield -1;
  }
}

async SCENARIO(Y02_athrow) {
  auto generator = catches();
  await generator.anext();
  auto thrown = await generator.athrow(std::logic_error("x"));
  expect(thrown == -1);
  auto next = await generator.anext();
  expect(next == 1);
  auto outcome = await pawl::as_outcome(generator.athrow(std::runtime_error("y")));
  expect(outcome.failed_with<std::runtime_error>());
  auto end = await generator.anext();
  expect(!end);
  auto unbegun = catches();
  auto refused = await pawl::as_outcome(unbegun.athrow(std::logic_error("z")));
  expect(refused.failed_with<std::logic_error>());
  auto none = await unbegun.anext();
  expect(!none);
}

async AsyncGenerator<std::string, int> echoes() {
  std::string said = "begin";
  for (;;) {
    std::optional<int> sent = yield said;
    await pawl::sleep(1s);
    said = sent ? "got " + std::to_string(*sent) : "nothing";
  }
}

async SCENARIO(Y02_asend) {
  auto generator = echoes();
  auto early = await pawl::as_outcome(generator.asend(1));
  expect(early.failed_with<pawl::RuntimeError>());
  auto first = await generator.anext();
  expect(first == "begin");
  auto second = await generator.asend(5);
  expect(second == "got 5");
  auto third = await generator.anext();
  expect(third == "nothing");
  auto fourth = await generator.asend(6);
  expect(fourth == "got 6" && seconds() == 3);
}

async AsyncGenerator<int> slow() {
  await pawl::sleep(1s);
  yield 1;
}
async Coro<> next(AsyncGenerator<int> &generator) { await generator.anext(); }

async SCENARIO(Y03_one_thing_at_a_time) {
  auto generator = slow();
  auto task = pawl::create_task(next(generator));
  await pawl::yield_now();
  auto anext = await pawl::as_outcome(generator.anext());
  auto athrow = await pawl::as_outcome(generator.athrow(std::logic_error("x")));
  auto aclose = await pawl::as_outcome(generator.aclose());
  expect(anext.failed_with<pawl::RuntimeError>() && athrow.failed_with<pawl::RuntimeError>());
  expect(aclose.failed_with<pawl::RuntimeError>());
  await task;
}

async SCENARIO(Y04_nothing_after_the_end) {
  auto generator = slow();
  await generator.anext();
  auto end = await generator.anext();
  auto thrown = await generator.athrow(std::logic_error("x"));
  expect(!end && !thrown);
  await generator.aclose();
}

async AsyncGenerator<int> numbers(int n) {
  for (int i = 0; i < n; ++i) {
    await pawl::sleep(1ms);
    yield i;
  }
}
async Coro<bool> even(int i) {
  await pawl::sleep(1ms);
  return i % 2 == 0;
}
async AsyncGenerator<int> squares_of_even(int n) {
  for await (int i : numbers(n))
    if (await even(i))
      yield i *i;
}

async Coro<> add_sums(std::set<int> &set, int i) {
  for await (int j : numbers(3))
    set.insert(i + j);
}

async SCENARIO(Y06_loops_stand_for_comprehensions) {
  std::vector<int> list;
  std::set<int> set;
  std::map<int, bool> map;
  for await (int i : squares_of_even(7))
    list.push_back(i);
  expect((list == ints(0, 4, 16, 36)));
  for await (int i : numbers(3)) {
    await add_sums(set, i);
    map[i] = await even(i);
  }
  expect((set == std::set<int>{0, 1, 2, 3, 4}));
  expect((map == std::map<int, bool>{{0, true}, {1, false}, {2, true}}));
}

struct Left {
  std::optional<AsyncGenerator<int>> one, two, failing, running;
} left;

async AsyncGenerator<int> closes_late(const char *name, std::string &trace) {
  bool closed = false;
  try {
    yield 1;
  } catch (const pawl::GeneratorExit &) {
    closed = true;
  }
  await pawl::sleep(1s);
  trace += std::string(trace.empty() ? "" : ", ") + name + (closed ? " closed" : " went on");
}
async Coro<> begin_and_leave(std::string &trace) {
  left.one.emplace(closes_late("one", trace));
  left.two.emplace(closes_late("two", trace));
  left.failing.emplace(fails_when_closed());
  await left.failing->anext();
  await left.two->anext();
  await left.one->anext();
}

/// Y05: runs before the others, so that it has a loop of its own.
const bool left_to_the_loop = [] {
  std::setvbuf(stdout, nullptr, _IONBF, 0);
  std::string trace;
  pawl::run(begin_and_leave(trace));
  std::printf("at the end: %s\n", trace.c_str());
  return true;
}();

async SCENARIO(Y05_those_left_were_closed_by_the_loop) {
  auto nothing = await left.one->anext();
  expect(left_to_the_loop && !nothing);
}
