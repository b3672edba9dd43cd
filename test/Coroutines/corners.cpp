// Bit-fields, conversions, overloaded operators, move-only values, placement new.
// RUN: %run-native --cxx20 --no-gxx="frees what it never allocated" %s | %filecheck --check-prefix=CHECK-EXEC
#include "Inputs/values.h"
#include <span>
#include <ranges>
#include <compare>
struct Meta {
  int v;
  auto operator<=>(const Meta&) const = default;
};
struct Holder {
  int x : 4;
  unsigned y : 12;
  mutable int m = 0;
  const int c = 5;
  static inline int sc = 6;
  int& ref;
  Holder(int& r) : x(1), y(2), ref(r) {}
};
struct Conv {
  int v;
  operator int() const { return v; }
  explicit operator bool() const { return v != 0; }
  Conv operator-() const { return {-v}; }
  Conv& operator++() {
    ++v;
    return *this;
  }
  Conv operator++(int) {
    Conv c = *this;
    ++v;
    return c;
  }
  friend Conv operator,(Conv a, Conv b) { return {a.v * 10 + b.v}; }
  friend bool operator&&(Conv a, Conv b) {
    std::printf("&& %d %d\n", a.v, b.v);
    return a.v && b.v;
  }
};
Coro<Conv> conv(int v) {
  co_await tick();
  co_return Conv{v};
}
Coro<Holder*> holder(Holder* h) {
  co_await tick();
  co_return h;
}
Coro<int&> lref(int& r) {
  co_await tick();
  co_return r;
}
Coro<std::unique_ptr<int>> up(int v) {
  co_await tick();
  co_return std::make_unique<int>(v);
}
Coro<int> corners() {
  int backing = 1;
  Holder h(backing);
  (co_await holder(&h))->x = co_await val(3);
  (co_await holder(&h))->y += co_await val(4);
  h.ref = co_await val(8);
  (*co_await holder(&h)).ref += 1;
  int& lr = co_await lref(backing);
  lr += co_await val(1);
  co_await lref(backing) = co_await val(100);
  (co_await lref(backing))++;
  int copy = co_await lref(backing);
  Conv c{1};
  Conv cc = (c, co_await conv(2));
  bool both = co_await conv(0) && co_await conv(5);
  bool sc = static_cast<bool>(co_await conv(3)) && !(co_await conv(1));
  int asInt = co_await conv(4) + co_await val(1);
  auto neg = -(co_await conv(3));
  auto post = c++;
  Meta m1{co_await val(1)}, m2{2};
  bool less = (m1 <=> Meta{co_await val(2)}) < 0, eq = m1 == Meta{co_await val(1)};
  if (auto p = co_await up(3); p && *p == co_await val(3)) std::printf("up %d\n", *p);
  std::unique_ptr<int> moved = co_await up(5);
  auto own = co_await up(7);
  int deref = *co_await up(8) + **&own;
  std::vector<std::unique_ptr<int>> ups;
  ups.push_back(co_await up(1));
  ups.emplace_back(co_await up(2));
  auto consume = [](std::unique_ptr<int> a, std::unique_ptr<int> b, int c) { return *a + *b + c; };
  int con = consume(co_await up(1), std::move(own), co_await val(3));
  std::variant<int, std::string> var = co_await str("variant");
  int visited = std::visit([](auto& v) -> int { return sizeof(v) > 4; }, var);
  var = co_await val(4);
  std::string sconcat = "a" + co_await str("b") + std::to_string(co_await val(3)) +
                        (co_await str("xyz")).substr(co_await val(1), 1);
  const char* lit = (co_await val(1), "literal");
  auto tup = std::tuple{co_await val(1), co_await str("t"), 'c'};
  auto& [t0, t1, t2] = tup;
  co_await tick();
  t0 = 55;
  auto arrp = std::array{co_await val(3), co_await val(1), co_await val(2)};
  std::ranges::sort(arrp);
  std::span<int> sp(arrp);
  int total = 0;
  for (int v : sp | std::views::filter([](int x) { return x != 2; })) {
    co_await tick();
    total += v;
  }
  decltype(auto) da = (co_await lref(backing));
  da += 1;
  int* nope = nullptr;
  (void)nope;
  auto nested = [&](int a) {
    return [&, a](int b) { return a + b + backing; };
  }(co_await val(1))(co_await val(2));
  int tern = both ? co_await val(1) : sc ? co_await val(2) : (less ? co_await val(3) : co_await val(4));
  tern += (tern > 2 ? backing : copy) += co_await val(1);
  int cast = (co_await val(65), static_cast<char>(co_await val(66))) + int(co_await val(1)) +
             (char)(co_await val(67)) + reinterpret_cast<std::intptr_t&>(nope) +
             const_cast<const int&>(backing);
  bool chain = 1 < co_await val(2) && (co_await val(3) > 2 || co_await val(99)) && !(co_await val(0));
  int sh = 1 << co_await val(3) >> co_await val(1);
  int un = +co_await val(1) - -co_await val(2) + !co_await val(0) + ~co_await val(0);
  int assignchain = 0, ac2;
  ac2 = assignchain = co_await val(12);
  ac2 += assignchain -= co_await val(2);
  std::map<std::string, std::vector<int>> mm;
  mm[co_await str("k")].push_back(co_await val(1));
  mm["k"][co_await val(0)] += co_await val(5);
  int init1(co_await val(1)), init2{co_await val(2)}, init3 = {co_await val(3)};
  std::string si(co_await val(3), 'x');
  std::vector<int> vi(co_await val(2), co_await val(7));
  auto lst = {co_await val(1), co_await val(2)};
  static int st = 3;
  std::string_view sv = co_await str("viewed") + "!" == "viewed!" ? "yes" : "no";
  int idx[] = {co_await val(1), [co = co_await val(2)] { return co * 2; }()};
  try {
    throw std::make_pair(co_await val(1), co_await str("exc"));
  } catch (std::pair<int, std::string>& p) { std::printf("%d %s\n", p.first, p.second.c_str()); }
  std::printf("%d %u %d %d %d %d %d %d %d %d %d %d %d\n", h.x, h.y, backing, copy, lr, cc.v, both, sc, asInt,
              neg.v, post.v, c.v, less + eq * 2);
  std::printf("%d %d %zu %d %d %s %s %d %s %d %d %d %d %d %d %d %d\n", *moved, deref, ups.size(), con,
              visited, sconcat.c_str(), lit, t0, t1.c_str(), t2, total, nested, tern, cast, chain, sh, un);
  std::printf("%d %d %d %d %d %d %s %zu %zu %d %s %d %d\n", assignchain, ac2, mm["k"][0], init1, init2, init3,
              si.c_str(), vi.size(), lst.size(), st, std::string(sv).c_str(), idx[0], idx[1]);
  co_return co_await val(1) ? co_await val(2) : throw 1;
}
struct Base2 {
  int a;
  virtual ~Base2() = default;
};
struct D2 : Base2 {
  std::string s;
  D2(int x, std::string t) : Base2{}, s(std::move(t)) { a = x; }
};
Coro<void> news() {
  auto* d = new D2(co_await val(1), co_await str("n"));
  std::shared_ptr<Base2> sp(d);
  auto sp2 = std::make_shared<D2>(co_await val(2), co_await str("m"));
  std::printf("%d %s %d\n", d->a, sp2->s.c_str(), dynamic_cast<D2*>(sp.get()) != nullptr);
  alignas(D2) unsigned char buf[sizeof(D2)];
  auto* pl = new (buf) D2{co_await val(3), "p"};
  co_await tick();
  pl->~D2();
  int* arr = new int[co_await val(2)]();
  arr[1] = co_await val(5);
  delete[] arr;
  std::unique_ptr<int[]> ua(new int[3]{co_await val(1), 2, co_await val(3)});
  std::printf("%d\n", ua[2]);
  auto f = new auto(co_await val(4));
  delete f;
  delete (co_await up(3)).release();
  std::function<int(int)> fn = [k = co_await val(3)](int x) { return x * k; };
  std::printf("%d %zu\n", fn(co_await val(2)), sizeof(pawl::Coro<int>) > 0 ? sizeof(int) : 0);
  goto end;
end:
  co_return;
}
int main() {
  std::printf("%d\n", pawl::run(corners()));
  pawl::run(news());
}
// CHECK-EXEC: 1 exc
// CHECK-EXEC: 3 6 103 101 103 12 0 0 5 -3 1 2 3
// CHECK-EXEC: 5 15 2 11 1 ab3y literal 55 t 99 4 105 106 237 1 4 3
// CHECK-EXEC: 10 22 6 1 2 3 xxx 2 2 3 yes 1 4
// CHECK-EXEC: 6 4
