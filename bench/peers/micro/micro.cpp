// What native coroutines, plain calls and state machines written by hand cost: the limits and peers
// of bench/run.  Standard library only; -DPOOL takes frames from a pool instead of operator new.
//
//   micro [repetitions]: a line for each, "name,median ns,least ns,allocations", an operation
//
// Names end with D, the number of frames below the measuring loop; an operation is a whole chain.
//   call_D         plain calls that are not inlined
//   co_D           native Task<int>; the innermost has no suspension point
//   cov_D          the innermost might suspend, and never does
//   covni_D        the same, not inlined: what files see of each other
//   cosus_D        the innermost suspends each time, once through the ready queue
//   sm_D smni_D smsus_D    the same as state machines, the callee's frame in the caller's
//   smreg_D smreg_sus_D    state machines that touch their frame only when they suspend
//   gen_*          an int of a generator
//   spawn_*        a task that is put into the ready queue and joined
//   yield_*_D      a chain whose innermost yields to the queue, one yield; _k: 1000 tasks
//   frame_bytes_D  what the frames of covni_D take
#include "coroutine_chains.h"
#include "coroutine_generators.h"
#include "coroutine_tasks.h"
#include "machine_tasks.h"
#include "plain_calls.h"
#include "register_machines.h"
#include "state_machines.h"

#include <cstdlib>

int main(int argc, char **argv) {
  if (argc > 1)
    g_reps = std::atoi(argv[1]);
  const long N = 10'000'000, M = 1'000'000;
  bench("call_1", N, call_loop<1>);
  bench("call_10", N, call_loop<10>);
  bench("sm_1", N, sm_loop<SmInline, 1>);
  bench("sm_10", N, sm_loop<SmInline, 10>);
  bench("smni_1", N, sm_loop<SmNoinline, 1>);
  bench("smni_10", N, sm_loop<SmNoinline, 10>);
  bench("smreg_1", N, rg_loop<1>);
  bench("smreg_10", N, rg_loop<10>);
  g_flag = 1;
  bench("smsus_1", N, sm_loop<SmNoinline, 1>);
  bench("smsus_10", M, sm_loop<SmNoinline, 10>);
  bench("smreg_sus_1", N, rg_loop<1>);
  bench("smreg_sus_10", M, rg_loop<10>);
  g_flag = 0;
  bench("gen_sm", N, gen_sm);
  bench("gen_sm_ni", N, gen_sm_ni);
  bench("spawn_sm_new", N, spawn_sm<0>);
  bench("spawn_sm_pool", N, spawn_sm<1>);
  bench("spawn_sm_embedded", N, spawn_sm<2>);
  bench("yield_sm_1", N, [](long n) { return sm_yield<1>(n, 1); });
  bench("yield_sm_10", N, [](long n) { return sm_yield<10>(n, 1); });
  bench("yield_sm_1_k", N, [](long n) { return sm_yield<1>(n, 1000); });
  bench("co_1", N, [](long n) { return sync_run(co_root<1>(n)); });
  bench("co_10", M, [](long n) { return sync_run(co_root<10>(n)); });
  bench("cov_1", N, [](long n) { return sync_run(cov_root<1>(n)); });
  bench("cov_10", M, [](long n) { return sync_run(cov_root<10>(n)); });
  bench("covni_1", N, [](long n) { return sync_run(covni_root<1>(n)); });
  bench("covni_10", M, [](long n) { return sync_run(covni_root<10>(n)); });
  g_flag = 1;
  bench("cosus_1", N, [](long n) { return sync_run(covni_root<1>(n)); });
  bench("cosus_10", M, [](long n) { return sync_run(covni_root<10>(n)); });
  g_flag = 0;
  bench("gen_co", N, gen_co);
  bench("gen_co_ni", N, gen_co_ni);
  bench("spawn_co", N, [](long n) { return sync_run(co_spawner(n)); });
  bench("yield_co_1", N, [](long n) { return co_yield_bench<1>(n, 1); });
  bench("yield_co_10", N, [](long n) { return co_yield_bench<10>(n, 1); });
#ifndef POOL
  {
    long b1, b10, b0 = g_bytes;
    sync_run(covni<1>(1));
    b1 = g_bytes - b0;
    b0 = g_bytes;
    sync_run(covni<10>(1));
    b10 = g_bytes - b0;
    std::printf("frame_bytes_1,%ld,,\nframe_bytes_10,%ld,,\n", b1, b10);
  }
#endif
  bench("yield_co_1_k", N, [](long n) { return co_yield_bench<1>(n, 1000); });
}
