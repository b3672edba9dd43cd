// Cancelling tasks: asyncio.md, T11 to T25, T30, T31.
// RUN: %clangxx20 %s -o %t && env PAWL_CLOCK=virtual %t | %filecheck --check-prefix=CHECK-EXEC
// CHECK-EXEC: T11_cancel_says_whether_it_could ok
// CHECK-EXEC: T12_a_sleeper_ends_at_once ok
// CHECK-EXEC: T13_cancelled_before_its_first_step ok
// CHECK-EXEC: T14_between_two_yields ok
// CHECK-EXEC: T15_cancelling_the_future_it_awaits ok
// CHECK-EXEC: T16_cancels_the_awaited_future_at_once ok
// CHECK-EXEC: T17_catching_and_returning_succeeds ok
// CHECK-EXEC: T18_swallowing_is_for_once ok
// CHECK-EXEC: T19_cancelling_itself_strikes_at_the_next_await ok
// CHECK-EXEC: T20_cancelled_at_its_end ok
// CHECK-EXEC: T21_self_cancel_reaches_the_awaited_task ok
// CHECK-EXEC: T22_from_the_inside_out ok
// CHECK-EXEC: T23_the_message_travels ok
// CHECK-EXEC: T24_result_and_exception_of_a_cancelled_task_throw ok
// CHECK-EXEC: T25_another_error_while_cancelled ok
// CHECK-EXEC: T30_two_cancels_make_one_error ok
// CHECK-EXEC: T31_a_shared_task_is_cancelled_for_all ok
// CHECK-EXEC: T31_one_task_object_awaited_by_many ok
#include "Inputs/scenario.h"

using namespace std::chrono_literals;

pawl::Coro<> sleeper(std::chrono::seconds d = 3600s) { co_await pawl::sleep(d); }

pawl::Coro<> T11_cancel_says_whether_it_could() {
  auto task = pawl::create_task(sleeper());
  EXPECT(task.cancel());
  EXPECT_THROW(pawl::CancelledError, co_await task);
  EXPECT(task.done() && task.cancelled());
  EXPECT(!task.cancel());
  auto finished = pawl::create_task(sleeper(1s));
  co_await finished;
  EXPECT(!finished.cancel());
  EXPECT(!finished.cancelled());
  finished.result();
}

pawl::Coro<> T12_a_sleeper_ends_at_once() {
  auto task = pawl::create_task(sleeper());
  co_await pawl::sleep(1s);
  task.cancel();
  EXPECT_THROW(pawl::CancelledError, co_await task);
  EXPECT(seconds() == 1);
  co_await pawl::sleep(1s);  // no timer of the sleeper's is left
  EXPECT(seconds() == 2);
}

pawl::Coro<> T13_cancelled_before_its_first_step() {
  auto& ran = kept<bool>(false);
  auto body = [](bool& b) -> pawl::Coro<> {
    b = true;
    co_return;
  };
  auto task = pawl::create_task(body(ran));
  EXPECT(task.cancel("why"));
  auto& message = kept<std::string>();
  try {
    co_await task;
  } catch (const pawl::CancelledError& e) {
    message = e.message();
  }
  EXPECT(!ran && task.cancelled() && message == "why");
}

pawl::Coro<> T14_between_two_yields() {
  auto& steps = kept<int>(0);
  auto body = [](int& n) -> pawl::Coro<> {
    co_await pawl::yield_now();
    ++n;
    co_await pawl::yield_now();
    ++n;
  };
  auto task = pawl::create_task(body(steps));
  co_await pawl::yield_now();
  co_await pawl::yield_now();
  task.cancel();
  EXPECT_THROW(pawl::CancelledError, co_await task);
  EXPECT(steps == 1);
}

pawl::Coro<> awaits(pawl::Future<> f) { co_await f; }

pawl::Coro<> T15_cancelling_the_future_it_awaits() {
  auto& future = kept<pawl::Future<>>();
  auto task = pawl::create_task(awaits(future));
  co_await pawl::yield_now();
  EXPECT(future.cancel("gone"));
  auto& message = kept<std::string>();
  try {
    co_await task;
  } catch (const pawl::CancelledError& e) {
    message = e.message();
  }
  EXPECT(task.cancelled() && message == "gone");
  auto& other = kept<pawl::Future<>>();
  auto both = pawl::create_task(awaits(other));
  co_await pawl::yield_now();
  other.cancel();
  EXPECT(both.cancel());
  EXPECT_THROW(pawl::CancelledError, co_await both);
  EXPECT(both.cancelled());
}

pawl::Coro<> T16_cancels_the_awaited_future_at_once() {
  auto& future = kept<pawl::Future<>>();
  auto task = pawl::create_task(awaits(future));
  co_await pawl::yield_now();
  task.cancel();
  EXPECT(future.cancelled());
  EXPECT(!task.done());
  EXPECT_THROW(pawl::CancelledError, co_await task);
}

pawl::Coro<> T17_catching_and_returning_succeeds() {
  auto body = []() -> pawl::Coro<int> {
    try {
      co_await pawl::sleep(1h);
    } catch (const pawl::CancelledError&) { // pawl: allow(swallowed-cancel)
    }
    co_return 42;
  };
  auto task = pawl::create_task(body());
  co_await pawl::yield_now();
  task.cancel();
  EXPECT(co_await task == 42);
  EXPECT(!task.cancelled());
}

pawl::Coro<> T18_swallowing_is_for_once() {
  auto body = []() -> pawl::Coro<int> {
    try {
      co_await pawl::sleep(1h);
    } catch (const pawl::CancelledError&) { // pawl: allow(swallowed-cancel)
    }
    co_await pawl::sleep(10s);
    co_return 1;
  };
  auto task = pawl::create_task(body());
  co_await pawl::yield_now();
  task.cancel();
  EXPECT(co_await task == 1);
  EXPECT(seconds() == 10);
}

pawl::Coro<> T19_cancelling_itself_strikes_at_the_next_await() {
  auto& reached = kept<bool>(false);
  auto& passed = kept<bool>(false);
  auto body = [](bool& r, bool& p) -> pawl::Coro<> {
    pawl::current_task().cancel();
    r = true;
    co_await pawl::sleep(1s);
    p = true;
  };
  auto task = pawl::create_task(body(reached, passed));
  EXPECT_THROW(pawl::CancelledError, co_await task);
  EXPECT(reached && !passed && seconds() == 0);
}

pawl::Coro<> T20_cancelled_at_its_end() {
  auto body = []() -> pawl::Coro<int> {
    pawl::current_task().cancel("late");
    co_return 1;
  };
  auto task = pawl::create_task(body());
  auto& message = kept<std::string>();
  try {
    co_await task;
  } catch (const pawl::CancelledError& e) {
    message = e.message();
  }
  EXPECT(task.cancelled() && message == "late");
}

pawl::Coro<> T21_self_cancel_reaches_the_awaited_task() {
  auto& future = kept<pawl::Future<>>();
  auto inner = pawl::create_task(awaits(future));
  auto body = [](pawl::Task<> t) -> pawl::Coro<> {
    co_await pawl::yield_now();
    pawl::current_task().cancel();
    co_await t;
  };
  auto outer = pawl::create_task(body(inner));
  EXPECT_THROW(pawl::CancelledError, co_await outer);
  EXPECT(outer.cancelled() && inner.cancelled() && future.cancelled());
}

pawl::Coro<> level(int n, std::string& proof) {
  try {
    if (n == 0) {
      co_await pawl::sleep(1h);
    } else if (n % 2) {
      co_await level(n - 1, proof);
    } else {
      co_await pawl::create_task(level(n - 1, proof));
    }
  } catch (const pawl::CancelledError&) {
    proof += std::to_string(n);
    throw;
  }
}
pawl::Coro<> T22_from_the_inside_out() {
  auto& proof = kept<std::string>();
  auto task = pawl::create_task(level(4, proof));
  co_await pawl::sleep(1s);
  task.cancel();
  EXPECT_THROW(pawl::CancelledError, co_await task);
  EXPECT(proof == "01234");
}

pawl::Coro<> T23_the_message_travels() {
  auto& proof = kept<std::string>();
  auto task = pawl::create_task(level(3, proof));
  co_await pawl::sleep(1s);
  task.cancel("because");
  auto& message = kept<std::string>();
  try {
    co_await task;
  } catch (const pawl::CancelledError& e) {
    message = e.message();
  }
  EXPECT(message == "because");
  auto plain = pawl::create_task(sleeper());
  co_await pawl::yield_now();
  plain.cancel();
  try {
    co_await plain;
  } catch (const pawl::CancelledError& e) {
    message = e.message();
  }
  EXPECT(message.empty());
}

pawl::Coro<> T24_result_and_exception_of_a_cancelled_task_throw() {
  auto task = pawl::create_task(sleeper());
  EXPECT_THROW(pawl::InvalidStateError, task.result());
  EXPECT_THROW(pawl::InvalidStateError, (void)task.exception());
  task.cancel();
  co_await pawl::sleep(1s);
  EXPECT_THROW(pawl::CancelledError, task.result());
  EXPECT_THROW(pawl::CancelledError, (void)task.exception());
}

pawl::Coro<> T25_another_error_while_cancelled() {
  auto body = []() -> pawl::Coro<> {
    try {
      co_await pawl::sleep(1h);
    } catch (const pawl::CancelledError&) {
      throw std::runtime_error("instead");
    }
  };
  auto task = pawl::create_task(body());
  co_await pawl::yield_now();
  task.cancel();
  EXPECT_THROW(std::runtime_error, co_await task);
  EXPECT(!task.cancelled() && task.exception() != nullptr);
}

pawl::Coro<> T30_two_cancels_make_one_error() {
  auto& caught = kept<int>(0);
  auto& message = kept<std::string>();
  auto body = [](int& n, std::string& m) -> pawl::Coro<> {
    for (int i = 0; i < 2; ++i) {
      try {
        co_await pawl::sleep(1s);
      } catch (const pawl::CancelledError& e) { // pawl: allow(swallowed-cancel)
        ++n;
        m = e.message();
      }
    }
  };
  auto task = pawl::create_task(body(caught, message));
  co_await pawl::yield_now();
  EXPECT(task.cancel("first") && task.cancel("second"));
  EXPECT(task.cancelling() == 2);
  co_await task;
  EXPECT(caught == 1 && message == "first");
}

pawl::Coro<> awaits_task(pawl::Task<> t) { co_await t; }
pawl::Coro<> T31_a_shared_task_is_cancelled_for_all() {
  auto shared = pawl::create_task(sleeper());
  auto a = pawl::create_task(awaits_task(shared));
  auto b = pawl::create_task(awaits_task(shared));
  co_await pawl::yield_now();
  a.cancel();
  EXPECT_THROW(pawl::CancelledError, co_await a);
  EXPECT_THROW(pawl::CancelledError, co_await b);
  EXPECT(shared.cancelled() && a.cancelled() && b.cancelled());
}

pawl::Coro<> T31_one_task_object_awaited_by_many() {
  auto shared = pawl::create_task(sleeper(2s));
  auto& done = kept<int>(0);
  auto body = [](pawl::Task<>& t, int& n) -> pawl::Coro<> {
    co_await t;
    ++n;
  };
  co_await pawl::gather(body(shared, done), body(shared, done), body(shared, done));
  EXPECT(done == 3);
}
int main() {
  return run_scenarios(
      {{"T11_cancel_says_whether_it_could", T11_cancel_says_whether_it_could},
       {"T12_a_sleeper_ends_at_once", T12_a_sleeper_ends_at_once},
       {"T13_cancelled_before_its_first_step", T13_cancelled_before_its_first_step},
       {"T14_between_two_yields", T14_between_two_yields},
       {"T15_cancelling_the_future_it_awaits", T15_cancelling_the_future_it_awaits},
       {"T16_cancels_the_awaited_future_at_once", T16_cancels_the_awaited_future_at_once},
       {"T17_catching_and_returning_succeeds", T17_catching_and_returning_succeeds},
       {"T18_swallowing_is_for_once", T18_swallowing_is_for_once},
       {"T19_cancelling_itself_strikes_at_the_next_await",
        T19_cancelling_itself_strikes_at_the_next_await},
       {"T20_cancelled_at_its_end", T20_cancelled_at_its_end},
       {"T21_self_cancel_reaches_the_awaited_task", T21_self_cancel_reaches_the_awaited_task},
       {"T22_from_the_inside_out", T22_from_the_inside_out},
       {"T23_the_message_travels", T23_the_message_travels},
       {"T24_result_and_exception_of_a_cancelled_task_throw",
        T24_result_and_exception_of_a_cancelled_task_throw},
       {"T25_another_error_while_cancelled", T25_another_error_while_cancelled},
       {"T30_two_cancels_make_one_error", T30_two_cancels_make_one_error},
       {"T31_a_shared_task_is_cancelled_for_all", T31_a_shared_task_is_cancelled_for_all},
       {"T31_one_task_object_awaited_by_many", T31_one_task_object_awaited_by_many}});
}
