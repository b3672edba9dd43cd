// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// pawl/detail/simulation.h: what a simulated run is to do; see pawl/simulate.h.
#ifndef PAWL_DETAIL_SIMULATION_H
#define PAWL_DETAIL_SIMULATION_H

#include <cstdint>

namespace pawl {

/// How far a simulated run came.
struct SimulationReport {
  std::uint64_t suspensions = 0;  ///< how often a task suspended
  std::uint64_t steps = 0;        ///< what the loop has run
  std::uint64_t world_calls = 0;  ///< how often it met the world
};

struct Simulation {
  std::uint64_t seed = 0;
  /// The task that suspends as the n-th is cancelled there; 0: none.
  std::uint64_t cancel_at = 0;
  /// After so many steps the loop ends where it stands, and frames are destroyed; simulate() throws
  /// SimulationStopped.  0: it does not.
  std::uint64_t stop_after = 0;
  /// How many in 1000 of the calls that meet the world fail: waiting for a descriptor, and starting
  /// a call in a thread, throw std::system_error; connections are refused, reset and broken, and
  /// descriptors run out.
  unsigned faults_per_mille = 0;
  /// The n-th of the calls that meet the world fails; 0: none.
  std::uint64_t fault_at = 0;
  /// How many in 1000 of the calls that meet the world do less than they could, or nothing yet:
  /// what a correct program does not notice.
  unsigned disturbances_per_mille = 0;
  /// Where to write, at the end; may be null.
  SimulationReport* report = nullptr;
};

/// Thrown by simulate() after Simulation::stop_after steps.
class SimulationStopped final {};

}  // namespace pawl

#endif  // PAWL_DETAIL_SIMULATION_H
