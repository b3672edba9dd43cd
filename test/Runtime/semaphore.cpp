// Semaphores: asyncio.md, L14 to L17.
// RUN: %run-all %s | %filecheck --check-prefix=CHECK-EXEC
// CHECK-EXEC: L14_values_and_bounds ok
// CHECK-EXEC: L15_two_releases_wake_two_and_newcomers_wait ok
// CHECK-EXEC: L16_cancelled_waiters_are_skipped ok
// CHECK-EXEC: L16_woken_and_cancelled_it_hands_the_permit_on ok
// CHECK-EXEC: L17_first_come_first_served_over_and_over ok
// CHECK-EXEC: L17_several_permits_at_once_respect_the_order ok
#include "Inputs/dialect.h"

using namespace std::chrono_literals;
using pawl::Coro;

async Coro<> take(pawl::Semaphore &semaphore, std::string &order, char who) {
  await semaphore.acquire();
  order += who;
}

async SCENARIO(L14_values_and_bounds) {
  pawl::Semaphore none(0);
  expect(none.locked());
  EXPECT_THROW(std::invalid_argument, pawl::Semaphore(-1));
  EXPECT_THROW(std::invalid_argument, pawl::BoundedSemaphore(-1));
  none.release();
  none.release(); // more than in the beginning
  expect(!none.locked());
  await none.acquire();
  await none.acquire();
  expect(none.locked());
  pawl::BoundedSemaphore bounded(1);
  EXPECT_THROW(std::invalid_argument, bounded.release());
  {
    auto held = await bounded.scoped();
    expect(bounded.locked());
  }
  expect(!bounded.locked());
  EXPECT_THROW(std::invalid_argument, bounded.release());
}

async SCENARIO(L15_two_releases_wake_two_and_newcomers_wait) {
  auto &semaphore = kept<pawl::Semaphore>(0);
  auto &order = kept<std::string>();
  auto a = pawl::create_task(take(semaphore, order, 'a'));
  auto b = pawl::create_task(take(semaphore, order, 'b'));
  auto c = pawl::create_task(take(semaphore, order, 'c'));
  await pawl::yield_now();
  semaphore.release();
  semaphore.release();
  expect(semaphore.locked());
  auto late = pawl::create_task(take(semaphore, order, 'l'));
  await pawl::sleep(1s);
  expect(order == "ab");
  semaphore.release();
  await pawl::sleep(1s);
  expect(order == "abc");
  semaphore.release();
  await late;
  expect(order == "abcl");
  await a;
  await b;
  await c;
}

async SCENARIO(L16_cancelled_waiters_are_skipped) {
  auto &semaphore = kept<pawl::Semaphore>(0);
  auto &order = kept<std::string>();
  auto a = pawl::create_task(take(semaphore, order, 'a'));
  auto b = pawl::create_task(take(semaphore, order, 'b'));
  auto c = pawl::create_task(take(semaphore, order, 'c'));
  auto d = pawl::create_task(take(semaphore, order, 'd'));
  await pawl::yield_now();
  a.cancel();
  b.cancel();
  semaphore.release();
  await c;
  expect(order == "c" && a.cancelled() && b.cancelled() && !d.done() && semaphore.locked());
  semaphore.release();
  await d;
}

async SCENARIO(L16_woken_and_cancelled_it_hands_the_permit_on) {
  auto &semaphore = kept<pawl::Semaphore>(1);
  auto &order = kept<std::string>();
  await semaphore.acquire();
  auto a = pawl::create_task(take(semaphore, order, 'a'));
  auto b = pawl::create_task(take(semaphore, order, 'b'));
  await pawl::yield_now();
  semaphore.release();
  a.cancel();
  await b;
  expect(order == "b" && a.cancelled() && semaphore.locked());
  semaphore.release();
  expect(!semaphore.locked());
  await semaphore.acquire();
}

async Coro<> again_and_again(pawl::Semaphore &semaphore, std::string &order, char who) {
  for (int i = 0; i < 3; ++i) {
    auto held = await semaphore.scoped();
    await pawl::yield_now();
    order += who;
  }
}

async SCENARIO(L17_first_come_first_served_over_and_over) {
  auto &semaphore = kept<pawl::Semaphore>(1);
  auto &order = kept<std::string>();
  await pawl::gather(again_and_again(semaphore, order, 'a'), again_and_again(semaphore, order, 'b'),
                     again_and_again(semaphore, order, 'c'));
  expect(order == "abcabcabc");
}

async SCENARIO(L17_several_permits_at_once_respect_the_order) {
  auto &semaphore = kept<pawl::Semaphore>(0);
  auto &order = kept<std::string>();
  auto &tasks = kept<std::vector<pawl::Task<>>>();
  for (char who : {'a', 'b', 'c'})
    tasks.push_back(pawl::create_task(take(semaphore, order, who)));
  await pawl::yield_now();
  for (int i = 0; i < 5; ++i)
    semaphore.release();
  tasks.push_back(pawl::create_task(take(semaphore, order, 'd')));
  tasks.push_back(pawl::create_task(take(semaphore, order, 'e')));
  await pawl::gather(std::move(tasks));
  expect(order == "abcde" && semaphore.locked());
}
