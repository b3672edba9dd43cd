// wait: asyncio.md, group W.
// RUN: %clangxx20 %s -o %t && env PAWL_CLOCK=virtual %t | %filecheck --check-prefix=CHECK-EXEC
// CHECK-EXEC: W01_all_completed ok
// CHECK-EXEC: W02_first_completed ok
// CHECK-EXEC: W03_first_exception ok
// CHECK-EXEC: W04_a_limit_is_no_error ok
// CHECK-EXEC: W05_never_throws_for_a_child ok
// CHECK-EXEC: W06_cancelled_it_leaves_the_children_alone ok
// CHECK-EXEC: W07_nothing_and_twice_the_same ok
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
using Tasks = std::vector<pawl::Task<int>>;
using pawl::ReturnWhen;

pawl::Coro<> W01_all_completed() {
  Tasks tasks{pawl::create_task(after(1s, 1)), pawl::create_task(after(3s, 2))};
  auto result = co_await pawl::wait(tasks);
  EXPECT(result.done.size() == 2 && result.pending.empty() && seconds() == 3);
  EXPECT(result.done.at(0).result() == 1);
  result = co_await pawl::wait(tasks);
  EXPECT(result.done.size() == 2 && seconds() == 3);
}

pawl::Coro<> W02_first_completed() {
  Tasks tasks{pawl::create_task(after(9s, 1)), pawl::create_task(after(1s, 2)),
              pawl::create_task(after(1s, 3))};
  auto result = co_await pawl::wait(tasks, ReturnWhen::first_completed);
  // The one that ended in the same iteration counts too.
  EXPECT(result.done.size() == 2 && result.pending.size() == 1 && seconds() == 1);
  EXPECT(result.pending.at(0) == tasks[0] && !tasks[0].done());
}

pawl::Coro<> W03_first_exception() {
  Tasks tasks{pawl::create_task(after(1s, 1)), pawl::create_task(fails_after(3s)),
              pawl::create_task(after(9s, 2)), pawl::create_task(after(9s, 3))};
  tasks[2].cancel();
  auto result = co_await pawl::wait(tasks, ReturnWhen::first_exception);
  EXPECT(result.done.size() == 3 && result.pending.size() == 1 && seconds() == 3);
  result = co_await pawl::wait(tasks, ReturnWhen::first_exception);
  EXPECT(seconds() == 3);
  EXPECT_THROW(std::runtime_error, tasks[1].result());
}

pawl::Coro<> W04_a_limit_is_no_error() {
  Tasks tasks{pawl::create_task(after(1s, 1)), pawl::create_task(after(5s, 2))};
  auto result = co_await pawl::wait(tasks, 2s);
  EXPECT(seconds() == 2 && result.done.size() == 1 && result.pending.size() == 1);
  EXPECT(co_await result.pending.at(0) == 2);
  EXPECT(seconds() == 5);
  co_await pawl::wait(tasks, 9s);  // leaves no timer
  co_await pawl::sleep(1s);
  EXPECT(seconds() == 6);
}

pawl::Coro<> W05_never_throws_for_a_child() {
  Tasks tasks{pawl::create_task(fails_after(1s)), pawl::create_task(after(9s, 1))};
  tasks[1].cancel();
  auto result = co_await pawl::wait(tasks);
  EXPECT(result.done.size() == 2);
  EXPECT(result.done.at(0).exception() != nullptr);
}

pawl::Coro<> W06_cancelled_it_leaves_the_children_alone() {
  Tasks tasks{pawl::create_task(after(2s, 1))};
  auto body = [](Tasks t) -> pawl::Coro<> { co_await pawl::wait(t); };
  auto waiting = pawl::create_task(body(tasks));
  co_await pawl::sleep(1s);
  waiting.cancel();
  EXPECT_THROW(pawl::CancelledError, co_await waiting);
  EXPECT(!tasks[0].done());
  EXPECT(co_await tasks[0] == 1);
}

pawl::Coro<> W07_nothing_and_twice_the_same() {
  EXPECT_THROW(std::invalid_argument, (void)pawl::wait(Tasks()));
  auto task = pawl::create_task(after(1s, 1));
  auto result = co_await pawl::wait(Tasks{task, task});
  EXPECT(result.done.size() == 2 && result.pending.empty());
  auto& future = kept<pawl::Future<>>();
  pawl::get_running_loop().call_later(1s, [=] { future.set_result(); });
  auto futures = co_await pawl::wait(std::vector<pawl::Future<>>{future});
  EXPECT(futures.done.size() == 1);
}
int main() {
  return run_scenarios(
      {{"W01_all_completed", W01_all_completed},
       {"W02_first_completed", W02_first_completed},
       {"W03_first_exception", W03_first_exception},
       {"W04_a_limit_is_no_error", W04_a_limit_is_no_error},
       {"W05_never_throws_for_a_child", W05_never_throws_for_a_child},
       {"W06_cancelled_it_leaves_the_children_alone", W06_cancelled_it_leaves_the_children_alone},
       {"W07_nothing_and_twice_the_same", W07_nothing_and_twice_the_same}});
}
