// Runner, stop(), Ctrl-C and coroutines from other threads: asyncio.md, B01, B02, B04, B05, T37, T43.
// RUN: %run-all --real-clock %s | %filecheck --check-prefix=CHECK-EXEC
// CHECK-EXEC: B01_run_gives_the_result_or_throws ok
// CHECK-EXEC: B04_a_runner_runs_several_in_one_context ok
// CHECK-EXEC: B04_tasks_go_on_in_the_next_run ok
// CHECK-EXEC: T37_stopped_before_the_end ok
// CHECK-EXEC: T43_coroutines_from_another_thread ok
// CHECK-EXEC: T43_a_loop_that_ends_before_it_begins ok
#include "Inputs/dialect.h"

#include <atomic>
#include <csignal>
#include <thread>

using namespace std::chrono_literals;
using pawl::Coro;

async Coro<int> answer() {
  await pawl::sleep(1ms);
  return 42;
}
async Coro<> sleep_long() { await pawl::sleep(1h); }
async Coro<> fails() { throw std::logic_error("fails"); }

/// These use loops of their own, beside the one of the scenario, in another thread.
template <class F> void in_thread(F f) {
  std::thread thread(f);
  thread.join(); // pawl: allow(blocking-call)
}

pawl::ContextVar<int> number("number", 0);
async Coro<int> sets_number(int n) {
  const int before = number.get();
  number.set(n);
  return before;
}

async SCENARIO(B01_run_gives_the_result_or_throws) {
  in_thread([] {
    expect(pawl::run(answer()) == 42);
    EXPECT_THROW(std::logic_error, pawl::run(fails()));
    EXPECT_THROW(pawl::RuntimeError, pawl::run(Coro<>()));
  });
  EXPECT_THROW(pawl::RuntimeError, pawl::run(answer()));
  return;
}

async SCENARIO(B04_a_runner_runs_several_in_one_context) {
  in_thread([] {
    pawl::Runner runner;
    expect(runner.run(sets_number(1)) == 0);
    expect(runner.run(sets_number(2)) == 1);
    expect(number.get() == 0);
    expect(runner.run(answer()) == 42);
    runner.close();
    runner.close();
    EXPECT_THROW(pawl::RuntimeError, runner.run(answer()));
    EXPECT_THROW(pawl::RuntimeError, runner.get_loop());
  });
  return;
}

async Coro<> background(int &ticks) {
  for (;;) {
    ++ticks;
    await pawl::sleep(1ms);
  }
}
async Coro<> starts(int &ticks, pawl::Task<> &task) {
  task = pawl::create_task(background(ticks));
  await pawl::sleep(2ms);
}

async SCENARIO(B04_tasks_go_on_in_the_next_run) {
  in_thread([] {
    int ticks = 0;
    pawl::Task<> task;
    pawl::Runner runner;
    runner.run(starts(ticks, task));
    const int before = ticks;
    runner.run(answer());
    expect(ticks > before && !task.done());
    runner.close();
    expect(task.cancelled());
  });
  return;
}

async Coro<> stops() {
  pawl::get_running_loop().stop();
  await pawl::sleep(1h);
}

async SCENARIO(T37_stopped_before_the_end) {
  in_thread([] {
    int turns = 0;
    pawl::Runner runner;
    std::string what;
    try {
      runner.run(stops());
    } catch (const pawl::RuntimeError &error) {
      what = error.what();
    }
    expect(what == "Event loop stopped before Future completed.");
    expect(runner.run(answer()) == 42);
    runner.get_loop().call_later(1ms, [&] {
      ++turns;
      runner.get_loop().call_soon([&] { ++turns; });
      runner.get_loop().stop();
    });
    runner.run_forever();
    expect(turns == 1);
  });
  return;
}

async SCENARIO(T43_coroutines_from_another_thread) {
  if (sweeping())
    return; // the thread waits for this loop, which must not end before it
  const pawl::EventLoop loop = pawl::get_running_loop();
  std::atomic<bool> over{false};
  std::thread other([&, loop] {
    expect(pawl::run_coroutine_threadsafe(answer(), loop).result() == 42);
    auto failing = pawl::run_coroutine_threadsafe(fails(), loop);
    EXPECT_THROW(std::logic_error, failing.result());
    auto slow = pawl::run_coroutine_threadsafe(sleep_long(), loop);
    EXPECT_THROW(pawl::TimeoutError, slow.result(5ms));
    expect(!slow.done() && slow.cancel() && slow.cancelled() && !slow.cancel());
    EXPECT_THROW(pawl::CancelledError, slow.result());
    auto self_cancelled = pawl::run_coroutine_threadsafe(
        async []() -> Coro<> {
          pawl::current_task().cancel();
          await pawl::sleep(1h);
        }(),
        loop);
    EXPECT_THROW(pawl::CancelledError, self_cancelled.result());
    loop.call_soon_threadsafe([&] { over = true; });
  });
  while (!over)
    await pawl::sleep(1ms);
  other.join(); // pawl: allow(blocking-call)
  await pawl::sleep(1ms);
  expect(pawl::all_tasks().size() == 1);
}

async SCENARIO(T43_a_loop_that_ends_before_it_begins) {
  auto runner = std::make_unique<pawl::Runner>();
  auto never = pawl::run_coroutine_threadsafe(answer(), runner->get_loop());
  in_thread([&] { runner.reset(); });
  EXPECT_THROW(pawl::RuntimeError, never.result());
  return;
}
