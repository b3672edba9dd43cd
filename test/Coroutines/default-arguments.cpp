// The temporaries of default arguments live as long as the full-expression in which they are used: across the await.
// RUN: %run-native --no-gxx="takes an array that must be kept for a pointer" %s | %filecheck
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "Inputs/lazy.h"
namespace n {
int base() { return 4; }
enum class Mode { fast, slow };
struct Opt {
  int a = 3;
  std::string s = "opt";
  Opt() = default;
  Opt(int a, std::string s) : a(a), s(std::move(s)) {}
  static Opt make() { return Opt(7, "made"); }
  Opt with(int v) const { return Opt(v, s); }
  int operator[](int i) const { return a * i; }
};
inline Opt operator+(const Opt& l, int v) { return Opt(l.a + v, l.s); }
template <class T>
T twice(T t) {
  return t + t;
}
constexpr int K = 5;
struct Fn {
  int operator()(int v) const { return v + 1; }
};
}  // namespace n
std::string* global = new std::string("global");
Lazy<int> concat(const std::string& s = std::string("xx") + "y") {
  co_await one();
  co_return static_cast<int>(s.size());
}
Lazy<int> member(const std::string& s = std::string("hello world").substr(2, 3)) {
  co_await one();
  co_return static_cast<int>(s.size());
}
Lazy<int> opt(const n::Opt& o = n::Opt::make()) {
  co_await one();
  co_return o.a;
}
Lazy<int> opt2(const n::Opt& o = n::Opt::make().with(n::base()) + n::K) {
  co_await one();
  co_return o.a;
}
Lazy<int> nested(const n::Opt& o = {n::K, "z"}, const n::Opt& p = {}) {
  co_await one();
  co_return o.a + p.a;
}
Lazy<int> tmpl(const std::string& s = n::twice(std::string("ab"))) {
  co_await one();
  co_return static_cast<int>(s.size());
}
Lazy<int> tmpl2(const int& s = n::twice<int>(3)) {
  co_await one();
  co_return s;
}
Lazy<int> vec(const std::vector<int>& v = {1, 2, 3}) {
  co_await one();
  co_return static_cast<int>(v.size());
}
Lazy<int> vecs(const std::vector<std::string>& v = {"a", std::string("b") + "c"}) {
  co_await one();
  co_return static_cast<int>(v.size() + v[1].size());
}
Lazy<int> sub(const int& v = n::Opt()[3], const int& w = *std::make_unique<int>(4)) {
  co_await one();
  co_return v + w;
}
Lazy<int> cond(const std::string& s = n::base() > 3 ? std::string("yes") : std::string("nope")) {
  co_await one();
  co_return static_cast<int>(s.size());
}
Lazy<int> fn(const int& v = n::Fn()(3), n::Mode m = n::Mode::slow, const n::Mode& r = n::Mode::slow) {
  co_await one();
  co_return v + int(m) + int(r);
}
Lazy<int> casts(const long& v = static_cast<long>(3.5) + long(2) + (long)1, const void* const& p = nullptr,
                const unsigned& u = sizeof(int)) {
  co_await one();
  co_return int(v) + (p == nullptr) + int(u);
}
Lazy<int> neu(const std::unique_ptr<int>& p = std::make_unique<int>(3),
              std::shared_ptr<int> q = std::shared_ptr<int>(new int(4))) {
  co_await one();
  co_return *p + *q;
}
Lazy<int> glob(const std::string& s = *global + "!", const std::string& t = *global) {
  co_await one();
  co_return static_cast<int>(s.size() + t.size());
}
Lazy<int> mp(const std::map<std::string, int>& m = {{"a", 1}, {"b", 2}}) {
  co_await one();
  co_return m.at("b");
}
Lazy<int> two(int a, const std::string& s = std::string("q") + "w", const std::string& t = "lit") {
  co_await one();
  co_return a + static_cast<int>(s.size() + t.size());
}
using namespace std::string_literals;
Lazy<int> lit(const std::string& s = "abc"s + "d"s) {
  co_await one();
  co_return static_cast<int>(s.size());
}
Lazy<int> ini(std::initializer_list<int> l = {1, 2, 3, 4}) {
  co_await one();
  int n = 0;
  for (int x : l) n += x;
  co_return n;
}
Lazy<int> line(const int& l = __LINE__, const char* const& f = __builtin_FUNCTION()) {
  co_await one();
  co_return l * 0 + (f != nullptr);
}
struct C {
  int v = 2;
  static int sf() { return 6; }
  static constexpr int K = 8;
  struct In {
    int w = 5;
    In operator-() const { return {-w}; }
  };
  Lazy<int> m(const std::string& s = std::string("cc") + "d", const int& k = K + sf(), const In& in = -In{3}) {
    co_await one();
    co_return static_cast<int>(s.size()) + k + v + in.w;
  }
};
template <class T>
struct TC {
  Lazy<int> m(const T& t = T("def") + "x") {
    co_await one();
    co_return static_cast<int>(t.size());
  }
};
template <class T>
Lazy<int> ft(const T& a, const T& b = T("q") + "r") {
  co_await one();
  co_return static_cast<int>(a.size() + b.size());
}
Lazy<int> all() {
  int r = co_await concat();
  r = r * 10 + co_await member();
  r = r * 10 + co_await opt();
  std::printf("%d ", r);
  r = co_await opt2() + 100 * co_await nested();
  std::printf("%d ", r);
  r = co_await tmpl() + 10 * co_await tmpl2() + 100 * co_await vec() + 1000 * co_await vecs();
  std::printf("%d ", r);
  r = co_await sub() + 100 * co_await cond() + 1000 * co_await fn();
  std::printf("%d ", r);
  r = co_await casts() + 100 * co_await neu() + 1000 * co_await glob() + 100000 * co_await mp();
  std::printf("%d ", r);
  r = co_await two(1) + 10 * co_await two(1, "z") + 100 * co_await lit() + 1000 * co_await ini() + 100000 * co_await line();
  std::printf("%d\n", r);
  C c;
  r = co_await c.m() + 100 * co_await c.m("z");
  std::printf("%d ", r);
  TC<std::string> tc;
  r = co_await tc.m() + 100 * co_await ft(std::string("abc"));
  std::printf("%d\n", r);
  co_return 0;
}
int main() {
  // CHECK: 337 809 4364 6313 213711 110456
  // CHECK-NEXT: 1416 504
  run(all());
}
