// Scenarios in the dialect: `async SCENARIO(name) { ... }` runs on a loop of its own; the program
// prints "NAME ok", or what was not as expected.
#pragma once
#include "scenario.h"

// Lowered text gives the functions that make its objects parameters which not all of them use.
#pragma GCC diagnostic ignored "-Wunused-parameter"

/// EXPECT as a function: an await may stand in its argument.
inline void expect(bool holds, const char* file = __builtin_FILE(), int line = __builtin_LINE()) {
  if (holds) return;
  ++failures;
  std::printf("FAILED %s:%d\n", file, line);
}
template <class... T>
std::vector<int> ints(T... items) {
  return {items...};
}

inline std::vector<Scenario>& scenarios() {
  static std::vector<Scenario> all;
  return all;
}
/// Naming `body` registers the function scenario(Tag*), which ADL finds when all is declared.
template <class Tag>
struct Registered {
  static pawl::Coro<> run() { return scenario(static_cast<Tag*>(nullptr)); }
  static std::string name() {
    const std::string self = __PRETTY_FUNCTION__;
    const std::size_t begin = self.find("Tag = ") + 6;
    return self.substr(begin, self.find_first_of(";]", begin) - begin);
  }
  static bool add() {
    scenarios().push_back({name(), run});
    return true;
  }
  static const bool registered;
  template <const bool&>
  struct With {
    using body = pawl::Coro<>;
  };
  using body = typename With<registered>::body;
};
template <class Tag>
const bool Registered<Tag>::registered = add();

#define SCENARIO(title) Registered<struct title>::body scenario(struct title*)

int main() { return run_scenarios(scenarios()); }
