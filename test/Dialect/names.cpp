// The dialect's words are ordinary names wherever they do not mark anything.
// RUN: %pawl check %s -- -std=c++17
// RUN: %pawl check %s -- -std=c++20
#include <future>
#include <pawl/pawl.h>
#include <thread>
#include <vector>

namespace variables {
int async = 3;
int await = 4, yield = 5;
int sum = async + await - yield;
int product() { return async * (await) * yield; }
int next() { return ++async + await++ + -yield; }
bool less() { return async < 3 && async > 2 || await < async; }
int choose(bool b) { return b ? async : await; }
int async2[3]{async, await, yield};
} // namespace variables

namespace arrays {
int async[3]{1, 2, 3};
int await[] = {1, 2};
int first(int i) { return async[i] + async[0] + await[i]; }
int loop() {
  int n = 0;
  while (async[n])
    ++n;
  for (int x : async)
    n += x;
  switch (async[0]) {
  case 1: {
    break;
  }
  }
  if (async[1]) {
    n = async[2];
  }
  return n;
}
} // namespace arrays

namespace functions {
int async(int a, int b) { return a + b; }
void await(int) {}
void yield() {}
int use() {
  yield();
  await(3);
  async(1, 2);
  functions::yield();
  ::functions::await(async(1, 2));
  return async(async(1, 2), 3);
}
template <class T> T async2(T x) { return x; }
} // namespace functions

namespace types {
struct async {
  async() = default;
  async(int) {}
  async(const async &) = default;
  ~async() {}
  async &operator=(const async &) { return *this; }
  async self() { return *this; }
  int value = 0;
};
async make() { return {}; }
async take(async a) { return a; }
async &reference(async &a) { return a; }
async *pointer(async *a) { return a; }
async const &constant(const async &a) { return a; }
const async again(const async a) { return a; }
static async fixed() { return async{}; }
inline async operator+(async a, async) { return a; }
async operator-(async a, const async &) { return a; }
extern async global;
async x1{1}, x2(2), x3 = 3;
async declared();
struct Owner {
  async member() { return stored; }
  static async shared();
  async stored;
};
async Owner::shared() { return fixed(); }
template <class T> async generic(T) { return {}; }
template <class async> async shadowed(async a) { return a; }
int async::*toMember = &async::value;
int async::*getMember() { return toMember; }
int use() {
  async local{1};
  async other(2);
  async copy = local;
  async *there = &copy;
  for (async each : {local, other})
    there->value += each.value;
  auto made = new async(3);
  delete made;
  return static_cast<async>(local).value + sizeof(async) + async(1).value + fixed().value;
}
enum class await { yield, async };
await kind = await::yield;
await other(await a) { return a; }
} // namespace types

namespace aliases {
typedef enum { one, two } await;
typedef void (*yield)(int);
struct async;
void call(int) {}
int use() {
  await x = one;
  await y;
  yield f = call;
  yield g;
  return x + (y = two);
}
async *pointer = nullptr;
} // namespace aliases

namespace spaces {
namespace async {
struct T {};
T f();
namespace inner {
using U = T;
}
} // namespace async
async::T f() { return {}; }
async::inner::U g() { return async::f(); }
async::T async::f() { return {}; }
template <class T> struct yield {};
yield<int> y;
yield<int> get() { return {}; }
} // namespace spaces

namespace members {
struct Server {
  int async() { return 1; }
  void await(int) {}
  bool yield = false;
  Server *operator->() { return this; }
};
int use(Server s, int await, bool yield) {
  s.await(s.async());
  s->await(1);
  auto f = &Server::async;
  (void)f;
  return yield ? await : s.yield;
}
enum Policy { async = 1, deferred };
struct Designated {
  int async, await;
};
Designated d = {.async = 1, .await = 2};
Policy policy() { return async; }
int jump(int x) {
  if (x)
    goto async;
  return 1;
async:
  return 2;
}
int captured(int async) {
  auto f = [async](int x) { return async + x; };
  auto g = [await = async, &async] { return await + async; };
  return f(1) + g();
}
#define STRING(x) #x
const char *text = STRING(async Coro<> f() { await g(); });
} // namespace members

int standard() {
  std::this_thread::yield();
  auto a = std::async(std::launch::async, [] { return 1; });
  auto b = std::async(std::launch::async | std::launch::deferred, [](int x) { return x; }, 2);
  return a.get() + b.get();
}

// Inside an async body what is qualified stays a name.
async pawl::Coro<int> inside(members::Server s) {
  std::this_thread::yield();
  s.await(s.async());
  s->await(functions::async(1, 2));
  functions::await(variables::await);
  auto a = std::async(std::launch::async, [] { return 1; });
  return a.get() + (s.yield ? 1 : 2);
}
