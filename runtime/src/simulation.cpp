// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// simulation.cpp: see simulation.h.
#include "simulation.h"

#include <cerrno>
#include <system_error>
#include <utility>

#include "event_loop.h"

namespace pawl::detail {

/// SplitMix64 (https://prng.di.unimi.it/splitmix64.c): any seed will do.
std::uint64_t simulation::draw(std::uint64_t n) noexcept {
  std::uint64_t z = (state_ += 0x9e3779b97f4a7c15U);
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
  return (z ^ (z >> 31U)) % n;
}

void simulation::shuffle(ready_list& batch) {
  nodes_.clear();
  free_.clear();
  while (!batch.empty()) {
    ready_node& node = batch.pop_front();
    if (!node.order_is_promised()) free_.push_back(nodes_.size());
    nodes_.push_back(&node);
  }
  for (std::size_t i = free_.size(); i > 1; --i) {
    std::swap(nodes_[free_[i - 1]], nodes_[free_[draw(i)]]);
  }
  for (ready_node* node : nodes_) batch.push_back(*node);
}

void simulation::step() {
  if (options_.stop_after != 0 && report_.steps == options_.stop_after) throw SimulationStopped();
  ++report_.steps;
}

bool simulation::fails() noexcept {
  if (++report_.world_calls == options_.fault_at) return true;
  return options_.faults_per_mille != 0 && draw(1000) < options_.faults_per_mille;
}

void simulation::meet_the_world() {
  if (!fails()) return;
  throw std::system_error(EAGAIN, std::generic_category(), "simulated");
}

disturbance simulation::disturb() noexcept {
  if (fails()) return disturbance::failure;
  if (options_.disturbances_per_mille != 0 && draw(1000) < options_.disturbances_per_mille) {
    return draw(2) == 0 ? disturbance::less : disturbance::early;
  }
  return disturbance::none;
}

void meet_the_world(loop_base& loop) {
  if (loop.simulated) loop.simulated->meet_the_world();
}

}  // namespace pawl::detail
