// Good code that could be mistaken: nothing is found in it.
#include <pawl/pawl.h>
#include <atomic>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <variant>
#include <vector>
using namespace std::chrono_literals;
using pawl::Coro;
Coro<int> fetch(int n);
Coro<> work();
Coro<int> by_ref(const std::string& s);

// factory returning lambda coroutine objects
auto make_job(int n) { return [n]() -> Coro<int> { return fetch(n); }; }
async Coro<int> use_job() { return await make_job(3)(); }
// storing in optional and map
async Coro<> stored() {
  std::optional<Coro<int>> maybe;
  maybe = fetch(1);
  await std::move(*maybe);
  std::map<int, Coro<int>> table;
  table.emplace(1, fetch(1));
  for (auto& [k, c] : table) await std::move(c);
  auto pair = std::make_pair(1, fetch(2));
  await std::move(pair.second);
  std::unique_ptr<Coro<int>> p = std::make_unique<Coro<int>>(fetch(3));
  await std::move(*p);
  std::variant<int, Coro<int>> v = fetch(4);
  await std::get<Coro<int>>(std::move(v));
  Coro<int> arr[2] = {fetch(1), fetch(2)};
  for (auto& a : arr) await std::move(a);
}
async Coro<> swapped() {
  auto a = fetch(1), b = fetch(2);
  std::swap(a, b);
  await pawl::gather(std::move(a), std::move(b));
}
async Coro<int> exhaustive(int k) {
  auto c = fetch(k);
  switch (k) {
    case 0: return await std::move(c);
    case 1: { int r = await std::move(c); return r + 1; }
    default: break;
  }
  return await std::move(c);
}
async Coro<int> early_throw(bool bad) {
  auto c = fetch(1);
  if (bad) throw std::runtime_error("x");
  return await std::move(c);
}
[[noreturn]] void die();
async Coro<int> dies(bool bad) {
  auto c = fetch(1);
  if (bad) die();
  return await std::move(c);
}
// structured concurrency with refs
async Coro<int> group_refs() {
  std::string s = "x";
  pawl::TaskGroup g;
  int total = 0;
  await pawl::with(g, async [&]() -> Coro<> {
    g.create_task(by_ref(s));
    g.create_task(async [&total]() -> Coro<> { total += await fetch(1); }());
    return;
  });
  return total;
}
// scoped locks
std::mutex m;
async Coro<int> brief() {
  int v;
  { std::lock_guard g(m); v = 3; }
  v += await fetch(v);
  if (v) { std::unique_lock l(m); v++; }
  await work();
  return v;
}
class S {
  std::map<int, std::shared_ptr<int>> items_;
  int gen_ = 0;
  std::vector<int> list_;
public:
  void add(int k) { items_[k] = std::make_shared<int>(k); list_.push_back(k); }
  void del(int k) { items_.erase(k); list_.clear(); }
  async Coro<> safe(int k) {
    auto it = items_.find(k);
    if (it == items_.end()) return;
    auto p = it->second;
    await work();
    (*p)++;
    it = items_.find(k);
    if (it != items_.end()) items_.erase(it);
  }
  async Coro<int> generation() {
    int before = gen_;
    await work();
    if (gen_ != before) return 0;
    return before;
  }
  async Coro<> bump() { ++gen_; await work(); --gen_; }
  async Coro<> drain() {
    while (!list_.empty()) { int x = list_.back(); list_.pop_back(); await fetch(x); }
  }
  async Coro<int> value_copy() { int x = list_.front(); await work(); return x; }
  async Coro<> first_only() {
    for (auto& [k, v] : items_) { auto p = v; await work(); (*p)++; return; }
  }
};
async Coro<> restart() {
  for (;;) {
    try { await work(); return; }
    catch (const std::exception& e) { }
    await pawl::sleep(1s);
  }
}
async Coro<> compute(std::atomic<bool>& stop) {
  while (true) { if (stop.load()) break; }
  return;
}
async Coro<int> ready_future(std::future<int> f) {
  if (f.wait_for(std::chrono::seconds(0)) == std::future_status::ready) return f.get();
  return await pawl::to_thread([&] { return f.get(); });
}
template <class F> async Coro<> call(F f) { await f(); }
async Coro<> generic() { await call([] { return work(); }); await call(async []() -> Coro<> { await work(); }); }
Coro<int> forward_ref(std::string&& s);
async Coro<int> fwd(std::string s) { return await forward_ref(std::move(s)); }
struct Base { virtual ~Base() = default; virtual Coro<int> run(const std::string& s) = 0; };
struct Impl : Base { async Coro<int> run(const std::string& s) override { return await by_ref(s); } };
async Coro<int> poly(Base& b) { return await b.run("temp"); }
async Coro<int> conditional(bool f) { return f ? await by_ref("a") : await by_ref(std::string("b")); }
async Coro<int> nested_call() { return await fetch(await by_ref("x")); }
int main() { pawl::run(work()); auto t = fetch(1); return pawl::run(std::move(t)); }
