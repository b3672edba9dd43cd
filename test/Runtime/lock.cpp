// Lock and Event: asyncio.md, L01 to L07, and what a frame that is destroyed while it waits leaves behind.
// RUN: %run-all %s | %filecheck --check-prefix=CHECK-EXEC
// CHECK-EXEC: L01_waiters_get_the_lock_in_their_order ok
// CHECK-EXEC: L01_nobody_comes_between ok
// CHECK-EXEC: L01_a_free_lock_does_not_yield ok
// CHECK-EXEC: L02_a_cancelled_waiter_is_gone ok
// CHECK-EXEC: L03_released_then_cancelled_the_next_one_gets_it ok
// CHECK-EXEC: L04_cancelled_then_released_there_is_one_owner ok
// CHECK-EXEC: L05_release_and_scopes ok
// CHECK-EXEC: L05_a_waiting_frame_that_is_destroyed_hands_on ok
// CHECK-EXEC: L06_set_wakes_all_who_wait ok
// CHECK-EXEC: L07_set_and_clear ok
// CHECK-EXEC: L07_a_cancelled_waiter_is_gone ok
// CHECK-EXEC: L13_waited_for_in_one_loop ok
// CHECK-EXEC: L13_not_in_another ok
#include "Inputs/dialect.h"

#include <memory>

using namespace std::chrono_literals;
using pawl::Coro;

async Coro<> take(pawl::Lock &lock, std::string &order, char who) {
  await lock.acquire();
  order += who;
}
async Coro<> hold(pawl::Lock &lock, std::string &order, char who, std::chrono::seconds d) {
  auto held = await lock.scoped();
  order += who;
  await pawl::sleep(d);
}

async SCENARIO(L01_waiters_get_the_lock_in_their_order) {
  auto &lock = kept<pawl::Lock>();
  auto &order = kept<std::string>();
  await lock.acquire();
  std::vector<pawl::Task<>> tasks;
  for (char who : {'a', 'b', 'c'})
    tasks.push_back(pawl::create_task(take(lock, order, who)));
  await pawl::sleep(1s);
  expect(order.empty() && lock.locked());
  for (const char *expected : {"a", "ab", "abc"}) {
    lock.release();
    expect(!lock.locked()); // until the next one runs
    await pawl::sleep(1s);
    expect(order == expected && lock.locked());
  }
}

async SCENARIO(L01_nobody_comes_between) {
  auto &lock = kept<pawl::Lock>();
  auto &order = kept<std::string>();
  await lock.acquire();
  auto first = pawl::create_task(take(lock, order, 'a'));
  await pawl::yield_now();
  lock.release();
  auto second = pawl::create_task(take(lock, order, 'b'));
  await first;
  expect(order == "a" && !second.done());
  lock.release();
  await second;
  expect(order == "ab");
}

async SCENARIO(L01_a_free_lock_does_not_yield) {
  auto &lock = kept<pawl::Lock>();
  auto &turned = kept<bool>(false);
  pawl::get_running_loop().call_soon([&] { turned = true; });
  for (int i = 0; i < 100; ++i) {
    auto held = await lock.scoped();
    expect(lock.locked());
  }
  expect(!turned && !lock.locked());
  await pawl::yield_now();
}

async SCENARIO(L02_a_cancelled_waiter_is_gone) {
  auto &lock = kept<pawl::Lock>();
  auto &order = kept<std::string>();
  await lock.acquire();
  auto task = pawl::create_task(take(lock, order, 'a'));
  await pawl::yield_now();
  task.cancel();
  auto outcome = await pawl::as_outcome(task);
  expect(outcome.cancelled());
  lock.release();
  await lock.acquire();
  expect(order.empty());
}

async SCENARIO(L03_released_then_cancelled_the_next_one_gets_it) {
  auto &lock = kept<pawl::Lock>();
  auto &order = kept<std::string>();
  await lock.acquire();
  auto a = pawl::create_task(take(lock, order, 'a'));
  auto b = pawl::create_task(take(lock, order, 'b'));
  auto c = pawl::create_task(take(lock, order, 'c'));
  await pawl::yield_now();
  lock.release();
  a.cancel();
  auto outcome = await pawl::as_outcome(a);
  expect(outcome.cancelled());
  await b;
  expect(order == "b" && lock.locked() && !c.done());
  lock.release();
  await c;
}

async SCENARIO(L04_cancelled_then_released_there_is_one_owner) {
  auto &lock = kept<pawl::Lock>();
  auto &order = kept<std::string>();
  await lock.acquire();
  auto a = pawl::create_task(take(lock, order, 'a'));
  auto b = pawl::create_task(take(lock, order, 'b'));
  auto c = pawl::create_task(take(lock, order, 'c'));
  await pawl::yield_now();
  pawl::get_running_loop().call_soon([&] {
    a.cancel();
    lock.release();
  });
  await pawl::sleep(1s);
  expect(order == "b" && a.cancelled() && b.done() && !c.done());
  lock.release();
  await c;
}

async SCENARIO(L05_release_and_scopes) {
  auto &lock = kept<pawl::Lock>();
  EXPECT_THROW(pawl::RuntimeError, lock.release());
  {
    auto held = await lock.scoped();
    expect(lock.locked());
    auto moved = std::move(held);
    moved.release();
    expect(!lock.locked());
  }
  expect(!lock.locked());
  auto &order = kept<std::string>();
  auto a = pawl::create_task(hold(lock, order, 'a', 10s));
  auto b = pawl::create_task(hold(lock, order, 'b', 10s));
  await pawl::sleep(1s);
  a.cancel();
  await pawl::sleep(1s);
  expect(order == "ab");
  await b;
  expect(seconds() == 11 && !lock.locked());
}

async SCENARIO(L05_a_waiting_frame_that_is_destroyed_hands_on) {
  auto &lock = kept<pawl::Lock>();
  auto &order = kept<std::string>();
  await lock.acquire();
  {
    // Started by hand and dropped: in the queue, then with the lock on its way.
    auto waits = lock.acquire();
    expect(!waits.await_ready());
  }
  auto a = pawl::create_task(take(lock, order, 'a'));
  await pawl::yield_now();
  lock.release();
  await a;
  expect(order == "a");
}

async Coro<> wait_event(pawl::Event &event, std::string &order, char who) {
  await event.wait();
  order += who;
}

async SCENARIO(L06_set_wakes_all_who_wait) {
  auto &event = kept<pawl::Event>();
  auto &order = kept<std::string>();
  auto one = pawl::create_task(wait_event(event, order, '1'));
  auto two = pawl::create_task(wait_event(event, order, '2'));
  await pawl::sleep(1s);
  expect(order.empty() && !event.is_set());
  event.set();
  await wait_event(event, order, '3'); // after set(), before the others run
  await one;
  await two;
  expect(order == "312" && event.is_set());
}

async SCENARIO(L07_set_and_clear) {
  auto &event = kept<pawl::Event>();
  auto &order = kept<std::string>();
  auto old = pawl::create_task(wait_event(event, order, 'o'));
  await pawl::yield_now();
  event.set();
  event.clear();
  auto late = pawl::create_task(wait_event(event, order, 'l'));
  await pawl::sleep(1s);
  expect(order == "o" && old.done() && !late.done());
  event.set();
  event.clear();
  event.set();
  await late;
  expect(order == "ol");
}

async SCENARIO(L07_a_cancelled_waiter_is_gone) {
  auto &event = kept<pawl::Event>();
  auto &order = kept<std::string>();
  auto task = pawl::create_task(wait_event(event, order, 'x'));
  await pawl::yield_now();
  task.cancel();
  auto outcome = await pawl::as_outcome(task);
  expect(outcome.cancelled());
  event.set();
  await pawl::sleep(1s);
  expect(order.empty());
}

pawl::Lock elsewhere;
async SCENARIO(L13_waited_for_in_one_loop) {
  auto &order = kept<std::string>();
  await elsewhere.acquire();
  auto task = pawl::create_task(take(elsewhere, order, 'a'));
  await pawl::yield_now();
  elsewhere.release();
  await task;
}
async SCENARIO(L13_not_in_another) {
  auto outcome = await pawl::as_outcome(elsewhere.acquire());
  expect(outcome.failed_with<pawl::RuntimeError>());
}
