// A user's get is called once for each binding; the temporaries of default arguments live as long
// as the coroutine that refers to them. RUN: %run-native %s | %filecheck
#include <cstdio>
#include <pawl/pawl.h>
#include <string>
using namespace std::chrono_literals;
using pawl::Coro;
struct T2 {
  int a;
  std::string b;
  template <int I> decltype(auto) get() & {
    std::printf("get%d ", I);
    if constexpr (I == 0)
      return (a);
    else
      return (b);
  }
  template <int I> auto get() && {
    std::printf("rget%d ", I);
    if constexpr (I == 0)
      return a;
    else
      return std::move(b);
  }
};
template <> struct std::tuple_size<T2> : std::integral_constant<std::size_t, 2> {};
template <> struct std::tuple_element<0, T2> {
  using type = int;
};
template <> struct std::tuple_element<1, T2> {
  using type = std::string;
};
Coro<int> tick(int x) {
  co_await pawl::sleep(1ms);
  co_return x;
}
Coro<std::string> greet(std::string a, const std::string &g = "hello there, long enough",
                        const char *mark = "!") {
  co_await pawl::sleep(1ms);
  co_return g + a + mark;
}
Coro<std::size_t> measured(const std::string &text = "nothing but defaults, long enough") {
  co_await pawl::sleep(1ms);
  co_return text.size();
}
Coro<int> parts() {
  T2 t{1, "one"};
  auto &[x, y] = t;
  co_await tick(1);
  x += 2;
  y += "x";
  auto lam = [&] { return t.a; };
  co_await tick(1);
  auto [p, q] = t;
  co_await tick(1);
  q += "q";
  p = 7;
  co_return x + (int)y.size() + lam() + p + (int)q.size() + (int)t.b.size();
}
struct Fixed {
  int v;
  explicit Fixed(int v) : v(v) {}
  Fixed(const Fixed &) = delete;
};
int two(const Fixed &f, int k) { return f.v + k; }
Coro<> amain() {
  std::printf("%d\n", co_await parts());
  std::printf("%s %s\n", (co_await greet("a")).c_str(), (co_await greet("b", "yo")).c_str());
  std::printf("%d\n", two(Fixed(3), co_await tick(4)));
  std::printf("%zu\n", co_await measured());
}
int main() { pawl::run(amain()); }
// CHECK: get0 get1 rget0 rget1 26
// CHECK: hello there, long enougha! yob!
// CHECK: 7
// CHECK: 33
