// Context variables and eager tasks: asyncio.md, T38 to T40 and group E.
// RUN: %run-all %s | %filecheck --check-prefix=CHECK-EXEC
// CHECK-EXEC: T38_a_task_sees_the_values_at_its_creation ok
// CHECK-EXEC: T38_a_hundred_tasks_do_not_mix ok
// CHECK-EXEC: T38_tokens_defaults_and_missing_values ok
// CHECK-EXEC: T39_a_context_that_tasks_share ok
// CHECK-EXEC: T40_callbacks_run_in_the_context_in_which_they_were_added ok
// CHECK-EXEC: E01_what_does_not_wait_is_done_at_once ok
// CHECK-EXEC: E02_the_first_step_can_complete_what_the_creator_awaits ok
// CHECK-EXEC: E03_what_waits_goes_on_in_the_loop ok
// CHECK-EXEC: E04_current_task_all_tasks_and_context ok
#include "Inputs/dialect.h"

#include <optional>

using namespace std::chrono_literals;
using pawl::Coro;

pawl::ContextVar<std::string> user("user", "nobody");
pawl::ContextVar<int> unset("unset"), other("other");

async Coro<> sets(std::string value, std::string &seen) {
  seen = user.get();
  user.set(value);
  await pawl::sleep(1s);
  seen += ' ' + user.get();
}

async SCENARIO(T38_a_task_sees_the_values_at_its_creation) {
  user.set("ann");
  std::string seen;
  auto task = pawl::create_task(sets("bob", seen));
  user.set("cid");
  await task;
  expect(seen == "ann bob" && user.get() == "cid");
  await sets("dan", seen); // no task: the same context
  expect(user.get() == "dan");
}

async Coro<> counts(int n, int &wrong) {
  user.set(std::to_string(n));
  for (int i = 0; i < 5; ++i) {
    await pawl::sleep(std::chrono::milliseconds(n * 7 % 5));
    if (user.get() != std::to_string(n))
      ++wrong;
  }
}

async SCENARIO(T38_a_hundred_tasks_do_not_mix) {
  std::vector<Coro<>> all;
  int wrong = 0;
  for (int i = 0; i < 100; ++i)
    all.push_back(counts(i, wrong));
  await pawl::gather(std::move(all));
  expect(wrong == 0 && user.get() == "nobody");
}

async SCENARIO(T38_tokens_defaults_and_missing_values) {
  EXPECT_THROW(std::out_of_range, unset.get());
  expect(unset.get(5) == 5 && unset.name() == "unset");
  auto token = unset.set(1);
  auto inner = unset.set(2);
  unset.reset(inner);
  expect(unset.get() == 1);
  unset.reset(token);
  EXPECT_THROW(std::out_of_range, unset.get());
  auto foreign = other.set(1);
  EXPECT_THROW(std::invalid_argument, unset.reset(foreign));
  return;
}

async SCENARIO(T39_a_context_that_tasks_share) {
  pawl::TaskOptions options;
  options.context = pawl::copy_context();
  std::string first, second;
  await pawl::create_task(sets("ann", first), options);
  await pawl::create_task(sets("bob", second), options);
  expect(first == "nobody ann" && second == "ann bob" && user.get() == "nobody");
  expect(options.context->run([] { return user.get(); }) == "bob");
}

async SCENARIO(T40_callbacks_run_in_the_context_in_which_they_were_added) {
  pawl::Future<> future;
  std::string seen;
  user.set("adder");
  future.add_done_callback([&] {
    seen += user.get() + ' ';
    user.set("callback");
  });
  pawl::get_running_loop().call_soon([&] { seen += user.get() + ' '; });
  pawl::get_running_loop().call_later(1s, [&] { seen += user.get(); });
  user.set("later");
  future.set_result();
  await pawl::sleep(2s);
  expect(seen == "adder adder adder" && user.get() == "later");
}

pawl::TaskOptions eager(std::string name = {}) {
  pawl::TaskOptions options(std::move(name));
  options.eager_start = true;
  return options;
}
async Coro<int> immediate(int n) { return n; }

async SCENARIO(E01_what_does_not_wait_is_done_at_once) {
  bool turned = false;
  pawl::get_running_loop().call_soon([&] { turned = true; });
  auto task = pawl::create_task(immediate(42), eager());
  expect(task.done() && task.result() == 42 && !task.cancel());
  const int value = await task;
  expect(value == 42 && !turned);
  auto failed = pawl::create_task(async []() -> Coro<> { throw std::logic_error("x"); }(), eager());
  expect(failed.done() && failed.exception());
  await pawl::yield_now();
}

async SCENARIO(E02_the_first_step_can_complete_what_the_creator_awaits) {
  pawl::Future<int> future;
  auto task = pawl::create_task(async [](pawl::Future<int> f) -> Coro<> { f.set_result(7); return; }(future), eager());
  expect(task.done() && future.done());
  const int value = await future;
  expect(value == 7);
}

async SCENARIO(E03_what_waits_goes_on_in_the_loop) {
  std::string order;
  auto task = pawl::create_task(async [&]() -> Coro<int> {
    order += 'a';
    await pawl::sleep(1s);
    order += 'c';
    return 1;
  }(), eager());
  order += 'b';
  expect(await task == 1);
  expect(order == "abc");
  auto cancelled = pawl::create_task(async []() -> Coro<> { await pawl::sleep(1h); }(), eager());
  cancelled.cancel("message");
  std::string message;
  try {
    await cancelled;
  } catch (const pawl::CancelledError &error) {
    message = error.message();
  }
  expect(message == "message");
}

async SCENARIO(E04_current_task_all_tasks_and_context) {
  const pawl::AnyTask creator = pawl::current_task();
  std::string seen;
  user.set("creator");
  auto task = pawl::create_task(async [&]() -> Coro<> {
    seen = pawl::current_task().get_name() + ' ' + user.get() + ' ' + std::to_string(pawl::all_tasks().size());
    user.set("child");
    await pawl::sleep(1s);
    seen += ' ' + pawl::current_task().get_name() + ' ' + user.get();
  }(), eager("eager"));
  expect(pawl::current_task() == creator && user.get() == "creator" && seen == "eager creator 2");
  expect(pawl::all_tasks().size() == 2);
  await task;
  expect(seen == "eager creator 2 eager child" && pawl::all_tasks().size() == 1);
}
