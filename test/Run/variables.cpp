// Locals of every kind keep their values and their identity across awaits.
// RUN: %run-all %s | %filecheck --check-prefix=CHECK-EXEC
#include "../Inputs/trace.h"

#include <array>
#include <map>
enum class Color : char { Red, Green };
struct NoDefault {
  int value;
  NoDefault(int value) : value(value) {}
};
async Coro<> body(int byValue, int& byReference, std::string&& byRvalue, std::unique_ptr<int> owned,
                  const std::string constant) {
  const int size = 3;
  int array[size] = {1, 2, 3};
  constexpr int two = 2;
  static int calls = 0;
  ++calls;
  Fixed fixed(7);
  const NoDefault copied = 9;
  const int runtime = byValue + 1;
  auto lambda = [&fixed, runtime](int x) { return fixed.value + runtime + x; };
  int counter = 1;
  int& alias = counter;
  const std::string& extended = std::string("extended") + "!";
  Noisy&& bound = Noisy("bound", 5);
  int* pointer = &byReference;
  bool flag = true;
  const char* const literal = flag ? "literal" : "";
  Color color = Color::Green;
  double real = 0.5;
  char text[8] = "hi";
  std::map<std::string, int> map{{"a", 1}, {"b", 2}};
  auto [first, second] = std::pair<int, std::string>(4, "four");
  int late, initialised = 6;
  await tick();
  late = array[size - 1] + two;
  alias += 10;
  byReference = 50;
  await tick();
  std::printf("%d %d %s %d %s\n", byValue, *pointer, byRvalue.c_str(), *owned, constant.c_str());
  std::printf("%d %d %d %d %d %d\n", calls, fixed.value, copied.value, runtime, lambda(1), counter);
  std::printf("%s %d %d %d %g %s %zu\n", extended.c_str(), bound.value, flag, static_cast<int>(color), real, text,
              map.size());
  std::printf("%d %s %d %d %s\n", first, second.c_str(), late, initialised, literal);
}
int main() {
  int there = 5;
  std::string text = "rvalue";
  pawl::run(body(1, there, std::move(text), std::make_unique<int>(3), "constant"));
  std::printf("\n");
}

// CHECK-EXEC: +fixed7 +bound 1 50 rvalue 3 constant
// CHECK-EXEC-NEXT: 1 7 9 2 10 11
// CHECK-EXEC-NEXT: extended! 5 1 1 0.5 hi 2
// CHECK-EXEC-NEXT: 4 four 5 6 literal
// CHECK-EXEC-NEXT: -bound -fixed7
