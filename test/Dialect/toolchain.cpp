// The parse takes the wrapped compiler's flags, whether Clang knows them or not, and gives no warnings.
// RUN: %pawl check %s -- -std=gnu++17 -O2 -g -march=native -mtune=generic -fno-var-tracking-assignments -fanalyzer -Wno-cpp -Wlogical-op -Wduplicated-cond -Wall -Wextra -Werror -pedantic-errors -fPIC -fstack-protector-strong -D_GLIBCXX_ASSERTIONS -DX=1 -UX -fconcepts -pthread -fdiagnostics-color=never -Wa,--noexecstack -pipe --param inline-unit-growth=10 2>&1 | count 0
// RUN: %pawl check %s -- -std=c++20 -Werror=maybe-uninitialized -fmodules-ts 2>&1 | count 0
#include <cstdint>
#include <cmath>
#include <complex>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <regex>
#include <string>
#include <variant>
#include <pawl/pawl.h>
#if __has_include(<immintrin.h>) && defined(__x86_64__)
#include <immintrin.h>
#endif
#if __GNUC__ < 5
#error "that is the version that Clang gives itself"
#endif
#ifdef X
#error "X is undefined again"
#endif

struct NoVirtualDestructor { virtual void f(); };
async pawl::Coro<int> f(int unused) {
  int uninitialised;
  if (int x = 3)
    return uninitialised;
  return 0;
}
