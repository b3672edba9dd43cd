// Directives within a lowered body: the branch that was parsed, macros that change their meaning, pragmas.
// RUN: %run-all --flag=-Wno-unknown-pragmas %s | %filecheck
// RUN: %lower -o %t.cpp
// RUN: not %gxx17 -DUNKNOWN -c %t.cpp -o %t.o 2>&1 | %filecheck-errors --check-prefix=CHECK-BRANCH
#include <cstdio>
#include <pawl/pawl.h>
using pawl::Coro;
#define MODE 2
#define SCALE(x) ((x) * 10)
#define EMPTY
async Coro<int> one() { return 1; }
int id(int x) { return x; }

async Coro<int> branches(int n) {
#if MODE == 1
  return await one();
#elif MODE == 2 // the one
  int r = await one();
#ifdef UNKNOWN
  await nothing();
#else
  r += id(
#if MODE > \
    1
      await one()
#else
      7
#endif
  );
#endif
#else
  nonsense here await
#endif
  r += __LINE__ * 1000;
  EMPTY;
#define INNER(x) SCALE(x)
  r += INNER(n);
#undef INNER
#define INNER(x) (x)
  for (int i = 0; i < 2; ++i) {
    r += INNER(await one()) EMPTY;
#undef MODE
#define MODE 3
  }
  r += INNER(n);
  return r + MODE;
}
#if MODE != 3
#error the definition in the body has no effect behind it
#endif

async Coro<int> pragmas(int x) {
#ifdef __GNUC__
  x += 1;
#endif
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-variable"
  int unused = await one();
  int neither = 1;
#pragma GCC diagnostic pop
  await one();
#pragma GCC unroll 4
  for (int i = 0; i < 3; ++i)
    x += i;
#pragma GCC unroll 4
  for (int i = 0; i < 3; ++i)
    x += await one();
#pragma pack(push, 1)
  struct Packed {
    char c;
    int i;
  };
#pragma pack(pop)
  struct Padded {
    char c;
    int i;
  };
  await one();
  return x * 100 + static_cast<int>(sizeof(Packed) * 10 + sizeof(Padded));
}

// Braces that stand in conditionals.
#ifdef MODE
async Coro<int> split(int x) {
#else
async Coro<int> split() {
  int x = 0;
#endif
  x += await one();
#ifdef MODE
  return x;
}
#else
  return x + 100;
}
#endif

async Coro<> amain() {
  std::printf("%d\n", await branches(4));
  std::printf("%d\n", await pragmas(4));
  std::printf("%d at %d\n", await split(4), __LINE__);
}
int main() { pawl::run(amain()); }

// CHECK: 34051
// CHECK-NEXT: 1158
// CHECK-NEXT: 5 at [[@LINE-6]]

// CHECK-BRANCH: directives.cpp:19:2: error: #error "pawl lowered this function for another branch of this conditional than the compiler takes"
