// Debug mode: asyncio.md, B09; what waits for what; each reported once, with the line where it was made.
// RUN: %run-all %s 2>&1 | %filecheck --check-prefix=CHECK-EXEC
#include <pawl/pawl.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <thread>
#include <vector>

using namespace std::chrono_literals;
using pawl::Coro;

void spin() {
  const auto end = std::chrono::steady_clock::now() + 110ms;
  while (std::chrono::steady_clock::now() < end) {
  }
}
async Coro<> slow_step() {
  await pawl::sleep(1s);
  spin();
}

async Coro<> waits_for_event(pawl::Event &event) { await event.wait(); }
async Coro<> waits_for_task(pawl::Task<> task) { await task; }
async Coro<> sleeps() { await pawl::sleep(1s); }

__attribute__((noinline)) void forgets() {
  std::vector<Coro<>> kept; // pawl: allow(unawaited)
  kept.push_back(sleeps());
}
async Coro<> refused() {
  pawl::TaskGroup group;
  try {
    (void)group.create_task(sleeps());
  } catch (const pawl::RuntimeError &) {
    std::fputs("refused\n", stderr);
  }
  try {
    await pawl::wait_for(sleeps(), 0s);
  } catch (const pawl::TimeoutError &) {
    std::fputs("no time\n", stderr);
  }
  sleeps().close();
}

async Coro<> amain() {
  // CHECK-EXEC: pawl: coroutine was never awaited: 'sleeps' created at {{.*}}debug.cpp:[[#@LINE-18]]
  forgets();
  // Those are closed: N12, F03.
  // CHECK-EXEC-NEXT: refused
  // CHECK-EXEC-NEXT: no time
  await refused();
  // B09
  // CHECK-EXEC-NEXT: pawl: the loop was held up for 1{{[0-9]+}} ms by Task 'slow' created at {{.*}}debug.cpp:[[#@LINE+1]]
  await pawl::create_task(slow_step(), "slow");
  // CHECK-EXEC-NEXT: pawl: the loop was held up for 1{{[0-9]+}} ms by a callback created at {{.*}}debug.cpp:[[#@LINE+1]]
  pawl::get_running_loop().call_soon([] { spin(); });
  await pawl::sleep(1s);

  const pawl::EventLoop loop = pawl::get_running_loop();
  std::thread([loop] {
    try {
      loop.call_soon([] {});
    } catch (const pawl::RuntimeError &error) {
      std::fprintf(stderr, "wrong thread: %s\n", error.what());
    }
  }).join(); // pawl: allow(blocking-call)
  // CHECK-EXEC-NEXT: wrong thread: an event loop was used from another thread than its own

  // CHECK-EXEC-NEXT: in lines from [[#%u,EVENT:]]
  std::fprintf(stderr, "in lines from 24\n");
  pawl::Event event;
  auto first = pawl::create_task(waits_for_event(event), "first");
  auto second = pawl::create_task(waits_for_task(first), "second");
  await pawl::sleep(1s);
  // CHECK-EXEC-NEXT: pawl: tasks:
  // CHECK-EXEC-NEXT: Task 'Task-1' created at {{.*}}debug.cpp:{{[0-9]+}}, which runs
  // CHECK-EXEC-NEXT: Task 'first' created at {{.*}}debug.cpp:{{[0-9]+}} waits for an Event
  // CHECK-EXEC-NEXT: {{^}}    in waits_for_event at {{.*}}debug.cpp:[[#EVENT]]
  // CHECK-EXEC-NEXT: Task 'second' created at {{.*}} waits for Task 'first' created at {{.*}} waits for an Event
  // CHECK-EXEC-NEXT: {{^}}    in waits_for_task at {{.*}}debug.cpp:[[#EVENT+1]]
  pawl::dump_tasks();

  // CHECK-EXEC-NEXT: pawl: tasks:
  // CHECK-EXEC-NEXT: Task 'Task-1' created at {{.*}} waits for sleep of 1.0{{0*}} s
  // CHECK-EXEC-NEXT: {{^}}    in sleeps at {{.*}}debug.cpp:[[#EVENT+2]]
  // CHECK-EXEC-NEXT: {{^}}    in amain at {{.*}}debug.cpp:[[#@LINE+6]]
  // CHECK-EXEC-NEXT: Task 'first'
  // CHECK-EXEC-NEXT: in waits_for_event
  // CHECK-EXEC-NEXT: Task 'second'
  // CHECK-EXEC-NEXT: in waits_for_task
  std::raise(SIGQUIT);
  await sleeps();

  // CHECK-EXEC-NEXT: pawl: nothing can run any more, unless another thread calls:
  // CHECK-EXEC-NEXT: Task 'Task-1' created at {{.*}} waits for Task 'second'
  // CHECK-EXEC-NEXT: in amain at {{.*}}debug.cpp:[[#@LINE+7]]
  // CHECK-EXEC: freed by another thread
  std::thread other([&, loop] {
    std::this_thread::sleep_for(20ms);
    std::fputs("freed by another thread\n", stderr);
    loop.call_soon_threadsafe([&] { event.set(); });
  });
  await second;
  other.join(); // pawl: allow(blocking-call)
  // CHECK-EXEC-NOT: {{.}}
}

int main() {
  std::signal(SIGQUIT, SIG_DFL);
  pawl::RunOptions options;
  options.debug = true;
  pawl::run(amain(), options);
}
