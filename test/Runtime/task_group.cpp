// Task groups: asyncio.md, group N.
// RUN: %run-all %s | %filecheck --check-prefix=CHECK-EXEC
// CHECK-EXEC: N01_waits_for_its_tasks ok
// CHECK-EXEC: N01_tasks_add_tasks_while_the_group_is_left ok
// CHECK-EXEC: N02_a_cancelled_task_is_no_error ok
// CHECK-EXEC: N03_an_error_cancels_the_others_and_the_body ok
// CHECK-EXEC: N04_cancelling_the_parent_cancels_the_tasks ok
// CHECK-EXEC: N05_errors_while_it_is_cancelled_come_instead ok
// CHECK-EXEC: N06_an_error_of_the_body_cancels_the_tasks ok
// CHECK-EXEC: N07_nested_groups ok
// CHECK-EXEC: N07_groups_taken_apart ok
// CHECK-EXEC: N08_the_body_fails_while_it_is_cancelled ok
// CHECK-EXEC: N10_finished_tasks_are_not_kept ok
// CHECK-EXEC: N11_tasks_that_go_on_for_ever_are_stopped_by_an_error ok
// CHECK-EXEC: N12_no_tasks_before_after_and_while_it_is_shut_down ok
// CHECK-EXEC: N13_names_and_contexts_of_tasks ok
// CHECK-EXEC: N14_an_error_of_an_inner_scope_is_collected_too ok
// CHECK-EXEC: N15_entered_once ok
// CHECK-EXEC: N16_the_count_of_cancels_is_as_before ok
// CHECK-EXEC: N17_an_error_and_a_cancel_from_outside ok
// CHECK-EXEC: N18_cancel_ends_the_group_without_an_error ok
// CHECK-EXEC: N19_errors_and_cancels_while_it_is_cancelled ok
// CHECK-EXEC: N20_start_waits_until_a_task_is_ready ok
// CHECK-EXEC: N20_many_scopes_in_a_loop_need_no_stack ok
#include "Inputs/dialect.h"

#include <memory>
#include <optional>

using namespace std::chrono_literals;
using pawl::Coro;
using pawl::TaskGroup;

struct Failure : std::runtime_error {
  using std::runtime_error::runtime_error;
};
struct Other : std::runtime_error {
  using std::runtime_error::runtime_error;
};

async Coro<int> after(std::chrono::seconds d, int value) {
  await pawl::sleep(d);
  return value;
}
async Coro<> fails(std::chrono::seconds d = 0s) {
  if (d > 0s)
    await pawl::sleep(d);
  throw Failure("a task");
}
async Coro<> fails_when_cancelled() {
  try {
    await pawl::sleep(1h);
  } catch (const pawl::CancelledError &) {
    throw Other("while it was cancelled");
  }
}
async Coro<> sleeper() { await pawl::sleep(1h); }

/// The shape of what was thrown, as E(F,O,E(F)): groups, Failures, Others; C for a CancelledError.
std::string shape(const std::exception_ptr &error) {
  if (!error)
    return "none";
  try {
    std::rethrow_exception(error);
  } catch (const pawl::ExceptionGroup &group) {
    std::string text;
    for (const auto &inner : group.exceptions())
      text += (text.empty() ? "" : ",") + shape(inner);
    return "E(" + text + ")";
  } catch (const Failure &) {
    return "F";
  } catch (const Other &) {
    return "O";
  } catch (const pawl::TimeoutError &) {
    return "T";
  } catch (const pawl::RuntimeError &) {
    return "R";
  } catch (const pawl::CancelledError &) {
    return "C";
  } catch (...) {
    return "?";
  }
}
template <class T> std::string shape(pawl::Outcome<T> outcome) { return shape(outcome.exception()); }

async Coro<int> two_tasks(TaskGroup &group) {
  auto one = group.create_task(after(2s, 1));
  auto two = group.create_task(after(1s, 2));
  await pawl::sleep(0s);
  auto three = group.create_task(after(3s, 4));
  return await one + await two + await three;
}

async SCENARIO(N01_waits_for_its_tasks) {
  TaskGroup group;
  std::optional<pawl::Task<int>> one, two;
  await pawl::with(group, async [&]() -> Coro<> {
    one = group.create_task(after(2s, 10));
    two = group.create_task(after(1s, 20));
  });
  expect(one->done() && two->done() && seconds() == 2);
  expect(one->result() == 10 && two->result() == 20);
  const int sum = await pawl::with(TaskGroup(), two_tasks);
  expect(sum == 7 && seconds() == 5);
}

async Coro<> chain(TaskGroup &group, int n, int &ran) {
  await pawl::sleep(1s);
  ++ran;
  if (n > 0)
    group.create_task(chain(group, n - 1, ran));
}

async SCENARIO(N01_tasks_add_tasks_while_the_group_is_left) {
  auto &ran = kept<int>(0);
  TaskGroup group;
  await pawl::with(group, async [&]() -> Coro<> { group.create_task(chain(group, 3, ran)); });
  expect(ran == 4 && seconds() == 4);
}

async Coro<> throws_cancelled() {
  await pawl::sleep(1s);
  throw pawl::CancelledError();
}

async SCENARIO(N02_a_cancelled_task_is_no_error) {
  TaskGroup group;
  std::optional<pawl::Task<int>> other;
  await pawl::with(group, async [&]() -> Coro<> {
    auto cancelled = group.create_task(sleeper());
    group.create_task(throws_cancelled());
    other = group.create_task(after(2s, 1));
    await pawl::sleep(1s);
    cancelled.cancel();
  });
  expect(other->result() == 1 && seconds() == 2);
}

async SCENARIO(N03_an_error_cancels_the_others_and_the_body) {
  TaskGroup group;
  std::optional<pawl::Task<>> other;
  auto &passed = kept<bool>(false);
  auto &body_cancelled = kept<bool>(false);
  auto scope = pawl::with(group, async [&]() -> Coro<> {
    other = group.create_task(sleeper());
    group.create_task(fails(1s));
    try {
      await pawl::sleep(1h);
    } catch (const pawl::CancelledError &) {
      body_cancelled = true;
      throw;
    }
    passed = true;
  });
  auto outcome = await pawl::as_outcome(std::move(scope));
  expect(shape(outcome) == "E(F)" && body_cancelled && !passed && seconds() == 1);
  expect(other->cancelled() && pawl::current_task().cancelling() == 0);
}

async Coro<> group_of_sleepers(bool waits, int n) {
  TaskGroup group;
  await pawl::with(group, async [&]() -> Coro<> {
    for (int i = 0; i < n; ++i)
      group.create_task(sleeper());
    if (waits)
      await pawl::sleep(1h);
  });
}

async SCENARIO(N04_cancelling_the_parent_cancels_the_tasks) {
  for (bool waits : {true, false}) {
    auto task = pawl::create_task(group_of_sleepers(waits, 2));
    await pawl::sleep(1s);
    expect(pawl::all_tasks().size() == 4);
    task.cancel("stop");
    auto outcome = await pawl::as_outcome(task);
    expect(outcome.cancelled() && pawl::all_tasks().size() == 1);
  }
  auto alone = pawl::create_task(group_of_sleepers(true, 0));
  await pawl::sleep(1s);
  alone.cancel();
  auto outcome = await pawl::as_outcome(alone);
  expect(outcome.cancelled() && seconds() == 3);
}

async Coro<> group_that_fails_in_cleanup(bool waits) {
  TaskGroup group;
  await pawl::with(group, async [&]() -> Coro<> {
    group.create_task(fails_when_cancelled());
    if (waits)
      await pawl::sleep(1h);
  });
}

async SCENARIO(N05_errors_while_it_is_cancelled_come_instead) {
  for (bool waits : {true, false}) {
    auto task = pawl::create_task(group_that_fails_in_cleanup(waits));
    await pawl::sleep(1s);
    task.cancel();
    auto outcome = await pawl::as_outcome(task);
    expect(shape(outcome) == "E(O)");
  }
}

async SCENARIO(N06_an_error_of_the_body_cancels_the_tasks) {
  TaskGroup group;
  auto &begun = kept<bool>(false);
  auto begins = async [](bool &b) -> Coro<> {
    b = true;
    await pawl::sleep(1h);
  };
  auto scope = pawl::with(group, async [&]() -> Coro<> {
    group.create_task(begins(begun));
    throw Failure("the body");
  });
  auto outcome = await pawl::as_outcome(std::move(scope));
  expect(shape(outcome) == "E(F)" && !begun && seconds() == 0);
}

async Coro<> inner_group(bool fails_itself) {
  TaskGroup group;
  await pawl::with(group, async [&]() -> Coro<> {
    group.create_task(sleeper());
    if (fails_itself)
      group.create_task(fails(2s));
    await pawl::sleep(1h);
  });
}

async SCENARIO(N07_nested_groups) {
  TaskGroup one;
  auto nested = pawl::with(one, async [&]() -> Coro<> {
    one.create_task(sleeper());
    await inner_group(true);
  });
  auto wrapped = await pawl::as_outcome(std::move(nested));
  expect(shape(wrapped) == "E(E(F))");
  TaskGroup two;
  auto outer = pawl::with(two, async [&]() -> Coro<> {
    two.create_task(fails(1s));
    await inner_group(false);
  });
  auto silent = await pawl::as_outcome(std::move(outer));
  expect(shape(silent) == "E(F)");
  expect(pawl::current_task().cancelling() == 0);
}

async SCENARIO(N07_groups_taken_apart) {
  TaskGroup one;
  auto nested = pawl::with(one, async [&]() -> Coro<> {
    one.create_task(fails_when_cancelled());
    await inner_group(true);
  });
  auto wrapped = await pawl::as_outcome(std::move(nested));
  expect(shape(wrapped) == "E(O,E(F))");
  if (wrapped.has_value())
    return;
  try {
    std::rethrow_exception(wrapped.exception());
  } catch (const pawl::ExceptionGroup &group) {
    expect(std::string(group.what()) == "unhandled errors in a TaskGroup (2 exceptions)");
    expect(group.contains<Failure>() && !group.contains<pawl::TimeoutError>());
    auto [failures_, rest] = group.split<Failure>();
    expect(failures_ && rest);
    if (!failures_ || !rest)
      return;
    expect(shape(std::make_exception_ptr(*failures_)) == "E(E(F))");
    expect(shape(std::make_exception_ptr(*rest)) == "E(O)");
    expect(!group.subgroup<pawl::TimeoutError>());
  }
}

async SCENARIO(N08_the_body_fails_while_it_is_cancelled) {
  TaskGroup group;
  auto scope = pawl::with(group, async [&]() -> Coro<> {
    group.create_task(fails(1s));
    await fails_when_cancelled();
  });
  auto outcome = await pawl::as_outcome(std::move(scope));
  expect(shape(outcome) == "E(F,O)");
}

struct Probe {
  int *alive;
  explicit Probe(int &n) : alive(&n) { ++n; }
  Probe(const Probe &other) : alive(other.alive) { ++*alive; }
  ~Probe() { --*alive; }
};
async Coro<Probe> makes_probe(int &alive) { return Probe(alive); }

async SCENARIO(N10_finished_tasks_are_not_kept) {
  TaskGroup group;
  auto &alive = kept<int>(0);
  await pawl::with(group, async [&]() -> Coro<> {
    for (int i = 0; i < 5; ++i)
      group.create_task(makes_probe(alive));
    await pawl::sleep(1s);
    expect(alive == 0);
  });
}

async Coro<> hydra(TaskGroup &group) {
  await pawl::sleep(1s);
  group.create_task(hydra(group));
  group.create_task(hydra(group));
}

async SCENARIO(N11_tasks_that_go_on_for_ever_are_stopped_by_an_error) {
  if (sweeping())
    return; // for ever indeed, where the error is what is cancelled
  TaskGroup group;
  auto scope = pawl::with(group, async [&]() -> Coro<> {
    group.create_task(hydra(group));
    group.create_task(fails(5s));
  });
  auto outcome = await pawl::as_outcome(std::move(scope));
  try {
    std::rethrow_exception(outcome.exception());
  } catch (const pawl::ExceptionGroup &error) {
    expect(error.contains<Failure>());
  }
  expect(seconds() == 5 && pawl::all_tasks().size() == 1);
}

async SCENARIO(N12_no_tasks_before_after_and_while_it_is_shut_down) {
  TaskGroup group;
  EXPECT_THROW(pawl::RuntimeError, group.create_task(sleeper()));
  auto &refused = kept<std::string>();
  auto scope = pawl::with(group, async [&]() -> Coro<> {
    group.create_task(fails());
    try {
      await pawl::sleep(1h);
    } catch (const pawl::CancelledError &) { // pawl: allow(swallowed-cancel)
      try {
        group.create_task(sleeper());
      } catch (const pawl::RuntimeError &error) {
        refused = error.what();
      }
    }
  });
  auto outcome = await pawl::as_outcome(std::move(scope));
  expect(shape(outcome) == "E(F)" && refused == "TaskGroup is shutting down");
  try {
    group.create_task(sleeper());
    expect(false);
  } catch (const pawl::RuntimeError &error) {
    expect(std::string(error.what()) == "TaskGroup is finished");
  }
}

pawl::ContextVar<int> number("number", 0);
async Coro<> reads_context(std::string &name, int &value) {
  name = pawl::current_task().get_name();
  value = number.get();
}

async SCENARIO(N13_names_and_contexts_of_tasks) {
  TaskGroup group;
  auto &name = kept<std::string>();
  auto &value = kept<int>(0);
  pawl::TaskOptions options("yolo");
  options.context = pawl::Context();
  options.context->run([] { number.set(7); });
  await pawl::with(group, async [&]() -> Coro<> { group.create_task(reads_context(name, value), options); });
  expect(name == "yolo" && value == 7 && number.get() == 0);
}

async Coro<> inner_scope_fails() {
  try {
    await pawl::sleep(1h);
  } catch (const pawl::CancelledError &) {
    throw Other("leaving an inner scope");
  }
}

async SCENARIO(N14_an_error_of_an_inner_scope_is_collected_too) {
  TaskGroup group;
  auto scope = pawl::with(group, async [&]() -> Coro<> {
    group.create_task(fails());
    await inner_scope_fails();
  });
  auto outcome = await pawl::as_outcome(std::move(scope));
  expect(shape(outcome) == "E(F,O)" && pawl::current_task().cancelling() == 0);
}

async SCENARIO(N15_entered_once) {
  TaskGroup group;
  auto &again = kept<bool>(false);
  await pawl::with(group, async [&]() -> Coro<> {
    auto inner = pawl::with(group, async [&]() -> Coro<> { again = true; });
    auto outcome = await pawl::as_outcome(std::move(inner));
    expect(shape(outcome) == "R");
  });
  auto scope = pawl::with(group, async [&]() -> Coro<> { again = true; });
  auto outcome = await pawl::as_outcome(std::move(scope));
  expect(shape(outcome) == "R" && !again);
}

async SCENARIO(N16_the_count_of_cancels_is_as_before) {
  for (int before : {0, 1}) {
    auto task = pawl::create_task(async [](int n) -> Coro<> {
      for (int i = 0; i < n; ++i) {
        pawl::current_task().cancel();
        auto swallowed = await pawl::as_outcome(pawl::sleep(1s));
        expect(swallowed.cancelled());
      }
      TaskGroup group;
      auto scope = pawl::with(group, async [&]() -> Coro<> {
        group.create_task(fails());
        await pawl::sleep(1h);
      });
      auto outcome = await pawl::as_outcome(std::move(scope));
      expect(shape(outcome) == "E(F)");
      expect(pawl::current_task().cancelling() == static_cast<unsigned>(n));
      await pawl::sleep(1s);
    }(before));
    await task;
  }
}

async SCENARIO(N17_an_error_and_a_cancel_from_outside) {
  auto task = pawl::create_task(async []() -> Coro<> {
    TaskGroup group;
    auto scope = pawl::with(group, async [&]() -> Coro<> {
      group.create_task(fails_when_cancelled());
      await pawl::sleep(1h);
    });
    auto outcome = await pawl::as_outcome(std::move(scope));
    expect(shape(outcome) == "E(O)");
    auto next = await pawl::as_outcome(pawl::sleep(1h));
    expect(next.cancelled() && pawl::current_task().cancelling() == 1);
  }());
  await pawl::sleep(1s);
  task.cancel();
  await task;
  expect(seconds() == 1);
}

async SCENARIO(N18_cancel_ends_the_group_without_an_error) {
  TaskGroup group;
  auto &passed = kept<bool>(false);
  auto &refused = kept<std::string>();
  await pawl::with(group, async [&]() -> Coro<> {
    group.create_task(sleeper());
    group.cancel();
    group.cancel();
    try {
      group.create_task(sleeper());
    } catch (const pawl::RuntimeError &error) {
      refused = error.what();
    }
    await pawl::sleep(1h);
    passed = true;
  });
  expect(!passed && refused == "TaskGroup is shutting down" && seconds() == 0);
  expect(pawl::current_task().cancelling() == 0);
  group.cancel();
  await pawl::sleep(1s);
  TaskGroup early;
  early.cancel();
  await pawl::with(early, async [&]() -> Coro<> {
    await pawl::sleep(1h);
    passed = true;
  });
  expect(!passed && seconds() == 1);
  TaskGroup from_a_task;
  await pawl::with(from_a_task, async [&]() -> Coro<> {
    from_a_task.create_task(async [&]() -> Coro<> {
      await pawl::sleep(1s);
      from_a_task.cancel();
    }());
    from_a_task.create_task(sleeper());
  });
  expect(seconds() == 2 && pawl::current_task().cancelling() == 0);
  await pawl::sleep(1s);
}

async SCENARIO(N19_errors_and_cancels_while_it_is_cancelled) {
  TaskGroup group;
  auto scope = pawl::with(group, async [&]() -> Coro<> {
    group.create_task(fails_when_cancelled());
    await pawl::sleep(1s);
    group.cancel();
    await pawl::sleep(1h);
  });
  auto outcome = await pawl::as_outcome(std::move(scope));
  expect(shape(outcome) == "E(O)");
  // A cancel from outside, while the tasks of a cancelled group clean up.
  auto task = pawl::create_task(async []() -> Coro<> {
    TaskGroup slow;
    await pawl::with(slow, async [&]() -> Coro<> {
      slow.create_task(async []() -> Coro<> {
        try {
          await pawl::sleep(1h);
        } catch (const pawl::CancelledError &) { // pawl: allow(swallowed-cancel)
          await pawl::sleep(5s);
        }
      }());
      await pawl::sleep(1s);
      slow.cancel();
    });
    expect(false);
  }());
  await pawl::sleep(3s);
  task.cancel("outside");
  auto cancelled = await pawl::as_outcome(task);
  expect(cancelled.cancelled());
  // A limit around it.
  TaskGroup inner;
  auto limited = pawl::with(pawl::timeout(1s), async [&]() -> Coro<> {
    await pawl::with(inner, async [&]() -> Coro<> {
      inner.create_task(sleeper());
      inner.create_task(sleeper());
    });
  });
  auto timed_out = await pawl::as_outcome(std::move(limited));
  expect(shape(timed_out) == "T");
  // An eager task that cancels its group is cancelled itself.
  TaskGroup eager;
  auto &went_on = kept<bool>(false);
  await pawl::with(eager, async [&]() -> Coro<> {
    pawl::TaskOptions options;
    options.eager_start = true;
    eager.create_task(async [&]() -> Coro<> {
      eager.cancel();
      await pawl::sleep(1s);
      went_on = true;
    }(), options);
  });
  expect(!went_on);
}

async Coro<> serves(pawl::TaskStatus<int> status, bool well) {
  await pawl::sleep(2s);
  if (!well)
    throw Failure("could not start");
  status.started(80);
  await pawl::sleep(2s);
}

async SCENARIO(N20_start_waits_until_a_task_is_ready) {
  TaskGroup group;
  await pawl::with(group, async [&]() -> Coro<> {
    const int port = await group.start<int>([](pawl::TaskStatus<int> s) { return serves(s, true); });
    expect(port == 80 && seconds() == 2);
  });
  expect(seconds() == 4);
  TaskGroup failing;
  await pawl::with(failing, async [&]() -> Coro<> {
    auto starts = failing.start<int>([](pawl::TaskStatus<int> s) { return serves(s, false); });
    auto outcome = await pawl::as_outcome(std::move(starts));
    expect(shape(outcome) == "F");
    auto silent = failing.start<int>([](pawl::TaskStatus<int>) { return after(1s, 1); });
    auto ended = await pawl::as_outcome(std::move(silent));
    expect(shape(ended) == "R");
    auto slow = failing.start<int>([](pawl::TaskStatus<int>) { return sleeper(); });
    auto limited = await pawl::as_outcome(pawl::wait_for(std::move(slow), 1s));
    expect(shape(limited) == "T");
  });
  expect(seconds() == 8);
}

async SCENARIO(N20_many_scopes_in_a_loop_need_no_stack) {
  auto &n = kept<int>(0);
  for (int i = 0; i < 100000; ++i) {
    TaskGroup group;
    await pawl::with(group, async [&]() -> Coro<> { ++n; });
  }
  expect(n == 100000);
}
