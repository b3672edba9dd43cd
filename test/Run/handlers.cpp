// Handlers that await, rethrow, throw anew and are left by return and break; function-try-blocks.
// RUN: %run-all %s | %filecheck --check-prefix=CHECK-EXEC
#include "../Coroutines/Inputs/values.h"
struct Err {
  int code;
};
struct ErrD : Err {};
async Coro<int> tries(int k) {
  Noisy outer(900 + k);
  try {
    Noisy inner(await val(800 + k));
    try {
      if (k == 0) throw ErrD{{1}};
      if (k == 1) throw std::runtime_error("re");
      if (k == 2) throw 42;
      if (k == 3) throw Err{await val(3)};
      await tick();
    } catch (const ErrD& e) {
      Noisy h(700);
      await tick();
      std::printf("ErrD %d\n", e.code);
      throw;
    } catch (std::runtime_error& e) {
      await tick();
      std::printf("rt %s\n", e.what());
      try {
        await tick();
        throw;
      } catch (std::exception& e2) {
        await tick();
        std::printf("again %s\n", e2.what());
      }
      return 5;
    } catch (int x) {
      int y = x + await val(1);
      std::printf("int %d\n", y);
      throw Err{y};
    }
  } catch (Err e) {
    await tick();
    std::printf("outer Err %d\n", e.code);
    for (int i = 0; i < 3; ++i) {
      await tick();
      if (i == 1) break;
    }
    if (e.code == 3) return 33;
  } catch (...) { // pawl: allow(swallowed-cancel)
    await tick();
    std::printf("dots\n");
  }
  return k;
}
async Coro<void> ftb(int x) try {
  Noisy n(x);
  await tick();
  if (x > 1) throw x;
  std::printf("ftb ok\n");
} catch (int y) {
  await tick();
  std::printf("ftb %d\n", y);
}
int main() {
  for (int k = 0; k < 5; ++k) try {
      std::printf("tries %d\n", pawl::run(tries(k)));
    } catch (...) {
      std::printf("escaped\n");
    }
  pawl::run(ftb(1));
  pawl::run(ftb(2));
}// CHECK-EXEC: Noisy(900)
// CHECK-EXEC-NEXT: val 800
// CHECK-EXEC-NEXT: Noisy(800)
// CHECK-EXEC-NEXT: Noisy(700)
// CHECK-EXEC-NEXT: ErrD 1
// CHECK-EXEC-NEXT: ~Noisy(700)
// CHECK-EXEC-NEXT: ~Noisy(800)
// CHECK-EXEC-NEXT: outer Err 1
// CHECK-EXEC-NEXT: ~Noisy(900)
// CHECK-EXEC-NEXT: tries 0
// CHECK-EXEC-NEXT: Noisy(901)
// CHECK-EXEC-NEXT: val 801
// CHECK-EXEC-NEXT: Noisy(801)
// CHECK-EXEC-NEXT: rt re
// CHECK-EXEC-NEXT: again re
// CHECK-EXEC-NEXT: ~Noisy(801)
// CHECK-EXEC-NEXT: ~Noisy(901)
// CHECK-EXEC-NEXT: tries 5
// CHECK-EXEC-NEXT: Noisy(902)
// CHECK-EXEC-NEXT: val 802
// CHECK-EXEC-NEXT: Noisy(802)
// CHECK-EXEC-NEXT: val 1
// CHECK-EXEC-NEXT: int 43
// CHECK-EXEC-NEXT: ~Noisy(802)
// CHECK-EXEC-NEXT: outer Err 43
// CHECK-EXEC-NEXT: ~Noisy(902)
// CHECK-EXEC-NEXT: tries 2
// CHECK-EXEC-NEXT: Noisy(903)
// CHECK-EXEC-NEXT: val 803
// CHECK-EXEC-NEXT: Noisy(803)
// CHECK-EXEC-NEXT: val 3
// CHECK-EXEC-NEXT: ~Noisy(803)
// CHECK-EXEC-NEXT: outer Err 3
// CHECK-EXEC-NEXT: ~Noisy(903)
// CHECK-EXEC-NEXT: tries 33
// CHECK-EXEC-NEXT: Noisy(904)
// CHECK-EXEC-NEXT: val 804
// CHECK-EXEC-NEXT: Noisy(804)
// CHECK-EXEC-NEXT: ~Noisy(804)
// CHECK-EXEC-NEXT: ~Noisy(904)
// CHECK-EXEC-NEXT: tries 4
// CHECK-EXEC-NEXT: Noisy(1)
// CHECK-EXEC-NEXT: ftb ok
// CHECK-EXEC-NEXT: ~Noisy(1)
// CHECK-EXEC-NEXT: Noisy(2)
// CHECK-EXEC-NEXT: ~Noisy(2)
// CHECK-EXEC-NEXT: ftb 2
