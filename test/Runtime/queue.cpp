// Queues: asyncio.md, group Q.
// RUN: %run-all %s | %filecheck --check-prefix=CHECK-EXEC
// CHECK-EXEC: Q01_orders ok
// CHECK-EXEC: Q01_the_third_put_waits_for_room ok
// CHECK-EXEC: Q01_a_ring_that_grows_keeps_the_order ok
// CHECK-EXEC: Q01_items_that_can_only_be_moved ok
// CHECK-EXEC: Q02_get_waits_for_put_and_put_for_get ok
// CHECK-EXEC: Q02_what_is_ready_does_not_yield ok
// CHECK-EXEC: Q02_waiting_is_first_come_first_served ok
// CHECK-EXEC: Q02_get_nowait_takes_what_is_there_and_the_woken_getter_waits_on ok
// CHECK-EXEC: Q03_a_cancelled_getter_is_skipped ok
// CHECK-EXEC: Q04_cancelled_after_the_put_loses_no_item ok
// CHECK-EXEC: Q05_many_cancelled_readers_each_item_once ok
// CHECK-EXEC: Q06_a_cancelled_putter_adds_nothing ok
// CHECK-EXEC: Q07_woken_and_cancelled_a_putter_passes_its_room_on ok
// CHECK-EXEC: Q08_who_gave_up_leaves_nothing_behind ok
// CHECK-EXEC: Q09_producers_and_consumers_at_one_place ok
// CHECK-EXEC: Q10_join_waits_for_task_done ok
// CHECK-EXEC: Q11_shut_down_when_empty ok
// CHECK-EXEC: Q12_shut_down_with_items ok
// CHECK-EXEC: Q13_shut_down_at_once ok
// CHECK-EXEC: Q13_what_was_got_before_is_still_to_be_done ok
#include "Inputs/dialect.h"

#include <memory>
#include <optional>

using namespace std::chrono_literals;
using pawl::Coro;

template <class Q> std::vector<int> drained(Q &queue) {
  std::vector<int> items;
  while (!queue.empty())
    items.push_back(queue.get_nowait());
  return items;
}

async Coro<> put_all(pawl::Queue<int> &queue, std::vector<int> items) {
  for (int item : items)
    await queue.put(item);
}
async Coro<> get_into(pawl::Queue<int> &queue, std::vector<int> &into, int n = 1) {
  for (int i = 0; i < n; ++i)
    into.push_back(await queue.get());
}
async Coro<int> get_one(pawl::Queue<int> &queue) { return await queue.get(); }

async SCENARIO(Q01_orders) {
  pawl::Queue<int> fifo;
  pawl::LifoQueue<int> lifo;
  pawl::PriorityQueue<int> least;
  pawl::PriorityQueue<int, std::greater<int>> greatest;
  for (int i : {1, 3, 2}) {
    await fifo.put(i);
    await lifo.put(i);
    await least.put(i);
    greatest.put_nowait(i);
  }
  expect(drained(fifo) == ints(1, 3, 2));
  expect(drained(lifo) == ints(2, 3, 1));
  expect(drained(least) == ints(1, 2, 3));
  expect(drained(greatest) == ints(3, 2, 1));
}

async SCENARIO(Q01_the_third_put_waits_for_room) {
  auto &queue = kept<pawl::Queue<int>>(2);
  expect(queue.maxsize() == 2 && !queue.full());
  auto putter = pawl::create_task(put_all(queue, ints(1, 2, 3)));
  await pawl::sleep(1s);
  expect(!putter.done() && queue.qsize() == 2 && queue.full());
  expect(queue.get_nowait() == 1);
  await putter;
  expect(queue.qsize() == 2);
  auto &unbounded = kept<pawl::Queue<int>>(-1);
  for (int i = 0; i < 1000; ++i)
    await unbounded.put(i);
  expect(unbounded.maxsize() == 0 && !unbounded.full() && unbounded.qsize() == 1000);
}

async SCENARIO(Q01_a_ring_that_grows_keeps_the_order) {
  pawl::Queue<std::string> queue;
  int next = 0, expected = 0;
  for (int round = 0; round < 50; ++round) {
    for (int i = 0; i < 7; ++i)
      await queue.put(std::to_string(next++));
    for (int i = 0; i < 4; ++i) {
      std::string item = await queue.get();
      expect(item == std::to_string(expected++));
    }
  }
  expect(queue.qsize() == 150);
}

async SCENARIO(Q01_items_that_can_only_be_moved) {
  pawl::Queue<std::unique_ptr<int>> queue(1);
  await queue.put(std::make_unique<int>(7));
  std::unique_ptr<int> item = await queue.get();
  expect(*item == 7);
}

async SCENARIO(Q02_get_waits_for_put_and_put_for_get) {
  auto &queue = kept<pawl::Queue<int>>(1);
  auto getter = pawl::create_task(get_one(queue));
  await pawl::sleep(1s);
  expect(!getter.done());
  await queue.put(1);
  expect(await getter == 1);
  EXPECT_THROW(pawl::QueueEmpty, queue.get_nowait());
  queue.put_nowait(2);
  EXPECT_THROW(pawl::QueueFull, queue.put_nowait(3));
  auto putter = pawl::create_task(put_all(queue, ints(3)));
  await pawl::sleep(1s);
  expect(!putter.done());
  expect(await queue.get() == 2);
  await putter;
  expect(await queue.get() == 3 && seconds() == 2);
}

async SCENARIO(Q02_what_is_ready_does_not_yield) {
  auto &queue = kept<pawl::Queue<int>>(1);
  auto &turned = kept<bool>(false);
  pawl::get_running_loop().call_soon([&] { turned = true; });
  for (int i = 0; i < 100; ++i) {
    await queue.put(i);
    await queue.get();
  }
  expect(!turned);
  await pawl::yield_now();
  expect(turned);
}

async SCENARIO(Q02_waiting_is_first_come_first_served) {
  auto &queue = kept<pawl::Queue<int>>(1);
  auto &got = kept<std::vector<int>>();
  auto &order = kept<std::vector<int>>();
  auto &getters = kept<std::vector<pawl::Task<>>>();
  for (int i = 0; i < 3; ++i)
    getters.push_back(pawl::create_task(get_into(queue, got)));
  await pawl::yield_now();
  await put_all(queue, ints(1, 2, 3));
  await pawl::gather(std::move(getters));
  expect(got == ints(1, 2, 3));
  // One that comes while an item is on its way to another waits its turn.
  auto first = pawl::create_task(get_one(queue));
  await pawl::yield_now();
  queue.put_nowait(10);
  auto late = pawl::create_task(get_one(queue));
  auto second = pawl::create_task(put_all(queue, ints(11)));
  expect(await first == 10);
  expect(await late == 11);
  await second;
}

async SCENARIO(Q02_get_nowait_takes_what_is_there_and_the_woken_getter_waits_on) {
  auto &queue = kept<pawl::Queue<int>>();
  auto first = pawl::create_task(get_one(queue));
  auto second = pawl::create_task(get_one(queue));
  auto third = pawl::create_task(get_one(queue));
  await pawl::yield_now();
  queue.put_nowait(1);
  queue.put_nowait(2);
  expect(queue.get_nowait() == 1 && queue.get_nowait() == 2);
  await pawl::sleep(1s);
  expect(!first.done() && !second.done() && !third.done());
  for (int i : {3, 4, 5})
    queue.put_nowait(i);
  expect(await first == 3 && await second == 4 && await third == 5);
}

async SCENARIO(Q03_a_cancelled_getter_is_skipped) {
  auto &queue = kept<pawl::Queue<int>>();
  auto first = pawl::create_task(get_one(queue));
  auto second = pawl::create_task(get_one(queue));
  await pawl::yield_now();
  first.cancel();
  queue.put_nowait(5);
  expect(await second == 5);
  auto outcome = await pawl::as_outcome(first);
  expect(outcome.cancelled());
}

async SCENARIO(Q04_cancelled_after_the_put_loses_no_item) {
  auto &queue = kept<pawl::Queue<int>>();
  auto reader = pawl::create_task(get_one(queue));
  await pawl::yield_now();
  queue.put_nowait(1);
  queue.put_nowait(2);
  reader.cancel();
  auto outcome = await pawl::as_outcome(reader);
  expect(outcome.cancelled());
  expect(await queue.get() == 1);
  expect(await queue.get() == 2);
}

async SCENARIO(Q05_many_cancelled_readers_each_item_once) {
  auto &queue = kept<pawl::Queue<int>>();
  auto &readers = kept<std::vector<pawl::Task<int>>>();
  for (int i = 0; i < 10; ++i)
    readers.push_back(pawl::create_task(get_one(queue)));
  await pawl::yield_now();
  for (int i = 0; i < 10; ++i)
    queue.put_nowait(i);
  for (int i = 0; i < 10; i += 2)
    readers[static_cast<std::size_t>(i)].cancel();
  std::vector<int> got;
  for (auto &outcome : await pawl::gather(pawl::return_exceptions, std::move(readers))) {
    if (outcome)
      got.push_back(outcome.value());
    else
      expect(outcome.cancelled());
  }
  for (int item : drained(queue))
    got.push_back(item);
  expect(got == ints(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
}

async SCENARIO(Q06_a_cancelled_putter_adds_nothing) {
  auto &queue = kept<pawl::Queue<int>>(1);
  await queue.put(1);
  auto first = pawl::create_task(put_all(queue, ints(2)));
  auto second = pawl::create_task(put_all(queue, ints(3)));
  await pawl::yield_now();
  first.cancel();
  expect(queue.get_nowait() == 1);
  await second;
  expect(drained(queue) == ints(3));
}

async SCENARIO(Q07_woken_and_cancelled_a_putter_passes_its_room_on) {
  auto &queue = kept<pawl::Queue<int>>(1);
  await queue.put(1);
  auto first = pawl::create_task(put_all(queue, ints(2)));
  auto second = pawl::create_task(put_all(queue, ints(3)));
  await pawl::yield_now();
  expect(queue.get_nowait() == 1);
  first.cancel();
  auto outcome = await pawl::as_outcome(first);
  expect(outcome.cancelled());
  await second;
  expect(drained(queue) == ints(3));
}

async SCENARIO(Q08_who_gave_up_leaves_nothing_behind) {
  pawl::Queue<int> queue(1);
  for (int i = 0; i < 3; ++i) {
    auto outcome = await pawl::as_outcome(pawl::wait_for(queue.get(), 1s));
    expect(outcome.failed_with<pawl::TimeoutError>());
  }
  queue.put_nowait(1);
  for (int i = 0; i < 3; ++i) {
    auto outcome = await pawl::as_outcome(pawl::wait_for(queue.put(2), 1s));
    expect(outcome.failed_with<pawl::TimeoutError>());
  }
  expect(queue.get_nowait() == 1 && queue.empty());
  await queue.put(4);
  expect(await queue.get() == 4 && seconds() == 6);
}

async SCENARIO(Q09_producers_and_consumers_at_one_place) {
  auto &queue = kept<pawl::Queue<int>>(1);
  auto &got = kept<std::vector<int>>();
  auto &all = kept<std::vector<Coro<>>>();
  for (int i = 0; i < 5; ++i) {
    all.push_back(put_all(queue, ints(i * 3, i * 3 + 1, i * 3 + 2)));
    all.push_back(get_into(queue, got, 3));
  }
  await pawl::gather(std::move(all));
  std::sort(got.begin(), got.end());
  expect(got.size() == 15 && got.front() == 0 && got.back() == 14);
  // As many as there are, taken without waiting: the putters go on.
  auto &two = kept<pawl::Queue<int>>(2);
  auto &putters = kept<std::vector<pawl::Task<>>>();
  for (int i = 0; i < 4; ++i)
    putters.push_back(pawl::create_task(put_all(two, ints(i))));
  await pawl::yield_now();
  expect(drained(two) == ints(0, 1));
  await pawl::gather(std::move(putters));
  expect(drained(two) == ints(2, 3));
}

async Coro<> join(pawl::Queue<int> &queue) { await queue.join(); }

async SCENARIO(Q10_join_waits_for_task_done) {
  auto &queue = kept<pawl::Queue<int>>();
  await queue.join();
  EXPECT_THROW(std::invalid_argument, queue.task_done());
  await put_all(queue, ints(1, 2, 3));
  auto joined = pawl::create_task(join(queue));
  for (int i = 0; i < 3; ++i) {
    await pawl::sleep(1s);
    expect(!joined.done());
    await queue.get();
    queue.task_done();
  }
  await joined;
  EXPECT_THROW(std::invalid_argument, queue.task_done());
}

async SCENARIO(Q11_shut_down_when_empty) {
  auto &queue = kept<pawl::Queue<int>>();
  auto getter = pawl::create_task(get_one(queue));
  auto joined = pawl::create_task(join(queue));
  await pawl::yield_now();
  queue.shutdown();
  auto outcome = await pawl::as_outcome(getter);
  expect(outcome.failed_with<pawl::QueueShutDown>());
  auto get = await pawl::as_outcome(queue.get());
  expect(get.failed_with<pawl::QueueShutDown>());
  auto put = await pawl::as_outcome(queue.put(1));
  expect(put.failed_with<pawl::QueueShutDown>());
  EXPECT_THROW(pawl::QueueShutDown, queue.get_nowait());
  EXPECT_THROW(pawl::QueueShutDown, queue.put_nowait(1));
  await joined;
}

async SCENARIO(Q12_shut_down_with_items) {
  auto &queue = kept<pawl::Queue<int>>(1);
  await queue.put(1);
  auto putter = pawl::create_task(put_all(queue, ints(2)));
  auto joined = pawl::create_task(join(queue));
  await pawl::yield_now();
  queue.shutdown();
  auto outcome = await pawl::as_outcome(putter);
  expect(outcome.failed_with<pawl::QueueShutDown>());
  expect(await queue.get() == 1);
  auto get = await pawl::as_outcome(queue.get());
  expect(get.failed_with<pawl::QueueShutDown>());
  await pawl::sleep(1s);
  expect(!joined.done());
  queue.task_done();
  await joined;
}

async SCENARIO(Q13_shut_down_at_once) {
  auto &queue = kept<pawl::Queue<int>>();
  await put_all(queue, ints(1, 2));
  auto joined = pawl::create_task(join(queue));
  await pawl::yield_now();
  queue.shutdown(true);
  await joined;
  expect(queue.empty());
  EXPECT_THROW(std::invalid_argument, queue.task_done());
  auto get = await pawl::as_outcome(queue.get());
  expect(get.failed_with<pawl::QueueShutDown>());
}

async SCENARIO(Q13_what_was_got_before_is_still_to_be_done) {
  auto &queue = kept<pawl::Queue<int>>();
  await put_all(queue, ints(1, 2));
  expect(await queue.get() == 1);
  queue.shutdown(true);
  auto joined = pawl::create_task(join(queue));
  await pawl::sleep(1s);
  expect(!joined.done());
  queue.task_done();
  await joined;
  EXPECT_THROW(std::invalid_argument, queue.task_done());
}
