// gather: asyncio.md, group G.
// RUN: %clangxx20 %s -o %t && env PAWL_CLOCK=virtual %t | %filecheck --check-prefix=CHECK-EXEC
// CHECK-EXEC: G01_results_in_the_order_of_the_arguments ok
// CHECK-EXEC: G01_all_that_can_be_awaited ok
// CHECK-EXEC: G01_children_begin_with_the_call ok
// CHECK-EXEC: G02_the_first_error_comes_at_once ok
// CHECK-EXEC: G03_siblings_of_a_failed_child_run_on ok
// CHECK-EXEC: G04_return_exceptions ok
// CHECK-EXEC: G05_a_cancelled_child_is_an_error ok
// CHECK-EXEC: G06_cancelled_children_among_the_outcomes ok
// CHECK-EXEC: G07_cancelling_the_awaiting_task_cancels_the_children ok
// CHECK-EXEC: G08_no_cancel_when_all_children_are_done ok
// CHECK-EXEC: G09_cancelled_in_spite_of_return_exceptions ok
// CHECK-EXEC: G10_the_same_task_twice ok
// CHECK-EXEC: G11_nothing_to_gather ok
// CHECK-EXEC: G01_results_that_can_only_be_moved ok
#include <memory>
#include <tuple>

#include "Inputs/scenario.h"

using namespace std::chrono_literals;

pawl::Coro<int> after(std::chrono::seconds d, int result, std::string* trace = nullptr) {
  co_await pawl::sleep(d);
  if (trace) *trace += std::to_string(result);
  co_return result;
}
pawl::Coro<int> fails_after(std::chrono::seconds d, const char* what) {
  co_await pawl::sleep(d);
  throw std::runtime_error(what);
}
pawl::Coro<> nothing() { co_return; }
std::vector<pawl::Coro<int>> two(pawl::Coro<int> a, pawl::Coro<int> b) {
  std::vector<pawl::Coro<int>> v;
  v.push_back(std::move(a));
  v.push_back(std::move(b));
  return v;
}

pawl::Coro<> G01_results_in_the_order_of_the_arguments() {
  auto [a, b, c] = co_await pawl::gather(after(3s, 1), after(1s, 2), after(2s, 3));
  EXPECT(a == 1 && b == 2 && c == 3 && seconds() == 3);
  std::vector<int> v = co_await pawl::gather(two(after(2s, 4), after(1s, 5)));
  EXPECT((v == std::vector<int>{4, 5}));
  co_await pawl::gather(nothing(), nothing());
  std::vector<pawl::Coro<>> nothings;
  nothings.push_back(nothing());
  co_await pawl::gather(std::move(nothings));
  auto [n, none] = co_await pawl::gather(after(0s, 6), nothing());
  EXPECT(n == 6);
  (void)none;
}

pawl::Coro<> G01_all_that_can_be_awaited() {
  auto task = pawl::create_task(after(1s, 1));
  pawl::Future<std::string> future;
  pawl::get_running_loop().call_later(2s, [=] { future.set_result("set"); });
  auto [t, f, s, g] = co_await pawl::gather(task, future, pawl::sleep(1s, 'x'),
                                            pawl::gather(after(1s, 2), after(1s, 3)));
  EXPECT(t == 1 && f == "set" && s == 'x');
  EXPECT(std::get<0>(g) == 2 && std::get<1>(g) == 3);
  EXPECT(task.result() == 1 && future.result() == "set");  // copied: others may want them
}

pawl::Coro<> G01_children_begin_with_the_call() {
  std::string trace;
  auto g = pawl::gather(after(0s, 1, &trace), after(0s, 2, &trace));
  co_await pawl::sleep(1s);
  EXPECT(trace == "12" && g.done());
  co_await std::move(g);
}

pawl::Coro<> G02_the_first_error_comes_at_once() {
  std::string what;
  try {
    co_await pawl::gather(after(5s, 1), fails_after(1s, "first"), fails_after(2s, "second"));
  } catch (const std::runtime_error& e) {
    what = e.what();
  }
  EXPECT(what == "first" && seconds() == 1);
  co_await pawl::sleep(9s);
}

pawl::Coro<> G03_siblings_of_a_failed_child_run_on() {
  std::string trace;
  EXPECT_THROW(std::runtime_error,
               co_await pawl::gather(after(5s, 1, &trace), fails_after(1s, "x")));
  EXPECT(trace.empty());
  co_await pawl::sleep(9s);
  EXPECT(trace == "1");
}

pawl::Coro<> G04_return_exceptions() {
  auto [a, b, c] =
      co_await pawl::gather(pawl::return_exceptions, after(2s, 1), fails_after(1s, "x"), nothing());
  EXPECT(seconds() == 2 && a.value() == 1 && !b && c.has_value());
  EXPECT_THROW(std::runtime_error, b.value());
  auto v = co_await pawl::gather(pawl::return_exceptions, two(fails_after(1s, "x"), after(1s, 2)));
  EXPECT(!v[0] && v[1].value() == 2);
}

pawl::Coro<> G05_a_cancelled_child_is_an_error() {
  auto child = pawl::create_task(after(5s, 1));
  auto awaits = [](pawl::Task<int> t) -> pawl::Coro<> {
    EXPECT_THROW(pawl::CancelledError, co_await pawl::gather(t, after(9s, 2)));
  };
  auto outer = pawl::create_task(awaits(child));
  co_await pawl::yield_now();
  child.cancel();
  co_await outer;
  EXPECT(!outer.cancelled() && seconds() == 0);
}

bool is_cancelled_error(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const pawl::CancelledError&) {
    return true;
  } catch (...) {
    return false;
  }
}

pawl::Coro<> G06_cancelled_children_among_the_outcomes() {
  auto child = pawl::create_task(after(5s, 1));
  pawl::get_running_loop().call_later(1s, [=] { child.cancel(); });
  auto [a, b] = co_await pawl::gather(pawl::return_exceptions, child, after(2s, 2));
  EXPECT(is_cancelled_error(a.exception()) && b.value() == 2);
}

pawl::Coro<> G07_cancelling_the_awaiting_task_cancels_the_children() {
  std::string trace;
  auto a = pawl::create_task(after(5s, 1, &trace));
  auto b = pawl::create_task(after(6s, 2, &trace));
  bool after_gather = false;
  auto body = [](pawl::Task<int> x, pawl::Task<int> y, bool& passed) -> pawl::Coro<> {
    co_await pawl::gather(x, y);
    passed = true;
  };
  auto outer = pawl::create_task(body(a, b, after_gather));
  co_await pawl::sleep(1s);
  outer.cancel();
  EXPECT_THROW(pawl::CancelledError, co_await outer);
  EXPECT(a.cancelled() && b.cancelled() && outer.cancelled() && !after_gather && trace.empty());
}

pawl::Coro<> G08_no_cancel_when_all_children_are_done() {
  auto g = pawl::gather(nothing(), after(0s, 1));
  co_await pawl::yield_now();
  co_await pawl::yield_now();  // the children are done, gather is not told yet
  EXPECT(!g.done() && !g.cancel());
  auto [none, n] = co_await std::move(g);
  (void)none;
  EXPECT(n == 1);
}

pawl::Coro<> G09_cancelled_in_spite_of_return_exceptions() {
  auto body = []() -> pawl::Coro<> {
    co_await pawl::gather(pawl::return_exceptions, after(5s, 1), after(5s, 2));
  };
  auto task = pawl::create_task(body());
  co_await pawl::yield_now();
  task.cancel("stop");
  std::string message;
  try {
    co_await task;
  } catch (const pawl::CancelledError& e) {
    message = e.message();
  }
  EXPECT(task.cancelled() && message == "stop");
}

pawl::Coro<> G10_the_same_task_twice() {
  std::string trace;
  auto task = pawl::create_task(after(1s, 7, &trace));
  auto [a, b] = co_await pawl::gather(task, task);
  EXPECT(a == 7 && b == 7 && trace == "7");
}

pawl::Coro<> G11_nothing_to_gather() {
  auto g = pawl::gather(std::vector<pawl::Coro<int>>());
  EXPECT(g.done());
  EXPECT((co_await std::move(g)).empty());
  co_await pawl::gather();
}

pawl::Coro<std::unique_ptr<int>> make(int n) { co_return std::make_unique<int>(n); }
pawl::Coro<> G01_results_that_can_only_be_moved() {
  auto [a, b] = co_await pawl::gather(make(1), make(2));
  EXPECT(*a == 1 && *b == 2);
  std::vector<pawl::Coro<std::unique_ptr<int>>> v;
  v.push_back(make(3));
  auto results = co_await pawl::gather(std::move(v));
  EXPECT(*results[0] == 3);
}
int main() {
  return run_scenarios(
      {{"G01_results_in_the_order_of_the_arguments", G01_results_in_the_order_of_the_arguments},
       {"G01_all_that_can_be_awaited", G01_all_that_can_be_awaited},
       {"G01_children_begin_with_the_call", G01_children_begin_with_the_call},
       {"G02_the_first_error_comes_at_once", G02_the_first_error_comes_at_once},
       {"G03_siblings_of_a_failed_child_run_on", G03_siblings_of_a_failed_child_run_on},
       {"G04_return_exceptions", G04_return_exceptions},
       {"G05_a_cancelled_child_is_an_error", G05_a_cancelled_child_is_an_error},
       {"G06_cancelled_children_among_the_outcomes", G06_cancelled_children_among_the_outcomes},
       {"G07_cancelling_the_awaiting_task_cancels_the_children",
        G07_cancelling_the_awaiting_task_cancels_the_children},
       {"G08_no_cancel_when_all_children_are_done", G08_no_cancel_when_all_children_are_done},
       {"G09_cancelled_in_spite_of_return_exceptions", G09_cancelled_in_spite_of_return_exceptions},
       {"G10_the_same_task_twice", G10_the_same_task_twice},
       {"G11_nothing_to_gather", G11_nothing_to_gather},
       {"G01_results_that_can_only_be_moved", G01_results_that_can_only_be_moved}});
}
