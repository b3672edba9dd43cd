// In the C++20 spelling Clang's own words stay.
// RUN: not %pawl check %s 2>&1 | FileCheck %s --implicit-check-not error:
#include <pawl/pawl.h>
using pawl::Coro;

struct Plain {};
Coro<> a() { co_await Plain{}; }
// CHECK: [[@LINE-1]]:23: error: no member named 'await_ready' in 'Plain'
Coro<> b() { (void)sizeof(co_await a()); }
// CHECK: [[@LINE-1]]:27: error: 'co_await' cannot be used in an unevaluated context
Coro<> c() {
  try {
    co_await a();
  } catch (...) {
    co_await a();
  }
}
// CHECK: [[@LINE-3]]:5: error: 'co_await' cannot be used in the handler of a try block
Coro<> d() { co_await a(); return a(); }
// CHECK: [[@LINE-1]]:28: error: return statement not allowed in coroutine; did you mean 'co_return'?
