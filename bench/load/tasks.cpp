// A million tasks asleep, through a queue, a semaphore and a group: nothing lost, memory back to
// where it began.
#include <memory>
#include <pawl/pawl.h>
#include <random>
#include <vector>

#include "measured.h"

using namespace std::chrono_literals;
using pawl::Coro;

constexpr long million = 1000000;

async Coro<> sleeper(long &woken, long i) {
  await pawl::sleep(std::chrono::milliseconds(1 + i * 7919 % 100000));
  ++woken;
}
async Coro<long> sleepers() {
  long woken = 0;
  {
    std::vector<pawl::Task<>> tasks;
    tasks.reserve(million);
    for (long i = 0; i < million; ++i)
      tasks.push_back(pawl::create_task(sleeper(woken, i)));
    for (const auto &task : tasks)
      await task;
  }
  return woken;
}

async Coro<> consumer(pawl::Queue<long> &queue, long &got) { got += (await queue.get()) >= 0; }
async Coro<long> queue_of() {
  pawl::Queue<long> queue(100);
  long got = 0;
  pawl::TaskGroup group;
  await pawl::with(
      group, async[&]()->Coro<> {
        for (long i = 0; i < million; ++i)
          (void)group.create_task(consumer(queue, got));
        for (long i = 0; i < million; ++i)
          await queue.put(i);
      });
  return got;
}

async Coro<> through(pawl::Semaphore &semaphore, long &done) {
  auto held = await semaphore.scoped();
  await pawl::yield_now();
  ++done;
}
async Coro<long> semaphore_of() {
  pawl::Semaphore semaphore(100);
  long done = 0;
  pawl::TaskGroup group;
  await pawl::with(
      group, async[&]()->Coro<> {
        for (long i = 0; i < million; ++i)
          (void)group.create_task(through(semaphore, done));
        return;
      });
  return done;
}

async Coro<> child(long &done) {
  await pawl::yield_now();
  ++done;
}
async Coro<long> group_of() {
  long done = 0;
  pawl::TaskGroup group;
  await pawl::with(
      group, async[&]()->Coro<> {
        for (long i = 0; i < million; ++i)
          (void)group.create_task(child(done));
        return;
      });
  return done;
}

/// A day of random load: workers that sleep, wait for each other, time out, fail, are cancelled.
async Coro<> job(std::mt19937 &random, pawl::Lock &lock, pawl::Queue<int> &queue, long &done) {
  switch (random() % 6) {
  case 0: {
    auto held = await lock.scoped();
    await pawl::sleep(std::chrono::milliseconds(random() % 500));
    break;
  }
  case 1:
    await queue.put(1);
    break;
  case 2:
    (void)await pawl::as_outcome(pawl::wait_for(queue.get(), 100ms));
    break;
  case 3:
    (void)await pawl::as_outcome(pawl::gather(pawl::sleep(1s), pawl::sleep(2s)));
    break;
  case 4:
    pawl::current_task().cancel();
    (void)await pawl::as_outcome(pawl::sleep(1h));
    break;
  default:
    await pawl::sleep(std::chrono::milliseconds(random() % 5000));
  }
  ++done;
}
async Coro<long> a_day() {
  std::mt19937 random(1);
  pawl::Lock lock;
  pawl::Queue<int> queue(50);
  long done = 0, begun = 0;
  auto drain = async[&]()->Coro<> {
    for (;;) {
      (void)await queue.get();
      await pawl::sleep(1ms);
    }
  };
  auto draining = pawl::create_task(drain());
  {
    pawl::TaskGroup group;
    await pawl::with(
        group, async[&]()->Coro<> {
          while (pawl::get_running_loop().time() < 24h) {
            const unsigned many = random() % 20;
            for (unsigned i = 0; i < many; ++i, ++begun)
              (void)group.create_task(job(random, lock, queue, done));
            await pawl::sleep(std::chrono::milliseconds(random() % 10000));
          }
        });
  }
  draining.cancel();
  (void)await pawl::as_outcome(draining);
  return begun - done;
}

int main() {
  pawl::RunOptions fast;
  fast.clock = pawl::Clock::virtual_time;
  measured("1,000,000 tasks asleep", million, [&] { return pawl::run(sleepers(), fast); });
  measured("1,000,000 tasks at a queue of 100", million,
           [&] { return pawl::run(queue_of(), fast); });
  measured("1,000,000 tasks at a semaphore of 100", million,
           [&] { return pawl::run(semaphore_of(), fast); });
  measured("1,000,000 tasks in a group", million, [&] { return pawl::run(group_of(), fast); });
  measured("24 hours of random load, jobs lost: 0", 1,
           [&] { return pawl::run(a_day(), fast) == 0 ? 1 : 0; });
}
