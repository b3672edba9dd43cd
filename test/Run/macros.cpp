// Words of the dialect that come from macros: whole functions, whole bodies, single words.
// RUN: %run-all %s | %filecheck
#include <cstdio>
#include <pawl/pawl.h>
using pawl::Coro;
#define TASK async Coro<>
#define ASYNC async
#define AWAIT await
#define GIVE return
#define NEXT continue
#define ON case
#define WHERE __func__
#define SAME(x) decltype(x)
#define FUNCTION(name, type, ...) async Coro<type> name() __VA_ARGS__
#define BODY                                                                                       \
  {                                                                                                \
    int x = 2;                                                                                     \
    x += await one();                                                                              \
    return x;                                                                                      \
  }
#define WHOLE(name, n)                                                                             \
  async Coro<int> name() {                                                                         \
    int sum = 0;                                                                                   \
    for (int i = 0; i < n; ++i) {                                                                  \
      if (i == 1)                                                                                  \
        continue;                                                                                  \
      sum += await one();                                                                          \
    }                                                                                              \
    std::printf("%s at %d\n", __func__, __LINE__);                                                 \
    return sum;                                                                                    \
  }
#define RUN(...) pawl::run(__VA_ARGS__)
#define PRINT(x) std::printf("%d: %s is %d\n", __LINE__, #x, int(x))
#define ONE_CASE(n, what)                                                                          \
  case n:                                                                                          \
    what;                                                                                          \
    break;
#define ID(x) x

ASYNC Coro<int> one() { GIVE 1; }
FUNCTION(three, int, {
  int a = await one();
  int b = await one();
  return a + b + 1;
})
async Coro<int> body() BODY
WHOLE(whole, 4)
WHOLE(again,
      3) async Coro<int> after() { return __LINE__ * await one(); }

TASK loops() {
  int n = 0;
  for (int i = 0; i < 4; ++i) {
    if (i == await one())
      NEXT;
    n += i;
  }
  for (int i = 0; await one() && i < 4; ++i) {
    if (i == 2)
      NEXT;
    n += 10 * i;
  }
  switch (n) {
    ON 45 : std::printf("45 in %s\n", WHERE);
    break;
    ONE_CASE(7, std::printf("seven"))
    ONE_CASE(46, n = await one(); std::printf("one"))
  default:
    std::printf("%d\n", n);
  }
  SAME(n) m = n;
  m = AWAIT one();
  std::printf("%d %d\n", n, m);
}

async Coro<> amain() {
  PRINT(await body() + await three());
  PRINT(await whole() + await again());
  PRINT(await after());
  await loops();
  auto inner = ID(async [](int k) -> Coro<int> {
    int m = await one();
    return m + k;
  });
  int line = __LINE__; PRINT(await inner(3));
  std::printf("%d %d\n", line, __LINE__);
}

int main() {
  std::printf("%d\n", RUN(async []() -> Coro<int> {
    int n = await one();
    return n + 1;
  }()));
  std::printf("line %d\n", __LINE__);
  RUN(amain());
}

// CHECK: 2
// CHECK-NEXT: line [[@LINE-5]]
// CHECK-NEXT: [[@LINE-23]]: await body() + await three() is 6
// CHECK-NEXT: whole at [[@LINE-54]]
// CHECK-NEXT: again at [[@LINE-53]]
// CHECK-NEXT: [[@LINE-25]]: await whole() + await again() is 5
// CHECK-NEXT: [[@LINE-25]]: await after() is [[@LINE-55]]
// CHECK-NEXT: 45 in loops
// CHECK-NEXT: 45 1
// CHECK-NEXT: [[@LINE-22]]: await inner(3) is 4
// CHECK-NEXT: [[@LINE-23]] [[@LINE-22]]
