// Static locals, named by closures that live across an await: a closure need not capture them ([expr.prim.lambda.capture]/7).
// RUN: %run-native %s | %filecheck
#include <array>
#include <functional>
#include <string>
#include <vector>

#include "Inputs/lazy.h"
struct Say {
  const char* n;
  Say(const char* n) : n(n) { std::printf("+%s ", n); }
  ~Say() { std::printf("-%s\n", n); }
  int use() { return 5; }
};
int start(int n) {
  std::printf("start%d ", n);
  return n;
}
Lazy<int> counted(int by) {
  static int count = start(by);
  static Say say("say");
  static const int limit = by * 10;
  static thread_local int mine = 4;
  static std::vector<int> list = {1, 2, 3};
  static auto& ref = list;
  static auto fn = [](int x) { return x + count; };
  auto bump = [] { return ++count + limit + mine + say.use() + static_cast<int>(list.size()) + ref[0] + fn(1); };
  auto named = [](int x) {
    count += x;
    return count;
  };
  auto caught = [by] { return count + by; };
  auto everything = [&] { return count + by; };
  auto nested = [] { return [] { return count * 2; }(); };
  auto gen = [](auto x) { return x + count; };
  int (*plain)(int) = [](int x) { return x - count; };
  auto after = [](int x) {
    static int inner = 0;
    inner += x + count;
    return inner;
  };
  std::function<int(int)> held = [](int x) { return x * count; };
  co_await one();
  int n = bump();
  for (int m : {named(2), caught(), everything(), nested(), static_cast<int>(gen(3L)), plain(50), after(1), held(2)}) n += m;
  n += [](int x) { return x + count; }(co_await one());
  co_return n;
}
template <class T>
Lazy<T> tcounted(T by) {
  static T count = by;
  static int fixed = 3;
  auto bump = [] { return ++count + fixed; };
  auto gen = [](auto x) { return x + count; };
  co_await one();
  T n = bump();
  co_return n + gen(3);
}
struct S {
  int v = 3;
  Lazy<int> member() {
    static int count = 10;
    static S self{5};
    auto bump = [] { return ++count + self.v; };
    auto with = [this] { return count + v; };
    co_await one();
    auto l = [](int x) -> Lazy<int> {
      co_await one();
      auto in = [] { return count; };
      co_await one();
      co_return in() + x;
    };
    int n = bump();
    n += with();
    co_return n + co_await l(3);
  }
};
Lazy<int> loops() {
  int total = 0;
  for (int i = 0; i < 3; ++i) {
    static int seen = 0;
    auto see = [] { return ++seen; };
    co_await one();
    total += see();
  }
  if (total) {
    static int seen = 100;
    auto see = [] { return ++seen; };
    co_await one();
    total += see();
  }
  switch (total) {
    case 107: {
      static int k = 2;
      auto f = [] { return k++; };
      co_await one();
      total += f();
      total += f();
    }
  }
  struct Local {
    static int f() { return 3; }
    int g() const {
      static int h = 7;
      return h++;
    }
  } loc;
  auto lf = [] { return Local::f(); };
  co_await one();
  total += lf();
  total += loc.g();
  co_return total + loc.g();
}
Lazy<int> constants() {
  static constexpr int k = 7;
  static const int other = 8;
  const int* before = &k;
  auto address = [] { return &k; };
  auto both = [p = &other] { return p == &other && *p == other; };
  auto value = [] { return std::array<int, k>().size() + k; };
  co_await one();
  co_return (before == address()) + 10 * both() + 100 * static_cast<int>(value());
}
/// Types of init-statements.
Lazy<int> declared() {
  int sum = 0;
  for (struct {
         int i;
         std::string s;
       } v{0, "abc"};
       v.i < 2; ++v.i)
    sum += co_await one() + static_cast<int>(v.s.size());
  if (struct Within { int i; } v{5}; co_await one()) sum += v.i;
  struct Within {
    int i = 100;
  } v;
  co_await one();
  co_return sum + v.i;
}
int main() {
  // CHECK: start1 +say 121
  // CHECK-NEXT: 161
  // CHECK-NEXT: 10 11.0
  // CHECK-NEXT: 44
  // CHECK-NEXT: 130

  std::printf("%d\n", run(counted(1)));
  std::printf("%d\n", run(counted(2)));
  std::printf("%d %.1f\n", run(tcounted(1)), run(tcounted(1.5)));
  S s;
  std::printf("%d\n", run(s.member()));
  std::printf("%d\n", run(loops()));
  // CHECK-NEXT: 1411 113
  std::printf("%d %d\n", run(constants()), run(declared()));
  // CHECK-NEXT: -say
}
