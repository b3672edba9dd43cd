// wait_for: asyncio.md, group F.
// RUN: %clangxx20 %s -o %t && env PAWL_CLOCK=virtual %t | %filecheck --check-prefix=CHECK-EXEC
// CHECK-EXEC: F01_without_a_limit ok
// CHECK-EXEC: F02_no_time_but_done ok
// CHECK-EXEC: F03_no_time_and_not_begun ok
// CHECK-EXEC: F04_no_time_and_running ok
// CHECK-EXEC: F05_the_inner_task_is_done_afterwards ok
// CHECK-EXEC: F06_a_slow_inner_is_waited_for ok
// CHECK-EXEC: F07_the_cancellation_is_the_cause ok
// CHECK-EXEC: F08_another_error_while_cancelled_wins ok
// CHECK-EXEC: F09_a_value_in_spite_of_the_cancel ok
// CHECK-EXEC: F10_done_before_the_limit ok
// CHECK-EXEC: F11_cancelling_it_cancels_the_inner ok
// CHECK-EXEC: F12_a_cancel_in_the_iteration_of_the_result ok
// CHECK-EXEC: F13_a_shielded_task_runs_on ok
// CHECK-EXEC: F01_any_awaitable_and_nesting ok
#include <exception>
#include <optional>

#include "Inputs/scenario.h"

using namespace std::chrono_literals;

pawl::Coro<int> after(std::chrono::seconds d, int result) {
  co_await pawl::sleep(d);
  co_return result;
}

pawl::Coro<> F01_without_a_limit() {
  EXPECT(co_await pawl::wait_for(after(100s, 1), std::nullopt) == 1);
  EXPECT(co_await pawl::wait_for(after(1s, 2), 2s) == 2);
  co_await pawl::sleep(1s);
  EXPECT(seconds() == 102);  // no timer is left
}

pawl::Coro<> F02_no_time_but_done() {
  auto& future = kept<pawl::Future<int>>();
  future.set_result(1);
  EXPECT(co_await pawl::wait_for(future, 0s) == 1);
  EXPECT(co_await pawl::wait_for(future, -1s) == 1);
}

pawl::Coro<> F03_no_time_and_not_begun() {
  auto& ran = kept<bool>(false);
  auto body = [](bool& r) -> pawl::Coro<> {
    r = true;
    co_return;
  };
  EXPECT_THROW(pawl::TimeoutError, co_await pawl::wait_for(body(ran), 0s));
  EXPECT(!ran);
}

pawl::Coro<> cleans_up(std::string& trace, std::chrono::seconds cleaning = 0s) {
  bool cancelled = false;
  try {
    trace += 'b';
    co_await pawl::sleep(1h);
  } catch (const pawl::CancelledError&) {
    cancelled = true;
  }
  co_await pawl::sleep(cleaning);
  trace += 'e';
  if (cancelled) throw pawl::CancelledError();
}

pawl::Coro<> F04_no_time_and_running() {
  auto &trace = kept<std::string>();
  auto task = pawl::create_task(cleans_up(trace));
  co_await pawl::yield_now();
  EXPECT_THROW(pawl::TimeoutError, co_await pawl::wait_for(task, 0s));
  EXPECT(trace == "be" && task.cancelled());
}

pawl::Coro<> F05_the_inner_task_is_done_afterwards() {
  auto &trace = kept<std::string>();
  auto task = pawl::create_task(cleans_up(trace));
  EXPECT_THROW(pawl::TimeoutError, co_await pawl::wait_for(task, 3s));
  EXPECT(task.done() && task.cancelled() && seconds() == 3 && trace == "be");
  EXPECT(pawl::current_task().cancelling() == 0);
}

pawl::Coro<> F06_a_slow_inner_is_waited_for() {
  auto &trace = kept<std::string>();
  EXPECT_THROW(pawl::TimeoutError, co_await pawl::wait_for(cleans_up(trace, 5s), 1s));
  EXPECT(trace == "be" && seconds() == 6);
  auto body = [](std::string& t) -> pawl::Coro<> {
    co_await pawl::wait_for(cleans_up(t, 5s), 100s);
  };
  auto outer = pawl::create_task(body(trace));
  co_await pawl::yield_now();
  outer.cancel();
  EXPECT_THROW(pawl::CancelledError, co_await outer);
  EXPECT(trace == "bebe" && seconds() == 11);
}

pawl::Coro<> F07_the_cancellation_is_the_cause() {
  auto& trace = kept<std::string>();
  auto& caused = kept<bool>(false);
  try {
    co_await pawl::wait_for(cleans_up(trace), 1s);
  } catch (const pawl::TimeoutError& e) {
    try {
      std::rethrow_if_nested(e);
    } catch (const pawl::CancelledError&) {
      caused = true;
    }
  }
  EXPECT(caused);
}

pawl::Coro<> F08_another_error_while_cancelled_wins() {
  auto body = []() -> pawl::Coro<> {
    try {
      co_await pawl::sleep(1h);
    } catch (const pawl::CancelledError&) {
      throw std::logic_error("instead");
    }
  };
  EXPECT_THROW(std::logic_error, co_await pawl::wait_for(body(), 1s));
  EXPECT(pawl::current_task().cancelling() == 0);
}

pawl::Coro<> F09_a_value_in_spite_of_the_cancel() {
  auto body = []() -> pawl::Coro<int> {
    try {
      co_await pawl::sleep(1h);
    } catch (const pawl::CancelledError&) { // pawl: allow(swallowed-cancel)
    }
    co_return 5;
  };
  EXPECT(co_await pawl::wait_for(body(), 1s) == 5);
  EXPECT(pawl::current_task().cancelling() == 0);
  co_await pawl::sleep(1s);
}

pawl::Coro<> F10_done_before_the_limit() {
  auto& future = kept<pawl::Future<std::string>>();
  auto waiting = pawl::wait_for(future, 200ms);
  pawl::get_running_loop().call_soon([=] { future.set_result("ok"); });
  EXPECT(co_await waiting == "ok");
}

pawl::Coro<> F11_cancelling_it_cancels_the_inner() {
  for (int limited = 0; limited < 2; ++limited) {
    auto inner = pawl::create_task(after(1h, 1));
    auto body = [](pawl::Task<int> t, bool l) -> pawl::Coro<> {
      if (l) {
        co_await pawl::wait_for(t, 50s);
      } else {
        co_await pawl::wait_for(t, std::nullopt);
      }
    };
    auto outer = pawl::create_task(body(inner, limited));
    co_await pawl::yield_now();
    outer.cancel();
    EXPECT_THROW(pawl::CancelledError, co_await outer);
    EXPECT(inner.cancelled() && outer.cancelled());
  }
}

pawl::Coro<> F12_a_cancel_in_the_iteration_of_the_result() {
  auto& future = kept<pawl::Future<int>>();
  auto body = [](pawl::Future<int> f) -> pawl::Coro<> { co_await pawl::wait_for(f, 50s); };
  auto outer = pawl::create_task(body(future));
  co_await pawl::yield_now();
  future.set_result(1);
  outer.cancel();
  EXPECT_THROW(pawl::CancelledError, co_await outer);
  EXPECT(outer.cancelled() && future.result() == 1);
}

pawl::Coro<> F13_a_shielded_task_runs_on() {
  auto task = pawl::create_task(after(5s, 1));
  EXPECT_THROW(pawl::TimeoutError, co_await pawl::wait_for(pawl::shield(task), 1s));
  EXPECT(!task.done() && seconds() == 1);
  EXPECT_THROW(pawl::TimeoutError, co_await pawl::wait_for(pawl::shield(task), 0s));
  EXPECT(!task.done());
  EXPECT(co_await task == 1);
}

pawl::Coro<> F01_any_awaitable_and_nesting() {
  EXPECT(co_await pawl::wait_for(pawl::sleep(1s, 3), 2s) == 3);
  EXPECT_THROW(pawl::TimeoutError, co_await pawl::wait_for(pawl::sleep(2s), 1s));
  EXPECT_THROW(pawl::TimeoutError,
               co_await pawl::wait_for(pawl::gather(after(9s, 1), after(8s, 2)), 1s));
  auto& inner_timed_out = kept<bool>(false);
  auto body = [](bool& b) -> pawl::Coro<> {
    try {
      co_await pawl::wait_for(pawl::sleep(1h), 9s);
    } catch (const pawl::TimeoutError&) {
      b = true;
    }
  };
  EXPECT_THROW(pawl::TimeoutError, co_await pawl::wait_for(body(inner_timed_out), 1s));
  EXPECT(!inner_timed_out);
  co_await pawl::wait_for(body(inner_timed_out), 10s);
  EXPECT(inner_timed_out);
}
int main() {
  return run_scenarios(
      {{"F01_without_a_limit", F01_without_a_limit},
       {"F02_no_time_but_done", F02_no_time_but_done},
       {"F03_no_time_and_not_begun", F03_no_time_and_not_begun},
       {"F04_no_time_and_running", F04_no_time_and_running},
       {"F05_the_inner_task_is_done_afterwards", F05_the_inner_task_is_done_afterwards},
       {"F06_a_slow_inner_is_waited_for", F06_a_slow_inner_is_waited_for},
       {"F07_the_cancellation_is_the_cause", F07_the_cancellation_is_the_cause},
       {"F08_another_error_while_cancelled_wins", F08_another_error_while_cancelled_wins},
       {"F09_a_value_in_spite_of_the_cancel", F09_a_value_in_spite_of_the_cancel},
       {"F10_done_before_the_limit", F10_done_before_the_limit},
       {"F11_cancelling_it_cancels_the_inner", F11_cancelling_it_cancels_the_inner},
       {"F12_a_cancel_in_the_iteration_of_the_result", F12_a_cancel_in_the_iteration_of_the_result},
       {"F13_a_shielded_task_runs_on", F13_a_shielded_task_runs_on},
       {"F01_any_awaitable_and_nesting", F01_any_awaitable_and_nesting}});
}
