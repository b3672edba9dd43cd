// Types and expressions of many kinds around awaits in one body.
// RUN: %run-all %s | %filecheck --check-prefix=CHECK-EXEC
#include <pawl/pawl.h>

#include <cstdio>
#include <functional>
#include <map>
#include <optional>
#include <variant>
using pawl::Coro;
inline auto tick() { return pawl::sleep(std::chrono::seconds(0)); }
struct P {
  std::string a;
  int b = 2;
  std::vector<int> c;
};
struct Agg {
  int x;
  std::string s;
};
class Priv {
  struct Hidden {
    int v;
  };
  int k = 3;

 public:
  Hidden make() { return {k}; }
};
enum { Anon = 4 };
template <class T>
struct Box {
  T v;
  Box(T v) : v(std::move(v)) {}
  explicit Box(int) = delete;
};
async Coro<int> id(int v) {
  await tick();
  return v;
}
async Coro<std::optional<int>> opt(bool b) {
  await tick();
  if (!b) return std::nullopt;
  return 5;
}
async Coro<std::pair<int, std::string>> pr() { return {1, "one"}; }
async Coro<std::unique_ptr<P>> up() {
  auto p = std::make_unique<P>();
  p->a = "made";
  await tick();
  return p;
}
async Coro<std::string> conv() { return "literal"; }
async Coro<> thrower(bool doit) {
  if (doit) {
    await tick();
    throw Agg{1, "agg"};
  }
}
async Coro<void> voidret(bool b) {
  if (b) return;
  await tick();
  return await thrower(false);
}
int sum(std::initializer_list<int> l) {
  int s = 0;
  for (int i : l) s += i;
  return s;
}
async Coro<> body() {
  P p{"x", 5, {1, 2}};
  Agg agg = {3, "three"};
  const auto [ax, as] = agg;
  auto hidden = Priv().make();
  Box<std::string> bx(std::string("bx"));
  std::function<int(int)> fn = [&p](int q) { return p.b + q; };
  std::variant<int, std::string> var = "str";
  int matrix[2][3] = {{1, 2, 3}, {4, 5, 6}};
  auto gen = [n = 0]() mutable { return ++n; };
  int (*fp)(std::initializer_list<int>) = &sum;
  int P::* pm = &P::b;
  auto nested = std::make_pair(gen, 3);
  void* vp = nullptr;
  long double ld = 1.5L;
  unsigned char uc = 'a';
  const char* cs = "cs";
  std::string_view sv = "view";
  char c = Anon;
  static const int table[] = {1, 2, 3};
  await tick();
  printf("%s %d %zu %d %s %d %s\n", p.a.c_str(), p.b, p.c.size(), ax, as.c_str(), hidden.v, bx.v.c_str());
  printf("%d %s %d %d %d %d %d\n", fn(1), std::get<1>(var).c_str(), matrix[1][2], gen() + gen(), fp({1, 2}),
         p.*pm, nested.first());
  printf("%d %Lf %c %s %s %d %d\n", vp == nullptr, ld, uc, cs, std::string(sv).c_str(), c,
         table[await id(1)]);
  if (auto o = await opt(true))
    printf("opt %d ", *o);
  else
    printf("none ");
  if (auto o = await opt(false); !o) {
    await tick();
    printf("none2\n");
  }
  auto [i, s] = await pr();
  printf("%d %s %s %s\n", i, s.c_str(), (await up())->a.c_str(), (await conv()).c_str());
  try {
    await thrower(true);
  } catch (const Agg& a) {
    printf("agg %s %d\n", a.s.c_str(), await id(a.x));
  }
  await voidret(true);
  await voidret(false);
  int total = 0;
  for (int a = 0, b = 10; a < b; ++a, --b) {
    total += await id(a * b);
  }
  printf("total %d\n", total);
  do {
    if (total > 60) break;
    total += await id(30);
  } while (true);
  printf("%d\n", total);
  std::map<std::string, std::vector<int>> m;
  m["k"].push_back(await id(1));
  m[await conv()] = {await id(2), 3};
  for (const auto& [k, v] : m) {
    printf("%s:%zu ", k.c_str(), v.size());
    await tick();
  }
  printf("\n");
  total = -await id(3);
  total = !await id(0);
  total += (await id(2)) << 2;
  printf("%d %d\n", total, sum({await id(1), await id(2), 3}));
  auto t = std::make_tuple(await id(1), std::string("x"), await conv());
  printf("%d %s\n", std::get<0>(t), std::get<2>(t).c_str());
  P* raw = new P{await conv(), await id(9), {}};
  printf("%s %d\n", raw->a.c_str(), raw->b);
  delete raw;
  auto lam = [&](auto x) { return x + total; };
  printf("%d %g\n", lam(await id(1)), lam(0.5));
  std::vector<std::function<Coro<int>(int)>> fs;
  fs.push_back(async[&total](int x)->Coro<int> {
    await tick();
    return total + x;
  });
  printf("%d\n", await fs[0](await id(2)));
  switch (auto z = await id(2); z) {
    case 2: {
      std::string inner = "inner";
      await tick();
      printf("%s\n", inner.c_str());
    }
  }
  while (true) {
    try {
      await tick();
      if (++total > 12) break;
      continue;
    } catch (...) {
      throw;
    }
  }
  printf("%d\n", total);
  for (auto it = m.begin(); it != m.end(); ++it) {
    await tick();
    it->second.clear();
  }
  printf("%zu\n", m.begin()->second.size());
  if (bool b = total > 5; b && await id(1)) {
    printf("both\n");
  } else if (await id(0)) {
  } else {
    await tick();
  }
  (void)await id(1);
  static_cast<void>(await id(2));
  const int& lref = await id(7);
  auto&& fwd = await conv();
  await tick();
  printf("%d %s\n", lref, fwd.c_str());
  auto sz = sizeof(p) + alignof(P);
  decltype(p) p2 = p;
  await tick();
  printf("%d %s\n", sz > 0, p2.a.c_str());
  int arr2[3]{};
  arr2[2] = await id(5);
  for (auto& e : arr2) e += await id(1);
  printf("%d %d\n", arr2[0], arr2[2]);
}
int main() { pawl::run(body()); }

// CHECK-EXEC: x 5 2 3 three 3 bx
// CHECK-EXEC-NEXT: 6 str 6 3 3 5 1
// CHECK-EXEC-NEXT: 1 1.500000 a cs view 4 2
// CHECK-EXEC-NEXT: opt 5 none2
// CHECK-EXEC-NEXT: 1 one made literal
// CHECK-EXEC-NEXT: agg agg 1
// CHECK-EXEC-NEXT: total 70
// CHECK-EXEC-NEXT: 70
// CHECK-EXEC-NEXT: k:1 literal:2
// CHECK-EXEC-NEXT: 9 6
// CHECK-EXEC-NEXT: 1 literal
// CHECK-EXEC-NEXT: literal 9
// CHECK-EXEC-NEXT: 10 9.5
// CHECK-EXEC-NEXT: 11
// CHECK-EXEC-NEXT: inner
// CHECK-EXEC-NEXT: 13
// CHECK-EXEC-NEXT: 0
// CHECK-EXEC-NEXT: both
// CHECK-EXEC-NEXT: 7 literal
// CHECK-EXEC-NEXT: 1 x
// CHECK-EXEC-NEXT: 1 6
