// Every place where `async` may stand.
// It is all parsed and lowered.
// RUN: %pawl check %s -- -std=c++17
// RUN: %pawl check %s -- -std=c++20
// RUN: %pawl check %s -- -std=gnu++2b
#include <pawl/pawl.h>
#include <functional>
#include <future>
#include <string>
#include <type_traits>
#include <vector>
using pawl::AsyncGenerator;
using pawl::Coro;
using namespace std::chrono_literals;

async Coro<> first() {}
async Coro<int> second() { return 2; }
static async Coro<> third() { await second(); }
async static Coro<> fourth() { await third(); }
inline async Coro<> fifth() { return; }
Coro<> async sixth() { await fourth(); }
async auto seventh() -> Coro<std::vector<int>> { return std::vector<int>{await second()}; }
auto async eighth() -> Coro<int> { return await second(); }
[[nodiscard]] async Coro<> ninth() { await sixth(); }
async [[nodiscard]] Coro<> tenth() { await ninth(); }
async __attribute__((noinline)) Coro<> eleventh() { await tenth(); }
async Coro<> twelfth [[gnu::cold]] () { await eleventh(); }
extern "C++" async Coro<> thirteenth() {}
extern "C++" {
async Coro<> fourteenth() {}
}
async ::pawl::Coro<> fifteenth() {}
async pawl::Coro<> sixteenth() {}
async class pawl::Coro<> seventeenth() {}
async decltype(first()) eighteenth() {}
async Coro<> (nineteenth)(int x) { (void)x; }
async typename std::enable_if<true, Coro<>>::type twentieth() {}
async Coro<
    std::vector<
        std::vector<int>>>
twentyFirst(int (*callback)(int), std::function<int(int)> f = [](int x) { return x; },
            std::vector<int> v = {1, 2, 3}) {
  return {{callback(1), f(2), v[0]}};
}
async Coro<> whole() noexcept(noexcept(first())) { await first(); }
async std::enable_if_t<(sizeof(int) > 2), Coro<>> shifted() {}
async std::enable_if_t<sizeof(int) < 8, Coro<>> compared() {}
async Coro<> guarded(int x) try {
  await first();
  if (x)
    return;
} catch (int) {
  await first();
  return;
} catch (...) {
  await second();
}

namespace outer::inner {
Coro<> declared(int);
struct Nested {
  struct Inner {
    Coro<int> get() const;
  };
  explicit operator Coro<int>();
  Coro<int> operator[](int);
};
} // namespace outer::inner
async Coro<> outer::inner::declared(int x) { await pawl::sleep(x * 1ms); }
async Coro<int> outer::inner::Nested::Inner::get() const { return 1; }
async outer::inner::Nested::operator Coro<int>() { return 1; }
async Coro<int> outer::inner::Nested::operator[](int i) { return i; }

struct Base {
  virtual Coro<int> step(int) = 0;
  virtual ~Base() = default;
};
struct Derived final : Base {
public:
  async Coro<int> step(int x) override { return x + await helper(); }
  virtual async Coro<> other() const &noexcept { await second(); }
  async virtual Coro<> final() {}
  static async Coro<int> make() { return 4; }
  friend async Coro<> befriended(Derived &self) { await self.helper(); }
  async Coro<int> operator()(int a, int b = 2) { return a + b; }
  async Coro<int> operator+(int a) { return a; }
  async Coro<int> operator->*(int a) { return a; }
  async Coro<bool> operator<(int a) { return a < 3; }
  async Coro<bool> operator<<(int a) { return a << 3; }
  async operator Coro<int>() { return 3; }
  explicit async operator Coro<long>() { return 3; }
  template <class T> async Coro<T> generic(T x) { return x; }
  template <class T, class = std::enable_if_t<(sizeof(T) > 1)>>
  static async Coro<T> constrained(T x) {
    return x;
  }

private:
  async Coro<int> helper() const { return later; }
  int later = 5;
};

template <class T> async Coro<T> plainTemplate(T x) { return x; }
template <class T> struct Holder {
  async Coro<T> get() { return await plainTemplate(value); }
  Coro<T> outside();
  template <class U> Coro<U> deeper(U);
  T value;
};
template <class T> async Coro<T> Holder<T>::outside() { return value; }
template <class T> template <class U> async Coro<U> Holder<T>::deeper(U x) { return x; }
template <> async Coro<int> plainTemplate<int>(int x) { return x + 1; }
template <class T> T made() { return T{}; }

#ifdef __cpp_concepts
template <class T>
  requires std::is_integral_v<T> && (sizeof(T) > 1)
async Coro<T> required(T x) {
  return x;
}
template <class T>
async Coro<T> requiredAfter(T x)
  requires requires(T y) { y + 1; }
{
  return x;
}
async Coro<> abbreviated(auto x) { (void)x; await first(); }
#endif

async AsyncGenerator<int> count(int n) {
  for (int i = 0; i < n; ++i) {
    await pawl::sleep(1ms);
    yield i;
  }
}

struct Captures {
  int member = 0;
  async Coro<> run() {
    int local = 1;
    auto one = async [this, local]() -> Coro<int> { return member + local; };
    auto two = async [=](int x) mutable noexcept -> Coro<int> { return x + local++; };
    auto three = async [&, copy = await one()](auto x) -> Coro<decltype(x)> { return copy + x; };
    auto four = async [] -> Coro<> { await pawl::sleep(1ms); };
    auto five = async [f = [](int x) { return x; }] () -> Coro<int> { return f(3); };
    await one();
    await two(1);
    await three(2);
    await four();
    await async [] -> Coro<> { return; }();
    if (await five() == 3)
      async [] -> Coro<> { await first(); }(); // pawl: allow(unawaited)
    (void)async [&] -> Coro<int> { return await one(); };
    for await (int i : count(3))
      local += i;
    std::vector<std::function<Coro<int>(int)>> all{
        async [](int x) -> Coro<int> { return x; },
        async [=](int x) -> Coro<int> { return x + local; }};
  }
};

auto global = async [](int x) -> Coro<int> { return x; };

async Coro<> nested() {
  struct Local {
    async Coro<int> member() { return await second(); }
    int plain() { return 1; }
  };
  await Local().member();
  auto inner = [](int x) {
    auto again = async [=] -> Coro<int> { return x; };
    return again();
  };
  await inner(Local().plain());
}
