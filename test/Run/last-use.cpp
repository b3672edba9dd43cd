// A variable whose last use stands to the left of an await in the same expression is read after the await.
// RUN: %run-all %s | %filecheck --check-prefix=CHECK-EXEC
#include <pawl/pawl.h>

#include <cstdio>
using namespace std::chrono_literals;

async pawl::Coro<int> value(int v) {
  await pawl::sleep(10ms);
  return v;
}

async pawl::Coro<int> sum(int x) {
  int twice = x * 2;
  int more = twice + 1;
  int total = more + await value(100);
  if (int last = total; last < await value(1000)) total = last * await value(2);
  return total - await value(1);
}

async pawl::Coro<int> handler() {
  try {
    throw 42;
  } catch (int caught) {
    return caught + await value(1);
  }
}

async pawl::Coro<> jumps() {
  int before = 1;
  if (before == 2) goto end;
  std::printf("%d\n", before + await value(2));
  await value(3);
end:;
}

int main() {
  std::printf("%d\n", pawl::run(sum(3)));
  std::printf("%d\n", pawl::run(handler()));
  pawl::run(jumps());
}
// CHECK-EXEC: {{^}}213
// CHECK-EXEC-NEXT: 43
// CHECK-EXEC-NEXT: {{^}}3
