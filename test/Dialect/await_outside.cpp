// `await`, `yield` and `for await` outside async bodies: one error for one missing `async`.
// RUN: not %pawl check %s 2>&1 | FileCheck %s --implicit-check-not error: --implicit-check-not note:
#include <pawl/pawl.h>
#include <thread>
using pawl::AsyncGenerator;
using pawl::Coro;

async Coro<int> get(int x = 1) { return x; }
AsyncGenerator<int> numbers();

int main() {
  await get();
  int x = await get();
  if (await get()) return 1;
  for await (int i : numbers()) x += i;
  return x;
}
// CHECK: await_outside.cpp:[[@LINE-6]]:3: error: 'await' outside an async function; 'main' cannot be async: give a coroutine to pawl::run
// CHECK-NEXT: {{^}}   12 |   await get();
// CHECK-NEXT: {{^}}      |   ^

static Coro<int> load(int x) {
  int y = await get(x);
  auto z = y + await get(x) + undeclared;
  return z;
}
// CHECK: [[@LINE-4]]:11: error: 'await' outside an async function; mark 'load' as async
// CHECK: [[@LINE-6]]:1: note: 'load' is defined here
// CHECK-NEXT: static Coro<int> load(int x) {
// CHECK-NEXT: ^
// CHECK-NEXT: async{{ *$}}

namespace n {
struct S {
  S() { await get(); }
  S(int a) : field(a) { await get(); }
  virtual void method() const { await get(); }
  template <class T> Coro<T> generic(T x) { return await get(x); }
  Coro<int> operator()(int x) noexcept(true) { return await get(x); }
  Coro<int> outside();
  int field = 0;
};
} // namespace n
// CHECK: [[@LINE-9]]:9: error: 'await' outside an async function{{$}}
// CHECK: [[@LINE-9]]:25: error: 'await' outside an async function{{$}}
// CHECK: [[@LINE-9]]:33: error: 'await' outside an async function; mark 'method' as async
// CHECK: [[@LINE-10]]:3: note: an async function returns pawl::Coro<...>
// CHECK: [[@LINE-10]]:52: error: 'await' outside an async function; mark 'generic' as async
// CHECK: [[@LINE-11]]:22: note: 'generic' is defined here
// CHECK: [[@LINE-11]]:55: error: 'await' outside an async function; mark this operator as async
// CHECK: [[@LINE-12]]:3: note: this operator is defined here

Coro<int> n::S::outside() { return await get(); }
// CHECK: [[@LINE-1]]:36: error: 'await' outside an async function; mark 'outside' as async
// CHECK: [[@LINE-2]]:1: note: 'outside' is defined here

async Coro<> lambdas() {
  await get();
  auto first = [](int x) -> Coro<int> { return await get(x); };
  auto second = [](int x) { return await get(x); };
  await first(1);
}
// CHECK: [[@LINE-4]]:48: error: 'await' outside an async function; mark this lambda as async
// CHECK: [[@LINE-5]]:16: note: the lambda begins here
// CHECK: [[@LINE-5]]:36: error: 'await' outside an async function; mark this lambda as async and name its return type
// CHECK: [[@LINE-6]]:17: note: write 'async [...](...) -> pawl::Coro<...>'

int global = await get();
// CHECK: [[@LINE-1]]:14: error: 'await' outside an async function{{$}}

Coro<int> parenthesised() { return await (get()); }
// CHECK: [[@LINE-1]]:36: error: 'await' outside an async function; mark 'parenthesised' as async
// CHECK: [[@LINE-2]]:1: note: 'parenthesised' is defined here

void collect() { for await (int i : numbers()) (void)i; }
// CHECK: [[@LINE-1]]:22: error: 'for await' outside an async function; mark 'collect' as async
// CHECK: [[@LINE-2]]:1: note: an async function returns pawl::Coro<...>

AsyncGenerator<int> ticks(int n) {
  for (int i = 0; i < n; ++i) yield i;
  yield 3;
}
// CHECK: [[@LINE-3]]:31: error: 'yield' outside an async function; mark 'ticks' as async
// CHECK: [[@LINE-5]]:1: note: 'ticks' is defined here
