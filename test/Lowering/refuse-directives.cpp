// What directives within and around coroutines cannot be lowered is refused at the user's line.
// RUN: not %pawl check %s -- -DINCLUDED 2>&1 | %filecheck-errors --check-prefix=CHECK-INCLUDED
// RUN: not %pawl check %s -- -DSYSTEM 2>&1 | %filecheck-errors --check-prefix=CHECK-SYSTEM
// RUN: not %pawl check %s -- -DFLOATING 2>&1 | %filecheck-errors --check-prefix=CHECK-FLOATING
// RUN: not %pawl check %s -- -DLOOP 2>&1 | %filecheck-errors --check-prefix=CHECK-LOOP
// RUN: not %pawl check %s -- -DNEXT -I %S/Inputs/next 2>&1 | %filecheck-errors --check-prefix=CHECK-NEXT-HEADER
// RUN: not %pawl check %s -- -include %S/Inputs/forced.h 2>&1 | %filecheck-errors --check-prefix=CHECK-FORCED
#include <pawl/pawl.h>
#if defined(INCLUDED)
async pawl::Coro<int> f(int n) {
  await pawl::sleep(std::chrono::seconds(1));
#include "Inputs/conditional.inc"
  await pawl::sleep(std::chrono::seconds(1));
  return n;
}
// CHECK-INCLUDED: conditional.inc:1:2: error: cannot lower a coroutine whose body includes a file with such a directive
#elif defined(SYSTEM)
async pawl::Coro<int> f(int n) {
  await pawl::sleep(std::chrono::seconds(1));
#include <limits.h>
  return n;
}
// CHECK-SYSTEM: refuse-directives.cpp:[[@LINE-3]]:1: error: cannot lower a coroutine whose body includes a file
#elif defined(FLOATING)
async pawl::Coro<double> f(double x) {
#pragma STDC FP_CONTRACT OFF
  double y = x * x + 1;
  await pawl::sleep(std::chrono::seconds(1));
  return y;
}
// CHECK-FLOATING: refuse-directives.cpp:[[@LINE-4]]:3: error: cannot lower what follows a pragma that must begin a block
#elif defined(LOOP)
#define UNROLLED _Pragma("clang loop unroll(full)") for (int i = 0; i < 3; ++i)
async pawl::Coro<> f() { UNROLLED await pawl::sleep(std::chrono::seconds(1)); }
// CHECK-LOOP: refuse-directives.cpp:[[@LINE-1]]:26: error: cannot write out the expansion of a macro that holds a pragma
#elif defined(NEXT)
#include <wrapper.h>
// CHECK-NEXT-HEADER: wrapper.h:2:1: error: cannot lower what a header with '#include_next' holds
#else
// CHECK-FORCED: forced.h:2:{{[0-9]+}}: error: cannot lower {{.*}} in a file that the command line includes
#endif
int main() {}
