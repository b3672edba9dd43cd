// Awaits in every kind of statement, and declarations of every kind across them.
// RUN: %run-native --cxx20 --no-gxx="frees what it never allocated" %s | %filecheck --check-prefix=CHECK-EXEC
#include "Inputs/values.h"
struct It {
  int i;
  struct Inc {
    It* it;
    bool await_ready() { return true; }
    void await_suspend(std::coroutine_handle<>) {}
    It& await_resume() {
      ++it->i;
      return *it;
    }
  };
  int operator*() { return i; }
  bool operator!=(const It& o) const { return i != o.i; }
  Inc operator++() { return {this}; }
};
enum class Color { Red, Green, Blue };
struct Point3 {
  int x, y, z;
};
namespace util {
inline int twice(int x) { return 2 * x; }
namespace deep {
struct Tag {
  int t = 4;
};
}  // namespace deep
}  // namespace util
Coro<int> sw(int n) {
  int total = 0;
  switch (n) {
    case 0:
      total += co_await val(1);
    case 1: {
      {
        Noisy local(co_await val(50));
      }
      if (total) {
        case 2:
          total += 10;
          co_await tick();
      }
      break;
    }
    case 3 ... 5:
      total = 35;
      co_await tick();
      break;
    default:
      while (total < 150) {
        case 9:
          co_await tick();
          total += 100;
      }
  }
  co_return total;
}
Coro<int> gotos() {
  int i = 0;
again: {
  Noisy n(co_await val(i));
  if (++i < 3) goto again;
  if (i == 3) {
    i = 10;
    goto out;
  }
}
  std::printf("unreached\n");
out:
  co_await tick();
  for (int a = 0; a < 3; ++a)
    for (int b = 0; b < 3; ++b) {
      Noisy n(a * 10 + b);
      co_await tick();
      if (a * b == 1) goto done;
    }
done:
  co_return i;
}
template <int N>
Coro<int> ifc() {
  if constexpr (N > 1) {
    int r = co_await val(N);
    co_return r + co_await ifc<N - 1>();
  } else {
    co_return 1;
  }
}
Coro<int> locals() {
  struct Local {
    int a;
    std::string b;
    int sum() const { return a + (int)b.size(); }
    static int st() { return 3; }
    enum E { X = 5, Y };
  };
  enum Kind { K1 = 1, K2 };
  enum class Sc : unsigned char { P, Q };
  using Vec = std::vector<Local>;
  typedef std::map<int, Vec> Map;
  using namespace util;
  namespace dd = util::deep;
  using util::deep::Tag;
  constexpr int size = 3;
  static int calls = 0;
  thread_local int tl = 7;
  const int lim = twice(size);
  Vec v;
  v.push_back({co_await val(1), co_await str("abc")});
  Local l = v[0];
  co_await tick();
  Map m;
  m[co_await val(2)] = v;
  Kind k = K2;
  Sc sc = Sc::Q;
  co_await tick();
  int arr[size] = {1, 2, 3};
  int (&ref)[size] = arr;
  int (*ptr)[size] = &arr;
  co_await tick();
  ++calls;
  ++tl;
  auto [p, q] = std::make_tuple(co_await val(3), std::string("t"));
  auto point = std::make_unique<Point3>(Point3{co_await val(1), 2, 3});
  auto& [x, y, z] = *point;
  co_await tick();
  x += 5;
  auto [a0, a1, a2] = arr;
  co_await tick();
  auto f = [&, k2 = size](int t) { return t + p + k2 + l.sum() + Local::st() + a0; };
  co_await tick();
  dd::Tag tag;
  Tag tag2;
  co_await tick();
  static const std::string names[] = {"n0", "n1"};
  static_assert(sizeof(arr) == 12);
  union U {
    int i;
    float f;
  } u;
  u.i = co_await val(9);
  co_await tick();
  extern int globalThing;
  int g = globalThing;
  volatile int vol = 3;
  vol = co_await val(int(vol));
  const volatile int& vr = vol;
  co_await tick();
  alignas(16) char buf[64];
  co_await tick();
  g += (reinterpret_cast<std::uintptr_t>(buf) % 16 == 0);
  co_return f(2) + m.size() + k + (int)sc + ref[1] + (*ptr)[2] + lim + calls + tl + (int)q.size() + x + y +
      z + a1 + a2 + Local::Y + tag.t + tag2.t + (int)names[1].size() + u.i + g + vr;
}
int globalThing = 1000;
Coro<void> loops() {
  std::vector<Noisy> ns;
  ns.reserve(3);
  for (int i = 0; i < 3; ++i) ns.emplace_back(i);
  for (const auto& n : ns) {
    co_await tick();
    if (n.v == 1) continue;
    std::printf("n %d\n", n.v);
  }
  for (auto n : ns) {
    if (n.v == 2) break;
    co_await tick();
  }
  for (int x : {1, 2, co_await val(3)}) {
    co_await tick();
    std::printf("x %d\n", x);
  }
  int carr[2][2] = {{1, 2}, {3, 4}};
  for (auto& row : carr)
    for (int c : row) {
      co_await tick();
      std::printf("c %d\n", c);
    }
  for (;;) {
    if (co_await val(1)) break;
  }
  int w = 0;
  while (co_await val(w) < 2 && w < 5) {
    ++w;
    if (w == 1) continue;
    co_await tick();
  }
  do {
    --w;
    if (w == 1) continue;
    co_await tick();
  } while (w > 0 && co_await val(1));
  if (int a = 1; a)
    co_await tick();
  else if (co_await val(0))
    co_await tick();
  else
    std::printf("e");
  for (Point3 pts[] = {{1, 2, 3}, {4, 5, 6}}; auto [a, b, c] : pts) {
    co_await tick();
    std::printf("%d\n", a + b + c);
  };
  {}
label:
  if (w > 100) goto label;
  (void)w;
  asm volatile("" ::: "memory");
  co_await tick();
}
int main() {
  for (int i : {0, 1, 2, 3, 4, 5, 7, 9}) std::printf("sw %d %d\n", i, pawl::run(sw(i)));
  std::printf("goto %d\n", pawl::run(gotos()));
  std::printf("ifc %d\n", pawl::run(ifc<3>()));
  std::printf("locals %d\n", pawl::run(locals()));
  std::printf("locals %d\n", pawl::run(locals()));
  pawl::run(loops());
}
// CHECK-EXEC: sw 0 11
// CHECK-EXEC: sw 1 0
// CHECK-EXEC: sw 2 10
// CHECK-EXEC: sw 3 35
// CHECK-EXEC: sw 4 35
// CHECK-EXEC: sw 5 35
// CHECK-EXEC: sw 7 200
// CHECK-EXEC: sw 9 200
// CHECK-EXEC: goto 10
// CHECK-EXEC: ifc 6
// CHECK-EXEC: locals 1086
// CHECK-EXEC: locals 1088
