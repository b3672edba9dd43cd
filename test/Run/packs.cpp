// Parameter packs, by value and forwarded, in functions, members and generic lambdas; awaitables
// that are parameters. RUN: %run-native %s | %filecheck
#include <cstdio>
#include <memory>
#include <pawl/pawl.h>
#include <string>
#include <tuple>
#include <vector>
using namespace std::chrono_literals;
using pawl::Coro;
template <class T> Coro<T> id(T x) {
  co_await pawl::sleep(1ms);
  co_return std::move(x);
}
template <class A> Coro<> wait_for_it(A &a, A &&b) {
  co_await a;
  co_await std::move(b);
}
struct Aw {
  int v;
  bool await_ready() { return false; }
  void await_suspend(pawl::handle<> h) {
    pawl::get_running_loop();
    hs = h;
    pending.push_back(h);
  }
  int await_resume() {
    std::printf("aw%d ", v);
    return v;
  }
  pawl::handle<> hs;
  static inline std::vector<pawl::handle<>> pending;
};
template <class... Args> Coro<int> count(Args... args) {
  co_await pawl::sleep(1ms);
  co_return (int) sizeof...(args) + (0 + ... + (int)args);
}
template <class F, class... Args> Coro<std::string> call(F f, Args &&...args) {
  auto t = std::make_tuple(args...);
  co_await pawl::sleep(1ms);
  auto r = f(std::forward<Args>(args)...);
  co_await pawl::sleep(1ms);
  co_return r + std::to_string(std::tuple_size_v<decltype(t)>);
}
template <class... Ts> struct All {
  std::tuple<Ts...> t;
  Coro<int> sum() {
    auto s = std::apply([](auto... x) { return (0 + ... + x); }, t);
    co_await pawl::sleep(1ms);
    co_return s;
  }
};
Coro<> amain() {
  std::printf("%d\n", co_await count(1, 2L, 'a'));
  std::printf("%d\n", co_await count());
  std::string s = "str";
  std::printf("%s\n",
              (co_await call([](std::string a, int b,
                                int c) { return a + std::to_string(b) + std::to_string(c); },
                             s, 5, 7))
                  .c_str());
  std::printf("%d\n", co_await All<int, long>{{1, 2}}.sum());
  auto pack = [](auto... xs) -> Coro<int> {
    int n = (0 + ... + xs);
    co_await pawl::sleep(1ms);
    co_return n + (int)sizeof...(xs);
  };
  std::printf("%d\n", co_await pack(1, 2, 3));
}
int main() { pawl::run(amain()); }
// CHECK: 103
// CHECK: str573
// CHECK: 9
