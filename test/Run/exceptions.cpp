// Exceptions through awaits; try blocks and handlers that await; `throw;` after an await.
// RUN: %run-all %s | %filecheck --check-prefix=CHECK-EXEC
#include "../Inputs/trace.h"

async Coro<int> fail(int v) {
  Noisy n("f");
  await tick();
  if (v) throw std::runtime_error("boom");
  return v;
}
async Coro<> body() {
  try {
    try {
      Noisy guard("g");
      await fail(1);
    } catch (const std::runtime_error& e) {
      std::printf("inner:%s ", e.what());
      await tick();
      std::printf("still:%s ", e.what());
      throw;
    }
  } catch (std::exception& e) {
    std::printf("outer:%s\n", e.what());
  }
  try {
    await fail(1);
  } catch (std::runtime_error e) {
    await tick();
    std::printf("value:%s ", e.what());
  }
  try {
    throw 5;
  } catch (int v) {
    v += await fail(0) + 1;
    std::printf("int:%d ", v);
  } catch (...) {
    await tick();
  }
  try {
    throw 'c';
  } catch (int) {
  } catch (...) {
    await tick();
    std::printf("any\n");
  }
  for (int i = 0; i < 3; ++i) {
    try {
      if (i != 1) await fail(1);
    } catch (...) { // pawl: allow(swallowed-cancel)
      await tick();
      if (i == 0) continue;
      std::printf("third\n");
      break;
    }
  }
  await fail(1);
}
int main() {
  try {
    pawl::run(body());
  } catch (const std::exception& e) {
    std::printf("main:%s\n", e.what());
  }
}

// CHECK-EXEC: +g +f -f -g inner:boom still:boom outer:boom
// CHECK-EXEC-NEXT: +f -f value:boom +f -f int:6 any
// CHECK-EXEC-NEXT: +f -f +f -f third
// CHECK-EXEC-NEXT: +f -f main:boom
