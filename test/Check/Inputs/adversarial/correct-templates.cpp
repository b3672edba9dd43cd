// Templates that nobody instantiates, without a mistake.
#include <pawl/pawl.h>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <queue>
#include <string>
#include <tuple>
#include <vector>
using namespace std::chrono_literals;
using pawl::Coro;
Coro<int> fetch(); Coro<> work(); std::mutex m; Coro<int> byRef(const std::string&);
template <class F, class... A> async Coro<std::invoke_result_t<F, A...>> call(F f, A... a) { auto c = work(); await std::move(c); return f(a...); }
template <class T> async Coro<std::vector<T>> all(std::vector<Coro<T>> v) { std::vector<T> r; for (auto& c : v) r.push_back(await std::move(c)); return r; }
template <class T> async Coro<> pass(T sink) { auto c = work(); sink(std::move(c)); await sink; }
template <class T> async Coro<> pass2(T sink) { auto c = work(); sink.add(c); await sink; }
template <class T> async Coro<> pass3(T sink) { auto c = fetch(); T t{std::move(c)}; await t; }
template <class T> async Coro<> pass4(T sink) { auto c = fetch(); T t(c); await t; }
template <class T> async Coro<> pass5(T sink) { auto c = fetch(); auto l = [&](auto x) { x(c); }; l(sink); await sink; }
template <class T> async Coro<> pass6(T sink) { auto c = fetch(); auto l = [c = std::move(c)](auto x) mutable { x(std::move(c)); }; l(sink); await sink; }
template <class T> async Coro<> pass7(T sink) { auto c = fetch(); (sink << c); await sink; }
template <class T> async Coro<> pass8(T sink) { auto c = sink.make(); auto d = sink(); return; }
template <class T> async Coro<> pass9(T sink) { sink.make(); sink(); make(sink); T::make(); return; }
template <class... T> async Coro<> pack(T... t) { auto c = fetch(); (t(c), ...); await pawl::gather(t()...); }
template <class T> async Coro<> ranges(T range) { for (auto&& x : range) { auto c = fetch(); await std::move(c); x(); } }
template <class T> async Coro<> ranges2(T range) { auto c = fetch(); for (auto&& x : range) if (x) { await std::move(c); break; } }
template <class T> async Coro<> streams(T range) { for await (auto&& x : range) { { std::lock_guard g(m); } await work(); x(); } }
template <class T> Coro<T> wrapper(T t) { return call(t); }
template <class T> struct Pool {
  std::vector<T> v_; std::map<int, T> map_; std::deque<T> q_; std::mutex mu_; bool stop_ = false; int n_ = 0; std::vector<std::unique_ptr<T>> own_; pawl::Event ev_;
  void put(T t) { v_.push_back(t); own_.push_back(nullptr); map_.emplace(1, t); q_.push_back(t); }
  async Coro<> a() { auto copy = v_; for (auto& x : copy) await x.send(); }
  async Coro<> b() { for (std::size_t i = 0; i < v_.size(); ++i) await v_[i].send(); }
  async Coro<> c() { auto& p = *own_[0]; await fetch(); p.x(); }
  async Coro<> d() { auto it = map_.find(1); await fetch(); it->second.x(); }
  async Coro<> e() { std::unique_lock<std::mutex> l(mu_); l.unlock(); await fetch(); }
  async Coro<> f() { { std::lock_guard<std::mutex> l(mu_); n_++; } await fetch(); }
  async Coro<> g() { while (!stop_) { await ev_.wait(); } }
  async Coro<> h() { while (!q_.empty()) { auto x = std::move(q_.front()); q_.pop_front(); await x.send(); } }
  async Coro<T> i() { T t = v_.back(); await fetch(); return t; }
  async Coro<> j() { n_++; await fetch(); n_--; }
  async Coro<> k() { int s = n_; n_ = 0; await fetch(); n_ = s; }
  Coro<int> l() { { std::lock_guard<std::mutex> g(mu_); } return fetch(); }
  async Coro<> o() { try { await fetch(); } catch (const typename T::error&) { } }
  async Coro<> p() { try { await fetch(); } catch (...) { put(T()); throw; } }
  async Coro<> q() { auto c = own(); await std::move(c); }
  Coro<T> own();
  void r(Coro<T> c) { q2_.push_back(std::move(c)); r(own()); }
  std::vector<Coro<T>> q2_;
  async Coro<> s() { auto t = pawl::create_task(own()); await t; }
  async Coro<> u() { for (auto& x : v_) { await x.send(); break; } }
  async Coro<> w() { for (auto& x : v_) { x.y(); } await fetch(); }
};
template <class T> async Coro<> strings(T t) { std::string s = t.name(); auto c = byRef(s); await std::move(c); }
template <class T> async Coro<> strings2(T t) { std::vector<Coro<int>> v; for (const std::string& s : t.names()) v.push_back(byRef(s)); await pawl::gather(std::move(v)); }
template <class T> auto deduced(T t) { return call(t); }
template <class T> void plain(T t) { pawl::run(call(t)); auto c = call(t); t.keep(std::move(c)); }
template <class T> async Coro<> cond(T t) { if constexpr (std::is_same_v<T, int>) { std::lock_guard g(m); } else { await t; } }
template <class T> async Coro<> cond2(T t) { auto c = fetch(); if constexpr (std::is_same_v<T, int>) await std::move(c); else t(std::move(c)); }
template <class T> async pawl::AsyncGenerator<T> gen(T t) { for (int i = 0;; ++i) { yield t; await fetch(); } }
template <class T> async Coro<> loops(T t) { for (;;) { if (t.done()) break; await t.next(); } while (!t.done()) await pawl::sleep(1ms); }
