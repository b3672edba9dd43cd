// Every kind of function as a coroutine: templates, members, operators, lambdas.
// RUN: %run-native --cxx20 --no-gxx="refuses braced lists that are arguments" %s | %filecheck --check-prefix=CHECK-EXEC
#include "Inputs/values.h"
#include <concepts>
#define CHECK(x)                             \
  do {                                       \
    if (!(x))                                \
      std::printf("CHECK failed: %s\n", #x); \
    else                                     \
      std::printf("ok\n");                   \
  } while (0)
#define RETURN_IF_ERROR(e)     \
  do {                         \
    auto _e = (e);             \
    if (_e != 0) co_return _e; \
  } while (0)
#define ASSIGN_OR_RETURN(lhs, e) \
  auto _tmp = (e);               \
  if (_tmp < 0) co_return -1;    \
  lhs = _tmp
template <class T, int N, template <class...> class C>
Coro<C<T>> fill(T v) {
  C<T> c;
  for (int i = 0; i < N; ++i) {
    co_await tick();
    c.push_back(v);
  }
  co_return c;
}
template <class... Ts>
Coro<int> sum(Ts... ts) {
  int s = 0;
  ((s += ts), ...);
  co_await tick();
  ((s += ts), ...);
  co_return s;
}
template <class F, class... A>
Coro<int> apply(F&& f, A&&... a) {
  co_await tick();
  co_return f(std::forward<A>(a)...) + co_await val(1);
}
template <class T>
struct Stack {
  std::vector<T> items;
  Coro<void> push(T t);
  template <class U>
  Coro<U> popAs();
  static Coro<Stack> make(T a) {
    Stack s;
    co_await s.push(a);
    co_return s;
  }
  struct Iter {
    Stack* s;
    Coro<T> next() {
      co_await tick();
      T t = s->items.back();
      s->items.pop_back();
      co_return t;
    }
  };
  Iter iter() { return {this}; }
};
template <class T>
Coro<void> Stack<T>::push(T t) {
  co_await tick();
  items.push_back(std::move(t));
}
template <class T>
template <class U>
Coro<U> Stack<T>::popAs() {
  U u = static_cast<U>(items.back());
  co_await tick();
  items.pop_back();
  co_return u;
}
template <>
Coro<void> Stack<char>::push(char t) {
  std::printf("char spec\n");
  co_await tick();
  items.push_back(t);
}
template <std::integral T>
Coro<T> twice(T t) {
  co_await tick();
  co_return t + t;
}
template <class T>
  requires(!std::integral<T>)
Coro<T> twice(T t) {
  co_await tick();
  co_return t + "!" + t;
}
Coro<int> autop(auto x, std::convertible_to<int> auto y) {
  co_await tick();
  co_return x + y;
}
struct Iface {
  virtual Coro<int> go(int) = 0;
  virtual ~Iface() = default;
};
struct Impl final : Iface {
  int k = 2;
  Coro<int> go(int x) override {
    k += co_await val(x);
    co_return k;
  }
  Coro<Impl> operator+(const Impl& o) const {
    Impl r;
    co_await tick();
    r.k = k + o.k;
    co_return r;
  }
  Coro<int> operator()(int a) const& {
    co_await tick();
    co_return a + k;
  }
  Coro<int> operator()(int a) && {
    co_await tick();
    co_return -a;
  }
  Coro<bool> operator==(int x) const noexcept {
    co_await tick();
    co_return x == k;
  }
  static Coro<int> st(int x = 5, std::string s = "dd") {
    co_await tick();
    co_return x + (int)s.size();
  }
  auto trailing(int x) -> Coro<int> {
    co_await tick();
    co_return x;
  }
  using CI = Coro<int>;
  CI alias() {
    co_await tick();
    co_return 1;
  }
  [[nodiscard]] Coro<int> attr([[maybe_unused]] int unused) {
    co_await tick();
    co_return 4;
  }
  friend Coro<int> fr(Impl& i) {
    co_await tick();
    co_return i.k;
  }
  explicit operator Coro<int>() const { return st(); }
};
Coro<int> fib(int n) {
  if (n < 2) co_return n;
  co_return co_await fib(n - 1) + co_await fib(n - 2);
}
Coro<int> over(int) {
  co_await tick();
  co_return 1;
}
Coro<int> over(double) {
  co_await tick();
  co_return 2;
}
Coro<int> over(const std::string& s) {
  co_await tick();
  co_return (int) s.size();
}
static inline Coro<int> cc(std::unique_ptr<int> p, int&& rv, const char* s, int (&arr)[3], int* const cp) {
  int x = *p;
  co_await tick();
  co_return x + *p + rv + s[0] + arr[1] + *cp;
}
namespace a::b {
inline namespace v1 {
Coro<int> nested() {
  co_await tick();
  co_return 77;
}
}  // namespace v1
namespace {
Coro<int> anon() {
  co_await tick();
  co_return 78;
}
}  // namespace
}  // namespace a::b
Coro<int> defs(int x, int y = 3) {
  co_await tick();
  co_return x* y;
}
Coro<int> err(int x) {
  co_await tick();
  co_return x;
}
Coro<int> macros(int k) {
  CHECK(co_await err(1) == 1);
  CHECK((co_await err(k)) == 5 || co_await err(2) == 3);
  RETURN_IF_ERROR(co_await err(0));
  int x;
  ASSIGN_OR_RETURN(x, co_await err(k));
  RETURN_IF_ERROR(co_await err(x));
  co_return 0;
}
template <int... Is>
Coro<int> seq(std::integer_sequence<int, Is...>) {
  int arr[] = {Is...};
  co_await tick();
  co_return (arr[Is] + ...);
}
template <class T>
Coro<std::string> kind(T) {
  if constexpr (std::is_same_v<T, int>) {
    co_await tick();
    co_return "int";
  } else if constexpr (requires(T t) { t.size(); }) {
    co_await tick();
    co_return "sized";
  } else
    co_return "other";
}
template <class T>
constexpr bool big = sizeof(T) > 4;
template <class T>
Coro<bool> vt(T t) {
  if (big<T>) co_await tick();
  T u = t;
  co_await tick();
  co_return big<decltype(u)>;
}
Coro<int> lambdas() {
  int base = 10;
  std::string s = "cap";
  auto up = std::make_unique<int>(5);
  auto l1 = [](int x) -> Coro<int> {
    co_await tick();
    co_return x;
  };
  auto l2 = [&base](int x) -> Coro<int> {
    base += x;
    co_await tick();
    co_return base;
  };
  auto l3 = [=](auto x) -> Coro<int> {
    co_await tick();
    co_return x + base + (int)s.size();
  };
  auto l4 = [n = 0, p = std::move(up)]() mutable -> Coro<int> {
    ++n;
    co_await tick();
    n += *p;
    co_return n;
  };
  auto l5 = [&](auto... xs) -> Coro<int> {
    co_await tick();
    int t = 0;
    ((t += xs), ...);
    co_return t + base;
  };
  auto l6 = [l1](int x) -> Coro<int> {
    auto in = [x](int y) -> Coro<int> {
      co_await tick();
      co_return x* y;
    };
    co_return co_await in(co_await l1(x));
  };
  auto l7 = []<class T>(T t, std::vector<T> v) -> Coro<T> {
    co_await tick();
    v.push_back(t);
    co_return v.front();
  };
  std::function<Coro<int>(int)> fn = l1;
  auto rec = [](auto& self, int n) -> Coro<int> {
    if (n == 0) co_return 0;
    co_return n + co_await self(self, n - 1);
  };
  struct S {
    int z = 3;
    Coro<int> run() {
      auto a = [this](int q) -> Coro<int> {
        co_await tick();
        co_return z + q;
      };
      z = 4;
      int r1 = co_await a(1);
      auto b = [*this](int q) -> Coro<int> {
        co_await tick();
        co_return z + q;
      };
      z = 50;
      co_return r1 * 100 + co_await b(1);
    }
  } obj;
  int r = co_await l1(1) + co_await l2(2) + co_await l3(3) + co_await l4() + co_await l4() +
          co_await l5(1, 2, 3) + co_await l6(3) + co_await l7(1, {4, 5}) + co_await fn(3) +
          co_await rec(rec, 4) + co_await obj.run();
  co_return r + co_await [](int v) -> Coro<int> {
    co_await tick();
    co_return v;
  }(5);
}
int main() {
  auto p = [](const char* n, auto c) {
    auto r = pawl::run(std::move(c));
    if constexpr (std::is_same_v<decltype(r), std::string>)
      std::printf("%s %s\n", n, r.c_str());
    else
      std::printf("%s %d\n", n, (int)r);
  };
  std::printf("%zu\n", pawl::run(fill<std::string, 3, std::vector>("x")).size());
  p("sum", sum(1, 2, 3));
  p("sum0", sum());
  int lv = 2;
  p("apply", apply([](int a, int& b, std::unique_ptr<int> c) { return a + b++ + *c; }, 1, lv,
                   std::make_unique<int>(4)));
  std::printf("lv %d\n", lv);
  auto st = pawl::run(Stack<int>::make(65));
  pawl::run(st.push(66));
  p("pop", st.popAs<char>());
  p("it", st.iter().next());
  auto sc = pawl::run(Stack<char>::make('a'));
  p("twice", twice(4));
  p("twice", twice(std::string("s")));
  p("auto", autop(1, 2));
  Impl i;
  Iface& f = i;
  p("virt", f.go(3));
  p("plus", [](Impl& i) -> Coro<int> {
    Impl x = co_await (i + i);
    co_return x.k;
  }(i));
  p("call", i(1));
  p("callr", [](int a) -> Coro<int> { co_return co_await Impl()(a); }(1));
  p("eq", i == 5);
  p("st", Impl::st());
  p("st", i.st(1));
  p("tr", i.trailing(2));
  p("al", i.alias());
  p("at", i.attr(1));
  p("fr", fr(i));
  p("conv", static_cast<Coro<int>>(i));
  p("fib", fib(10));
  p("o1", over(1));
  p("o2", over(1.0));
  p("o3", over("abc"));
  int arr[3] = {1, 2, 3};
  int cpv = 100;
  p("cc", cc(std::make_unique<int>(3), 5, "A", arr, &cpv));
  p("n", a::b::nested());
  p("an", a::b::anon());
  p("d", defs(2));
  p("m", macros(5));
  p("m", macros(-5));
  p("seq", seq(std::make_integer_sequence<int, 4>()));
  p("k", kind(1));
  p("k", kind(std::string()));
  p("k", kind(1.0));
  p("vt", vt(1.0));
  p("vt", vt('c'));
  p("lambdas", lambdas());
}
// CHECK-EXEC: sum 12
// CHECK-EXEC: sum0 0
// CHECK-EXEC: apply 8
// CHECK-EXEC: pop 66
// CHECK-EXEC: plus 10
// CHECK-EXEC: fib 55
// CHECK-EXEC: cc 178
// CHECK-EXEC: seq 6
// CHECK-EXEC: lambdas 601
