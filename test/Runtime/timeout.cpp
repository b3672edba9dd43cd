// timeout and timeout_at: asyncio.md, group O; move_on_after and fail_after.
// RUN: %run-all %s | %filecheck --check-prefix=CHECK-EXEC
// CHECK-EXEC: O01_expiry ok
// CHECK-EXEC: O02_the_body_is_cancelled_and_the_task_is_not ok
// CHECK-EXEC: O03_not_reached ok
// CHECK-EXEC: O04_no_time_at_all ok
// CHECK-EXEC: O05_two_of_the_same_deadline ok
// CHECK-EXEC: O06_the_inner_first_then_the_outer ok
// CHECK-EXEC: O07_another_error_before ok
// CHECK-EXEC: O08_another_error_on_the_way_out ok
// CHECK-EXEC: O09_the_cancellation_is_the_cause ok
// CHECK-EXEC: O10_a_cancel_from_elsewhere_stays_one ok
// CHECK-EXEC: O11_a_limit_while_cleaning_up ok
// CHECK-EXEC: O12_a_limit_in_the_handler_of_an_expired_one ok
// CHECK-EXEC: O13_reschedule ok
// CHECK-EXEC: O14_entered_once ok
// CHECK-EXEC: O15_around_a_group_that_crashes ok
// CHECK-EXEC: O16_move_on_after ok
#include "Inputs/dialect.h"

#include <exception>
#include <optional>
#include <stdexcept>

using namespace std::chrono_literals;
using pawl::Coro;

std::chrono::nanoseconds now() { return pawl::get_running_loop().time(); }

async Coro<> sleep_long() { await pawl::sleep(1h); }
async Coro<int> answer() {
  await pawl::sleep(1s);
  return 42;
}
bool is_timeout(const std::exception_ptr &error) { return pawl::detail::is_error<pawl::TimeoutError>(error); }

async SCENARIO(O01_expiry) {
  pawl::Timeout limit = pawl::timeout(5s);
  auto outcome = await pawl::as_outcome(pawl::with(limit, sleep_long));
  expect(is_timeout(outcome.exception()) && limit.expired() && seconds() == 5);
  expect(limit.when() == std::chrono::nanoseconds(5s));
  pawl::Timeout at = pawl::timeout_at(now() + 2s);
  auto second = await pawl::as_outcome(pawl::with(at, sleep_long));
  expect(is_timeout(second.exception()) && at.expired() && at.when() == std::chrono::nanoseconds(7s));
}

async SCENARIO(O02_the_body_is_cancelled_and_the_task_is_not) {
  bool cancelled = false;
  auto scope = pawl::with(pawl::timeout(1s), async [&]() -> Coro<> {
    try {
      await pawl::sleep(1h);
    } catch (const pawl::CancelledError &) {
      cancelled = true;
      throw;
    }
  });
  auto outcome = await pawl::as_outcome(std::move(scope));
  expect(is_timeout(outcome.exception()) && cancelled && pawl::current_task().cancelling() == 0);
  await pawl::sleep(1s);
}

async SCENARIO(O03_not_reached) {
  pawl::Timeout limit = pawl::timeout(5s);
  const int value = await pawl::with(limit, answer);
  expect(value == 42 && !limit.expired());
  pawl::Timeout never = pawl::timeout(std::nullopt);
  expect(await pawl::with(never, answer) == 42 && !never.when() && !never.expired());
  await pawl::sleep(10s);
  expect(seconds() == 12);
}

async SCENARIO(O04_no_time_at_all) {
  for (int delay : {0, -5}) {
    pawl::Timeout limit = pawl::timeout(std::chrono::seconds(delay));
    auto scope = pawl::with(limit, async []() -> Coro<> { await pawl::sleep(0s); });
    auto outcome = await pawl::as_outcome(std::move(scope));
    expect(is_timeout(outcome.exception()) && limit.expired());
  }
  pawl::Timeout limit = pawl::timeout(0s);
  const int value = await pawl::with(limit, async []() -> Coro<int> { return 1; });
  expect(value == 1 && !limit.expired());
  await pawl::sleep(1s);
}

async SCENARIO(O05_two_of_the_same_deadline) {
  pawl::Timeout outer = pawl::timeout(1s), inner = pawl::timeout(1s);
  bool inner_cancelled = false;
  auto scope = pawl::with(outer, async [&]() -> Coro<> {
    auto inside = pawl::with(inner, sleep_long);
    auto outcome = await pawl::as_outcome(std::move(inside));
    inner_cancelled = outcome.cancelled();
    outcome.value();
  });
  auto outcome = await pawl::as_outcome(std::move(scope));
  expect(is_timeout(outcome.exception()) && inner_cancelled && outer.expired() && inner.expired());
  expect(pawl::current_task().cancelling() == 0);
}

async SCENARIO(O06_the_inner_first_then_the_outer) {
  pawl::Timeout outer = pawl::timeout(3s);
  bool inner_timed_out = false;
  auto scope = pawl::with(outer, async [&]() -> Coro<> {
    auto inside = pawl::with(pawl::timeout(1s), sleep_long);
    auto outcome = await pawl::as_outcome(std::move(inside));
    inner_timed_out = is_timeout(outcome.exception()) && seconds() == 1;
    await pawl::sleep(1h);
  });
  auto outcome = await pawl::as_outcome(std::move(scope));
  expect(is_timeout(outcome.exception()) && inner_timed_out && outer.expired() && seconds() == 3);
}

async SCENARIO(O07_another_error_before) {
  pawl::Timeout limit = pawl::timeout(5s);
  auto scope = pawl::with(limit, async []() -> Coro<> { throw std::logic_error("own"); });
  auto outcome = await pawl::as_outcome(std::move(scope));
  expect(outcome.failed_with<std::logic_error>() && !limit.expired());
}

async SCENARIO(O08_another_error_on_the_way_out) {
  pawl::Timeout limit = pawl::timeout(1s);
  auto scope = pawl::with(limit, async []() -> Coro<> {
    try {
      await pawl::sleep(1h);
    } catch (const pawl::CancelledError &) {
      throw std::logic_error("own");
    }
  });
  auto outcome = await pawl::as_outcome(std::move(scope));
  expect(outcome.failed_with<std::logic_error>() && limit.expired());
  expect(pawl::current_task().cancelling() == 0);
}

async SCENARIO(O09_the_cancellation_is_the_cause) {
  bool caused = false;
  auto outcome = await pawl::as_outcome(pawl::with(pawl::timeout(1s), sleep_long));
  try {
    std::rethrow_exception(outcome.exception());
  } catch (const pawl::TimeoutError &error) {
    try {
      std::rethrow_if_nested(error);
    } catch (const pawl::CancelledError &) {
      caused = true;
    }
  }
  expect(caused);
}

async Coro<> limited(std::chrono::seconds d) { await pawl::with(pawl::timeout(d), sleep_long); }

async SCENARIO(O10_a_cancel_from_elsewhere_stays_one) {
  auto task = pawl::create_task(limited(10s));
  await pawl::sleep(1s);
  task.cancel("elsewhere");
  auto outcome = await pawl::as_outcome(task);
  expect(outcome.cancelled());
  // Also one that comes in the same iteration.
  auto both = pawl::create_task(limited(1s));
  pawl::get_running_loop().call_later(1s, [&] { both.cancel(); });
  auto second = await pawl::as_outcome(both);
  expect(second.cancelled());
}

async Coro<> cleans_up_with_a_limit() {
  try {
    await pawl::sleep(1h);
  } catch (const pawl::CancelledError &) { // pawl: allow(swallowed-cancel)
    await limited(2s);
  }
}

async SCENARIO(O11_a_limit_while_cleaning_up) {
  auto task = pawl::create_task(cleans_up_with_a_limit());
  await pawl::sleep(1s);
  task.cancel();
  auto outcome = await pawl::as_outcome(task);
  expect(is_timeout(outcome.exception()) && seconds() == 3);
  auto again = pawl::create_task(cleans_up_with_a_limit());
  await pawl::sleep(1s);
  again.cancel();
  await pawl::sleep(1s);
  again.cancel();
  auto cancelled = await pawl::as_outcome(again);
  expect(cancelled.cancelled() && seconds() == 5);
}

async SCENARIO(O12_a_limit_in_the_handler_of_an_expired_one) {
  bool second_timed_out = false;
  auto scope = pawl::with(pawl::timeout(1s), async [&]() -> Coro<> {
    try {
      await pawl::sleep(1h);
    } catch (const pawl::CancelledError &) {
      auto cleanup = await pawl::as_outcome(limited(1s));
      second_timed_out = is_timeout(cleanup.exception());
      throw;
    }
  });
  auto outcome = await pawl::as_outcome(std::move(scope));
  expect(is_timeout(outcome.exception()) && second_timed_out && seconds() == 2);
}

async SCENARIO(O13_reschedule) {
  pawl::Timeout limit = pawl::timeout(1s);
  EXPECT_THROW(pawl::RuntimeError, limit.reschedule(now() + 1s));
  bool expiring_refused = false;
  auto scope = pawl::with(limit, async [&]() -> Coro<> {
    limit.reschedule(now() + 5s);
    expect(limit.when() == std::chrono::nanoseconds(5s));
    await pawl::sleep(2s);
    limit.reschedule(std::nullopt);
    expect(!limit.when());
    await pawl::sleep(10s);
    limit.reschedule(now() + 3s);
    try {
      await pawl::sleep(1h);
    } catch (const pawl::CancelledError &) {
      try {
        limit.reschedule(now() + 1s);
      } catch (const pawl::RuntimeError &) {
        expiring_refused = true;
      }
      throw;
    }
  });
  auto outcome = await pawl::as_outcome(std::move(scope));
  expect(is_timeout(outcome.exception()) && expiring_refused && seconds() == 15);
  EXPECT_THROW(pawl::RuntimeError, limit.reschedule(now() + 1s));
  pawl::Timeout unused = pawl::timeout(1s);
  await pawl::with(unused, async []() -> Coro<> { return; });
  EXPECT_THROW(pawl::RuntimeError, unused.reschedule(now() + 1s));
  pawl::Timeout past = pawl::timeout(std::nullopt);
  auto overdue = pawl::with(past, async [&]() -> Coro<> {
    past.reschedule(now() - 1s);
    await pawl::sleep(0s);
  });
  auto at_once = await pawl::as_outcome(std::move(overdue));
  expect(is_timeout(at_once.exception()));
}

async SCENARIO(O14_entered_once) {
  pawl::Timeout limit = pawl::timeout(1h);
  await pawl::with(limit, async [&]() -> Coro<> {
    auto inner = await pawl::as_outcome(pawl::with(limit, answer));
    expect(inner.failed_with<pawl::RuntimeError>());
  });
  auto again = await pawl::as_outcome(pawl::with(limit, answer));
  expect(again.failed_with<pawl::RuntimeError>());
}

async Coro<> crashes_when_cancelled() {
  try {
    await pawl::sleep(1h);
  } catch (const pawl::CancelledError &) {
    throw std::logic_error("crash");
  }
}

async SCENARIO(O15_around_a_group_that_crashes) {
  pawl::Timeout limit = pawl::timeout(1s);
  pawl::TaskGroup group;
  auto scope = pawl::with(limit, async [&]() -> Coro<> {
    await pawl::with(group, async [&]() -> Coro<> {
      group.create_task(crashes_when_cancelled());
      await pawl::sleep(1h);
    });
  });
  auto outcome = await pawl::as_outcome(std::move(scope));
  expect(outcome.failed_with<pawl::ExceptionGroup>() && limit.expired());
  expect(pawl::current_task().cancelling() == 0);
  await pawl::sleep(1s);
}

async SCENARIO(O16_move_on_after) {
  pawl::MoveOn scope = pawl::move_on_after(1s);
  await pawl::with(scope, sleep_long);
  expect(scope.expired() && seconds() == 1);
  std::optional<int> value = await pawl::with(pawl::move_on_after(5s), answer);
  expect(value == 42);
  value = await pawl::with(pawl::move_on_after(500ms), answer);
  expect(!value);
  auto failed = pawl::with(pawl::move_on_at(now() + 5s), async []() -> Coro<int> { throw std::logic_error("x"); });
  auto outcome = await pawl::as_outcome(std::move(failed));
  expect(outcome.failed_with<std::logic_error>());
  auto task = pawl::create_task(async []() -> Coro<> { await pawl::with(pawl::move_on_after(1h), sleep_long); }());
  await pawl::yield_now();
  task.cancel();
  auto cancelled = await pawl::as_outcome(task);
  expect(cancelled.cancelled());
  auto too_slow = await pawl::as_outcome(pawl::with(pawl::fail_after(1s), sleep_long));
  expect(is_timeout(too_slow.exception()));
}
