// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// simulation.h: the dice of a simulated run.
#ifndef PAWL_SRC_SIMULATION_H
#define PAWL_SRC_SIMULATION_H

#include <pawl/detail/loop_base.h>
#include <pawl/detail/simulation.h>

#include <cstdint>
#include <vector>

namespace pawl::detail {

/// What becomes of one call that meets the world.
enum class disturbance : unsigned char { none, less, early, failure };

class simulation {
 public:
  explicit simulation(const Simulation& options) noexcept
      : options_(options), state_(options.seed) {}
  ~simulation() {
    if (options_.report) *options_.report = report_;
  }
  simulation(const simulation&) = delete;
  simulation& operator=(const simulation&) = delete;

  /// Another order for those of whom none is promised.
  void shuffle(ready_list& batch);
  /// A task suspends: whether it is to be cancelled.
  bool suspends() noexcept { return ++report_.suspensions == options_.cancel_at; }
  /// The loop runs something.  Throws SimulationStopped.
  void step();
  /// Throws std::system_error now and then.
  void meet_the_world();
  disturbance disturb() noexcept;
  /// A number less than `n`.
  std::uint64_t pick(std::uint64_t n) noexcept { return draw(n); }

 private:
  std::uint64_t draw(std::uint64_t n) noexcept;
  /// Whether a call that meets the world is to fail.
  bool fails() noexcept;

  Simulation options_;
  SimulationReport report_;
  std::uint64_t state_;
  std::vector<ready_node*> nodes_;
  std::vector<std::size_t> free_;  // the places of those without a promise
};

}  // namespace pawl::detail

#endif  // PAWL_SRC_SIMULATION_H
