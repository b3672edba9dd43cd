// The loop, its callbacks and futures: asyncio.md, group B.
// RUN: %clangxx20 %s -o %t && env PAWL_CLOCK=virtual %t | %filecheck --check-prefix=CHECK-EXEC
// CHECK-EXEC: B06_future_callbacks_run_later_in_order ok
// CHECK-EXEC: B07_a_future_is_set_once ok
// CHECK-EXEC: B08_an_iteration_runs_what_was_there_at_its_start ok
// CHECK-EXEC: B10_timers_by_deadline_then_by_age ok
// CHECK-EXEC: B10_many_timers ok
// CHECK-EXEC: B01_no_run_within_a_run ok
// CHECK-EXEC: B02_left_over_callbacks_are_dropped ok
#include <memory>

#include "Inputs/scenario.h"

using namespace std::chrono_literals;

pawl::Coro<> B06_future_callbacks_run_later_in_order() {
  pawl::Future<int> future;
  auto& order = kept<std::string>();
  auto first = future.add_done_callback([&] { order += '1'; });
  auto removed = future.add_done_callback([&] { order += 'x'; });
  auto second = future.add_done_callback([&] { order += '2'; });
  removed.cancel();
  future.set_result(1);
  EXPECT(order.empty());
  co_await pawl::yield_now();
  EXPECT(order == "12");
  future.add_done_callback([&] { order += '3'; });
  EXPECT(order == "12");
  co_await pawl::yield_now();
  EXPECT(order == "123");
}

pawl::Coro<> B07_a_future_is_set_once() {
  pawl::Future<int> future;
  EXPECT_THROW(pawl::InvalidStateError, future.result());
  future.set_result(1);
  EXPECT_THROW(pawl::InvalidStateError, future.set_result(2));
  EXPECT_THROW(pawl::InvalidStateError,
               future.set_exception(std::make_exception_ptr(std::runtime_error("x"))));
  EXPECT(!future.cancel() && future.result() == 1);
  pawl::Future<> cancelled;
  EXPECT(cancelled.cancel() && !cancelled.cancel() && cancelled.cancelled());
  EXPECT_THROW(pawl::CancelledError, co_await cancelled);
  pawl::Future<> failed;
  failed.set_exception(std::make_exception_ptr(std::runtime_error("x")));
  EXPECT_THROW(std::runtime_error, co_await failed);
}

pawl::Coro<> B08_an_iteration_runs_what_was_there_at_its_start() {
  auto& order = kept<std::string>();
  auto loop = pawl::get_running_loop();
  loop.call_soon([&, loop] {
    order += 'a';
    loop.call_soon([&] { order += 'c'; });
  });
  loop.call_soon([&] { order += 'b'; });
  co_await pawl::yield_now();
  EXPECT(order == "ab");
  co_await pawl::yield_now();
  EXPECT(order == "abc");
}

pawl::Coro<> B10_timers_by_deadline_then_by_age() {
  auto& order = kept<std::string>();
  auto loop = pawl::get_running_loop();
  loop.call_later(2s, [&] { order += '4'; });
  loop.call_later(1s, [&] { order += '2'; });
  loop.call_later(1s, [&] { order += '3'; });
  loop.call_later(-1s, [&] { order += '1'; });
  auto cancelled = loop.call_later(1s, [&] { order += 'x'; });
  loop.call_at(loop.time() + 3s, [&] { order += '5'; });
  cancelled.cancel();
  EXPECT(cancelled.cancelled());
  co_await pawl::sleep(4s);
  EXPECT(order == "12345" && seconds() == 4);
}

pawl::Coro<> B10_many_timers() {
  // Deadlines in a scrambled order, every third one stopped.
  auto& fired = kept<std::vector<int>>();
  std::vector<pawl::Handle> handles;
  auto loop = pawl::get_running_loop();
  for (int i = 0; i < 1000; ++i) {
    const int ms = i * 577 % 1000;
    handles.push_back(
        loop.call_later(std::chrono::milliseconds(ms), [&fired, ms] { fired.push_back(ms); }));
  }
  for (int i = 0; i < 1000; i += 3) handles[static_cast<std::size_t>(i)].cancel();
  co_await pawl::sleep(1s);
  EXPECT(fired.size() == 666);
  for (std::size_t i = 1; i < fired.size(); ++i) EXPECT(fired[i - 1] < fired[i]);
}

pawl::Coro<> B01_no_run_within_a_run() {
  auto body = []() -> pawl::Coro<> { co_return; };
  EXPECT_THROW(pawl::RuntimeError, pawl::run(body()));
  co_return;
}

pawl::Coro<> B02_left_over_callbacks_are_dropped() {
  auto kept = std::make_shared<int>(1);
  pawl::get_running_loop().call_later(1h, [kept] {});
  pawl::get_running_loop().call_soon([kept] {});
  pawl::Future<> never;
  never.add_done_callback([kept] {});
  co_return;  // the leak checker says whether they were
}
int main() {
  return run_scenarios(
      {{"B06_future_callbacks_run_later_in_order", B06_future_callbacks_run_later_in_order},
       {"B07_a_future_is_set_once", B07_a_future_is_set_once},
       {"B08_an_iteration_runs_what_was_there_at_its_start",
        B08_an_iteration_runs_what_was_there_at_its_start},
       {"B10_timers_by_deadline_then_by_age", B10_timers_by_deadline_then_by_age},
       {"B10_many_timers", B10_many_timers},
       {"B01_no_run_within_a_run", B01_no_run_within_a_run},
       {"B02_left_over_callbacks_are_dropped", B02_left_over_callbacks_are_dropped}});
}
