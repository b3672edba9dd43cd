// DEFINE: %{flags} = --lower-flag=-Wno-pawl-swallowed-cancel --lower-flag=-Wno-pawl-unawaited
// Coroutines that are awaited where they are called: their frames are part of their callers', and what happens is what
// happens natively. RUN: %run-native --no-gxx="crashes" %{flags} %s | %filecheck
// RUN: %run-native --no-gxx="crashes" %{flags} --lower-flag=-fpawl-no-embed %s | %filecheck
#include <functional>

#include "../Inputs/trace.h"

/// A coroutine that suspends when asked to.
Coro<int> leaf(int value, bool suspends) {
  Noisy n("leaf");
  if (suspends) co_await tick();
  co_return value;
}

// Parameters end with the full-expression of the call, in the caller's order.
Coro<int> parameters(Noisy by_value, const Noisy& reference, bool suspends) {
  std::printf("in(%s,%s) ", by_value.name, reference.name);
  co_return by_value.value + co_await leaf(1, suspends);
}
int use(int a, const Noisy& n) {
  std::printf("use(%d,%s) ", a, n.name);
  return a;
}
Coro<> full_expressions() {
  for (bool suspends : {false, true}) {
    Noisy r("r");
    std::printf("%d ", use(co_await parameters(Noisy("p", 10), r, suspends), Noisy("q")));
    Noisy own("own", 20);
    int sum = co_await parameters(own, own, suspends) + co_await leaf(2, suspends) + co_await leaf(3, !suspends);
    std::printf("sum=%d ", sum);
    std::puts("");
  }
}
// CHECK: +r +p in(p,r) +leaf -leaf +q use(11,q) 11 -q -p +own copy-own in(own,own) +leaf -leaf +leaf -leaf +leaf -leaf -own sum=26
// CHECK-NEXT: -own -r +r +p in(p,r) +leaf -leaf +q use(11,q) 11 -q -p

// Exceptions: from a parameter's copy, before and after a suspension, from a local's destructor; what guards see.
struct Fragile {
  int copies;
  explicit Fragile(int copies) : copies(copies) {}
  Fragile(const Fragile& other) : copies(other.copies - 1) {
    if (copies < 0) throw std::runtime_error("copy");
  }
};
Coro<> takes(Noisy first, Fragile second) {
  std::printf("never(%s%d) ", first.name, second.copies);
  co_return;
}
struct Watch {
  const char* name;
  ~Watch() { std::printf("%s:%d ", name, std::uncaught_exceptions()); }
};
Coro<int> thrower(bool suspends) {
  Watch w{"thrower"};
  if (suspends) co_await tick();
  throw std::runtime_error("boom");
}
Coro<int> passes(Noisy parameter, bool suspends) {
  Watch w{"passes"};
  int value = co_await thrower(suspends);
  std::printf("never%s ", parameter.name);
  co_return value;
}
Coro<int> handles(bool suspends) {
  try {
    Watch w{"handles"};
    co_return co_await passes(Noisy("p"), suspends);
  } catch (const std::runtime_error& error) {
    std::printf("caught:%s ", error.what());
  }
  co_return co_await leaf(7, suspends);
}
struct Bursts {
  ~Bursts() noexcept(false) { throw std::runtime_error("destructor"); }
};
Coro<std::string> bursts(bool suspends) {
  Bursts b;
  if (suspends) co_await tick();
  co_return std::string(40, 'x');
}
Coro<> exceptions() {
  for (bool suspends : {false, true}) {
    try {
      co_await takes(Noisy("first"), Fragile(0));
    } catch (const std::runtime_error& error) {
      std::printf("%s ", error.what());
    }
    std::printf("%d ", co_await handles(suspends));
    try {
      std::printf("never%s ", (co_await bursts(suspends)).c_str());
    } catch (const std::runtime_error& error) {
      std::printf("%s\n", error.what());
    }
  }
}
// CHECK-COUNT-2: +first -first copy +p thrower:1 passes:1 -p handles:1 caught:boom +leaf -leaf 7 destructor

// Results of all kinds.
struct Big {
  long numbers[5];
};
struct alignas(32) Wide {
  int value;
};
enum class Color : short { red, blue };
int global = 5;
Coro<int&> reference() { co_return global; }
Coro<double> real(double x) { co_return x / 2; }
Coro<Big> big(long n) { co_return Big{{n, 2, 3, 4, n}}; }
Coro<Wide> wide(int n) {
  co_await tick();
  co_return Wide{n};
}
Coro<std::unique_ptr<int>> owner(std::unique_ptr<int> p) { co_return std::move(p); }
Coro<Color> color(bool blue) { co_return blue ? Color::blue : Color::red; }
Coro<const char*> word() { co_return "word"; }
Coro<bool> truth() { co_return true; }
Coro<std::chrono::milliseconds> delay() { co_return 3ms; }
Coro<> results() {
  co_await reference() = 6;
  std::printf("%d %.1f %ld %d %d ", global, co_await real(3), (co_await big(9)).numbers[4], (co_await wide(8)).value,
              *co_await owner(std::make_unique<int>(4)));
  std::printf("%d %s %d %d\n", static_cast<int>(co_await color(true)), co_await word(), co_await truth(),
              static_cast<int>((co_await delay()).count()));
}
// CHECK: 6 1.5 9 8 4 1 word 1 3

// All ways to call: members, templates, overloads, default arguments, namespaces, virtual calls, recursion.
namespace outer {
namespace {
Coro<int> hidden(int n) { co_return n + 1; }
}  // namespace
inline namespace v1 {
Coro<int> in_inline(int n = 3) { co_return co_await hidden(n); }
}  // namespace v1
struct Tag {};
Coro<int> found_by_argument(Tag, int n) { co_return n; }
}  // namespace outer
using outer::in_inline;
namespace alias = outer;
class Base {
 public:
  virtual ~Base() = default;
  virtual Coro<int> turn(int n) { co_return n; }
  Coro<int> both(int n) { co_return co_await turn(n) * 100 + co_await Base::turn(n); }

 protected:
  Coro<int> guarded() const { co_return value_; }
  static Coro<int> shared(int n) { co_return n * 2; }
  int value_ = 4;
};
class Derived final : public Base {
 public:
  Coro<int> turn(int n) override {
    if (n == 3) co_await tick();
    co_return n + 1;
  }
  Coro<int> sum() { co_return co_await guarded() + co_await this->guarded() + co_await shared(1) + co_await turn(2); }
};
Coro<int> overloaded(int) { co_return 1; }
Coro<int> overloaded(double) { co_return 2; }
template <class T>
Coro<int> overloaded(T*) {
  co_return 3;
}
template <class T>
struct Holder {
  T value;
  Coro<T> get() const { co_return value; }
  template <class U>
  Coro<U> as() const {
    co_return U(co_await get());
  }
};
template <>
Coro<int> Holder<int>::get() const {
  co_return value * 10;
}
template <class T>
Coro<T> copy_of(T value, bool suspends = false) {
  if (suspends) co_await tick();
  co_return value;
}
template <>
Coro<char> copy_of(char value, bool suspends) {
  if (suspends) co_await tick();
  co_return static_cast<char>(value + 1);
}
template <class R, class T>
Coro<R> converted(T value) {
  co_return static_cast<R>(co_await copy_of(value));
}
template <int N>
Coro<int> descend(int n) {
  if constexpr (N == 0)
    co_return n;
  else
    co_return co_await descend<N - 1>(n + 1);
}
template <>
Coro<int> descend<2>(int n) {
  co_return n * 1000;
}
Coro<long> fibonacci(int n) {
  if (n == 5) co_await tick();
  co_return n < 2 ? n : co_await fibonacci(n - 1) + co_await fibonacci(n - 2);
}
Coro<bool> odd(unsigned n);
Coro<bool> even(unsigned n) { co_return n == 0 ? true : co_await odd(n - 1); }
Coro<bool> odd(unsigned n) { co_return n == 0 ? false : co_await even(n - 1); }
Coro<> calls() {
  std::printf("%d %d %d ", co_await in_inline(), co_await alias::v1::in_inline(7),
              co_await found_by_argument(outer::Tag(), 2));
  Base base;
  Derived derived;
  Base& dynamic = derived;
  std::printf("%d %d %d %d ", co_await base.both(1), co_await dynamic.both(3), co_await derived.sum(),
              co_await dynamic.turn(8));
  std::printf("%d%d%d ", co_await overloaded(1), co_await overloaded(1.0), co_await overloaded("x"));
  std::printf("%d %.1f %d ", co_await Holder<int>{4}.get(), co_await Holder<double>{2.5}.get(),
              co_await Holder<double>{2.5}.as<int>());
  std::printf("%s %c %d %d %d ", (co_await copy_of(std::string("text"), true)).c_str(), co_await copy_of('a'),
              co_await converted<int>(3.9), co_await descend<1>(1), co_await descend<4>(1));
  std::printf("%ld %d ", co_await fibonacci(12), co_await even(100000));
  struct Local {
    int n;
    Coro<int> get() { co_return n; }
    Coro<int> more() { co_return co_await get() + 1; }
  };
  Local local{5};
  auto lambda = [](int n) -> Coro<int> { co_return n + co_await leaf(1, true); };
  std::function<Coro<int>(int)> erased = lambda;
  Coro<int> (*pointer)(int, bool) = leaf;
  std::printf("%d %d %d %d ", co_await local.more(), co_await lambda(1), co_await erased(2), co_await pointer(3, true));
  std::printf("%d\n", co_await leaf(co_await leaf(co_await leaf(1, true) + 1, false) + 1, true) + (co_await leaf(4, false) == 4 ? co_await leaf(5, true) : 0));
}
// CHECK: 4 8 2 101 403 13 9 123 40 2.5 2 text b 3 2 3000 144 1
// CHECK-SAME: 6 2 3 3 +leaf
// CHECK: 8

// Awaiters that resume, destroy, refuse or throw where a called coroutine suspends.
struct Odd {
  enum Way { resumes, refuses, throws, transfers } way;
  bool await_ready() const noexcept { return false; }
  template <class P>
  pawl::handle<> await_suspend(pawl::handle<P> h) {
    if (way == throws) throw std::runtime_error("suspend");
    if (way != resumes) return h;
    h.resume();
    return pawl::noop_handle();
  }
  void await_resume() const {}
};
Coro<int> odd_leaf(Odd::Way way) {
  Noisy n("o");
  co_await Odd{way};
  co_return static_cast<int>(way);
}
Coro<int> odd_middle(Odd::Way way) {
  Noisy n("m");
  for (int i = 0; i < 2; ++i) co_await odd_leaf(way);
  co_return co_await odd_leaf(way);
}
Coro<> awaiters() {
  for (Odd::Way way : {Odd::resumes, Odd::refuses, Odd::throws, Odd::transfers}) try {
      std::printf("%d ", co_await odd_middle(way));
    } catch (const std::runtime_error& error) {
      std::printf("%s ", error.what());
    }
  std::puts("");
}
// CHECK: +m +o -o +o -o +o -o -m 0 +m +o -o +o -o +o -o -m 1 +m +o -o -m suspend +m

// Cancellation reaches the innermost; handlers between await; what is left alone is destroyed where it stands.
Coro<int> sleeper(Noisy parameter) {
  Noisy n("sleeper");
  co_await pawl::sleep(1h);
  co_return parameter.value;
}
Coro<int> cleaner(Noisy parameter) {
  bool again = false;
  try {
    co_await sleeper(Noisy("s"));
  } catch (const pawl::CancelledError&) {
    again = true;
  }
  if (again) co_await leaf(parameter.value, true);
  std::printf("cleaned ");
  pawl::Task<int> task = pawl::create_task(leaf(3, true));
  co_return co_await task + co_await pawl::create_task(leaf(4, false));
}
Coro<int> top() { co_return co_await cleaner(Noisy("c")); }
Coro<> cancellation() {
  auto task = pawl::create_task(top());
  co_await tick();
  task.cancel();
  std::printf("%d ", co_await task);
  auto timed = co_await pawl::as_outcome(pawl::wait_for(top(), 1ms));
  std::printf("%d ", timed.has_value());
  {
    auto left = top();
    std::printf("unstarted ");
  }
  std::puts("");
}
// CHECK: +c +s +sleeper -sleeper -s +leaf -leaf cleaned +leaf -leaf +leaf -leaf -c 7
// CHECK: unstarted

pawl::AsyncGenerator<int> numbers(int n) {
  for (int i = 0; i < n; ++i) co_yield co_await leaf(i, i % 2 == 1);
}
Coro<int> total(int n) {
  int sum = 0;
  auto all = numbers(n);
  for (auto at = co_await all.begin(); at != all.end(); co_await ++at) sum += *at;
  co_return sum;
}
Coro<> many() {
  long sum = 0;
  for (int i = 0; i < 300000; ++i) sum += co_await copy_of(i, i % 1000 == 0);
  std::printf("%ld %d\n", sum, co_await total(4));
}
// CHECK: 44999850000 {{.*}}6

int main() {
  for (auto* part : {full_expressions, exceptions, results, calls, awaiters, cancellation, many}) pawl::run(part());
  auto task = [] {
    auto left = pawl::create_task(top(), "left");
    return left;
  };
  pawl::run([](auto make) -> Coro<> {
    auto left = make();
    co_await tick();
    std::printf("end ");
  }(task));
  std::puts("");
}
