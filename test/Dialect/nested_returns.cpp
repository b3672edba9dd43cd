// Plain lambdas and local classes in an async body keep their own `return`.
// It is all parsed; what the lowering does not take yet it refuses by name, and no other error is reported.
// RUN: not %pawl check %s -- -std=c++17 2>&1 | grep "error:" | not grep -v "cannot lower"
// RUN: not %pawl check %s -- -std=c++20 2>&1 | grep "error:" | not grep -v "cannot lower"
#include <algorithm>
#include <map>
#include <pawl/pawl.h>
#include <string>
#include <vector>
using pawl::Coro;

async Coro<int> get(int x = 1) { return x; }
int apply(int (*f)(int)) { return f(1); }
struct Wrapped {
  explicit Wrapped(int) {}
};
struct Indexed {
  int operator[](int i) const { return i; }
  Indexed operator()(int) const { return {}; }
};

async Coro<int> lambdas(int n) {
  auto a = [] { return 1; };
  auto b = [=](int x) -> int { return x + n; };
  auto c = [&](auto x) mutable noexcept { return x; };
  auto d = [n](int x) -> std::map<int, std::vector<int>> { return {{x, {n}}}; };
  auto e = []() -> decltype(auto) { return 1; };
  auto f = [x = await get(), &n](int y) { return x + y + n; };
  int g = (long)[&](int x) { return x; }(1);
  if (n) [&] { return; }();
  if (n) { [&] { return; }(); } else [] { return 1; }();
  while (n--) [] { return; }();
  int h = apply([](int x) { return x; }) + +[](int x) { return x; }(2);
  auto i = [] { return [] { return [](int x) { return x; }; }; };
  std::sort(&n, &n + 1, [](int p, int q) { return p < q; });
  std::vector<int> v{[] { return 1; }(), await get(2)};
  v[([] { return 0; }())] = 1;
  bool j = n && [&] { return true; }() || ![] { return false; }();
  auto k = [](std::vector<int> w = {1, 2}, int x = [] { return 3; }()) { return w[0] + x; };
  Wrapped w([] { return 1; }());
  int l = n > [] { return 1; }();
  auto m = [](auto... xs) { return (xs + ... + 0); };
#ifdef __cpp_concepts
  auto o = []<class T>(T x) { return x; };
  auto p = []<class T>(T x) requires(sizeof(T) > 1) { return x; };
  o(1), p(1);
#endif
  auto q = [](int x) __attribute__((noinline)) { return x; };
  auto r = [self = &b](int x) { return (*self)(x); };
  auto s = [&a, b, c, d2 = 1] { return 1; };
  return a() + b(1) + c(2) + d(1).size() + e() + f(1) + g + h + i()()(1) + v[0] + j + k() + l +
         m(1, 2) + q(1) + r(1) + s();
}

// What looks like the captures of a lambda and is not.
async Coro<int> brackets(int n, Indexed o) {
  int array[3]{1, 2, 3};
  const int size = 2;
  int (parenthesised)[3]{1, 2, 3};
  int (again)[size]{1, await get()};
  int matrix[2][2]{{1, 2}, {3, 4}};
  auto [x, y] = std::pair(1, 2);
  auto [p, q]{std::pair(1, await get())};
  const auto &[r, s] = std::pair(1, 2);
  auto &&[t, u]{std::pair(1, 2)};
  int *heap = new int[n]{await get()};
  int **pointers = new int *[size]{heap};
  std::string *strings = new std::string[size]{"a", "b"};
  std::vector<int> *vectors = new std::vector<int>[size]{{await get()}, {2}};
  delete[] strings;
  delete[] vectors;
  delete[] pointers;
  if (o[n]) { return 1; }
  if (o(1)[n]) { return await get(2); }
  for (int i : {o[1], (o)[2]}) { if (i) return i; }
  while (array[n]) { return await get(array[n]); }
  switch (array[0]) { case 1: return 1; }
  [[maybe_unused]] int attribute = 1;
  return x + y + p + q + r + s + t + u + matrix[n][n] + parenthesised[0] + (again)[1];
}

async Coro<int> classes(int n) {
  struct A { int f() { return 1; } };
  class B : public A { public: int g() { return 2; } };
  union U { int i; int f() { return i; } };
  struct { int f() { return 3; } } unnamed;
  struct C final { int f() const { return 4; } operator int() { return 5; } };
  struct alignas(8) D { int f() { return 6; } };
  struct [[maybe_unused]] E { int f() { return 7; } };
  struct F { static int f() { return [] { return 8; }(); } int x = [] { return 1; }(); };
  struct A elaborated{};
  struct Pair { int a, b; };
  struct Pair braced{1, await get()};
  struct Pair assigned = {1, await get()};
  enum class G { x, y };
  A a; B b; C c; D d; E e; U u{1};
  return a.f() + b.g() + u.f() + unnamed.f() + c.f() + d.f() + e.f() + F::f() + braced.b + n;
}

async Coro<int> statements(int n) {
  int x = ({ int y = await get(); if (y > 3) return y; y + 1; });
  do { if (await get()) return 1; } while (await get());
  for (int i = await get(); i < await get(); i += await get()) { if (i == n) return i; }
  for (int i : std::vector<int>{await get(), 2}) if (i) return i;
  switch (await get()) { case 1: { return 1; } default: return x ? await get() : 2; }
}

async Coro<int> handlers() {
  try {
    await get();
    throw 1;
  } catch (int x) {
    try {
      await get(x);
    } catch (...) {
      await get();
      auto f = [] { return 1; };
      if (f()) throw;
    }
    return await get();
  } catch (const std::string &s) {
    for (char c : s) await get(c);
  } catch (...) {
    {
      if (true) { await get(); }
    }
    auto later = async []() -> Coro<int> {
      try { return 1; } catch (...) { await get(); }
      return 2;
    };
    return await later();
  }
  return 0;
}
