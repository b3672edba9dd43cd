// Loops that do not let others run, and loops that look again and again.
// RUN: %check-findings %s
#include <atomic>
#include <cstdlib>
#include <future>
#include <pawl/pawl.h>
#include <vector>
using namespace std::chrono_literals;
using pawl::Coro;
void work();
int next();
bool ready();
bool flag;

async Coro<> endless() {
  for (;;)                                    // expect-warning(starvation): this loop never ends and never awaits
    work();
}
async Coro<> endless_too() {
  await pawl::sleep(1s);
  while (true) {                              // expect-warning(starvation)
    work();
    for (int i = 0; i < 3; ++i)
      if (next()) break;
    switch (next()) {
    case 1: break;
    }
    auto later = async []() -> Coro<> { await pawl::sleep(1s); };
    static_cast<void>(sizeof(later));
  }
}
class Worker {
  bool ready_ = false;
  int count_ = 0;
  std::vector<int> queue_;
  std::atomic<bool> fromThread_{false};

public:
  async Coro<> spins() {
    while (!ready_) {}                        // expect-warning(starvation): this loop waits for others, and keeps them from running
    do; while (count_ < 3);                   // expect-warning(starvation)
    while (queue_.empty());                   // expect-warning(starvation)
    return;
  }
  async Coro<> polls(pawl::Task<> task) {
    while (!ready_) await pawl::sleep(10ms);  // expect-warning(starvation): this loop wakes up again and again to look; await a pawl::Event instead
    while (queue_.empty() && !flag)           // expect-warning(starvation)
      await pawl::sleep(10ms);
    while (!task.done()) {                    // expect-warning(starvation): await what it asks instead
      await pawl::sleep(10ms);
    }
    for (; count_ < 3;) await pawl::sleep(1s); // expect-warning(starvation)
  }
  async Coro<> good(std::future<int> &future, int times) {
    for (;;) {
      work();
      await pawl::sleep(1s);
    }
    for (;;) {
      if (next()) break;
      work();
    }
    while (true) {
      if (next()) return;
    }
    while (true) {
      work();
      if (flag) std::exit(0);
    }
    for (;;) try { work(); if (flag) throw 1; } catch (int) { break; }
    while (!ready()) await pawl::sleep(1ms);
    while (!fromThread_) await pawl::sleep(1ms);
    while (future.wait_for(0s) != std::future_status::ready) await pawl::sleep(1ms);
    while (times-- > 0) await pawl::sleep(1s);
    for (int i = 0; i < count_; ++i) await pawl::sleep(1s);
    while (!ready_) {
      await pawl::sleep(1s);
      work();
    }
    while (next()) {}
    while (!ready_) await pawl::sleep(1s); // pawl: allow(starvation)
  }
};
template <class T> async Coro<> pattern(T x) {
  while (true) x.step();                      // expect-warning(starvation)
}
template <class T> async Coro<> pattern_that_awaits(T x) {
  while (true) await x.step();
  while (x) {}
}
void plain() {
  while (true) work();
}
