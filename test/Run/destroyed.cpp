// A coroutine destroyed at a suspension runs the destructors of what is alive there; one never
// started runs nothing.
// RUN: %run-all %s | %filecheck --check-prefix=CHECK-EXEC
#include "../Inputs/trace.h"

async Coro<> inner() {
  Noisy n("inner");
  await pawl::sleep(1h);
  std::printf("never ");
}
async Coro<> outer(Noisy parameter) {
  Noisy a("a");
  try {
    Noisy b("b");
    await inner();
  } catch (const pawl::CancelledError&) {
    std::printf("cancelled ");
    throw;
  }
}
int main() {
  pawl::run(async []() -> Coro<> {
    auto task = pawl::create_task(outer(Noisy("p")));
    await pawl::sleep(1s);
    task.cancel();
    try {
      await task;
    } catch (const pawl::CancelledError&) {
      std::printf("done\n");
    }
    { Coro<> never = outer(Noisy("q")); }  // pawl: allow(unawaited)
    std::printf("\n");
  }());
}

// CHECK-EXEC: +p +a +b +inner -inner -b cancelled -a
// CHECK-EXEC: +q -q
