// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/simulate.h: runs that can be repeated to the byte, each in another order of events.
//
// Time is virtual.  In each iteration of the loop, coroutines that are woken by a timer, a future,
// a task, a descriptor or a thread go on in an order drawn from the seed; what is promised stays in
// order: callbacks, the first steps of tasks, and who waits at one lock, queue, event, ...
//
//   for (std::uint64_t seed = 0; seed < 1000; ++seed) pawl::simulate(seed, amain());
#ifndef PAWL_SIMULATE_H
#define PAWL_SIMULATE_H

#include <pawl/run.h>

#include <cstdint>
#include <utility>

namespace pawl {

/// Runs `main` on a new event loop as run() does, under the seed.  The same seed gives the same
/// run, as long as the program itself asks neither clocks, nor addresses, nor other threads. Throws
/// RuntimeError, and says who waits for what, when nothing can ever run any more.
template <class T>
T simulate(Simulation options, Coro<T> main,
           detail::source_site site = detail::source_site::current()) {
  RunOptions run_options;
  run_options.clock = Clock::virtual_time;
  run_options.handle_interrupts = false;
  run_options.simulation = options;
  return run(std::move(main), run_options, site);
}
template <class T>
T simulate(std::uint64_t seed, Coro<T> main,
           detail::source_site site = detail::source_site::current()) {
  Simulation options;
  options.seed = seed;
  return simulate(options, std::move(main), site);
}

}  // namespace pawl

#endif  // PAWL_SIMULATE_H
