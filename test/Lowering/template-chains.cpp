// In a template each await's type builds on those before it.  g++ writes out a dependent alias wherever it is named: text that
// named each twice would take gigabytes to compile.
// RUN: %lower -o %t.cpp -- -std=c++17
// RUN: %python %tools/within_memory.py 1500 %gxx17 -fsyntax-only %t.cpp
// RUN: %run-all %s | %filecheck --check-prefix=CHECK-EXEC
#include <cstdio>
#include <pawl/pawl.h>
using pawl::Coro;

template <class T> async Coro<T> later(T t) {
  await pawl::sleep(std::chrono::milliseconds(1));
  return t;
}

template <class T> async Coro<T> chain(T v) {
  if constexpr (sizeof(T) > 1) {
    auto a = await later(v + 1);
    auto b = await later(a + 1);
    auto c = await later(b + 1);
    auto d = await later(c + 1);
    auto e = await later(d + 1);
    auto f = await later(e + 1);
    auto g = await later(f + 1);
    auto h = await later(g + 1);
    return await later(await later(await later(await later(await later(h + 1) + 1) + 1) + 1) + 1);
  } else {
    return v;
  }
}

int main() {
  // CHECK-EXEC: 13 14
  std::printf("%d %ld\n", pawl::run(chain(0)), pawl::run(chain(1L)));
}
