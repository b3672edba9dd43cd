// Where the words are names elsewhere in the file, Clang decides; its complaint is translated.
// RUN: not %pawl check %s 2>&1 | FileCheck %s --implicit-check-not error: --implicit-check-not note:
#include <pawl/pawl.h>
#include <sys/wait.h>
#include <thread>
using pawl::Coro;

async Coro<int> get(int x = 1) { return x; }

int named(int await) { return await + 1; }

Coro<int> first() {
  int x = await (get());
  int y = await (get());
  return x + y;
}
// CHECK-DAG: [[@LINE-4]]:11: error: 'await' outside an async function; mark 'first' as async
// CHECK-DAG: [[@LINE-6]]:1: note: 'first' is defined here

pawl::AsyncGenerator<int> second() {
  yield (3);
  yield -3;
}
// CHECK-DAG: [[@LINE-3]]:3: error: 'yield' outside an async function; mark 'second' as async
// CHECK-DAG: [[@LINE-5]]:1: note: 'second' is defined here

struct S {
  async S(int x) { await get(x); }
  async ~S() {}
};
// CHECK-DAG: [[@LINE-3]]:3: error: 'async' marks the definition of a function with a return type, or a lambda
// CHECK-DAG: [[@LINE-3]]:3: error: 'async' marks the definition of a function with a return type, or a lambda

async int variable = 3;
// CHECK-DAG: [[@LINE-1]]:1: error: 'async' marks the definition of a function with a return type, or a lambda
