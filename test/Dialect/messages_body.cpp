// Clang's messages about the inside of a body, in the dialect's words.
// RUN: not %pawl check %s 2>&1 | FileCheck %s --implicit-check-not error:
#include <pawl/pawl.h>
using pawl::Coro;

struct Plain {};
async Coro<> b() { await b(); }
async Coro<> m() { (void)sizeof(await b()); }
// CHECK: [[@LINE-1]]:33: error: 'await' cannot be used in an unevaluated context
async Coro<> n(int x) { int array[x]; }
// CHECK: [[@LINE-1]]:34: error: an async function cannot have an array of variable length
async Coro<> o(int, ...) {}
// CHECK: [[@LINE-1]]:26: error: a function with a variable argument list cannot be async
async Coro<> p() { for await (int x = 0; x < 3; ++x) {} }
// CHECK: [[@LINE-1]]:24: error: 'for await' needs a range: for await (T x : range)
async Coro<> q() { await undeclared(); }
// CHECK: [[@LINE-1]]:26: error: use of undeclared identifier 'undeclared'
async Coro<> r() { int x = 3; x.member(); }
// CHECK: [[@LINE-1]]:32: error: member reference base type 'int' is not a structure or union
async Coro<> s() { Plain().member(); }
// CHECK: [[@LINE-1]]:28: error: no member named 'member' in 'Plain'
#define WAIT(x) await x
async Coro<> v() { WAIT(3); }
// CHECK: [[@LINE-1]]:25: error: 'int' cannot be awaited
template <class T> async Coro<> t(T x) { await x; }
Coro<> u() { return t(3); }
// CHECK: [[@LINE-2]]:48: error: 'int' cannot be awaited
// CHECK: [[@LINE-2]]:21: note: in instantiation of function template specialization 't<int>' requested here
