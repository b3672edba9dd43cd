// A million awaits of coroutines that finish at once run in flat stack, and so does a chain that
// is deep.
// RUN: %run-all %s | %filecheck --check-prefix=CHECK-EXEC
#include "../Inputs/trace.h"

async Coro<int> leaf(int v) { return v & 1; }
async Coro<int> deep(int n) {
  if (n == 0) {
    await tick();
    return 0;
  }
  return 1 + await deep(n - 1);
}
async Coro<> body() {
  int sum = 0;
  for (int i = 0; i < 1000000; ++i) sum += await leaf(i);
  int depth = await deep(20000);
  std::printf("%d %d\n", sum, depth);
}
int main() { pawl::run(body()); }

// CHECK-EXEC: 500000 20000
