// Pools, caches, retries and broadcasts: the right way, and the same with mistakes.
#include <pawl/pawl.h>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <future>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <condition_variable>
#include <vector>
#include <netdb.h>
#include <sys/wait.h>
#include <unistd.h>
using namespace std::chrono_literals;
using pawl::AsyncGenerator;
using pawl::Coro;
using pawl::Task;

namespace right {

async Coro<std::string> fetch(std::string url) { await pawl::sleep(1ms); return url; }
async Coro<int> query(int n) { await pawl::sleep(1ms); return n; }
async Coro<> log_line(std::string line) { await pawl::sleep(0s); std::puts(line.c_str()); }
// A connection pool: erased before, looked up again after the await
class Pool {
public:
  async Coro<int> take(std::string host) {
    auto it = idle_.find(host);
    if (it != idle_.end()) { int c = it->second; idle_.erase(it); await log_line(host); return c; }
    int made = await query(1);
    ++open_;
    idle_[host] = made;
    return made;
  }
  async Coro<> drain() { while (!idle_.empty()) { auto it = idle_.begin(); int c = it->second; idle_.erase(it); await query(c); --open_; } }
private:
  std::unordered_map<std::string, int> idle_;
  int open_ = 0;
};
// A single-flight cache: a check again after the await
class Cache {
public:
  async Coro<std::string> get(std::string key) {
    if (auto it = map_.find(key); it != map_.end()) return it->second;
    std::string value = await fetch(key);
    auto [at, fresh] = map_.try_emplace(key, value);
    return fresh ? value : at->second;
  }
private:
  std::map<std::string, std::string> map_;
};
// Retry with back-off; a loop with an await; a specific exception
async Coro<std::string> retry(std::string url) {
  for (auto wait = 1ms;; wait *= 2) {
    try { return await fetch(url); } catch (const std::runtime_error &) { if (wait > 1s) throw; }
    await pawl::sleep(wait);
  }
}
// All swallowed but cancellation; rethrown after the clean-up
async Coro<int> careful(int n) {
  try { return await query(n); } catch (const pawl::CancelledError &) { throw; } catch (...) { return -1; }
}
async Coro<int> rollback(int n) {
  try { return await query(n); } catch (...) { std::puts("rollback"); throw; }
}
// A coroutine moved into gather, into a group, into a vector
async Coro<int> fan(int n) {
  auto a = query(n);
  auto b = query(n + 1);
  auto [x, y] = await pawl::gather(std::move(a), std::move(b));
  std::vector<Task<int>> tasks;
  for (int i = 0; i < n; ++i) tasks.push_back(pawl::create_task(query(i)));
  int sum = x + y;
  for (auto &t : tasks) sum += await t;
  return sum;
}
// A guard in its own block
std::mutex m;
int shared_total = 0;
async Coro<> counted(int n) {
  int v = await query(n);
  { std::lock_guard guard(m); shared_total += v; }
  await log_line("counted");
  std::unique_lock lock(m);
  shared_total -= v;
  lock.unlock();
  await log_line("down");
}
// Conditionally made coroutine awaited on both paths
async Coro<int> either(bool f) {
  auto c = f ? query(1) : query(2);
  if (f) return await std::move(c);
  return 1 + await std::move(c);
}
// An awaited call with a view of a temporary in the same expression
async Coro<std::size_t> measure(std::string_view s) { await pawl::sleep(0s); return s.size(); }
async Coro<std::size_t> views() { std::string local = "a"; std::size_t n = await measure(std::string("temporary")); n += await measure(local + "b"); return n; }
// TaskGroup with references to locals that outlive it
async Coro<> add_to(std::vector<int> &out, int n) { out.push_back(await query(n)); }
async Coro<int> grouped() {
  std::vector<int> out;
  pawl::TaskGroup g; await pawl::with(g, async [&](pawl::TaskGroup &group) -> Coro<> { for (int i = 0; i < 3; ++i) group.create_task(add_to(out, i)); await pawl::sleep(0s); });
  return static_cast<int>(out.size());
}
// An endless server loop
async Coro<> serve(pawl::Queue<int> &q) { while (true) { int n = await q.get(); if (n < 0) break; await query(n); } }
// A generator pipeline
async AsyncGenerator<int> numbers(int n) { for (int i = 0; i < n; ++i) { await pawl::sleep(0s); yield i; } }
async AsyncGenerator<int> twice(AsyncGenerator<int> s) { for await (int v : s) yield 2 * v; }
async Coro<int> total(int n) { int t = 0; for await (int v : twice(numbers(n))) t += v; return t; }
// Index loop over a shared container
class Hub {
public:
  void add(int n) { clients_.push_back(n); }
  async Coro<> broadcast() { for (std::size_t i = 0; i < clients_.size(); ++i) await query(clients_[i]); }
  async Coro<> copies() { auto snapshot = clients_; for (int c : snapshot) await query(c); }
private:
  std::vector<int> clients_;
};
// Blocking work in a thread
async Coro<int> offload() { return await pawl::to_thread([] { std::this_thread::sleep_for(1ms); std::ifstream f("/dev/null"); return 1; }); }
// An ordinary function that only forwards
Coro<int> forwarded(int n) { return query(n); }
Coro<int> cached_or(int n) { if (n == 0) return query(0); return query(n); }
// Future that is ready / joined off the loop
int off_loop() { auto f = std::async(std::launch::async, [] { return 3; }); return f.get(); }
// Lambda coroutine called and awaited while its closure lives
async Coro<int> lambdas() { int k = 3; auto f = async [&](int n) -> Coro<int> { return k + await query(n); }; int a = await f(1); return a + await f(2); }
// Condition wait in asyncio's way
async Coro<> waits(pawl::Condition &c, bool &ready) { auto held = await c.scoped(); await c.wait_for([&] { return ready; }); }
// Bounded CPU loop
async Coro<int> primes(int n) { int count = 0; for (int i = 2; i < n; ++i) { bool p = true; for (int d = 2; d * d <= i; ++d) if (i % d == 0) p = false; count += p; if (i % 100 == 0) await pawl::sleep(0s); } return count; }
// Counter changed only by itself
class Stats { public: async Coro<> hit() { ++hits_; await pawl::sleep(0s); ++done_; } int hits() const { return hits_; } private: int hits_ = 0, done_ = 0; };
// Optional coroutine, moved away in a condition
async Coro<int> lazy(bool now) { std::optional<Coro<int>> c; c.emplace(query(1)); if (now) return await std::move(*c); c.reset(); return 0; }

} // namespace right

namespace wrong {

async Coro<std::string> fetch(std::string url) { await pawl::sleep(1ms); return url; }
async Coro<int> query(int n) { await pawl::sleep(1ms); return n; }
async Coro<std::size_t> measure(std::string_view s) { await pawl::sleep(0s); return s.size(); }
async Coro<> add_to(std::vector<int> &out, int n) { out.push_back(await query(n)); }
class Pool {
public:
  void drop(std::string h) { idle_.erase(h); --open_; }
  async Coro<int> take(std::string host) {
    auto it = idle_.find(host);
    if (it == idle_.end()) return 0;
    await query(1);
    return it->second; // expect-warning(held-across-await)
  }
  async Coro<> open() {
    int n = open_;
    await query(n);
    open_ = n + 1; // expect-warning(held-across-await)
  }
  async Coro<> each() {
    for (auto &[h, c] : idle_)
      await query(c); // expect-warning(held-across-await)
  }
private:
  std::unordered_map<std::string, int> idle_;
  int open_ = 0;
};
async Coro<std::string> retry(std::string url) {
  for (int i = 0; i < 3; ++i) {
    try { return await fetch(url); }
    catch (...) { std::puts("again"); } // expect-warning(swallowed-cancel)
  }
  return "";
}
async Coro<> watch(bool &stop) {
  try { while (!stop) await pawl::sleep(1s); } // expect-warning(starvation)
  catch (const pawl::CancelledError &) { std::puts("stopped"); } // expect-warning(swallowed-cancel)
  std::puts("watch goes on");
  await pawl::sleep(1s);
}
async Coro<int> dropped(bool f) {
  auto c = query(1); // expect-warning(unawaited)
  if (f) return await std::move(c);
  return 0;
}
async Coro<> notify(int n) {
  query(n); // expect-error(unawaited)
  await pawl::sleep(0s);
}
std::mutex m;
async Coro<int> locked(int n) {
  std::scoped_lock guard(m);
  return await query(n); // expect-warning(held-across-await)
}
async Coro<> backoff() {
  std::this_thread::sleep_for(1ms); // expect-warning(blocking-call)
  await pawl::sleep(0s);
}
struct addrinfo *resolve(const char *h) { struct addrinfo *r = nullptr; getaddrinfo(h, nullptr, nullptr, &r); return r; }
async Coro<bool> connect_to(std::string h) {
  bool ok = resolve(h.c_str()) != nullptr; // expect-warning(blocking-call)
  await pawl::sleep(0s);
  return ok;
}
async Coro<int> joined(std::future<int> f) {
  await pawl::sleep(0s);
  return f.get(); // expect-warning(blocking-call)
}
async Coro<int> shell() {
  await pawl::sleep(0s);
  return std::system("true"); // expect-warning(blocking-call)
}
async Coro<> reap() {
  int s = 0;
  wait(&s); // expect-warning(blocking-call)
  await pawl::sleep(0s);
}
async Coro<std::size_t> later() {
  auto c = measure(std::string("temporary")); // expect-warning(dangling)
  await pawl::sleep(0s);
  return await std::move(c);
}
Task<> start() {
  std::vector<int> out;
  return pawl::create_task(add_to(out, 1)); // expect-warning(dangling)
}
Coro<int> guarded(int n) {
  try {
    return query(n); // expect-warning(return-without-await)
  } catch (const std::exception &) { return query(0); }
}
async Coro<> spin(bool &ready) {
  while (!ready) // expect-warning(starvation)
    ;
  await pawl::sleep(0s);
}
bool flag = false;
async Coro<> poll() {
  while (!flag) // expect-warning(starvation)
    await pawl::sleep(1ms);
}
async Coro<> fire() {
  std::vector<Coro<int>> all; // expect-warning(unawaited)
  for (int i = 0; i < 3; ++i) all.push_back(query(i));
  await pawl::sleep(0s);
}

} // namespace wrong
