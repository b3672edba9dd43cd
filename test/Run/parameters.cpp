// Parameters live in the frame until the coroutine is destroyed, also those without a name; they are destroyed after its
// locals, in reverse order.
// RUN: %run-all %s | %filecheck --check-prefix=CHECK-EXEC
#include "../Inputs/trace.h"

async Coro<int> keep(Noisy, const int n, const std::string named = "default", int = 3) {
  Noisy local("local");
  await tick();
  std::printf("%s %d ", named.c_str(), n);
  return n;
}
async Coro<> body() {
  {
    Coro<int> c = keep(Noisy("first"), 4);
    std::printf("made ");
    int r = await c;
    std::printf("= %d ", r);
  }
  std::printf("end\n");
}
int main() { pawl::run(body()); }
// CHECK-EXEC: +first made +local default 4 -local = 4 -first end
