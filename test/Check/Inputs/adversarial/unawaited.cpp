// Coroutines that never run, spelled in many ways; and what looks like it.
#include <cstdio>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <array>
#include <pawl/pawl.h>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>
#include <string>
using namespace std::chrono_literals;
using pawl::Coro;
Coro<> work();
Coro<int> value();
Coro<int> plus(int);
struct Client { Coro<> send(int); Coro<int> recv(); Client& self(); virtual Coro<> v(); };
Client& client();
std::function<Coro<>()> callback;
Coro<> (*pointer)();
using Alias = Coro<int>;
Alias aliased();
auto deduced() { return value(); }
Coro<> operator+(Client&, int);
Coro<> operator""_go(unsigned long long);

async Coro<> calls(bool flag, Client* p, std::unique_ptr<Client> u, std::vector<Client>& all, int n) {
  client().send(1);                       // expect-error(unawaited)
  p->send(2);                             // expect-error(unawaited)
  u->send(2);                             // expect-error(unawaited)
  client().self().self().recv();          // expect-error(unawaited)
  all[0].send(1);                         // expect-error(unawaited)
  callback();                             // expect-error(unawaited)
  pointer();                              // expect-error(unawaited)
  (*pointer)();                           // expect-error(unawaited)
  (work());                               // expect-error(unawaited)
  ((work()));                             // expect-error(unawaited)
  aliased();                              // expect-error(unawaited)
  deduced();                              // expect-error(unawaited)
  client() + 1;                           // expect-error(unawaited)
  3_go;                                   // expect-error(unawaited)
  p->v();                                 // expect-error(unawaited)
  (p->*&Client::send)(3);                 // expect-error(unawaited)
  std::invoke(work);                      // expect-error(unawaited)
  for (auto& c : all) c.send(1);          // expect-error(unawaited)
  for (auto& c : all) { c.send(1); }      // expect-error(unawaited)
  if (flag) { } else if (n) work(); else value(); // expect-error(unawaited) expect-error(unawaited)
  do work(); while (false);               // expect-error(unawaited)
  flag && (work(), true);                 // expect-error(unawaited)
  n ? (void)await work() : (void)value(); // expect-warning(unawaited)
  switch (n) { case 1: { work(); break; } default: break; } // expect-error(unawaited)
  label: work();                          // expect-error(unawaited)
  if (n > 99) goto label;
  try { work(); } catch (...) { work(); throw; } // expect-error(unawaited) expect-error(unawaited)
  [&] { work(); }();                      // expect-error(unawaited)
  struct Local { void f() { work(); } };  // expect-error(unawaited)
  Local().f();
  if (int k = 3; k) work();               // expect-error(unawaited)
  std::move(*u).recv();                   // expect-error(unawaited)
  std::optional<Coro<int>> o = value();
  (void)o;
  std::ignore = value();                  // expect-warning(unawaited)
  auto&& r = work();                      // expect-warning(unawaited)
  const Coro<> c2 = work();               // expect-warning(unawaited)
  Coro<int> c3 = flag ? value() : plus(1); // expect-warning(unawaited)
  Coro<int> c4(value());                  // expect-warning(unawaited)
  Coro<int> c5{value()};                  // expect-warning(unawaited)
  auto c6 = Coro<int>(value());           // expect-warning(unawaited)
  static Coro<int> kept = value();
  co_await work();
}
Coro<int> global = value();
struct Member {
  Coro<int> m = value();
  Coro<> start() { return work(); }
  void drop() { start(); }                // expect-error(unawaited)
  void dropThis() { this->start(); }      // expect-error(unawaited)
  Member& operator=(const Member&) { start(); return *this; } // expect-error(unawaited)
};

async Coro<int> paths(int n, bool flag) {
  auto a = value();                       // expect-warning(unawaited)
  switch (n) { case 1: co_return 0; case 2: await std::move(a); break; case 3: await std::move(a); }
  auto b = value();                       // expect-warning(unawaited)
  if (flag && await std::move(b)) n++;
  auto c = value();
  if (!flag) throw std::runtime_error("x");
  await std::move(c);
  auto d = value();                       // expect-warning(unawaited)
  try { if (n) throw 1; await std::move(d); } catch (int) { return 1; }
  auto e = value();
  n += flag ? await std::move(e) : await [&]() -> Coro<int> { co_return co_await std::move(e); }();
  auto f = value();                       // expect-warning(unawaited)
  while (n--) { if (flag) return 7; }
  await std::move(f);
  return n;
}
// fine
void sink(Coro<>) {}
void sinkRef(Coro<>&&);
struct Owner { Coro<> c; std::vector<Coro<>> list; };
async Coro<> fine(bool flag, Owner& owner, std::map<int, Coro<>>& byId) {
  owner.c = work();
  byId[1] = work();
  byId.emplace(2, work());
  byId.insert({3, work()});
  sink(work()); sinkRef(work());
  auto p = std::make_unique<Coro<>>(work());
  std::array<Coro<>, 2> two = {work(), work()};
  Owner o2{work(), {}};
  std::tuple<Coro<>, int> tup{work(), 1};
  await std::move(*p);
  await pawl::gather(std::move(two[0]), std::move(two[1]), std::move(o2.c), std::move(std::get<0>(tup)));
  auto f = [] { return work(); };
  await f();
  auto chain = work();
  auto& ref = chain;
  await std::move(ref);
  auto thenMoved = work();
  Coro<> other = std::move(thenMoved);
  await std::move(other);
  auto swapped = work(), s2 = work();
  std::swap(swapped, s2);
  await std::move(swapped); await std::move(s2);
  std::vector<Coro<>> v; v.push_back(work());
  for (auto& c : v) await std::move(c);
  std::vector<Coro<>> w(1); w[0] = work();
  await std::move(w[0]);
  auto t = pawl::create_task(work());
  t.add_done_callback([] {});
  await t;
  if (auto c = work(); flag) await std::move(c);   // expect-warning(unawaited)
  sizeof(work());
  decltype(work()) unset;
  (void)sizeof(value());
  static_assert(noexcept(work()) || true);
  Coro<> later;
  later = work();
  await std::move(later);
  auto l2 = [c = work()]() mutable { return std::move(c); };
  await l2();
  return;
}
#define IGNORE(x) (void)(x)
#define EXPECT_OK(x) do { auto r_ = await (x); (void)r_; } while (0)
async Coro<> macros() {
  IGNORE(value());                        // expect-warning(unawaited)
  EXPECT_OK(value());
}
// values meant
async Coro<> meant(Client& c, int n) {
  std::printf("%d %d\n", n, value());     // expect-error(unawaited)
  if (c.recv()) n++;                      // expect-error(unawaited)
  bool b(value());                        // expect-error(unawaited)
  bool b2 = !value();                     // expect-error(unawaited)
  (void)(value() ? 1 : 2);               // expect-error(unawaited)
  return;
}
