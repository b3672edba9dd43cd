// Conditions: asyncio.md, L08 to L13.
// RUN: %run-all %s | %filecheck --check-prefix=CHECK-EXEC
// CHECK-EXEC: L08_notify_wakes_so_many_in_their_order ok
// CHECK-EXEC: L08_notify_all ok
// CHECK-EXEC: L09_without_the_lock ok
// CHECK-EXEC: L09_wait_for_gives_the_value_of_its_predicate ok
// CHECK-EXEC: L10_a_cancelled_wait_holds_the_lock_again ok
// CHECK-EXEC: L10_cancelled_while_others_hold_the_lock ok
// CHECK-EXEC: L10_cancelled_after_the_notification ok
// CHECK-EXEC: L11_the_message_of_the_cancel ok
// CHECK-EXEC: L12_notified_and_cancelled_it_passes_the_notification_on ok
// CHECK-EXEC: L12_also_while_it_takes_the_lock_again ok
// CHECK-EXEC: L13_a_limit_within_the_scope ok
// CHECK-EXEC: L13_two_conditions_share_a_lock ok
// CHECK-EXEC: L10_a_frame_destroyed_in_wait_holds_nothing ok
#include "Inputs/dialect.h"

#include <coroutine>
#include <utility>

using namespace std::chrono_literals;
using pawl::Coro;

async Coro<> wait_once(pawl::Condition &condition, std::string &order, char who) {
  auto held = await condition.scoped();
  await condition.wait();
  expect(condition.locked());
  order += who;
}

async Coro<> notify(pawl::Condition &condition, std::size_t n) {
  auto held = await condition.scoped();
  condition.notify(n);
}

async SCENARIO(L08_notify_wakes_so_many_in_their_order) {
  auto &condition = kept<pawl::Condition>();
  auto &order = kept<std::string>();
  std::vector<pawl::Task<>> tasks;
  for (char who : {'a', 'b', 'c', 'd'})
    tasks.push_back(pawl::create_task(wait_once(condition, order, who)));
  await pawl::sleep(1s);
  expect(order.empty() && !condition.locked());
  await notify(condition, 1);
  await pawl::sleep(1s);
  expect(order == "a");
  await condition.acquire();
  condition.notify(2);
  await pawl::sleep(1s);
  expect(order == "a"); // the lock is held
  condition.release();
  await pawl::sleep(1s);
  expect(order == "abc");
  await notify(condition, 9); // more than there are
  await pawl::sleep(1s);
  expect(order == "abcd");
}

async SCENARIO(L08_notify_all) {
  auto &condition = kept<pawl::Condition>();
  auto &order = kept<std::string>();
  auto &tasks = kept<std::vector<pawl::Task<>>>();
  for (char who : {'a', 'b', 'c'})
    tasks.push_back(pawl::create_task(wait_once(condition, order, who)));
  await pawl::sleep(1s);
  {
    auto held = await condition.scoped();
    condition.notify_all();
  }
  await pawl::gather(std::move(tasks));
  expect(order == "abc");
}

async SCENARIO(L09_without_the_lock) {
  pawl::Condition condition;
  auto waited = await pawl::as_outcome(condition.wait());
  expect(waited.failed_with<pawl::RuntimeError>());
  EXPECT_THROW(pawl::RuntimeError, condition.notify());
  EXPECT_THROW(pawl::RuntimeError, condition.notify_all());
  auto wait_for_ever = condition.wait_for([] { return false; });
  auto never = await pawl::as_outcome(std::move(wait_for_ever));
  expect(never.failed_with<pawl::RuntimeError>());
  const int value = await condition.wait_for([] { return 7; });
  expect(value == 7);
}

async Coro<int> consume(pawl::Condition &condition, int &state) {
  auto held = await condition.scoped();
  const int value = await condition.wait_for([&] { return state; });
  --state;
  return value;
}

async SCENARIO(L09_wait_for_gives_the_value_of_its_predicate) {
  auto &condition = kept<pawl::Condition>();
  auto &state = kept<int>(0);
  auto task = pawl::create_task(consume(condition, state));
  await pawl::sleep(1s);
  await notify(condition, 1); // in vain
  await pawl::sleep(1s);
  expect(!task.done());
  state = 5;
  await notify(condition, 1);
  expect(await task == 5);
  expect(!condition.locked());
  auto wait = condition.wait_for([]() -> bool { throw std::runtime_error("predicate"); });
  auto throwing = await pawl::as_outcome(std::move(wait));
  expect(throwing.failed_with<std::runtime_error>());
}

async Coro<> report_lock(pawl::Condition &condition, std::string &message, bool &held_then) {
  await condition.acquire();
  try {
    await condition.wait();
  } catch (const pawl::CancelledError &error) {
    message = error.message();
    held_then = condition.locked();
    condition.release();
    throw;
  }
}

async SCENARIO(L10_a_cancelled_wait_holds_the_lock_again) {
  auto &condition = kept<pawl::Condition>();
  auto &message = kept<std::string>();
  auto &held = kept<bool>(false);
  auto task = pawl::create_task(report_lock(condition, message, held));
  await pawl::sleep(1s);
  task.cancel("why");
  auto outcome = await pawl::as_outcome(task);
  expect(outcome.cancelled() && held && message == "why" && !condition.locked());
}

async SCENARIO(L10_cancelled_while_others_hold_the_lock) {
  auto &condition = kept<pawl::Condition>();
  auto &message = kept<std::string>();
  auto &held = kept<bool>(false);
  auto task = pawl::create_task(report_lock(condition, message, held));
  await pawl::sleep(1s);
  await condition.acquire();
  task.cancel("first");
  await pawl::sleep(1s);
  expect(!task.done() && !held);
  task.cancel("second"); // now it waits for the lock
  await pawl::sleep(1s);
  expect(!task.done());
  condition.release();
  auto outcome = await pawl::as_outcome(task);
  expect(outcome.cancelled() && held && message == "first");
}

async SCENARIO(L10_cancelled_after_the_notification) {
  auto &condition = kept<pawl::Condition>();
  auto &message = kept<std::string>();
  auto &held = kept<bool>(false);
  auto task = pawl::create_task(report_lock(condition, message, held));
  await pawl::sleep(1s);
  await condition.acquire();
  condition.notify();
  await pawl::sleep(1s); // it waits for the lock
  task.cancel("relocking");
  condition.release();
  auto outcome = await pawl::as_outcome(task);
  expect(outcome.cancelled() && held && !condition.locked());
}

async SCENARIO(L11_the_message_of_the_cancel) {
  auto &condition = kept<pawl::Condition>();
  auto &message = kept<std::string>();
  auto &held = kept<bool>(false);
  auto task = pawl::create_task(report_lock(condition, message, held));
  await pawl::sleep(1s);
  await condition.acquire();
  condition.notify();
  await pawl::sleep(1s);
  task.cancel("relocking");
  condition.release();
  auto outcome = await pawl::as_outcome(task);
  try {
    std::rethrow_exception(outcome.exception());
  } catch (const pawl::CancelledError &error) {
    expect(error.message() == "relocking" && message == "relocking");
  }
}

async Coro<> consume_all(pawl::Condition &condition, int &state, int &consumed) {
  auto held = await condition.scoped();
  for (;;) {
    await condition.wait_for([&] { return state != 0; });
    if (state < 0)
      return;
    --state;
    ++consumed;
    condition.notify_all();
  }
}

async SCENARIO(L12_notified_and_cancelled_it_passes_the_notification_on) {
  auto &condition = kept<pawl::Condition>();
  auto &state = kept<int>(0);
  auto &consumed = kept<int>(0);
  auto a = pawl::create_task(consume_all(condition, state, consumed));
  auto b = pawl::create_task(consume_all(condition, state, consumed));
  await pawl::yield_now();
  await condition.acquire();
  ++state;
  condition.notify(1);
  a.cancel();
  await condition.wait_for([&] { return state == 0; });
  expect(consumed == 1 && !b.done());
  state = -1;
  condition.notify_all();
  condition.release();
  await b;
  expect(a.cancelled());
}

async SCENARIO(L12_also_while_it_takes_the_lock_again) {
  auto &condition = kept<pawl::Condition>();
  auto &state = kept<int>(0);
  auto &consumed = kept<int>(0);
  auto a = pawl::create_task(consume_all(condition, state, consumed));
  auto b = pawl::create_task(consume_all(condition, state, consumed));
  await pawl::yield_now();
  await condition.acquire();
  ++state;
  condition.notify(1);
  await pawl::yield_now(); // it waits for the lock
  a.cancel();
  await condition.wait_for([&] { return state == 0; });
  expect(consumed == 1 && !b.done());
  state = -1;
  condition.notify_all();
  condition.release();
  await b;
  expect(a.cancelled());
}

async SCENARIO(L13_a_limit_within_the_scope) {
  pawl::Condition condition;
  auto held = await condition.scoped();
  auto outcome = await pawl::as_outcome(pawl::wait_for(condition.wait(), 5s));
  expect(outcome.failed_with<pawl::TimeoutError>() && condition.locked() && seconds() == 5);
}

async SCENARIO(L13_two_conditions_share_a_lock) {
  auto &lock = kept<pawl::Lock>();
  auto &one = kept<pawl::Condition>(lock);
  auto &two = kept<pawl::Condition>(lock);
  auto &order = kept<std::string>();
  auto a = pawl::create_task(wait_once(one, order, 'a'));
  auto b = pawl::create_task(wait_once(two, order, 'b'));
  await pawl::sleep(1s);
  await notify(two, 1);
  await pawl::sleep(1s);
  expect(order == "b");
  await notify(one, 1);
  await a;
  await b;
}

// A coroutine that its object owns: it runs at once, and is destroyed where it stands.
struct Owned {
  struct promise_type {
    Owned get_return_object() {
      return Owned{std::coroutine_handle<promise_type>::from_promise(*this)};
    }
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {} // cancelled: it ends here
  };
  explicit Owned(std::coroutine_handle<promise_type> h) : handle(h) {}
  Owned(Owned &&other) : handle(std::exchange(other.handle, nullptr)) {}
  ~Owned() {
    if (handle)
      handle.destroy();
  }
  std::coroutine_handle<promise_type> handle;
};
async Owned waits(pawl::Condition &condition, std::string &order) {
  await wait_once(condition, order, 'x');
}

async SCENARIO(L10_a_frame_destroyed_in_wait_holds_nothing) {
  pawl::Condition condition;
  std::string order;
  {
    Owned first = waits(condition, order);
    await condition.acquire();
  } // destroyed while others hold the lock that its scope thinks it holds
  expect(condition.locked());
  condition.notify();
  condition.release();
  {
    Owned second = waits(condition, order);
    await condition.acquire();
    condition.notify();
    condition.release();
  } // notified: the next one is
  Owned third = waits(condition, order);
  await pawl::sleep(1s);
  expect(order.empty() && !condition.locked());
  {
    auto a = waits(condition, order);
    await condition.acquire();
    condition.notify(2);
    condition.release();
  }
  await pawl::sleep(1s);
  expect(order == "x" && !condition.locked());
}
