// Nothing in here is a mistake, and much of it looks like one.
#include <pawl/pawl.h>
#include <algorithm>
#include <array>
#include <atomic>
#include <deque>
#include <functional>
#include <future>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <numeric>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <variant>
#include <vector>
using namespace std::chrono_literals;
using pawl::Coro; using pawl::Task;
Coro<int> fetch(); Coro<int> byRef(const std::string&); Coro<int> byView(std::string_view); Coro<> send(int); Coro<int> opt(const std::string& s = "x"); std::string make();
std::mutex m;
struct Logger { ~Logger() { std::fputs("bye", stderr); } void log(const char*); };
// --- guards
async Coro<> scoped() { int n; { std::lock_guard g(m); n = 1; } await send(n); }
async Coro<> unlocked(bool f) { std::unique_lock l(m); if (f) { l.unlock(); await fetch(); l.lock(); } }
async Coro<> tryit() { if (std::unique_lock l(m, std::try_to_lock); l.owns_lock()) { } else { await fetch(); } }
async Coro<> tryit2() { if (!m.try_lock()) { await fetch(); return; } m.unlock(); await fetch(); }
async Coro<> tryit3() { while (!m.try_lock()) await pawl::sleep(1ms); m.unlock(); await fetch(); }
async Coro<> branch(bool f) { std::optional<std::lock_guard<std::mutex>> g; if (f) { g.emplace(m); } g.reset(); await fetch(); }
async Coro<> immediately() { auto n = [&] { std::lock_guard g(m); return 1; }(); await send(n); }
async Coro<> uptr() { auto g = std::make_unique<std::lock_guard<std::mutex>>(m); g.reset(); await fetch(); }
struct Guarded { std::mutex m_; std::unique_lock<std::mutex> lock_; int v = 0; };
async Coro<> member() { Guarded g; await fetch(); }
async Coro<> loop() { for (int i = 0; i < 3; ++i) { { std::lock_guard g(m); } await fetch(); } }
async Coro<> thrown() { try { std::lock_guard g(m); throw 1; } catch (...) { await fetch(); throw; } }
async Coro<> early(bool f) { std::unique_lock l(m); if (f) { return; } l.unlock(); await fetch(); }
async Coro<> switched(int n) { switch (n) { case 1: { std::lock_guard g(m); break; } case 2: await fetch(); } }
async Coro<> gotoed() { { std::lock_guard g(m); goto out; } out: await fetch(); }
// --- stale
struct S {
  std::map<int, std::string> names_; std::vector<std::unique_ptr<int>> owned_; std::vector<int> v_; std::deque<int> q_; int n_ = 0, depth_ = 0; bool busy_ = false; std::unordered_map<int, int> um_; std::list<int> l_; std::string text_;
  void change() { names_[3] = "x"; owned_.push_back(nullptr); v_.push_back(1); q_.push_back(2); um_[1] = 2; l_.push_back(1); text_ += "x"; }
  async Coro<> a() { auto& p = *owned_[0]; await fetch(); p = 1; }
  async Coro<> b() { auto& name = names_[1]; await fetch(); name = "y"; }
  async Coro<> c() { auto it = names_.find(1); await fetch(); it->second = "z"; }
  async Coro<> d() { auto& x = l_.front(); await fetch(); x = 1; }
  async Coro<> e() { auto& x = um_[1]; await fetch(); x = 1; }
  async Coro<> f() { auto copy = v_; for (auto x : copy) await send(x); }
  async Coro<> g() { auto n = v_.size(); for (size_t i = 0; i < n; ++i) await send(1); }
  async Coro<> h() { int saved = depth_; depth_ = 1; await fetch(); depth_ = saved; }
  async Coro<> i() { ++depth_; await fetch(); --depth_; }
  async Coro<> j() { int ticket = n_++; await fetch(); if (ticket == n_) n_ = 0; }
  async Coro<> k() { int seen = n_; await fetch(); if (seen != n_) return; n_ = seen + 1; }
  async Coro<> l() { int x = n_; await fetch(); v_[0] = x; }
  async Coro<> o() { while (!q_.empty()) { int x = q_.front(); q_.pop_front(); await send(x); } }
  async Coro<> p() { auto& x = v_.back(); x = 1; await fetch(); v_.back() = 2; }
  async Coro<> q() { for (auto& x : v_) x++; await fetch(); }
  async Coro<> r() { auto it = v_.begin(); *it = 1; await fetch(); it = v_.begin(); *it = 2; }
  async Coro<> s() { if (auto it = names_.find(1); it != names_.end()) it->second = "q"; await fetch(); }
  async Coro<> t() { std::string text = text_; await fetch(); text += "x"; }
  async Coro<> u() { std::string_view v = text_; (void)v.size(); await fetch(); }
  async Coro<> w() { int total = 0; for (int x : v_) total += x; n_ = total; await fetch(); n_ = total + 1; }
  async Coro<> x() { int old = n_; n_ = await fetch(); (void)old; }
  async Coro<> y() { const int limit = n_ * 2; await fetch(); n_ = 0; (void)limit; }
};
// --- dangling
async Coro<> d1() { std::string s = make(); auto c = byRef(s); await std::move(c); }
async Coro<> d2() { std::vector<Coro<int>> v; std::string s = make(); v.push_back(byRef(s)); await pawl::gather(std::move(v)); }
async Coro<> d3() { std::vector<Coro<int>> v; for (int i = 0; i < 3; ++i) { std::string s = std::to_string(i); v.push_back(byRef(s)); await pawl::gather(std::move(v)); v.clear(); } }
async Coro<> d4() { std::vector<std::string> names{"a", "b"}; std::vector<Coro<int>> v; for (auto& s : names) v.push_back(byRef(s)); await pawl::gather(std::move(v)); }
async Coro<> d5() { std::vector<std::string> names{"a"}; std::vector<Task<int>> v; for (const auto& s : names) v.push_back(pawl::create_task(byView(s))); for (auto& t : v) await t; }
async Coro<> d6() { Coro<int> c; std::string s; c = byRef(s); await std::move(c); }
async Coro<int> d7() { std::string s; return await byRef(s); }
async Coro<> d8() { int x = await opt(); (void)x; auto r = await pawl::gather(opt(), opt(make())); (void)r; }
async Coro<> d9() { auto f = [](std::string s) -> Coro<int> { co_return co_await byRef(s); }; auto c = f(make()); await std::move(c); }
async Coro<> d10() { std::string s; auto f = [&s]() -> Coro<int> { co_return co_await byRef(s); }; auto c = f(); await std::move(c); }
Coro<int> d11(std::shared_ptr<S> p) { return byRef(p->text_); }
Coro<int> d12(S* p) { return byRef(p->text_); }
Coro<int> d13(const std::vector<std::string>& v) { return byRef(v[0]); }
Coro<int> d14(std::string_view v) { return byView(v); }
async Coro<> d15() { std::string s; { auto t = pawl::create_task(byRef(s)); await t; } }
async Coro<> d16(pawl::TaskGroup& g) { static std::string s; g.create_task(byRef(s)); await fetch(); }
struct Conn { std::string buf_; Coro<int> read(std::string& into); Task<int> task_; async Coro<> run() { task_ = pawl::create_task(read(buf_)); await task_; } };
async Coro<> d17() { Conn c; auto t = c.read(c.buf_); await std::move(t); }
async Coro<> d18() { std::optional<Coro<int>> o; { static std::string s; o = byRef(s); } if (o) await std::move(*o); }
async Coro<> d19() { std::string s; Coro<int> c = s.empty() ? byRef(s) : byView(s); await std::move(c); }
Coro<int> d20(std::unique_ptr<S> p) { auto c = fetch(); p->change(); return c; }
// --- unawaited
struct Pool { std::vector<Coro<>> v; void add(Coro<> c) { v.push_back(std::move(c)); } };
async Coro<> u1(Pool& p) { auto c = send(1); p.add(std::move(c)); }
async Coro<> u2(bool f) { auto c = send(1); if (f) { await std::move(c); } else { auto d = std::move(c); (void)d; } }
async Coro<> u3() { std::variant<int, Coro<int>> v = fetch(); await std::move(std::get<1>(v)); }
async Coro<> u4() { auto pair = std::make_pair(fetch(), fetch()); await pawl::gather(std::move(pair.first), std::move(pair.second)); }
async Coro<> u5() { auto [a, b] = std::make_pair(fetch(), fetch()); await std::move(a); await std::move(b); }
async Coro<> u6() { std::function<Coro<int>()> f = fetch; await f(); }
async Coro<int> u7() { auto c = fetch(); co_return co_await std::move(c); }
Coro<int> u8() { auto c = fetch(); return c; }
Coro<int> u9(bool f) { auto c = fetch(); if (f) return c; return c; }
async Coro<> u10() { auto c = fetch(); auto* p = &c; await std::move(*p); }
async Coro<> u11() { Coro<int> cs[2] = {fetch(), fetch()}; for (auto& c : cs) await std::move(c); }
// --- blocking
async Coro<> b1() { std::vector<int> v{3, 1}; std::sort(v.begin(), v.end(), [](int a, int b) { return a < b; }); std::for_each(v.begin(), v.end(), [](int) {}); Logger l; l.log("x"); await fetch(); }
async Coro<> b2() { auto f = std::async(std::launch::async, [] { return 1; }); while (f.wait_for(0s) != std::future_status::ready) await pawl::sleep(1ms); (void)f.get(); }
async Coro<> b3() { std::thread t([] { std::this_thread::sleep_for(1s); }); await pawl::to_thread([&] { t.join(); }); }
async Coro<> b4() { auto u = std::make_unique<Logger>(); auto s = std::make_shared<S>(); s->change(); await fetch(); }
// --- return
Coro<int> r1() { try { S().change(); } catch (...) { } return fetch(); }
Coro<int> r2() { std::unique_lock l(m); l.unlock(); return fetch(); }
Coro<int> r3() { { std::scoped_lock l(m); } try { throw 1; } catch (int) { } return fetch(); }
Coro<int> r4(bool f) { auto c = fetch(); { std::lock_guard g(m); if (f) return c; } return c; }
Coro<int> r5() { Coro<int> c = fetch(); try { return c; } catch (...) { throw; } }
// --- starvation
struct W { bool stop_ = false; int left_ = 3; std::atomic<bool> flag_{false}; pawl::Event ev_;
  async Coro<> a() { while (!stop_) { await ev_.wait(); ev_.clear(); } }
  async Coro<> b() { for (;;) { if (stop_) break; await fetch(); } }
  async Coro<> c() { for (;;) { await pawl::sleep(1s); if (stop_) return; left_--; } }
  async Coro<> d() { while (left_ > 0) { await pawl::sleep(1s); --left_; } }
  async Coro<> e() { while (!flag_.load()) await pawl::sleep(1ms); }
  async Coro<> f() { for (int i = 0; i < 5 && !stop_; ++i) await pawl::sleep(1ms); }
  async Coro<> g() { auto end = std::chrono::steady_clock::now() + 1s; while (!stop_ && std::chrono::steady_clock::now() < end) await pawl::sleep(1ms); }
  async Coro<> h() { for (;;) { int x = await fetch(); if (x == 1) continue; if (x == 2) break; } }
};
// --- swallowed
async Coro<> s1() { std::exception_ptr e; try { await fetch(); } catch (...) { e = std::current_exception(); } if (e) std::rethrow_exception(e); }
async Coro<> s2() { bool bad = false; try { await fetch(); } catch (...) { bad = true; } await fetch(); if (bad) throw std::runtime_error("x"); }
async Coro<> s3() { try { await fetch(); } catch (const std::runtime_error&) { } catch (...) { std::puts("x"); throw; } }
