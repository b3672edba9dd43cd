// Variables that their own initialisers name, types that only a deduction guide and a lambda give, returned commas, members of
// a base that is a parameter. RUN: %run-native --no-gxx="loops for ever" %s | %filecheck
#include <cstdio>
#include <functional>
#include <memory>
#include <pawl/pawl.h>
#include <string>
#include <utility>
using namespace std::chrono_literals;
using pawl::Coro;

template <class F> struct Leaving {
  F f;
  explicit Leaving(F f) : f(std::move(f)) {}
  Leaving(Leaving &&) = delete;
  ~Leaving() { f(); }
};
template <class F> struct Aggregate {
  F f;
  int more;
  ~Aggregate() { f(more); }
};
template <class F> Aggregate(F, int) -> Aggregate<F>;

struct Node {
  Node *self;
  const void *other;
  int size;
};

Coro<int> tick(int x) {
  co_await pawl::sleep(1ms);
  co_return x;
}

//===--- What names itself
Coro<> recursive() {
  std::function<int(int)> fib = [&fib](int k) -> int { return k < 2 ? k : fib(k - 1) + fib(k - 2); };
  std::function<int(int)> sum([&](int k) { return k == 0 ? 0 : k + sum(k - 1); });
  std::printf("%d %d\n", fib(10), sum(4));
  co_await tick(0);
  std::printf("%d %d\n", fib(12), sum(5));
}
Coro<> addresses() {
  Node n{&n, &n.size, sizeof n};
  const Node m = {nullptr, &m, 2};
  void *p = &p;
  int size = sizeof size;
  std::unique_ptr<Node> node = std::make_unique<Node>(Node{&n, &node, 3});
  co_await tick(0);
  std::printf("%d %d %d %d %d %d\n", n.self == &n, n.other == &n.size, m.other == &m, p == &p,
              size == static_cast<int>(sizeof(int)), node->other == &node);
}
template <class T> Coro<T> in_template(T x) {
  std::function<T(T)> down = [&down](T k) -> T { return k < 1 ? T(7) : down(k - 1); };
  Node n{&n, &n.size, 1};
  co_await tick(0);
  co_return down(x) + (n.self == &n);
}

//===--- Types without a name
Coro<> leaving(int x) {
  Leaving brackets{[&] { std::printf("brackets %d\n", x); }};
  Leaving parentheses([x] { std::printf("parentheses %d\n", x); });
  const Leaving both{[&x] { std::printf("const %d\n", x); }};
  Aggregate list{[](int more) { std::printf("aggregate %d\n", more); }, 5};
  Aggregate copied = {[&](int more) { std::printf("copied %d\n", more + x); }, 6};
  auto named = [] { std::puts("named"); };
  Leaving of_name{named};
  co_await tick(0);
  x = 2;
  co_await tick(0);
}
template <class T> Coro<> leaving_template(T x) {
  Leaving brackets{[&] { std::printf("brackets %d\n", static_cast<int>(x)); }};
  co_await tick(0);
  x = 3;
}

//===--- In a class that is not complete yet
struct Deferred {
  std::function<Coro<int>(int)> f = [](int x) -> Coro<int> { co_return co_await tick(x) + base; };
  int call(int n, std::function<int(int)> g = [](int x) {
    return pawl::run([](int y) -> Coro<int> { co_return co_await tick(y); }(x));
  }) {
    return g(n);
  }
  static constexpr int base = 30;
};

//===--- Commas
Coro<int> comma(int x) { co_return co_await tick(1), x; }
Coro<int> comma_before(int x) {
  if (x == 3)
    co_return std::puts("three"), co_await tick(4);
  while (co_await tick(0), x < 3)
    ++x;
  switch (co_await tick(0), x) {
  case 3: co_return (co_await tick(1), x), x + 10;
  default: co_return 0;
  }
}
template <class T> Coro<T> comma_template(T x) { co_return co_await tick(1), x + 1; }

//===--- Members of a base
struct Source {
  int calls = 0;
  Coro<int> get(std::string x) {
    ++calls;
    co_return static_cast<int>(x.size());
  }
  static int twice(int x) { return 2 * x; }
};
template <class Base> struct Logged : Base {
  int more = 1;
  Coro<int> get(std::string x) {
    int r = co_await Base::get(std::move(x));
    int s = Base::twice(co_await tick(r)) + Base::calls;
    auto again = [this] { return Base::calls; };
    co_await tick(0);
    co_return r + s + more + again();
  }
};

Coro<> all() {
  co_await recursive();
  co_await addresses();
  std::printf("%d %.1f\n", co_await in_template(3), co_await in_template(2.0));
  co_await leaving(1);
  co_await leaving_template(1);
  std::printf("%d %d %d %d\n", co_await comma(5), co_await comma_before(3), co_await comma_before(1),
              co_await comma_template(8));
  Logged<Logged<Source>> logged;
  std::printf("%d\n", co_await logged.get("abc"));
}
int main() {
  pawl::run(all());
  std::printf("%d %d\n", pawl::run(Deferred().f(3)), Deferred().call(4));
}
