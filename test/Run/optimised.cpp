// A lowered frame is driven through std::coroutine_handle at every optimisation level.  Clang must not see through a handle
// to a lowered frame's functions: they have another calling convention than a native frame's, and it would take the call
// for undefined.
// RUN: %pawl lower %s -o %t.cpp --compiler=clang++-22 -- -std=c++20
// RUN: %clangxx20 -fno-sanitize=all -O1 -iquote %S %t.cpp -o %t.out
// RUN: %t.out | %filecheck --check-prefix=CHECK-EXEC
// RUN: %clangxx20 -fno-sanitize=all -O2 -iquote %S %t.cpp -o %t.out
// RUN: %t.out | %filecheck --check-prefix=CHECK-EXEC
// RUN: %clangxx20 -fno-sanitize=all -O3 -iquote %S %t.cpp -o %t.out
// RUN: %t.out | %filecheck --check-prefix=CHECK-EXEC
// RUN: %gxx20 -O2 -iquote %S %t.cpp -o %t.out
// RUN: %t.out | %filecheck --check-prefix=CHECK-EXEC
#include "../Inputs/trace.h"

async Coro<> outer(int) { await pawl::sleep(1s); }
int main() {
  pawl::run(async []() -> Coro<> {
    { Coro<> never = outer(1); }  // pawl: allow(unawaited)
    std::printf("first ");
    await tick();
    { Coro<> never = outer(1); }  // pawl: allow(unawaited)
    await outer(2);
    std::printf("second\n");
  }());
}
// CHECK-EXEC: first second
