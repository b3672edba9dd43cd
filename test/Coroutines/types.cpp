// Types that are not written as a word before a name: of functions, arrays, members; arrays that structured bindings copy;
// types whose names something in the body, around it or beside them hides.
// RUN: %run-native --no-gxx="takes an array that must be kept for a pointer" %s | %filecheck
#include "Inputs/trace.h"

#include <complex>
#include <string>
#include <sys/stat.h>
#include <vector>

/// An await that suspends and gives \p t.
template <class T> struct Later {
  T t;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<>) const noexcept {}
  T await_resume() { return static_cast<T &&>(t); }
};
template <class T> Later<T> later(T t) { return {static_cast<T &&>(t)}; }
template <class T> Later<T &> lref(T &t) { return {t}; }
template <class T> Later<T &&> rref(T &t) { return {static_cast<T &&>(t)}; }
Later<int> one() { return {1}; }

enum class E : unsigned char { a, b, c };
enum U { u0, u1 };
struct P {
  int x = 4;
  int get(int k) const { return x * k; }
  int arr[3] = {1, 2, 3};
};
union Un {
  int i;
  float f;
};
int inc(int x) { return x + 1; }
int dec(int x) { return x - 1; }
using Fp = int (*)(int);
using A3 = int[3];
using A23 = int[2][3];
typedef float v4 __attribute__((vector_size(16)));
int sum(const A3 &a, int n) { return a[0] + a[1] + a[2] + n; }
int sum2(A23 &&a, int n) { return a[0][0] + a[1][2] + n; }
int call(Fp f, int n) { return f(n); }
int callr(int (&f)(int), int n) { return f(n); }
int callc(Fp const &f, int n) { return f(n); }
int mem(int (P::*f)(int) const, int n) { return (P{}.*f)(n); }
int memd(int P::*f, int n) { return P{}.*f + n; }
int memr(int P::*const &f, int n) { return P{}.*f + n; }
int ptr(const int *const &p, int n) { return *p + n; }
int ee(E e, int n) { return int(e) + n; }
int ec(const E &e, const U &u, int n) { return int(e) + u + n; }
int np(std::nullptr_t, int n) { return n; }
int npr(const std::nullptr_t &, int n) { return n; }
int un(Un u, int n) { return u.i + n; }
int ar(int (*p)[3], int n) { return (*p)[1] + n; }
int longs(const unsigned long long &a, const long double &b, unsigned int c, int n) {
  return int(a + b + c) + n;
}
double cplx(const std::complex<double> &c, _Complex double d, int n) {
  return c.real() + __real__ d + n;
}
float vec(v4 v, int n) { return v[2] + n; }
Fp pick(bool b) { return b ? inc : dec; }
const int *addr(const int &x) { return &x; }
struct Conv {
  operator Fp() const { return dec; }
  operator const char *() const { return "conv"; }
};
Plain operands(bool yes) {
  P p;
  int k = 7;
  int a3[3] = {5, 6, 7};
  std::printf("%d ", sum(A3{1, 2, 3}, co_await one()));
  std::printf("%d ", sum2(A23{{1, 2, 3}, {4, 5, 6}}, co_await one()));
  std::printf("%d ", call(pick(yes), co_await one()) +
                         call(yes ? pick(false) : co_await later<Fp>(inc), co_await one()));
  std::printf("%d ", callr(yes ? inc : dec, co_await one()) +
                         callr(*co_await later<Fp>(dec), co_await one()));
  std::printf("%d ", callc(pick(yes), co_await one()) +
                         callc(co_await later<Fp>(dec), co_await one()) +
                         callc(Conv(), co_await one()));
  std::printf("%d ", mem(&P::get, co_await one()) + mem(co_await later(&P::get), co_await one()) +
                         mem(yes ? co_await later(&P::get) : &P::get, co_await one()));
  std::printf("%d ", memd(&P::x, co_await one()) + memd(co_await later(&P::x), co_await one()) +
                         memr(co_await later(&P::x), co_await one()) + memr(&P::x, co_await one()));
  std::printf("%d\n", ptr(addr(k), co_await one()) +
                          ptr(co_await later<const int *>(&k), co_await one()) +
                          ptr(&k, co_await one()));
  std::printf("%d ", ee(co_await later(E::b), co_await one()) +
                         ee(yes ? E::c : co_await later(E::a), co_await one()) +
                         ec(co_await later(E::b), co_await later(u1), co_await one()) +
                         ec(E::a, u1, co_await one()));
  std::printf("%d ", np(co_await later(nullptr), co_await one()) + npr(nullptr, co_await one()) +
                         np(nullptr, co_await one()) +
                         npr(co_await later(nullptr), co_await one()));
  std::printf("%d ", un(Un{3}, co_await one()) + un(co_await later(Un{3}), co_await one()));
  std::printf("%d ", ar(&a3, co_await one()) + ar(co_await later(&a3), co_await one()) +
                         ar(yes ? &a3 : co_await later(&a3), co_await one()));
  std::printf("%d ", (co_await lref(a3))[co_await one()] + (co_await rref(a3))[co_await one()] +
                         (yes ? co_await lref(a3) : a3)[co_await one()]);
  std::printf("%d ", longs(3ull, 4.0L, 5u, co_await one()) +
                         longs(co_await later(3ull), co_await later(4.0L), co_await later(5u),
                               co_await one()));
  std::printf("%.1f ", cplx(std::complex<double>(1, 2), 3.0, co_await one()) +
                           cplx(co_await later(std::complex<double>(1, 2)),
                                co_await later<_Complex double>(3.0), co_await one()));
  std::printf("%.1f ", vec(v4{1, 2, 3, 4}, co_await one()) +
                           vec(co_await later(v4{1, 2, 3, 4}), co_await one()));
  Fp f = yes ? co_await later<Fp>(inc) : dec;
  int (*const g)(int) = co_await later<Fp>(dec);
  Fp table[2] = {co_await later<Fp>(inc), dec};
  const Fp &bound = co_await later<Fp>(inc);
  int (&fr)(int) = *f;
  int (*(&tr)[2])(int) = table;
  auto af = co_await later<Fp>(dec);
  int (P::*pm)(int) const = co_await later(&P::get);
  int P::*pd = &P::x;
  A3 &ra = a3;
  A3 &&rra = std::move(a3);
  int (*pa)[3] = &a3;
  const E e = co_await later(E::c);
  std::nullptr_t nul = co_await later(nullptr);
  co_await one();
  std::printf("%d ", f(1) + g(1) + table[0](1) + table[1](1) + bound(1) + fr(1) + tr[1](1) + af(3) +
                         (p.*pm)(2) + p.*pd + ra[0] + rra[1] + (*pa)[2] + int(e) +
                         (nul == nullptr));
  try {
    co_await one();
    throw pick(true);
  } catch (Fp c) {
    std::printf("%d ", c(4));
  }
  try {
    throw &a3;
  } catch (int (*c)[3]) {
    std::printf("%d ", (*c)[0]);
  }
  try {
    throw &P::get;
  } catch (int (P::*c)(int) const) {
    std::printf("%d ", (p.*c)(3));
  }
  switch (co_await later(E::b)) {
  case E::b:
    std::printf("b ");
    break;
  default:
    std::printf("? ");
  }
  int n = (yes && co_await one() ? f : g)(co_await one()) + (co_await one(), f)(co_await one());
  bool q =
      f == co_await later<Fp>(inc) && g != co_await later<Fp>(inc) && pm == co_await later(&P::get);
  std::printf("%d %d %d\n", n, q,
              (p.*(co_await later(&P::get)))(co_await one()) + (&p->*(co_await later(&P::x))));
  co_return 0;
}
struct X {
  int v;
  X(int v) : v(v) {}
  X(const X &o) : v(o.v) { std::printf("copy%d ", v); }
  X(X &&o) : v(o.v) { std::printf("move%d ", v); }
  ~X() { std::printf("~%d ", v); }
};
struct Ex {
  int v;
  Ex(int v) : v(v) {}
  explicit Ex(const Ex &o) : v(o.v) { std::printf("xcopy%d ", v); }
  ~Ex() { std::printf("~%d ", v); }
};
Plain bindings() {
  unsigned a[2] = {1, 2};
  auto [p, q] = a;
  X xs[2] = {1, 2};
  auto [x, y] = xs;
  auto [mx, my](std::move(xs));
  const auto [cx, cy]{xs};
  Ex es[2] = {{5}, {6}};
  auto [e, f](es);
  int m[2][3] = {{1, 2, 3}, {4, 5, 6}};
  auto [r, s] = m;
  std::string t[2][1] = {{"aa"}, {"bb"}};
  auto [ta, tb] = t;
  auto [ma, mb] = std::move(t);
  X xm[2][2] = {{1, 2}, {3, 4}};
  auto [xa, xb] = xm;
  co_await one();
  p += 5;
  r[1] += 3;
  std::printf("\n%u %u %u %d %d %d %d %d %d %d %d %d\n", p, q, a[0], x.v, y.v, mx.v, cy.v, e.v, f.v,
              r[1], s[2], m[0][1]);
  std::printf("%s %s %s %s [%s] %d\n", ta[0].c_str(), tb[0].c_str(), ma[0].c_str(), mb[0].c_str(),
              t[0][0].c_str(), xb[1].v);
  co_return 0;
}
template <class T> Plain bindings_of(T a0) {
  T xs[2] = {a0, a0};
  auto [x, y] = xs;
  int m[2][2] = {{1, 2}, {3, 4}};
  auto [r, s] = m;
  T t[2][1] = {{a0}, {a0}};
  auto [ta, tb] = t;
  auto [ua, ub](std::move(t));
  co_await one();
  std::printf("%d %d\n", r[1], s[0]);
  (void)x, (void)y, (void)ta, (void)tb, (void)ua, (void)ub;
  co_return 0;
}
struct Config {
  int a;
  explicit Config(int a) : a(a) {}
  ~Config() { std::printf("~global\n"); }
};
namespace lib {
struct Item {
  int v = 9;
  ~Item() { std::printf("~lib::Item\n"); }
};
} // namespace lib
namespace srv {
struct Config {
  int a;
  int b = 7;
  explicit Config(int a) : a(a) {}
  ~Config() { std::printf("~srv\n"); }
};
namespace lib {
struct Item {
  int v = 8;
};
} // namespace lib
Plain f() {
  ::Config c(3);
  ::lib::Item i;
  std::vector<::Config> v;
  v.emplace_back(4);
  co_await one();
  co_return c.a + i.v + v[0].a;
}
struct S {
  int Item = 3;
  int Config = 4;
  Plain g() {
    ::Config c(3);
    co_await one();
    co_return c.a + Config;
  }
};
} // namespace srv
Plain p(int Config) {
  struct Config c(3);
  co_await one();
  co_return c.a + Config;
}
Plain l() {
  struct stat s;
  stat("/", &s);
  struct stat many[2] = {s, s};
  std::vector<struct stat> sv(2);
  co_await one();
  co_return s.st_mode == many[0].st_mode &&sv[0].st_size == 0;
}
int take(const struct stat &s, int n) { return S_ISDIR(s.st_mode) + n; }
struct stat root() {
  struct stat s;
  stat("/", &s);
  return s;
}
Later<struct stat> aroot() { return {root()}; }
Plain m() {
  auto s = co_await aroot();
  const struct stat &r = co_await aroot();
  struct stat *p = &s;
  int n = take(root(), co_await one()) + take(*p, co_await one());
  co_await one();
  co_return S_ISDIR(s.st_mode) + S_ISDIR(r.st_mode) + n + (p == &s);
}
template <class T> Plain tm(T t) {
  struct stat s = t;
  auto q = co_await aroot();
  co_await one();
  co_return S_ISDIR(s.st_mode) + S_ISDIR(t.st_mode) + take(q, co_await one());
}

template <class T> void show(T t) { std::printf("%d\n", t.result()); }
int main() {
  // CHECK: 7 8 2 2 2 12 20 24
  // CHECK-NEXT: 10 4 8 21 18 26 10.0 8.0 43 5 5 12 b 4 1 8
  show(operands(true));
  show(operands(false));
  // CHECK: copy1 copy2 move1 move2 copy1 copy2 xcopy5 xcopy6 copy1 copy2 copy3 copy4{{ *$}}
  // CHECK-NEXT: 6 2 1 1 2 1 2 5 6 5 6 2
  // CHECK-NEXT: aa bb aa bb [] 4
  show(bindings());
  show(bindings_of(std::string("s")));
  show(bindings_of(X(8)));
  show(bindings_of(8u));
  // CHECK: ~global
  // CHECK-NEXT: ~lib::Item
  // CHECK-NEXT: ~global
  // CHECK-NEXT: 16
  show(srv::f());
  srv::S s;
  // CHECK-NEXT: ~global
  // CHECK-NEXT: 7
  show(s.g());
  // CHECK-NEXT: ~global
  // CHECK-NEXT: 8
  show(p(5));
  // CHECK-NEXT: 1
  show(l());
  // CHECK-NEXT: 7
  show(m());
  // CHECK-NEXT: 4
  show(tm(root()));
}
