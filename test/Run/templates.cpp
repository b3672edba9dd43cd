// Templates, lowered once, do what each instantiation does natively: operands and variables of
// unknown type, branches of if constexpr, members of class templates, generators, loops and
// handlers. RUN: %run-native --no-gxx="cannot parse a parenthesised await in a template" %s | %filecheck
#include <cstdio>
#include <map>
#include <memory>
#include <optional>
#include <pawl/pawl.h>
#include <string>
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
  N operator+(const N &o) const { return N("s", v + o.v); }
};
template <class T> Coro<T> id(T x) {
  co_await pawl::sleep(1ms);
  co_return std::move(x);
}
template <class T> Coro<int> look(const T &x, const N &n) {
  co_await pawl::sleep(1ms);
  std::printf("look%d ", n.v);
  co_return n.v + (int)sizeof(x);
}
template <class T> Coro<int> operands(T t) {
  int r = co_await look(t, N("tmp", 1)) + co_await look(N("x", 2), t + N("y", 3));
  auto &&ref = t + N("z", 4);
  const auto &cref = t;
  co_await pawl::sleep(1ms);
  auto q = co_await id(cref + ref);
  const T copy = co_await id(q);
  T direct("d", co_await id(5)), braced{"b", co_await id(6)};
  co_await pawl::sleep(1ms);
  std::printf("| %d %d %d %d\n", q.v, copy.v, direct.v, braced.v);
  co_return r;
}
template <class T> Coro<std::string> branches(T t) {
  if constexpr (std::is_integral_v<T>) {
    T twice = t * 2;
    auto s = std::to_string(twice);
    co_await pawl::sleep(1ms);
    co_return s + " int";
  } else {
    auto n = t.size();
    auto it = t.begin();
    co_await pawl::sleep(1ms);
    co_return std::to_string(n) + *it;
  }
}
template <class F> Coro<> run(F f) { co_return co_await f(); }
template <class K, class V> Coro<V> lookup(const std::map<K, V> &m, K k) {
  using Map = std::map<K, V>;
  typename Map::const_iterator it = m.find(k);
  co_await pawl::sleep(1ms);
  if (it == m.end())
    throw std::string("missing");
  for (const auto &[a, b] : m) {
    co_await pawl::sleep(1ms);
    if (a == k)
      co_return b;
  }
  co_return it->second;
}
template <class T> Coro<T> choose(bool c, T a) { co_return c ? co_await id(a) : T("other", 1); }
template <class T> Coro<bool> logic(const T& a, const T& b) {
  co_return (co_await id(a)).v && (co_await id(b)).v;
}
template <class T, int N> Coro<int> sized() {
  constexpr int k = N * 2;
  const int m = N + (int)sizeof(T);
  int arr[k] = {1, 2};
  co_await pawl::sleep(1ms);
  std::vector<T> v(m);
  co_return k + m + arr[1] + (int)v.size();
}
template <class T> Coro<int> loops(std::vector<T> v) {
  int n = 0;
  std::size_t i = 0;
  while (i < v.size() && co_await id(true)) {
    if (i == 1) {
      ++i;
      continue;
    }
    n += v[i].v;
    ++i;
  }
  do {
    n += co_await id(1);
  } while (co_await id(n < 10));
  for (auto it = v.begin(); it != v.end(); ++it) {
    switch (co_await id(it->v)) {
    case 1:
      n += 100;
      break;
    case 2:
      n += co_await id(200);
      [[fallthrough]];
    default:
      n += 1000;
    }
  }
  try {
    co_await run([]() -> Coro<> {
      co_await pawl::sleep(1ms);
      throw 5;
    });
  } catch (T &t) {
    n += t.v;
  } catch (int e) {
    n += e;
  }
  co_return n;
}
template <class T> pawl::AsyncGenerator<T> gen(T a, int n) {
  for (int i = 0; i < n; ++i) {
    co_await pawl::sleep(1ms);
    co_yield a + T("g", i);
  }
}
struct Base {
  virtual ~Base() = default;
  virtual Coro<int> f() = 0;
};
template <class T> struct Derived : Base {
  T t;
  Derived(T t) : t(t) {}
  Coro<int> f() override {
    co_await pawl::sleep(1ms);
    auto u = t;
    co_await pawl::sleep(1ms);
    co_return u.v + t.v;
  }
  static Coro<T> make(int v) {
    co_await pawl::sleep(1ms);
    co_return T("made", v);
  }
};
Coro<> amain() {
  std::printf("=%d\n", co_await operands(N("a", 10)));
  std::printf("%s %s\n", (co_await branches(4)).c_str(),
              (co_await branches(std::string("abc"))).c_str());
  int hits = 0;
  auto lam = [&hits]() -> Coro<> {
    ++hits;
    co_await pawl::sleep(1ms);
    ++hits;
  };
  co_await run(lam);
  std::map<int, std::string> table{{1, "one"}, {2, "two"}};
  std::printf("%s %d\n", (co_await lookup(table, 2)).c_str(), hits);
  try {
    co_await lookup(table, 3);
  } catch (std::string &s) {
    std::printf("%s\n", s.c_str());
  }
  std::printf("%d\n", (co_await choose(true, N("q", 3))).v);
  std::printf("%d\n", (co_await choose(false, N("q", 3))).v);
  N l("l", 1), m("m", 0);
  std::printf("%d\n", co_await logic(N(l), N(m)));
  std::printf("%d\n", co_await sized<int, 3>());
  std::vector<N> v;
  v.emplace_back("v", 1);
  v.emplace_back("v", 2);
  v.emplace_back("v", 3);
  std::printf("%d\n", co_await loops(v));
  auto g = gen(N("gg", 1), 2);
  for (auto it = co_await g.begin(); it != g.end(); co_await ++it)
    std::printf("[%d] ", (*it).v);
  std::unique_ptr<Base> b(new Derived<N>(N("D", 21)));
  std::printf("%d %d\n", co_await b->f(), (co_await Derived<N>::make(8)).v);
}
int main() { pawl::run(amain()); }
// CHECK: =46
// CHECK: 8 int 3a
// CHECK: two 2
// CHECK: missing
// CHECK: 2315
// CHECK: 42 8
