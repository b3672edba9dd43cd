// Clang's messages in the dialect's words.
// RUN: not %pawl check %s 2>&1 | FileCheck %s --implicit-check-not error:
// RUN: not %pawl check %s 2>&1 | FileCheck %s --check-prefix WORDS
// WORDS-NOT: {{error:.*co_|note:.*co_}}
#include <pawl/pawl.h>
#include <vector>
using pawl::AsyncGenerator;
using pawl::Coro;

struct Plain {};
struct Half {
  bool await_ready();
};

async Coro<> a() { await 3; }
// CHECK: [[@LINE-1]]:26: error: 'int' cannot be awaited
// CHECK-NEXT: async Coro<> a() { await 3; }
// CHECK-NEXT: {{\^}}
async Coro<> b() { await Plain{}; }
// CHECK: [[@LINE-1]]:26: error: 'Plain' cannot be awaited{{$}}
async Coro<> c() { await Half{}; }
// CHECK: [[@LINE-1]]:26: error: 'Half' cannot be awaited: it has no member 'await_suspend'
async Coro<> d(Plain *p) { await p; }
// CHECK: [[@LINE-1]]:34: error: 'Plain *' cannot be awaited
async Coro<> e() { for await (int x : std::vector<int>{1}) (void)x; }
// CHECK: [[@LINE-1]]:37: error: 'for await' needs an asynchronous range; '{{.*}}', its iterator, cannot be awaited
async Coro<> f() { yield 3; }
// CHECK: [[@LINE-1]]:20: error: cannot yield from a function that returns 'Coro<>'
async Coro<> g() { return 3; }
// CHECK: [[@LINE-1]]:20: error: cannot return a value from a function that returns 'Coro<>'
async Coro<int> h() { return; }
// CHECK: [[@LINE-1]]:23: error: 'return' needs a value in a function that returns 'Coro<int>'
async int i() { await b(); return 3; }
// CHECK: [[@LINE-1]]:11: error: an async function cannot return 'int'; its type is one like 'pawl::Coro<int>'
async void j() { return; }
// CHECK: [[@LINE-1]]:12: error: an async function cannot return 'void'; its type is one like 'pawl::Coro<>'
auto k = async [] { await b(); };
// CHECK: [[@LINE-1]]:19: error: an async function or lambda must name its return type
async auto l() { await b(); }
// CHECK: [[@LINE-1]]:16: error: an async function or lambda must name its return type
