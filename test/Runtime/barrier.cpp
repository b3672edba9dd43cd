// Barriers: asyncio.md, L18 to L22.
// RUN: %run-all %s | %filecheck --check-prefix=CHECK-EXEC
// CHECK-EXEC: L18_all_come_through_with_a_number_each ok
// CHECK-EXEC: L19_used_again_at_once ok
// CHECK-EXEC: L19_who_comes_while_others_leave_waits ok
// CHECK-EXEC: L20_cancelled_it_does_not_count ok
// CHECK-EXEC: L21_reset_breaks_the_turn_and_it_can_be_used_again ok
// CHECK-EXEC: L21_reset_while_they_leave ok
// CHECK-EXEC: L22_aborted_until_reset ok
#include "Inputs/dialect.h"

#include <algorithm>

using namespace std::chrono_literals;
using pawl::Coro;

async Coro<std::size_t> meet(pawl::Barrier &barrier) { return await barrier.wait(); }

async SCENARIO(L18_all_come_through_with_a_number_each) {
  EXPECT_THROW(std::invalid_argument, pawl::Barrier(0));
  auto &barrier = kept<pawl::Barrier>(3);
  expect(barrier.parties() == 3 && barrier.n_waiting() == 0 && !barrier.broken());
  auto &tasks = kept<std::vector<pawl::Task<std::size_t>>>();
  for (int i = 0; i < 3; ++i)
    tasks.push_back(pawl::create_task(meet(barrier)));
  std::vector<std::size_t> numbers = await pawl::gather(std::move(tasks));
  std::sort(numbers.begin(), numbers.end());
  expect((numbers == std::vector<std::size_t>{0, 1, 2}));
  auto &alone = kept<pawl::Barrier>(1);
  expect(await alone.wait() == 0);
  expect(await alone.wait() == 0);
}

async SCENARIO(L19_used_again_at_once) {
  auto &barrier = kept<pawl::Barrier>(2);
  std::vector<pawl::Task<std::size_t>> tasks;
  for (int i = 0; i < 5; ++i)
    tasks.push_back(pawl::create_task(meet(barrier)));
  await pawl::sleep(1s);
  expect(barrier.n_waiting() == 1);
  expect(std::count_if(tasks.begin(), tasks.end(), [](auto &t) { return t.done(); }) == 4);
  await barrier.wait();
  await tasks.back();
  expect(barrier.n_waiting() == 0);
}

async SCENARIO(L19_who_comes_while_others_leave_waits) {
  auto &barrier = kept<pawl::Barrier>(2);
  auto a = pawl::create_task(meet(barrier));
  await pawl::yield_now();
  expect(barrier.n_waiting() == 1);
  await barrier.wait(); // a is let through, and has not left
  expect(barrier.n_waiting() == 0 && !a.done());
  auto b = pawl::create_task(meet(barrier));
  await a;
  await pawl::sleep(1s);
  expect(!b.done() && barrier.n_waiting() == 1);
  await barrier.wait();
  await b;
}

async SCENARIO(L20_cancelled_it_does_not_count) {
  auto &barrier = kept<pawl::Barrier>(3);
  auto a = pawl::create_task(meet(barrier));
  auto b = pawl::create_task(meet(barrier));
  await pawl::yield_now();
  expect(barrier.n_waiting() == 2);
  a.cancel();
  auto outcome = await pawl::as_outcome(a);
  expect(outcome.cancelled() && barrier.n_waiting() == 1 && !barrier.broken());
  auto c = pawl::create_task(meet(barrier));
  await pawl::sleep(1s);
  expect(!b.done() && !c.done());
  await barrier.wait();
  await b;
  await c;
}

async SCENARIO(L21_reset_breaks_the_turn_and_it_can_be_used_again) {
  auto &barrier = kept<pawl::Barrier>(3);
  auto a = pawl::create_task(meet(barrier));
  auto b = pawl::create_task(meet(barrier));
  await pawl::yield_now();
  barrier.reset();
  auto first = await pawl::as_outcome(a);
  auto second = await pawl::as_outcome(b);
  expect(first.failed_with<pawl::BrokenBarrierError>());
  expect(second.failed_with<pawl::BrokenBarrierError>());
  expect(!barrier.broken() && barrier.n_waiting() == 0);
  await pawl::gather(meet(barrier), meet(barrier), meet(barrier));
}

async SCENARIO(L21_reset_while_they_leave) {
  auto &barrier = kept<pawl::Barrier>(3);
  auto a = pawl::create_task(meet(barrier));
  auto b = pawl::create_task(meet(barrier));
  await pawl::yield_now();
  const std::size_t last = await barrier.wait(); // a and b have not left yet
  expect(last == 2);
  barrier.reset();
  auto first = await pawl::as_outcome(a);
  auto second = await pawl::as_outcome(b);
  expect(first.failed_with<pawl::BrokenBarrierError>());
  expect(second.failed_with<pawl::BrokenBarrierError>());
  await pawl::gather(meet(barrier), meet(barrier), meet(barrier));
}

async SCENARIO(L22_aborted_until_reset) {
  auto &barrier = kept<pawl::Barrier>(2);
  auto a = pawl::create_task(meet(barrier));
  await pawl::yield_now();
  barrier.abort();
  auto waiting = await pawl::as_outcome(a);
  expect(waiting.failed_with<pawl::BrokenBarrierError>() && barrier.broken());
  auto late = await pawl::as_outcome(barrier.wait());
  expect(late.failed_with<pawl::BrokenBarrierError>());
  barrier.reset();
  expect(!barrier.broken());
  await pawl::gather(meet(barrier), meet(barrier));
}
