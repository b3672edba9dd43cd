// What a task is: asyncio.md, group T, without cancellation.
// RUN: %clangxx20 %s -o %t && env PAWL_CLOCK=virtual %t | %filecheck --check-prefix=CHECK-EXEC
// CHECK-EXEC: T01_results_of_nested_coroutines ok
// CHECK-EXEC: T02_tasks_start_in_order_after_the_creator_suspends ok
// CHECK-EXEC: T03_a_task_cannot_await_itself ok
// CHECK-EXEC: T05_ensure_future_returns_tasks_and_futures_unchanged ok
// CHECK-EXEC: T07_names ok
// CHECK-EXEC: T08_representation ok
// CHECK-EXEC: T10_a_future_is_a_result_like_any_other ok
// CHECK-EXEC: T32_current_task_and_all_tasks ok
// CHECK-EXEC: T42_sleep_zero_gives_way_for_one_iteration ok
// CHECK-EXEC: T01_results_of_all_kinds ok
// CHECK-EXEC: T01_a_coroutine_is_awaited_once ok
// CHECK-EXEC: T01_never_run_is_destroyed ok
#include <cmath>
#include <memory>

#include "Inputs/scenario.h"

using namespace std::chrono_literals;

pawl::Coro<int> add(int a, int b) {
  co_await pawl::sleep(1ms);
  co_return a + b;
}
pawl::Coro<int> add_nested(int n) { co_return n == 0 ? 0 : n + co_await add_nested(n - 1); }

pawl::Coro<> T01_results_of_nested_coroutines() {
  EXPECT(co_await add(co_await add(1, 2), co_await add(3, 4)) == 10);
  EXPECT(co_await add_nested(100) == 5050);
  auto task = pawl::create_task(add(20, 22));
  EXPECT(co_await task == 42);
  EXPECT(co_await task == 42);
  EXPECT(task.result() == 42);
  EXPECT(task.exception() == nullptr);
}

pawl::Coro<> append(std::string& to, char c) {
  to += c;
  co_return;
}
pawl::Coro<> T02_tasks_start_in_order_after_the_creator_suspends() {
  std::string order;
  auto a = pawl::create_task(append(order, 'a'));
  auto b = pawl::create_task(append(order, 'b'));
  order += 'm';
  co_await append(order, 'i');  // a coroutine runs inline
  co_await b;
  EXPECT(order == "miab");
  EXPECT(a.done());
}

pawl::Coro<> T03_a_task_cannot_await_itself() {
  pawl::Task<>* self = nullptr;
  auto body = [](pawl::Task<>*& me) -> pawl::Coro<> { co_await *me; };
  auto task = pawl::create_task(body(self));
  self = &task;
  std::string what;
  try {
    co_await task;
  } catch (const pawl::RuntimeError& e) {
    what = e.what();
  }
  EXPECT(what.find("cannot await on itself") != std::string::npos);
}

pawl::Coro<> T05_ensure_future_returns_tasks_and_futures_unchanged() {
  pawl::Future<int> future;
  EXPECT(pawl::ensure_future(future) == future);
  auto task = pawl::create_task(add(1, 1));
  EXPECT(pawl::ensure_future(task) == task);
  pawl::Task<std::string> slept = pawl::ensure_future(pawl::sleep(1s, std::string("slept")));
  EXPECT(co_await slept == "slept");
  EXPECT(co_await pawl::ensure_future(add(2, 3)) == 5);
  co_await task;
}

pawl::Coro<> T07_names() {
  auto first = pawl::create_task(add(1, 2));
  auto named = pawl::create_task(add(1, 2), "adder");
  auto second = pawl::create_task(add(1, 2));
  EXPECT(first.get_name() == "Task-2");  // main is Task-1
  EXPECT(named.get_name() == "adder");
  EXPECT(second.get_name() == "Task-3");
  named.set_name("renamed");
  EXPECT(named.get_name() == "renamed");
  co_await pawl::gather(first, named, second);
}

bool has(const std::string& text, const char* part) { return text.find(part) != text.npos; }

pawl::Coro<> T08_representation() {
  pawl::Future<> future;
  auto body = [](pawl::Future<> f) -> pawl::Coro<> { co_await f; };
  auto task = pawl::create_task(body(future), "t");
  EXPECT(has(task.repr(), "<Task pending name='t'"));
  co_await pawl::yield_now();
  EXPECT(has(task.repr(), "wait_for=<Future>"));
  EXPECT(has(task.repr(), "task_basics.cpp:"));
  task.cancel();
  EXPECT(has(task.repr(), "<Task cancelling"));
  EXPECT_THROW(pawl::CancelledError, co_await task);
  EXPECT(has(task.repr(), "<Task cancelled"));
  auto finished = pawl::create_task(add(1, 2));
  co_await finished;
  EXPECT(has(finished.repr(), "<Task finished"));
}

pawl::Coro<> T10_a_future_is_a_result_like_any_other() {
  pawl::Future<int> future;
  future.set_result(7);
  auto body = [](pawl::Future<int> f) -> pawl::Coro<pawl::Future<int>> { co_return f; };
  pawl::Future<int> result = co_await pawl::create_task(body(future));
  EXPECT(result == future);
  EXPECT(co_await result == 7);
}

pawl::Coro<> sees_itself(std::vector<std::string>& names) {
  for (int i = 0; i < 2; ++i) {
    names.push_back(pawl::current_task().get_name());
    co_await pawl::yield_now();
  }
}
pawl::Coro<> T32_current_task_and_all_tasks() {
  std::vector<std::string> names;
  auto a = pawl::create_task(sees_itself(names), "a");
  auto b = pawl::create_task(sees_itself(names), "b");
  EXPECT(pawl::all_tasks().size() == 3);
  bool none_in_callback = false;
  pawl::get_running_loop().call_soon([&] { none_in_callback = !pawl::current_task(); });
  co_await pawl::gather(a, b);
  EXPECT((names == std::vector<std::string>{"a", "b", "a", "b"}));
  EXPECT(none_in_callback);
  EXPECT(pawl::current_task().get_name() == "Task-1");
  EXPECT(pawl::all_tasks().size() == 1);
}

pawl::Coro<> T42_sleep_zero_gives_way_for_one_iteration() {
  std::string order;
  pawl::get_running_loop().call_soon([&] {
    order += '1';
    pawl::get_running_loop().call_soon([&] { order += '2'; });
  });
  EXPECT(co_await pawl::sleep(0s, 5) == 5);
  EXPECT(order == "1");
  co_await pawl::sleep(-1s);
  EXPECT(order == "12");
  EXPECT(seconds() == 0);
  EXPECT_THROW(std::invalid_argument,
               (void)pawl::sleep(std::chrono::duration<double>(std::nan(""))));
}

pawl::Coro<std::unique_ptr<int>> make_unique_int(int n) {
  co_await pawl::yield_now();
  co_return std::make_unique<int>(n);
}
pawl::Coro<int&> reference(int& n) { co_return n; }
pawl::Coro<std::pair<int, std::string>> braces() { co_return {1, "one"}; }

pawl::Coro<> T01_results_of_all_kinds() {
  EXPECT(*co_await make_unique_int(5) == 5);
  auto task = pawl::create_task(make_unique_int(6));
  EXPECT(*co_await task == 6);
  EXPECT_THROW(pawl::InvalidStateError, (void)co_await task);  // moved out already
  int n = 1;
  co_await reference(n) = 2;
  co_await pawl::create_task(reference(n)) += 1;
  EXPECT(n == 3);
  auto [number, name] = co_await braces();
  EXPECT(number == 1 && name == "one");
}

pawl::Coro<> T01_a_coroutine_is_awaited_once() {
  auto coro = add(1, 2);
  EXPECT(co_await coro == 3);
  EXPECT_THROW(pawl::RuntimeError, (void)co_await coro);
  auto moved = std::move(coro);
  EXPECT_THROW(pawl::RuntimeError, (void)co_await coro);
  EXPECT_THROW(pawl::RuntimeError, (void)pawl::create_task(pawl::Coro<>()));
}

pawl::Coro<> T01_never_run_is_destroyed() {
  auto watch = std::make_shared<int>(1);
  {
    auto body = [](std::shared_ptr<int> p) -> pawl::Coro<> {
      ++*p;
      co_return;
    };
    auto coro = body(watch);  // pawl: allow(unawaited)
    EXPECT(watch.use_count() == 2);
  }
  EXPECT(watch.use_count() == 1 && *watch == 1);
  co_return;
}
int main() {
  return run_scenarios(
      {{"T01_results_of_nested_coroutines", T01_results_of_nested_coroutines},
       {"T02_tasks_start_in_order_after_the_creator_suspends",
        T02_tasks_start_in_order_after_the_creator_suspends},
       {"T03_a_task_cannot_await_itself", T03_a_task_cannot_await_itself},
       {"T05_ensure_future_returns_tasks_and_futures_unchanged",
        T05_ensure_future_returns_tasks_and_futures_unchanged},
       {"T07_names", T07_names},
       {"T08_representation", T08_representation},
       {"T10_a_future_is_a_result_like_any_other", T10_a_future_is_a_result_like_any_other},
       {"T32_current_task_and_all_tasks", T32_current_task_and_all_tasks},
       {"T42_sleep_zero_gives_way_for_one_iteration", T42_sleep_zero_gives_way_for_one_iteration},
       {"T01_results_of_all_kinds", T01_results_of_all_kinds},
       {"T01_a_coroutine_is_awaited_once", T01_a_coroutine_is_awaited_once},
       {"T01_never_run_is_destroyed", T01_never_run_is_destroyed}});
}
