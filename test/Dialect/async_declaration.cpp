// `async` on a declaration without a body.
// RUN: not %pawl check %s 2>&1 | FileCheck %s --implicit-check-not error:
#include <pawl/pawl.h>
using pawl::Coro;

async Coro<> first();
// CHECK: [[@LINE-1]]:1: error: 'async' marks a definition; a declaration is plain C++
// CHECK-NEXT: async Coro<> first();
// CHECK-NEXT: ^~~~~{{$}}
static async Coro<int> second(int x, int y = 2) noexcept;
// CHECK: [[@LINE-1]]:8: error: 'async' marks a definition; a declaration is plain C++
template <class T> async Coro<T> third(T);
// CHECK: [[@LINE-1]]:20: error: 'async' marks a definition; a declaration is plain C++
struct S {
  virtual async Coro<> pure() = 0;
  // CHECK: [[@LINE-1]]:11: error: 'async' marks a definition; a declaration is plain C++
  async Coro<> gone() = delete;
  // CHECK: [[@LINE-1]]:3: error: 'async' marks a definition; a declaration is plain C++
  friend async auto other(S) -> Coro<>;
  // CHECK: [[@LINE-1]]:10: error: 'async' marks a definition; a declaration is plain C++
};
async Coro<> call() {
  await first();
  await second(1);
}
