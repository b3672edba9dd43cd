// Pools of threads: asyncio.md, B11 and the row of run_in_executor.
// RUN: %dialect -Wno-pawl-blocking-call %s -o %t && env PAWL_CLOCK=real %t | %filecheck --check-prefix=CHECK-EXEC
// RUN: env PAWL_CLOCK=virtual %t | %filecheck --check-prefix=CHECK-EXEC
// CHECK-EXEC: results_and_errors ok
// CHECK-EXEC: it_begins_with_the_call ok
// CHECK-EXEC: B11_cancelled_before_it_begins ok
// CHECK-EXEC: B11_cancelled_it_runs_on_unheard ok
// CHECK-EXEC: bounded_and_named ok
// CHECK-EXEC: no_context_variables ok
// CHECK-EXEC: shut_down ok
// CHECK-EXEC: one_pool_for_several_loops ok
// CHECK-EXEC: the_loop_waits_at_its_end ok
#include "Inputs/dialect.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <pthread.h>
#include <set>
#include <thread>

using namespace std::chrono_literals;
using pawl::Coro;

/// Lets the threads that wait for it go on, also when the scenario is cancelled.
struct Opener {
  std::atomic<bool> &gate;
  ~Opener() { gate = true; }
};

async SCENARIO(results_and_errors) {
  pawl::ThreadPoolExecutor pool(2);
  const auto here = std::this_thread::get_id();
  expect(await pawl::run_in_executor(pool, [] { return std::this_thread::get_id(); }) != here);
  auto [sum, text] = await pawl::gather(
      pawl::run_in_executor(pool, [](int a, int b) { return a + b; }, 1, 2),
      pawl::run_in_executor(nullptr, [](std::string s) { return s + "!"; }, std::string("hey")));
  expect(sum == 3 && text == "hey!");
  auto pointer = await pawl::run_in_executor(
      pool,
      [](std::unique_ptr<int> p) {
        ++*p;
        return p;
      },
      std::make_unique<int>(1));
  expect(*pointer == 2);
  int n = 0;
  int &reference = await pawl::run_in_executor(pool, [](int &r) -> int & { return r; }, std::ref(n));
  expect(&reference == &n);
  EXPECT_THROW(std::runtime_error, await pawl::run_in_executor(pool, [] { throw std::runtime_error("in a thread"); }));
  EXPECT_THROW(std::invalid_argument, pawl::ThreadPoolExecutor(0));
}

async SCENARIO(it_begins_with_the_call) {
  pawl::ThreadPoolExecutor pool(1);
  std::atomic<bool> begun{false};
  auto future = pawl::run_in_executor(pool, [&] { begun = true; });
  while (!begun)
    std::this_thread::yield();
  expect(!future.done());
  await future;
}

async SCENARIO(B11_cancelled_before_it_begins) {
  pawl::ThreadPoolExecutor pool(1);
  auto &go = kept<std::atomic<bool>>(false);
  auto &calls = kept<std::atomic<int>>(0);
  Opener opener{go};
  auto first = pawl::run_in_executor(pool, [&] {
    while (!go)
      std::this_thread::yield();
  });
  auto second = pawl::run_in_executor(pool, [&] { ++calls; });
  auto third = pawl::run_in_executor(pool, [&] { return ++calls; });
  expect(second.cancel() && !second.cancel());
  go = true;
  EXPECT_THROW(pawl::CancelledError, await second);
  await first;
  expect(await third == 1);
}

async SCENARIO(B11_cancelled_it_runs_on_unheard) {
  pawl::ThreadPoolExecutor pool(1);
  auto &begun = kept<std::atomic<bool>>(false);
  auto &go = kept<std::atomic<bool>>(false);
  auto &ended = kept<std::atomic<bool>>(false);
  Opener opener{go};
  auto call = pawl::run_in_executor(pool, [&] {
    begun = true;
    while (!go)
      std::this_thread::yield();
    ended = true;
    throw std::runtime_error("nobody hears this");
  });
  while (!begun)
    std::this_thread::yield();
  auto wait = async [call]() -> Coro<> { await call; };
  auto waiting = pawl::create_task(wait());
  await pawl::yield_now();
  waiting.cancel(); // reaches the future
  EXPECT_THROW(pawl::CancelledError, await waiting);
  expect(call.cancelled() && !ended);
  go = true;
  pool.shutdown();
  expect(ended);
}

async SCENARIO(bounded_and_named) {
  pawl::ThreadPoolExecutor pool(3, "decode");
  auto name = [] {
    char text[16] = "";
    pthread_getname_np(pthread_self(), text, sizeof text);
    std::this_thread::sleep_for(1ms);
    return std::string(text);
  };
  std::vector<pawl::Future<std::string>> calls;
  for (int i = 0; i < 30; ++i)
    calls.push_back(pawl::run_in_executor(pool, name));
  std::set<std::string> names;
  for (std::string &n : await pawl::gather(calls))
    names.insert(n);
  const std::set<std::string> all{"decode_0", "decode_1", "decode_2"};
  expect(std::includes(all.begin(), all.end(), names.begin(), names.end()) && !names.empty());
  pawl::ThreadPoolExecutor longer(1, "a very long name of a pool");
  expect(await pawl::run_in_executor(longer, name) == "a very long n_0");
}

pawl::ContextVar<int> var("var", 1);
async SCENARIO(no_context_variables) {
  var.set(2);
  pawl::ThreadPoolExecutor pool(1);
  expect(await pawl::run_in_executor(pool, [] { return var.get(); }) == 1);
  expect(await pawl::to_thread([] { return var.get(); }) == 2);
}

async SCENARIO(shut_down) {
  pawl::ThreadPoolExecutor pool(1);
  auto call = pawl::run_in_executor(pool, [] { return 5; });
  pool.shutdown();
  pool.shutdown();
  EXPECT_THROW(pawl::RuntimeError, (void)pawl::run_in_executor(pool, [] {}));
  expect(await call == 5);
}

async SCENARIO(one_pool_for_several_loops) {
  pawl::ThreadPoolExecutor pool(2);
  auto body = async [&](int i) -> Coro<int> { return await pawl::run_in_executor(pool, [i] { return i; }); };
  auto run = [&](int i) { return std::thread([&body, i] { expect(pawl::run(body(i)) == i); }); };
  Joined a{run(1)}, b{run(2)};
  expect(await body(3) == 3);
}

async SCENARIO(the_loop_waits_at_its_end) {
  pawl::ThreadPoolExecutor pool(1);
  std::atomic<bool> ended{false};
  auto leave = async [&]() -> Coro<> {
    (void)pawl::run_in_executor(pool, [&] {
      std::this_thread::sleep_for(20ms);
      ended = true;
    });
    return;
  };
  std::thread([&] { pawl::run(leave()); }).join(); // pawl: allow(blocking-call)
  expect(ended);
  return;
}
