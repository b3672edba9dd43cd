// What the programs of the suite share: a type that prints its life, and awaits that really suspend.
#ifndef PAWL_TEST_INPUTS_TRACE_H
#define PAWL_TEST_INPUTS_TRACE_H

#include <pawl/pawl.h>

#include <cstdio>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

using namespace std::chrono_literals;
using pawl::Coro;

/// Prints its construction and destruction.  Moves are silent: an operand may be moved once more than natively.
struct Noisy {
  const char* name;
  int value;
  explicit Noisy(const char* name, int value = 0) : name(name), value(value) { std::printf("+%s ", name); }
  Noisy(Noisy&& other) noexcept : name(std::exchange(other.name, nullptr)), value(other.value) {}
  Noisy(const Noisy& other) : name(other.name), value(other.value) { std::printf("copy-%s ", name); }
  ~Noisy() {
    if (name) std::printf("-%s ", name);
  }
};

/// Neither copied nor moved nor built without an argument.
struct Fixed {
  int value;
  explicit Fixed(int value) : value(value) { std::printf("+fixed%d ", value); }
  Fixed(const Fixed&) = delete;
  Fixed& operator=(const Fixed&) = delete;
  ~Fixed() { std::printf("-fixed%d ", value); }
};

inline auto tick() { return pawl::sleep(0s); }

#endif
