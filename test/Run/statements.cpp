// Jumps, types and bindings of the body, cases in nested scopes, function-try-blocks, statics,
// braced lists and the odd expressions, each with awaits around. RUN: %run-native --no-gxx="takes an array with awaits in its braces for no initialiser" %s | %filecheck
// --allow-empty
#include <array>
#include <cstdio>
#include <memory>
#include <pawl/pawl.h>
#include <string>
#include <tuple>
#include <vector>
using namespace std::chrono_literals;
using pawl::Coro;
struct N {
  int v;
  const char *n;
  N(const char *n, int v) : v(v), n(n) { std::printf("+%s%d ", n, v); }
  N(const N &o) : v(o.v), n(o.n) { std::printf("c%s%d ", n, v); }
  N(N &&o) noexcept : v(o.v), n(o.n) { o.n = ""; }
  ~N() {
    if (*n)
      std::printf("-%s%d ", n, v);
  }
};
Coro<int> tick(int x) {
  co_await pawl::sleep(1ms);
  co_return x;
}
Coro<int> gotos(int n) {
  int i = 0, sum = 0;
again:
  if (i < n) {
    N a("a", i);
    sum += co_await tick(i);
    ++i;
    if (i == 3)
      goto out;
    goto again;
  }
  sum += 1000;
out:
  for (int j = 0; j < 3; ++j)
    for (int k = 0; k < 3; ++k) {
      N b("b", j * 3 + k);
      if (co_await tick(k) == 1 && j == 1)
        goto done;
    }
done:
  co_return sum;
}
Coro<int> bindings() {
  struct Local {
    int a;
    N n;
    int get() const { return a + n.v; }
  };
  Local l{1, N("l", 2)};
  auto [x, y] = l;
  co_await tick(0);
  int arr[2] = {3, 4};
  auto &[p, q] = arr;
  auto tup = std::make_tuple(1, std::string("t"));
  auto &[t0, t1] = tup;
  enum Kind { Red = 5, Green };
  Kind k = Green;
  using Alias = std::vector<Local>;
  Alias v;
  v.push_back(l);
  co_await tick(1);
  p += co_await tick(10);
  t0 += 1;
  auto lam = [&](int z) { return z + v[0].get() + k + Red; };
  co_await tick(2);
  co_return x + y.v + arr[0] + q + std::get<0>(tup) + (int)t1.size() + lam(1);
}
Coro<int> switches(int n) {
  int r = 0;
  switch (int x = co_await tick(n); x) {
    int late;
  case 0:
    r += 1;
    [[fallthrough]];
  case 1: {
    N s("s", 1);
    r += co_await tick(10);
    break;
  }
  case 2:
    late = 5;
    r += co_await tick(late);
    r += late;
    break;
  default:
    if (x > 5) {
    case 4:
      r += co_await tick(40);
    } else
      r += 7;
  }
  switch (n)
  case 3:
    r += co_await tick(3);
  co_return r;
}
Coro<int> tryblock(int n) try {
  N g("g", n);
  if (co_await tick(n))
    throw n;
  co_return 1;
} catch (int e) {
  co_return e * 10;
}
Coro<int> statics() {
  static int count = 0;
  static N once("once", 5);
  thread_local int tl = 3;
  const int a = 3, b = 4;
  constexpr int c = 5, d = 6;
  int arr[a] = {};
  co_await tick(1);
  count += a + b + c + d + arr[0] + once.v;
  ++tl;
  static int later = 0;
  later += co_await tick(2);
  co_return count + tl + later;
}
Coro<int> lists() {
  std::vector<std::string> v{"x", std::string("y"), "z"};
  for (const auto &s : {std::string("p"), std::string("q")}) {
    co_await tick(1);
    v.push_back(s);
  }
  for (int i : {1, 2, co_await tick(3)}) {
    co_await tick(1);
    v.push_back(std::to_string(i));
  }
  std::array<int, 3> a{co_await tick(1), 2, co_await tick(3)};
  std::vector<int> w{co_await tick(7), co_await tick(8)};
  N arr[2] = {N("e", co_await tick(1)), N("f", co_await tick(2))};
  int total = 0;
  for (auto &s : v)
    total += s.size();
  co_return total + a[0] + a[2] + w[1] + arr[1].v;
}
Coro<int> misc(N &n) {
  int *p = new int(co_await tick(4));
  int r = *p;
  delete (co_await tick(1), p);
  auto u = std::make_unique<N>("u", co_await tick(2));
  r += u->v;
  r += (co_await tick(0) ?: 9);
  int x = 1;
  r += x++ + co_await tick(x);
  x <<= co_await tick(2);
  r += x;
  struct {
    unsigned b : 3;
    unsigned c : 5;
  } bf{1, 2};
  bf.b = co_await tick(6);
  bf.c += co_await tick(3);
  co_await tick(0);
  r += bf.b + bf.c;
  if (auto y = co_await tick(5); y > 4)
    r += y;
  else
    r -= y;
  if (int y = co_await tick(0))
    r += y;
  else
    r += 3;
  while (int z = co_await tick(x > 0 ? x-- : 0)) {
    r += z;
  }
  r += n.v;
  auto f = [k = co_await tick(3)](int m) { return k * m; };
  r += f(2);
  co_return r;
}
Coro<> amain() {
  std::printf("=%d\n", co_await gotos(2));
  std::printf("=%d\n", co_await gotos(5));
  std::printf("=%d\n", co_await bindings());
  for (int i = 0; i < 8; ++i)
    std::printf("=%d\n", co_await switches(i));
  std::printf("=%d =%d\n", co_await tryblock(0), co_await tryblock(3));
  std::printf("=%d =%d\n", co_await statics(), co_await statics());
  std::printf("=%d\n", co_await lists());
  N n("n", 100);
  std::printf("=%d\n", co_await misc(n));
}
int main() { pawl::run(amain()); }
// CHECK: =1001
// CHECK: =3
// CHECK: =38
// CHECK: =11
// CHECK: =40
// CHECK: =1 =30
// CHECK: =29 =55
// CHECK: =22
// CHECK: =187
