// Words from macros, and pragmas between them.
// It is all parsed; what the lowering does not take yet it refuses by name, and no other error is reported.
// RUN: not %pawl check %s -- -std=c++17 2>&1 | grep "error:" | not grep -v "cannot lower"
// RUN: not %pawl check %s -- -std=c++20 2>&1 | grep "error:" | not grep -v "cannot lower"
#include <pawl/pawl.h>
#include <vector>
#define ASYNC async
#define AWAIT await
#define RETURN return
#define CORO(T) async pawl::Coro<T>
#define TWICE(e) (await e + await e)
#define FUNCTION(name)                                                                             \
  async pawl::Coro<int> name(int x) {                                                              \
    int y = await get();                                                                           \
    return [=] { return x + y; }();                                                                \
  }
#define PLAIN_LAMBDA [](int x) { return x; }
#define EMPTY

#pragma once_upon_a_time
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused"
ASYNC pawl::Coro<int> get() { RETURN 1; }
#pragma GCC diagnostic pop
CORO(int) sum(int x = 0) { RETURN TWICE(get()) + x; }
FUNCTION(made)
#pragma pack(push, 1)
async EMPTY pawl::Coro<> packed() {
#pragma STDC FP_CONTRACT ON
#pragma GCC unroll 4
  for (int i = 0; i < 4; ++i)
    AWAIT get();
#pragma GCC ivdep
  for AWAIT (int i : async [](int n) -> pawl::AsyncGenerator<int> { yield n; }(3))
    (void)i;
#pragma pack(pop)
  auto f = PLAIN_LAMBDA;
  f(AWAIT get());
  _Pragma("GCC diagnostic ignored \"-Wall\"") await get();
  await sum(__LINE__ + __COUNTER__);
}
#pragma GCC visibility push(hidden)
async pawl::Coro<> hidden() { await packed(); }
#pragma GCC visibility pop
#pragma weak made
#pragma message("pragmas that print are warnings, and warnings are off")

#define async async
async pawl::Coro<> itself() { await hidden(); }
#undef async
#define yield(x) ((void)(x))
async pawl::Coro<> redefined() { yield(await get()); }
#undef yield
#define await co_await
pawl::Coro<> spelled() { await redefined(); }
async pawl::Coro<> both() { await redefined(); }
