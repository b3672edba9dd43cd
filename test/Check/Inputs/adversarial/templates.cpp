// Templates that nobody instantiates.
#include <pawl/pawl.h>
#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>
#include <unistd.h>
using namespace std::chrono_literals;
using pawl::Coro;
Coro<> work(); Coro<int> fetch(); Coro<int> value(int); std::mutex m; std::string make(); Coro<int> cr(const std::string&); Coro<int> view(std::string_view);
template <class T> async Coro<> t1(T x) { auto c = fetch(); (void)x; } // expect-warning(unawaited)
template <class T> async Coro<> t2(T x) { auto c = fetch(); if (x) await std::move(c); } // expect-warning(unawaited)
template <class T> async Coro<> t3(T x) { auto c = fetch(); x.take(std::move(c)); return; }
template <class T> async Coro<> t4(T x) { auto c = fetch(); auto d = std::move(c); x(d); return; }
template <class T> async Coro<> t5(T x) { auto c = t4(x); return; } // expect-warning(unawaited)
template <class T> Coro<T> dep(T x);
template <class T> async Coro<T> depD(T x) { return x; }
template <class T> async Coro<> t6(T x) { depD(x); return; } // expect-error(unawaited)
template <class T> async Coro<> t7(T x) { depD<int>(1); return; } // expect-error(unawaited)
template <class T> async Coro<> t8(T x) { std::lock_guard<std::mutex> g(m); await x(); } // expect-warning(held-across-await)
template <class M> async Coro<> t9(M& x) { std::lock_guard<M> g(x); await fetch(); } // expect-warning(held-across-await)
template <class T> async Coro<> t10(T x) { { std::lock_guard<std::mutex> g(m); } await x(); }
template <class T> async Coro<> t11(T x) { m.lock(); await x(); m.unlock(); } // expect-warning(held-across-await)
template <class T> async Coro<> t12(T x) { m.lock(); m.unlock(); await x(); }
template <class T> async Coro<> t13(T x) { try { await x(); } catch (...) { } } // expect-warning(swallowed-cancel)
template <class T> async Coro<> t14(T x) { try { await x(); } catch (...) { throw; } }
template <class T> async Coro<T> t15(T x) { try { await fetch(); } catch (const pawl::CancelledError&) { } return x; } // expect-warning(swallowed-cancel)
template <class T> async Coro<> t16(T x) { try { x(); } catch (...) { } }
template <class T> Coro<T> t17(T x) { try { return depD(x); } catch (...) { throw; } } // expect-warning(return-without-await)
template <class T> Coro<int> t18(T x) { try { return fetch(); } catch (...) { throw; } } // expect-warning(return-without-await)
template <class T> Coro<int> t19(T x) { std::lock_guard<std::mutex> g(m); return fetch(); } // expect-warning(return-without-await)
template <class T> Coro<int> t20(T x) { return fetch(); }
template <class T> async Coro<> t21(T x) { for (;;) x(); } // expect-warning(starvation)
template <class T> async Coro<> t22(T x) { for (;;) { if (x()) break; } }
template <class T> async Coro<> t23(T x) { for (;;) await x(); }
template <class T> struct Box {
  std::deque<T> q_; bool ready_ = false; std::mutex mu_; std::map<int, T> map_; int count_ = 0; std::string s_; std::atomic<bool> stop_;
  void put(T x) { q_.push_back(x); map_.erase(1); }
  async Coro<> a() { while (!ready_) await pawl::sleep(1ms); } // expect-warning(starvation)
  async Coro<> b() { while (q_.empty()) await pawl::sleep(1ms); } // expect-warning(starvation)
  async Coro<> c() { std::lock_guard<std::mutex> g(mu_); await fetch(); } // expect-warning(held-across-await)
  async Coro<> d() { std::lock_guard g(mu_); await fetch(); } // expect-warning(held-across-await)
  async Coro<> e() { int c = count_; await fetch(); count_ = c + 1; } // expect-warning(held-across-await)
  async Coro<> f() { count_ = count_ + await fetch(); } // expect-warning(held-across-await)
  async Coro<> g() { for (auto& x : q_) await x.send(); } // expect-warning(held-across-await)
  async Coro<> h() { auto it = map_.find(1); await fetch(); it->second.x(); } // expect-warning(held-across-await)
  Coro<T> get();
  void drop() { get(); }                     // expect-error(unawaited)
  void drop2() { this->get(); }              // expect-error(unawaited)
  void drop3() { a(); }                      // expect-error(unawaited)
  async Coro<> i() { std::this_thread::sleep_for(1s); return; } // expect-warning(blocking-call)
  async Coro<> j() { usleep(1); helper(); return; } // expect-warning(blocking-call) expect-warning(blocking-call)
  void helper() { usleep(3); }
  Coro<int> k() { std::lock_guard<std::mutex> g(mu_); return fetch(); } // expect-warning(return-without-await)
  async Coro<> l() { while (!stop_) {} } // expect-warning(starvation)
  async Coro<> ok1() { auto c = fetch(); await std::move(c); }
  async Coro<> ok2() { { std::lock_guard<std::mutex> g(mu_); } await fetch(); }
  async Coro<> ok3() { try { await fetch(); } catch (const std::exception&) { } }
};
template <class T> async Coro<> t24(T x) { auto c = cr(make()); await std::move(c); } // expect-warning(dangling)
template <class T> async Coro<> t25(T x) { auto c = view(make()); await std::move(c); } // expect-warning(dangling)
template <class T> Coro<int> t26(T x) { std::string s = make(); return cr(s); } // expect-warning(dangling)
template <class T> async Coro<> t27(T x) { await cr(make()); }
template <class T> async Coro<> t29(T x) { int a = await value(1); int b = await value(2); x(a + b); return; } // expect-hint(sequential-awaits)
template <class T> async Coro<> t30(T x) { std::printf("%d", fetch()); return; } // expect-error(unawaited)
template <class T> async Coro<> t31(T x) { if (fetch()) x(); return; } // expect-error(unawaited)
template <class T> async Coro<> t32(std::vector<T> v) { std::vector<Coro<int>> l; l.push_back(fetch()); return; } // expect-warning(unawaited)
template <class T> async Coro<> t33(std::vector<T> v) { for (auto& x : v) { auto c = fetch(); await x(std::move(c)); } }
template <class T> async Coro<> t34(T x) { std::condition_variable cv; std::unique_lock<std::mutex> l(m); cv.wait(l); return; } // expect-warning(blocking-call)
template <class... T> async Coro<> t35(T... x) { (x(), ...); auto c = fetch(); return; } // expect-warning(unawaited)
template <class... T> async Coro<> t36(T... x) { await pawl::gather(x()...); work(); } // expect-error(unawaited)
auto generic = [](auto x) { work(); return x; }; // expect-error(unawaited)
auto generic2 = async [](auto x) -> Coro<> { auto c = fetch(); x(); return; }; // expect-warning(unawaited)
auto generic3 = async [](auto x) -> Coro<> { std::lock_guard<std::mutex> g(m); await x(); }; // expect-warning(held-across-await)
template <class T> struct Outer { template <class U> async Coro<> in(U u) { auto c = fetch(); u(); return; } }; // expect-warning(unawaited)
template <class T> async Coro<> t37(T x) { if constexpr (sizeof(T) > 4) { auto c = fetch(); await std::move(c); } else { std::lock_guard<std::mutex> g(m); } await x(); }
template <class T> async Coro<> t38(T x) { auto c = fetch(); auto l = [&] { x.keep(std::move(c)); }; l(); return; }
template <class T> async Coro<> t39(T x) { auto c = fetch(); if constexpr (sizeof(T) > 4) await std::move(c); else x.keep(std::move(c)); return; }
