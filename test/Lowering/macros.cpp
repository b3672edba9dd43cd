// A macro stays as it was written unless something within its expansion is replaced; an `async` among other tokens of a
// macro leaves the others.
// RUN: %lower | %filecheck
// RUN: %lower --no-line | %filecheck --check-prefix=CHECK-NOLINE
#include <cstdio>
#include <pawl/pawl.h>
using pawl::Coro;
#define REPORT(x) std::printf("%s: %d\n", #x, x)
#define TASK async Coro<>
#define NOTHING

TASK f(int n) {
  REPORT(n + 1);
  REPORT(await pawl::sleep(std::chrono::seconds(1), n));
  REPORT(NOTHING n);
}
int main() { REPORT(3), pawl::run(f(1)); }

// CHECK: #define TASK async Coro<>
// CHECK: REPORT(n + 1);
// CHECK-NOT: REPORT
// CHECK: std::printf("%s: %d\n", "await pawl::sleep(std::chrono::seconds(1), n)", {{.*}}.await_resume());
// CHECK: REPORT(NOTHING n);
// CHECK: {{^ ?}}Coro<> f(int n) {
// CHECK: int main() { REPORT(3), pawl::run(f(1)); }

// CHECK-NOLINE-NOT: #line
