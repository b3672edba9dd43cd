// Coroutines that never run: calls that drop them, variables that nobody mentions again.
// RUN: %check-findings %s
// RUN: %check-findings %s -- --compiler=clang++-22 -- -std=c++20
#include <cstdio>
#include <pawl/pawl.h>
#include <utility>
#include <vector>
using namespace std::chrono_literals;
using pawl::Coro;

Coro<> work();
Coro<int> value();
Coro<bool> ready();
pawl::AsyncGenerator<int> numbers();
void take(Coro<int> coro);

// The call is a statement, or another expression that drops its value.
async Coro<> dropped(bool flag) {
  work();                                     // expect-error(unawaited): coroutine 'work' is never awaited
  pawl::sleep(1s);                            // expect-error(unawaited): 'sleep' is never awaited
  numbers();                                  // expect-error(unawaited): generator 'numbers' is never read
  flag ? work() : work();                     // expect-error(unawaited) expect-error(unawaited)
  if (flag) work();                           // expect-error(unawaited)
  else work();                                // expect-error(unawaited)
  for (work(); flag; work()) break;           // expect-error(unawaited) expect-error(unawaited)
  while (flag) value();                       // expect-error(unawaited)
  switch (flag) {
  case true: value();                         // expect-error(unawaited)
  default: value(), await work();             // expect-error(unawaited)
  }
  (void)work();                               // expect-warning(unawaited): ignoring it does not run it
  static_cast<void>(work());                  // expect-warning(unawaited)
  auto make = async []() -> Coro<Coro<>> { return work(); };
  await make();                               // expect-error(unawaited)
  async []() -> Coro<> { return; }();         // expect-error(unawaited): the coroutine of this lambda
  auto named = async []() -> Coro<> { return; };
  named();                                    // expect-error(unawaited): the coroutine of this lambda
}

// Its value is meant.
async Coro<> meant() {
  if (ready()) std::puts("always");           // expect-error(unawaited): it is true whatever its value will be
  while (!ready()) break;                     // expect-error(unawaited)
  int n = 0;
  n += await ready() && ready();              // expect-error(unawaited)
  std::printf("%d\n", n);
}
async Coro<> printed() {
  std::printf("%d\n", value());               // expect-error(unawaited)
}

// Handles of what runs by itself.
async Coro<> handles() {
  pawl::create_task(work());                  // expect-warning(unawaited): nobody sees the result of 'create_task'
  pawl::gather(work(), work());               // expect-warning(unawaited): nobody sees the result of 'gather'
  (void)pawl::create_task(work());
  auto kept = pawl::create_task(work());
  pawl::TaskGroup group;
  await pawl::with(group, [&]() -> Coro<> {
    group.create_task(work());
    return work();
  });
}

// Variables.
async Coro<int> variables(bool flag) {
  auto never = value();                       // expect-warning(unawaited): 'never' is never awaited
  auto pause = pawl::sleep(1s);               // expect-warning(unawaited): 'pause' is never awaited
  const auto &bound = value();                // expect-warning(unawaited): 'bound' is never awaited
  auto unread = numbers();                    // expect-warning(unawaited): 'unread' is never read
  auto some = value();                        // expect-warning(unawaited): 'some' is not awaited on every path
  if (flag) await std::move(some);
  auto early = value();                       // expect-warning(unawaited): 'early' is not awaited on every path
  if (flag) return 1;
  await std::move(early);
  auto replaced = value();                    // expect-warning(unawaited): not awaited on every path
  replaced = value();
  await std::move(replaced);
  for (int i = 0; i < 3; ++i) {
    auto skipped = value();                   // expect-warning(unawaited): 'skipped' is not awaited on every path
    if (i == 1) continue;
    await std::move(skipped);
  }
  try {
    await work();
  } catch (const std::exception &) {
    auto inHandler = value();                 // expect-warning(unawaited): 'inHandler' is never awaited
  }
  return 0;
}

// What is passed on, moved, captured or kept is somebody else's to await.
async Coro<int> good(bool flag, std::vector<Coro<int>> &list) {
  auto moved = value();
  take(std::move(moved));
  auto gathered = value(), other = value();
  await pawl::gather(std::move(gathered), std::move(other));
  auto captured = value();
  auto lambda = [c = std::move(captured)]() mutable { return std::move(c); };
  auto referred = value();
  auto reference = [&] { return std::move(referred); };
  auto kept = value();
  list.push_back(std::move(kept));
  list.push_back(value());
  auto both = value();
  if (flag) await std::move(both);
  else take(std::move(both));
  auto inLoop = value();
  for (int i = 0; i < 1; ++i) await std::move(inLoop);
  auto thrown = value();
  if (!flag) throw 1;
  await std::move(thrown);
  Coro<int> later;
  if (flag) later = value();
  if (later) await std::move(later);
  auto chosen = flag ? value() : value();
  await std::move(chosen);
  auto stream = numbers();
  for await (int n : stream) flag = n;
  [[maybe_unused]] auto unused = value();
  await lambda();
  await reference();
  auto [a, b] = await pawl::gather(value(), value());
  auto result = value();
  return a + b + await std::move(result);
}

// Lists of coroutines that are only added to.
async Coro<> lists(std::vector<Coro<>> &given) {
  std::vector<Coro<>> forgotten;              // expect-warning(unawaited): the coroutines in 'forgotten' are never awaited
  forgotten.reserve(2);
  forgotten.push_back(work());
  std::vector<Coro<int>> gathered;
  gathered.push_back(value());
  await pawl::gather(std::move(gathered));
  std::vector<Coro<>> empty;
  given.push_back(work());
}

// It is meant.
[[pawl::detach]] Coro<> may_be_dropped();
[[pawl::allow("unawaited")]] async Coro<> allowed_in_all() { work(); }
async Coro<> silenced() {
  [[pawl::detach]] work();
  [[pawl::detach]] auto meant = work();
  [[pawl::allow("unawaited")]] work();
  [[pawl::allow("unawaited")]] {
    work();
    auto inside = work();
  }
  may_be_dropped();
  work(); // pawl: allow(unawaited)
  // pawl: allow(unawaited)
  // A reason that takes a line of its own.
  work();
  work(); /* pawl: allow(pawl-unawaited) */
  work(); // pawl: allow(nonsense)  expect-error(unawaited) expect-warning(): there is no check 'nonsense'
  const char *text = "pawl: allow(unawaited)"; work(); // expect-error(unawaited)
  std::puts(text);
}

// Templates: once, whether instantiated or not; what depends on parameters where it is known.
template <class T> async Coro<T> instantiated(T x) {
  value();                                    // expect-error(unawaited)
  auto kept = value();                        // expect-warning(unawaited)
  make(x);                                    // expect-error(unawaited)
  return x;
}
template <class T> async Coro<T> pattern(T x) {
  value();                                    // expect-error(unawaited)
  return x;
}
template <class T> struct Holder {
  async Coro<> member() { value(); }          // expect-error(unawaited)
  T x;
};
struct Tag {};
Coro<> make(Tag);
struct Other : Tag {};
async Coro<> instantiates() {
  await instantiated(Tag());
  await instantiated(Other());
  await Holder<int>().member();
  auto generic = [](auto) { value(); };       // expect-error(unawaited)
  generic(1);
  generic(2.0);
}

// Macros: where they are expanded.
#define RUN(call) call
#define RUN_TWO(call) do { call; call; } while (false)
async Coro<> macros() {
  RUN(work());                                // expect-error(unawaited)
  RUN_TWO(work());                            // expect-error(unawaited) expect-error(unawaited)
  RUN_TWO(await work());
}

// Ordinary functions call async ones, too; and so do bodies in the C++20 spelling.
void plain() {
  work();                                     // expect-error(unawaited)
  auto kept = value();                        // expect-warning(unawaited)
  take(value());
}
Coro<int> native() {
  work();                                     // expect-error(unawaited)
  co_return co_await value();
}
struct Members {
  Members() { work(); }                       // expect-error(unawaited)
  ~Members() { work(); }                      // expect-error(unawaited)
  Coro<> held = work();
};

// Types of other libraries: one that starts at once needs nobody.
namespace library {
struct Eager {
  struct promise_type {
    Eager get_return_object() { return {}; }
    pawl::suspend_never initial_suspend() { return {}; }
    pawl::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
};
template <class T> struct Lazy {
  struct promise_type {
    Lazy get_return_object();
    pawl::suspend_always initial_suspend();
    pawl::suspend_always final_suspend() noexcept;
    void return_value(T);
    void unhandled_exception();
  };
  bool await_ready();
  void await_suspend(pawl::handle<>);
  T await_resume();
};
Eager eager();
Lazy<int> lazy();
void calls() {
  eager();
  lazy();                                     // expect-error(unawaited): coroutine 'lazy' is never awaited
}
} // namespace library
