// Several scenarios in one program: each runs on a loop of its own and prints "NAME ok", or what was
// not as expected.
#pragma once
#include <pawl/pawl.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <initializer_list>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

inline int failures = 0;
#define EXPECT(condition)                                                     \
  do {                                                                        \
    if (!(condition)) {                                                       \
      ++failures;                                                             \
      std::printf("FAILED %s:%d: %s\n", __FILE__, __LINE__, #condition);      \
    }                                                                         \
  } while (false)

/// The statement throws that error.
#define EXPECT_THROW(Error, ...)                                              \
  do {                                                                        \
    bool thrown = false;                                                      \
    try {                                                                     \
      __VA_ARGS__;                                                            \
    } catch (const Error&) {                                                  \
      thrown = true;                                                          \
    }                                                                         \
    if (!thrown) {                                                            \
      ++failures;                                                             \
      std::printf("FAILED %s:%d: no %s\n", __FILE__, __LINE__, #Error);       \
    }                                                                         \
  } while (false)

inline std::vector<std::shared_ptr<void>> kept_objects;
/// An object that lives until the scenario's loop has ended: for what tasks refer to that a cancelled
/// scenario leaves behind.
template <class T, class... Args>
T& kept(Args&&... args) {
  const auto object = std::make_shared<T>(std::forward<Args>(args)...);
  kept_objects.push_back(object);
  return *object;
}
/// The youngest first.
inline void drop_kept_objects() {
  while (!kept_objects.empty()) kept_objects.pop_back();
}

/// A thread that is joined at the end of its scope, also of that of a cancelled scenario.
struct Joined {
  std::thread thread;
  ~Joined() {
    thread.join();  // pawl: allow(blocking-call)
  }
};

/// Scenarios run again and again, to be cancelled and stopped.
inline bool sweeping() { return std::getenv("PAWL_TEST_SWEEP") != nullptr; }

struct Scenario {
  std::string name;
  pawl::Coro<> (*body)();
};

/// Runs a scenario again and again: its n-th suspension is cancelled, then all ends after n steps,
/// for every n.  What it prints and expects means nothing then; a sanitizer looks on.  A scenario
/// that asks, step by step, whether another thread is done has steps without number: that many
/// and no more.
inline void sweep(const Scenario& scenario) {
  const auto struck = [&](pawl::Simulation simulation) {
    pawl::SimulationReport report;
    simulation.report = &report;
    try {
      pawl::simulate(simulation, scenario.body());
    } catch (...) {
    }
    drop_kept_objects();
    return simulation.cancel_at != 0 ? report.suspensions >= simulation.cancel_at
                                     : report.steps >= simulation.stop_after;
  };
  const auto strike_everywhere = [&](std::uint64_t pawl::Simulation::*at) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    pawl::Simulation simulation;
    do ++(simulation.*at);
    while (struck(simulation) &&
           (simulation.*at < 50 || std::chrono::steady_clock::now() < end));
    return simulation.*at;
  };
  const std::uint64_t cancelled = strike_everywhere(&pawl::Simulation::cancel_at);
  const std::uint64_t stopped = strike_everywhere(&pawl::Simulation::stop_after);
  std::fprintf(stderr, "%s swept: %llu cancels, %llu stops\n", scenario.name.c_str(),
               static_cast<unsigned long long>(cancelled),
               static_cast<unsigned long long>(stopped));
}

inline int run_scenarios(const std::vector<Scenario>& scenarios) {
  for (const Scenario& s : scenarios) {
    if (sweeping()) {
      sweep(s);
      failures = 0;
      continue;
    }
    const int before = failures;
    try {
      pawl::run(s.body());
    } catch (const std::exception& e) {
      ++failures;
      std::printf("FAILED %s: threw %s\n", s.name.c_str(), e.what());
    } catch (const pawl::CancelledError&) {
      ++failures;
      std::printf("FAILED %s: was cancelled\n", s.name.c_str());
    }
    drop_kept_objects();
    if (failures == before) std::printf("%s ok\n", s.name.c_str());
    std::fflush(stdout);
  }
  return failures != 0;
}

/// The seconds of the loop's clock.
inline double seconds() {
  return std::chrono::duration<double>(pawl::get_running_loop().time()).count();
}
