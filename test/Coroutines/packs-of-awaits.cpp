// Awaits in the expansion of a parameter pack: folds, arguments, braced lists; what elements keep lives to the end of the
// full-expression ([temp.variadic]/9, [class.temporary]/4).
// RUN: %run-native --no-gxx="takes no fold with an await in an element's member access, and is confused by lists" %s
#include "../Inputs/trace.h"
#include <array>
#include <tuple>
template <class T>
Coro<T> id(T x) { std::printf("<%d ", static_cast<int>(x)); co_await tick(); std::printf("%d> ", static_cast<int>(x)); co_return x; }
Coro<> show(const Noisy& n) { std::printf("(%s ", n.name); co_await tick(); std::printf("%s) ", n.name); }
Coro<Noisy> noisy(const char* name) { co_await tick(); co_return Noisy(name); }
template <class... T> int sum(T... x) { return (0 + ... + static_cast<int>(x)); }
template <class... T> Coro<int> all(T... x) {
  int n = 7;
  (co_await id(x), ...);
  std::printf("\n");
  (std::printf("[%d] ", static_cast<int>(co_await id(x)) + n), ...);
  std::vector<int> out;
  (out.push_back(static_cast<int>(co_await id(x + n))), ...);
  std::printf("%zu\n", out.size());
  bool b = (co_await id(x) && ...);
  bool c = (co_await id(x) || ...);
  bool d = ((co_await id(x) > 1) || ...);
  bool e = ((n > 100) && ... && (co_await id(x) > 1));
  std::printf("%d%d%d%d\n", b, c, d, e);
  int s = (co_await id(x) + ... + 0);
  int t = (n + ... + static_cast<int>(co_await id(x)));
  std::printf("%d %d\n", s, t);
  std::printf("%d\n", sum(co_await id(x)..., n, co_await id(n)));
  std::array<int, sizeof...(x) + 1> a{static_cast<int>(n), co_await id(static_cast<int>(x))...};
  std::vector<int> v{co_await id(static_cast<int>(x))...};
  std::printf("%d %zu\n", a[1], v.size());
  std::tuple<T...> tu{co_await id(x)...};
  co_return static_cast<int>(std::get<0>(tu)) + sum(T(co_await id(x))...);
}
template <class... T> Coro<> objects(const T&... x) {
  (co_await show(Noisy(x)), ...);
  std::printf("\n");
  (co_await noisy(x), ...);
  std::printf("\n");
  ((std::printf("%s ", (co_await noisy(x)).name)), ...);
  std::printf("\n");
  (co_await show(co_await noisy("z")), co_await show(Noisy("y")));
  std::printf("\n");
  try { (co_await show((x[0] == 'b' ? throw 1 : Noisy(x))), ...); } catch (int) { std::printf("caught\n"); }
}
template <class... T> Coro<int> none(T... x) {
  (co_await id(x), ...);
  bool b = (co_await id(x) && ...);
  co_return (0 + ... + co_await id(x)) + sum(co_await id(x)...) + b;
}
template <class T> Coro<std::unique_ptr<int>> boxed(T x) { co_await tick(); co_return std::make_unique<int>(static_cast<int>(x)); }
template <class T> Coro<int> take(T&& x) { co_await tick(); T own = std::forward<T>(x); co_return static_cast<int>(own.size()); }
int count(std::unique_ptr<int> a, std::unique_ptr<int> b) { return *a * 10 + *b; }
template <class... T> Coro<int> forwarded(T&&... x) { co_return (co_await take(std::forward<T>(x)) + ... + 100); }
template <class Tuple, std::size_t... I> Coro<int> indexed(const Tuple& t, std::index_sequence<I...>) {
  (co_await id(std::get<I>(t) + static_cast<int>(I)), ...);
  bool on = sizeof...(I) > 1 && (co_await id(I) || ...);
  int chosen = on ? (co_await id(std::get<I>(t)) - ...) : -1;
  chosen += co_await id(sum(co_await id(I)..., sum(co_await id(std::get<I>(t))...)));
  co_return chosen;
}
template <class... Bases> struct Members {
  int base = 3;
  template <class... T> Coro<int> member(T... x) { co_return (co_await id(x + base) + ... + co_await own(sizeof...(Bases))); }
  Coro<int> own(int n) { co_await tick(); co_return n * base; }
};
Coro<> body() {
  std::string s = "abc";
  std::printf("%d\n", co_await forwarded(s, std::string("de")));
  std::printf("%zu\n", s.size());
  std::printf("%d\n", co_await indexed(std::make_tuple(4, 5), std::index_sequence<0, 1>()));
  auto lambda = [&s](auto... x) -> Coro<int> {
    std::vector<int> sizes;
    for (int i = 0; i < 2; ++i) (sizes.push_back(co_await id(x + static_cast<int>(s.size()))), ...);
    co_return count(co_await boxed(x)...) + static_cast<int>(sizes.size());
  };
  std::printf("%d\n", co_await lambda(1, 2));
  std::printf("%d\n", co_await Members<int, long>().member(1, 2, 3));
  std::printf("%d\n", co_await all(1, 2L, short(3)));
  std::printf("%d\n", co_await all(0));
  co_await objects("a", "b", "c");
  std::printf("%d\n", co_await none());
  for (int ticks = 1; ticks < 7; ++ticks) {
    pawl::Task<> task = pawl::create_task(objects("a", "b", "c"));
    for (int i = 0; i < ticks; ++i) co_await tick();
    task.cancel();
    try {
      co_await task;
    } catch (const pawl::CancelledError&) {
      std::printf("cancelled\n");
    }
  }
}
int main() { pawl::run(body()); }
