// Objects in the braced lists of templates: each is copied or bound as what the list makes would have it, before the
// next element is evaluated ([dcl.init.list]/4).
// RUN: %run-native --no-gxx="confused by arrays initialised across an await" %s
#include "../Inputs/trace.h"

#include <array>
#include <map>
#include <tuple>

template <class T>
struct Both {
  T first;
  int second;
};
struct Known {
  std::string name;
  int number;
  int list[2];
  Both<int> inner;
};
template <class T>
struct Bound {
  const T& first;
  int second;
};
struct Class {
  std::string text;
  Class(const std::string& name, std::string suffix) : text(name + suffix) {}
};

template <class T>
Coro<int> change(T& x, int result) {
  x += x;
  co_await tick();
  co_return result;
}
template <class T>
Coro<T> same(T x) {
  co_await tick();
  co_return x;
}
int total(std::initializer_list<std::string> list) {
  int sum = 0;
  for (const std::string& text : list) sum = sum * 100 + static_cast<int>(text.size());
  return sum;
}
int length(const Class& object, int n) { return static_cast<int>(object.text.size()) + n; }

template <class T, class N>
Coro<N> lists(T x, N n) {
  Both<T> both{x, co_await change(x, 1)};
  std::printf("%s %d\n", both.first.c_str(), both.second);
  T two[] = {x, (co_await change(x, 2), x)};
  std::printf("%zu %zu\n", two[0].size(), two[1].size());
  std::array<N, 3> three{n, co_await change(n, 3), n};
  std::printf("%d %d %d\n", three[0], three[1], three[2]);
  std::pair<T, N> pair{x, co_await change(x, 3)};
  std::printf("%zu\n", pair.first.size());
  std::tuple<T, N, N> tuple{x, n, co_await change(n, 3)};
  std::printf("%zu %d\n", std::get<0>(tuple).size(), std::get<1>(tuple));
  std::vector<T> vector{x, (co_await change(x, 2), x)};
  std::printf("%zu %zu\n", vector[0].size(), vector[1].size());
  Known known{x, co_await change(n, 5), {n, co_await change(n, 4)}, {n, co_await change(n, 4)}};
  std::printf("%zu %d %d %d %d\n", known.name.size(), known.number, known.list[0], known.list[1], known.inner.first);
  Bound<T> bound{x, co_await change(x, 5)};
  std::printf("%zu\n", bound.first.size());
  Both<Both<T>> deep{{x, co_await change(x, 1)}, co_await change(x, 2)};
  std::printf("%zu %zu\n", deep.first.first.size(), x.size());
  std::printf("%zu\n", Both<T>{std::move(x), co_await change(n, 5)}.first.size());
  co_return n;
}

template <class T>
Coro<int> arguments(T x) {
  int sum = co_await same(total({x, x + "a", co_await same(x)}));
  std::printf("%d\n", sum);
  sum += co_await same(length({x, "abc"}, co_await change(x, 1)));
  sum += total({x, co_await same(x)});
  co_return sum;
}

struct Counted {
  int id;
  explicit Counted(int id) : id(id) {}
  Counted(const Counted& other) : id(other.id) { std::printf("copy%d ", id); }
  Counted(Counted&&) noexcept = default;
};
/// A constant is copied when its turn is, too; a scalar before an await may be bound to a reference that outlives the call.
template <class T>
Coro<int> constants(const T& x, int n) {
  std::array<T, 2> two{x, T((std::printf("then "), co_await same(n)))};
  Both<T> both{x, (std::printf("then "), co_await same(n))};
  std::printf("\n");
  co_return two[0].id + two[1].id + both.first.id;
}
template <class T>
Coro<int> bound(T&& a, const T& b, int c) {
  co_await tick();
  co_return a * 100 + b * 10 + c;
}
template <class T>
Coro<T> binding(T x) {
  co_return co_await bound(5 + 0, x + 1, co_await same(3)) + co_await bound(T(1), 2 + 0, co_await same(3));
}
template <class T, bool On>
Coro<T> branches(T x) {
  if constexpr (On) {
    T list[2] = {x, (co_await change(x, 1), x)};
    co_return list[0] * 10 + list[1];
  } else {
    co_return x;
  }
}

Coro<> body() {
  std::printf("%d\n", co_await constants(Counted(4), 5));
  std::printf("%d\n", co_await binding(2));
  std::printf("%d %d\n", co_await branches<int, true>(1), co_await branches<int, false>(1));
  std::printf("%d\n", co_await lists(std::string("a"), 1));
  std::printf("%d\n", co_await arguments(std::string("ab")));
}
int main() { pawl::run(body()); }
