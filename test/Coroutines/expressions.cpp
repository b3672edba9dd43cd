// Awaits as operands of every kind of expression, in initialisers and in heads of statements.
// RUN: %run-native --no-gxx="refuses arrays that are initialised with awaits" %s | %filecheck
// --check-prefix=CHECK-EXEC
#include "Inputs/values.h"
struct Bits {
  unsigned a : 3, b : 5;
  int c;
};
struct Agg {
  int a;
  std::string s;
  int arr[3];
  Noisy n;
};
struct Base {
  virtual ~Base() = default;
  virtual Coro<int> f(int x) { co_return x; }
  int base = 1;
};
struct Derived : Base {
  Coro<int> f(int x) override {
    int r = co_await Base::f(x);
    co_return r * 2;
  }
  int operator[](int i) { return i; }
  int operator()(int a, int b) { return a * 10 + b; }
  Derived* operator->() { return this; }
  int member = 9;
  Derived& operator+=(int x) {
    member += x;
    return *this;
  }
};
Coro<int> ops() {
  int x = 1;
  x += co_await val(2);
  x -= co_await val(1);
  x <<= co_await val(1);
  x = x * co_await val(3) + co_await val(4) % co_await val(3);
  bool b = co_await val(0) && co_await val(1);
  b = b || co_await val(5);
  b = !co_await val(0) && b;
  int y = b ? co_await val(7) : 8;
  y += (x, co_await val(3), x);
  int z = -co_await val(4) + ~co_await val(1);
  int arr[5] = {co_await val(1), 2, co_await val(3)};
  arr[co_await val(2)] = co_await val(77);
  ++arr[co_await val(1)];
  arr[co_await val(0)]++;
  Bits bits{};
  bits.a = co_await val(5);
  bits.b = bits.a + co_await val(2);
  bits.a += co_await val(1);
  int q = bits.a + co_await val(0);
  Agg agg{co_await val(1), co_await str("s"), {co_await val(2), 3}, co_await noisy(4)};
  Derived d;
  int w = d[co_await val(3)] + d(co_await val(1), co_await val(2)) + d->member;
  d += co_await val(3);
  int v = d.member;
  std::unique_ptr<Base> p = std::make_unique<Derived>();
  int u = co_await p->f(co_await val(6));
  int Derived::* pm = &Derived::member;
  int t = d.*pm + co_await val(1);
  (d.*pm) = co_await val(12);
  auto* n = new int(co_await val(9));
  int s = *n;
  delete n;
  int* many = new int[co_await val(3)]{1, 2, 3};
  s += many[co_await val(2)];
  delete[] many;
  int r =
      (int)co_await val(3) + static_cast<int>(co_await val(4)) + int(co_await val(5)) + int{co_await val(6)};
  std::string str1 = co_await str("a") + co_await str("b") + "c";
  size_t len = (co_await str("hello")).size();
  auto lam = [c = co_await val(5), m = co_await noisy(6)](int k) { return c + k + m.v; };
  r += lam(1);
  auto [e, f] = std::pair{co_await val(1), co_await str("zz")};
  std::printf("%d %d %d %d %d %d %d %d %d %d %d %s %zu %d %s %d %d %d %d\n", x, b, y, z, q,
              agg.a + agg.arr[0], w, v, u, t, r, str1.c_str(), len, e, f.c_str(), s, arr[0], arr[1], arr[2]);
  std::vector<int> vec{co_await val(1), co_await val(2)};
  std::map<std::string, int> m{{"a", co_await val(3)}, {"b", 4}};
  m[co_await str("c")] = co_await val(5);
  for (auto& [k, vv] : m) std::printf("%s=%d\n", k.c_str(), vv);
  const std::string& ext = co_await str("extended");
  std::string&& ext2 = co_await str("ext2");
  co_await tick();
  std::printf("%s %s %zu\n", ext.c_str(), ext2.c_str(), vec.size());
  std::optional<int> opt = co_await val(3);
  if (opt) x += *opt + co_await val(1);
  x = co_await val(1) < co_await val(2) ? co_await val(3) : co_await val(4);
  throw co_await str("thrown");
  co_return 0;
}
Coro<int> catching() {
  try {
    co_await ops();
  } catch (const std::string& s) { std::printf("caught %s\n", s.c_str()); }
  co_return co_await val(1);
}
struct Chain {
  int v;
  Chain& add(int x) {
    std::printf("add %d\n", x);
    v += x;
    return *this;
  }
  Chain&& mv() { return std::move(*this); }
};
Coro<int> chain() {
  Chain c{1};
  int r = c.add(co_await val(2)).add(co_await val(3)).add(4).v;
  Chain{5}.add(co_await val(6)).add(co_await val(7));
  co_return r + Chain{1}.mv().add(co_await val(1)).v;
}
Coro<void> init() {
  if (int x = co_await val(3); x > 2)
    std::printf("if %d\n", x);
  else
    std::printf("else %d\n", x);
  if (auto s = co_await str("abc"); s.size() == 3 && co_await val(1)) std::printf("ok\n");
  while (int k = co_await val(0)) { std::printf("%d\n", k); }
  switch (int k = co_await val(2); k + co_await val(1)) {
    case 3:
      std::printf("three\n");
      [[fallthrough]];
    case 4:
      co_await tick();
      break;
    default:
      std::printf("no\n");
  }
  for (int i = co_await val(0), j = co_await val(3); i < co_await val(2); i += co_await val(1), --j)
    std::printf("%d %d\n", i, j);
  do { co_await tick(); } while (co_await val(0));
  for (auto& c : co_await str("xyz")) {
    co_await tick();
    std::printf("%c", c);
  }
  std::printf("\n");

  for (auto [a, b] : std::map<int, std::string>{{1, co_await str("one")}, {2, "two"}}) {
    co_await tick();
    std::printf("%d%s\n", a, b.c_str());
  }
}
int main() {
  std::printf("%d\n", pawl::run(catching()));
  std::printf("%d\n", pawl::run(chain()));
  pawl::run(init());
}
// CHECK-EXEC: 13 1 20 -6 6 3 24 12 12 13 30 abc 5 1 zz 12 2 3 77
// CHECK-EXEC: caught thrown
// CHECK-EXEC: xyz
// CHECK-EXEC: 2two
