// Simulated runs: the same seed gives the same run, another seed another order; cancelled and stopped
// at every point; faults; nothing can run any more.
// RUN: %run-all %s 2>&1 | %filecheck --check-prefix=CHECK-EXEC
// CHECK-EXEC: seeds_give_runs ok
// CHECK-EXEC: cancelled_and_stopped_everywhere ok
// CHECK-EXEC: faults_where_it_meets_the_world ok
// CHECK-EXEC: nothing can run any more:
// CHECK-EXEC-NEXT: Task 'Task-1' created at {{.*}}simulate.cpp:{{[0-9]+}} waits for Task 'one' created at {{.*}} waits for a Lock
// CHECK-EXEC-NEXT: in deadlock at {{.*}}simulate.cpp:{{[0-9]+}}
// CHECK-EXEC-NEXT: Task 'one' created at {{.*}}simulate.cpp:{{[0-9]+}} waits for a Lock
// CHECK-EXEC-NEXT: in take_both at {{.*}}simulate.cpp:{{[0-9]+}}
// CHECK-EXEC-NEXT: Task 'two' created at {{.*}}simulate.cpp:{{[0-9]+}} waits for a Lock
// CHECK-EXEC-NEXT: in take_both at {{.*}}simulate.cpp:{{[0-9]+}}
// CHECK-EXEC: nothing_can_run_any_more ok
#include "Inputs/dialect.h"

#include <set>
#include <system_error>
#include <thread>

using namespace std::chrono_literals;
using pawl::Coro;

async Coro<> worker(std::string &trace, int n) {
  for (int i = 0; i < 3; ++i) {
    await pawl::sleep(1s);
    trace += static_cast<char>('a' + n);
  }
}
async Coro<std::string> workers() {
  std::string trace;
  std::vector<Coro<>> all;
  for (int i = 0; i < 5; ++i)
    all.push_back(worker(trace, i));
  await pawl::gather(std::move(all));
  return trace;
}
async Coro<std::string> in_queue_order() {
  // Who waits first is served first, in any run.
  pawl::Queue<int> queue;
  std::string trace;
  auto get = async [&](char who) -> Coro<> {
    const int item = await queue.get();
    trace += who;
    trace += static_cast<char>('0' + item);
  };
  std::vector<Coro<>> all;
  for (char who : {'a', 'b', 'c'})
    all.push_back(get(who));
  auto gathering = pawl::gather(std::move(all));
  await pawl::sleep(1s);
  for (int i = 0; i < 3; ++i)
    queue.put_nowait(i);
  await gathering;
  return trace;
}

/// These have loops of their own, before that of the scenarios.
template <class F> auto apart(F f) {
  decltype(f()) result{};
  std::thread([&] { result = f(); }).join(); // pawl: allow(blocking-call)
  return result;
}

async SCENARIO(seeds_give_runs) {
  std::set<std::string> runs;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const std::string once = apart([&] { return pawl::simulate(seed, workers()); });
    const std::string again = apart([&] { return pawl::simulate(seed, workers()); });
    expect(once == again && once.size() == 15);
    runs.insert(once);
    expect(apart([&] { return pawl::simulate(seed, in_queue_order()); }) == "a0b1c2");
  }
  expect(runs.size() > 40);
  return;
}

int alive = 0;
struct Counted {
  Counted() { ++alive; }
  ~Counted() { --alive; }
};
async Coro<> leaf() {
  Counted counted;
  await pawl::sleep(1s);
}
async Coro<> tree() {
  Counted counted;
  await leaf();
  pawl::TaskGroup group;
  await pawl::with(group, async [&]() -> Coro<> {
    Counted inner;
    (void)group.create_task(leaf());
    await leaf();
  });
}

async SCENARIO(cancelled_and_stopped_everywhere) {
  pawl::SimulationReport whole;
  pawl::Simulation simulation;
  simulation.report = &whole;
  apart([&] { pawl::simulate(simulation, tree()); return 0; });
  expect(whole.suspensions == 4 && whole.steps > 4);
  pawl::SimulationReport report;
  simulation.report = &report;
  int cancelled = 0, stopped = 0;
  for (simulation.cancel_at = 1; simulation.cancel_at <= whole.suspensions; ++simulation.cancel_at) {
    apart([&] {
      try {
        pawl::simulate(simulation, tree());
      } catch (const pawl::CancelledError &) {
        ++cancelled;
      }
      return 0;
    });
    expect(alive == 0);
  }
  // A task of a group that is cancelled is no error of the group.
  expect(cancelled == 3);
  simulation.cancel_at = 0;
  for (simulation.stop_after = 1; simulation.stop_after < whole.steps; ++simulation.stop_after) {
    apart([&] {
      try {
        pawl::simulate(simulation, tree());
      } catch (const pawl::SimulationStopped &) {
        ++stopped;
      }
      return 0;
    });
    expect(alive == 0 && report.steps == simulation.stop_after);
  }
  expect(stopped == static_cast<int>(whole.steps) - 1);
  return;
}

async Coro<int> calls_threads() {
  int failed = 0;
  for (int i = 0; i < 100; ++i) {
    auto outcome = await pawl::as_outcome(pawl::to_thread([] { return 1; }));
    if (outcome.failed_with<std::system_error>())
      ++failed;
    else
      expect(outcome.value() == 1);
  }
  return failed;
}

async SCENARIO(faults_where_it_meets_the_world) {
  pawl::Simulation simulation;
  simulation.faults_per_mille = 200;
  const int once = apart([&] { return pawl::simulate(simulation, calls_threads()); });
  const int again = apart([&] { return pawl::simulate(simulation, calls_threads()); });
  expect(once > 5 && once < 50 && once == again);
  return;
}

async Coro<> take_both(pawl::Lock &first, pawl::Lock &second) {
  auto one = await first.scoped();
  await pawl::sleep(1s);
  auto two = await second.scoped();
}
async Coro<> deadlock() {
  pawl::Lock a, b;
  auto one = pawl::create_task(take_both(a, b), "one");
  auto two = pawl::create_task(take_both(b, a), "two");
  await one;
}

async SCENARIO(nothing_can_run_any_more) {
  const std::string what = apart([] {
    try {
      pawl::simulate(1, deadlock());
    } catch (const pawl::RuntimeError &error) {
      return std::string(error.what());
    }
    return std::string();
  });
  std::printf("%s", what.c_str());
  return;
}
