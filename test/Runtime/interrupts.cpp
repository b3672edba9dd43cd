// Ctrl-C in the main thread: asyncio.md, B05.
// RUN: %run-all %s | %filecheck --check-prefix=CHECK-EXEC
#include <pawl/pawl.h>

#include <csignal>
#include <cstdio>

using namespace std::chrono_literals;
using pawl::Coro;

async Coro<> interrupted() {
  std::raise(SIGINT);
  try {
    await pawl::sleep(1h);
  } catch (const pawl::CancelledError &) {
    std::puts("cancelled");
    throw;
  }
}
async Coro<> swallows() {
  std::raise(SIGINT);
  try {
    await pawl::sleep(1h);
  } catch (const pawl::CancelledError &) { // pawl: allow(swallowed-cancel)
  }
  std::puts("goes on");
}
async Coro<> cancels_itself() {
  pawl::current_task().cancel();
  await pawl::sleep(1h);
}
async Coro<> both() {
  std::raise(SIGINT);
  await cancels_itself();
}

void run(const char *name, Coro<> (*body)()) {
  try {
    pawl::run(body());
    std::printf("%s: ended\n", name);
  } catch (const pawl::KeyboardInterrupt &) {
    std::printf("%s: KeyboardInterrupt\n", name);
  } catch (const pawl::CancelledError &) {
    std::printf("%s: CancelledError\n", name);
  }
}

int main() {
  std::signal(SIGINT, SIG_DFL); // who starts the tests may ignore it
  // B05
  // CHECK-EXEC: cancelled
  // CHECK-EXEC-NEXT: interrupted: KeyboardInterrupt
  run("interrupted", interrupted);
  // CHECK-EXEC-NEXT: goes on
  // CHECK-EXEC-NEXT: swallows: ended
  run("swallows", swallows);
  // CHECK-EXEC-NEXT: cancels itself: CancelledError
  run("cancels itself", cancels_itself);
  // CHECK-EXEC-NEXT: both: CancelledError
  run("both", both);
  // A handler of the program's own is left alone.
  std::signal(SIGINT, [](int) {});
  // CHECK-EXEC-NEXT: own handler: ended
  run("own handler", async []() -> Coro<> { std::raise(SIGINT); await pawl::sleep(1s); });
}
