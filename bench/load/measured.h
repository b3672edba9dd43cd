// What the programs of this folder have in common: one line for each load, with its time and
// memory.
#pragma once
#include <malloc.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <utility>

/// Bytes that are allocated now.
inline std::size_t allocated() { return mallinfo2().uordblks; }
/// The most that the process ever had, in MB.
inline double peak_megabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

/// What the runtime may keep: frames for the next coroutines, as many as there were at once.
constexpr long kept = 65536;

/// Runs `load()` twice, which says how many it did; the second time nothing else may be left behind
/// that the first did not leave too.
template <class F> void measured(const char *name, long expected, F load) {
  if (const long done = load(); done != expected) {
    std::printf("%-44s LOST: %ld of %ld\n", name, done, expected);
    std::exit(1);
  }
  const std::size_t before = allocated();
  const auto begin = std::chrono::steady_clock::now();
  const long done = load();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  const long left = static_cast<long>(allocated()) - static_cast<long>(before);
  std::printf("%-44s %7.2f s  %7.1f MB peak  %ld bytes left", name, took.count(), peak_megabytes(),
              left);
  if (done > 1)
    std::printf("  %.1f ns each", took.count() * 1e9 / static_cast<double>(done));
  std::printf("\n");
  if (done != expected || left > kept)
    std::exit(1);
}
