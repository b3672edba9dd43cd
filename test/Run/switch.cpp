// Awaits in a switch: in its condition, in cases, with fallthrough and break.
// RUN: %run-all %s | %filecheck --check-prefix=CHECK-EXEC
#include "../Inputs/trace.h"

async Coro<int> id(int v) {
  await tick();
  return v;
}
async Coro<> body(int n) {
  switch (await id(n)) {
    case 0: std::printf("zero "); break;
    case 1: {
      Noisy a("one");
      await tick();
      std::printf("in ");
      [[fallthrough]];
    }
    case 2:
      await tick();
      std::printf("two ");
      break;
    case 3:
    case 4: std::printf("more "); return;
    default: {
      int x = await id(n * 2);
      await tick();
      std::printf("default%d ", x);
    }
  }
  std::printf("end\n");
}
int main() {
  for (int n = 0; n < 6; ++n) pawl::run(body(n));
}

// CHECK-EXEC: zero end
// CHECK-EXEC-NEXT: +one in -one two end
// CHECK-EXEC-NEXT: two end
// CHECK-EXEC-NEXT: more more default10 end
