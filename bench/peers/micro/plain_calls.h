// The limit: a chain of plain calls that are not inlined.
#ifndef PAWL_BENCH_PEERS_PLAIN_CALLS_H
#define PAWL_BENCH_PEERS_PLAIN_CALLS_H

#include "harness.h"

template <int D> NOINLINE static int call(int x) {
  if constexpr (D == 1) {
    if (g_flag)
      x += 7;
    return x + 1;
  } else {
    int r = call<D - 1>(x) + 1;
    asm volatile("" : "+r"(r));
    return r;
  }
}
template <int D> static long call_loop(long n) {
  long s = 0;
  for (long i = 0; i < n; ++i)
    s += call<D>(int(i));
  return s;
}

#endif
