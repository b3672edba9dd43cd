// Coroutines that suspend and then give a value, for programs about what may be done with it.
#ifndef PAWL_TEST_COROUTINES_INPUTS_VALUES_H
#define PAWL_TEST_COROUTINES_INPUTS_VALUES_H

#include <pawl/pawl.h>

#include <array>
#include <cstdio>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>
using pawl::Coro;
using namespace std::chrono_literals;
struct Noisy {
  int v;
  Noisy(int v = 0) : v(v) { std::printf("Noisy(%d)\n", v); }
  Noisy(const Noisy& o) : v(o.v) {}
  Noisy(Noisy&& o) noexcept : v(o.v) { o.v = -1; }
  Noisy& operator=(const Noisy&) = default;
  Noisy& operator=(Noisy&&) = default;
  ~Noisy() {
    if (v >= 0) std::printf("~Noisy(%d)\n", v);
  }
};
inline Coro<int> val(int v) {
  std::printf("val %d\n", v);
  co_await pawl::sleep(10ms);
  co_return v;
}
inline Coro<Noisy> noisy(int v) {
  co_await pawl::sleep(10ms);
  co_return Noisy(v);
}
inline Coro<std::string> str(std::string s) {
  co_await pawl::sleep(10ms);
  co_return s;
}
inline Coro<void> tick() { co_await pawl::sleep(10ms); }

#endif
