// as_completed: asyncio.md, group A.
// RUN: %clangxx20 -Wno-deprecated-coroutine %s -o %t && env PAWL_CLOCK=virtual %t | %filecheck --check-prefix=CHECK-EXEC
// CHECK-EXEC: A01_in_the_order_of_completion ok
// CHECK-EXEC: A01_awaited_out_of_order ok
// CHECK-EXEC: A02_a_limit ok
// CHECK-EXEC: A03_an_unused_limit_leaves_no_timer ok
// CHECK-EXEC: A04_resumed_after_break ok
// CHECK-EXEC: A05_awaited_at_once_and_duplicates ok
// CHECK-EXEC: A05_errors_come_where_the_result_would ok
// CHECK-EXEC: A05_a_cancelled_waiter_loses_nothing ok
#include "Inputs/scenario.h"

using namespace std::chrono_literals;

pawl::Coro<int> after(std::chrono::seconds d, int result) {
  co_await pawl::sleep(d);
  co_return result;
}
pawl::Coro<int> fails_after(std::chrono::seconds d) {
  co_await pawl::sleep(d);
  throw std::runtime_error("failed");
}
template <class... C>
std::vector<pawl::Coro<int>> list(C... coros) {
  std::vector<pawl::Coro<int>> v;
  (v.push_back(std::move(coros)), ...);
  return v;
}

pawl::Coro<> A01_in_the_order_of_completion() {
  std::vector<int> results;
  for (auto next : pawl::as_completed(list(after(3s, 1), after(1s, 2), after(2s, 3)))) {
    results.push_back(co_await next);
  }
  EXPECT((results == std::vector<int>{2, 3, 1}));
  results.clear();
  for co_await (int r : pawl::as_completed(list(after(3s, 1), after(1s, 2), after(2s, 3)))) {
    results.push_back(r);
  }
  EXPECT((results == std::vector<int>{2, 3, 1}));
  EXPECT(seconds() == 6);
}

pawl::Coro<> A01_awaited_out_of_order() {
  auto all = pawl::as_completed(list(after(2s, 1), after(1s, 2)));
  auto it = all.begin();
  auto first = *it;
  auto second = *++it;
  EXPECT(co_await second == 2);
  EXPECT(co_await first == 1);
}

pawl::Coro<> A02_a_limit() {
  int results = 0, timeouts = 0;
  auto slow = pawl::create_task(after(5s, 3));
  std::vector<pawl::Task<int>> tasks{pawl::create_task(after(1s, 1)), slow, slow};
  for (auto next : pawl::as_completed(tasks, 2s)) {
    try {
      results += co_await next;
    } catch (const pawl::TimeoutError&) {
      ++timeouts;
    }
  }
  EXPECT(results == 1 && timeouts == 2 && seconds() == 2 && !slow.done());
  std::vector<int> seen;
  try {
    for co_await (int r : pawl::as_completed(tasks, 1s)) seen.push_back(r);
  } catch (const pawl::TimeoutError&) {
    seen.push_back(-1);
  }
  EXPECT((seen == std::vector<int>{1, -1}));
  EXPECT(co_await slow == 3);
}

pawl::Coro<> A03_an_unused_limit_leaves_no_timer() {
  for co_await (int r : pawl::as_completed(list(after(1s, 1)), 100s)) EXPECT(r == 1);
  co_await pawl::sleep(1s);
  EXPECT(seconds() == 2);
}

pawl::Coro<> A04_resumed_after_break() {
  auto all = pawl::as_completed(list(after(1s, 1), after(2s, 2), after(3s, 3)));
  std::vector<int> results;
  for co_await (int r : all) {
    results.push_back(r);
    break;
  }
  for (auto next : all) results.push_back(co_await next);
  EXPECT((results == std::vector<int>{1, 2, 3}));
  for (auto next : all) {
    (void)next;
    EXPECT(false);
  }
}

pawl::Coro<> A05_awaited_at_once_and_duplicates() {
  std::vector<pawl::AsCompleted<pawl::detail::task_state<int>>::Next> nexts;
  auto all = pawl::as_completed(list(after(2s, 1), after(1s, 2)));
  for (auto next : all) nexts.push_back(next);
  auto [a, b] = co_await pawl::gather(std::move(nexts[0]), std::move(nexts[1]));
  EXPECT(a == 2 && b == 1);
}

pawl::Coro<> A05_errors_come_where_the_result_would() {
  int results = 0, errors = 0;
  for (auto next : pawl::as_completed(list(after(1s, 1), fails_after(2s), after(3s, 3)))) {
    try {
      results += co_await next;
    } catch (const std::runtime_error&) {
      ++errors;
    }
  }
  EXPECT(results == 4 && errors == 1);
}

pawl::Coro<> A05_a_cancelled_waiter_loses_nothing() {
  auto all = pawl::as_completed(list(after(1s, 1), after(1s, 2)));
  auto it = all.begin();
  auto body = [](decltype(*it) next) -> pawl::Coro<int> { co_return co_await next; };
  auto task = pawl::create_task(body(*it));
  co_await pawl::yield_now();
  // In the iteration in which its result comes: it was handed over, and the waiter is cancelled.
  auto cancel = [&]() -> pawl::Coro<> {
    co_await pawl::sleep(1s);
    co_await pawl::yield_now();
    task.cancel();
  };
  co_await cancel();
  EXPECT_THROW(pawl::CancelledError, (void)co_await task);
  auto next = *++it;
  int first = co_await next;
  auto another = *it;
  EXPECT(first + co_await another == 3);
}
int main() {
  return run_scenarios(
      {{"A01_in_the_order_of_completion", A01_in_the_order_of_completion},
       {"A01_awaited_out_of_order", A01_awaited_out_of_order},
       {"A02_a_limit", A02_a_limit},
       {"A03_an_unused_limit_leaves_no_timer", A03_an_unused_limit_leaves_no_timer},
       {"A04_resumed_after_break", A04_resumed_after_break},
       {"A05_awaited_at_once_and_duplicates", A05_awaited_at_once_and_duplicates},
       {"A05_errors_come_where_the_result_would", A05_errors_come_where_the_result_would},
       {"A05_a_cancelled_waiter_loses_nothing", A05_a_cancelled_waiter_loses_nothing}});
}
