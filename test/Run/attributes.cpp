// The attributes that only Pawl knows are gone from the lowered text; what is detached is dropped without a warning.
// RUN: %lower --no-line | %filecheck --check-prefix=CHECK-TEXT
// RUN: %run-all %s | %filecheck --check-prefix=CHECK-EXEC
#include <cstdio>
#include <pawl/pawl.h>
using namespace std::chrono_literals;
using pawl::Coro;
async Coro<> work(int n) {
  await pawl::sleep(n * 1s);
  std::printf("%d ", n);
}
struct [[pawl::must_not_suspend]] Guard {
  int x;
};
// CHECK-TEXT: {{^}}struct Guard {
[[pawl::blocking, nodiscard]] int slow() { return 1; }
// CHECK-TEXT: {{^}}{{\[\[}}nodiscard]] int slow() { return 1; }
[[pawl::nonblocking]] [[pawl::allow("unawaited")]] int fast() { return 2; }
// CHECK-TEXT: {{^}}int fast() { return 2; }
[[pawl::detach]] pawl::Task<> spawn(int n) { return pawl::create_task(work(n)); }
// CHECK-TEXT: {{^}}pawl::Task<> spawn(int n)
#define DETACH [[pawl::detach]]
async Coro<> amain() {
  // CHECK-TEXT: (void) pawl::create_task(work(1));
  [[pawl::detach]] pawl::create_task(work(1));
  DETACH pawl::create_task(work(2));
  if (Guard{1}.x) [[likely, pawl::detach]] pawl::create_task(work(3));
  [[pawl::detach]] auto never = work(4);
  [[pawl::allow("unawaited")]] { auto nor_this = work(5); }
  spawn(6);
  await pawl::sleep(7s);
}
void plain() { [[pawl::detach]] pawl::create_task(work(8)); }
int main() {
  pawl::run(amain()); // CHECK-EXEC: 1 2 3 6
  std::printf("%d\n", fast() + (false ? plain(), slow() : 0)); // CHECK-EXEC-SAME: 2
}
