// Destructors run at the ends of their scopes, in reverse order, on every way out.
// RUN: %run-all %s | %filecheck --check-prefix=CHECK-EXEC
#include "../Inputs/trace.h"

async Coro<int> walk(int n) {
  Noisy a("a");
  for (int i = 0; i < n; ++i) {
    Noisy b("b", i);
    await tick();
    {
      Noisy c("c");
      await tick();
      if (i == 1) continue;
      if (i == 2) return b.value;
    }
    std::printf("| ");
  }
  return -1;
}
int main() {
  int r = pawl::run(walk(5));
  std::printf("= %d\n", r);
  r = pawl::run(walk(1));
  std::printf("= %d\n", r);
}

// CHECK-EXEC: {{^}}+a +b +c -c | -b +b +c -c -b +b +c -c -b -a = 2
// CHECK-EXEC-NEXT: {{^}}+a +b +c -c | -b -a = -1
