// A name that hides another one at a suspension: each variable keeps its own value.
// RUN: %run-all %s | %filecheck --check-prefix=CHECK-EXEC
#include "../Inputs/trace.h"

async Coro<int> id(int v) {
  await tick();
  return v;
}
async Coro<int> body(int p) {
  int x = await id(5);
  {
    int x = 7;
    int* address = &x;
    await id(*address);
    {
      int x = 8;
      x += await id(1);
      std::printf("%d ", x);
    }
    std::printf("%d ", x);
  }
  for (int p = 0; p < 2; ++p) await id(p);
  try {
    throw 3;
  } catch (int x) {
    x += await id(1);
    std::printf("%d ", x);
  }
  if (int p = await id(9)) await id(p);
  await id(4);
  std::printf("%d ", p);
  return x;
}
int main() { std::printf("%d\n", pawl::run(body(6))); }
// CHECK-EXEC: 9 7 4 6 5
