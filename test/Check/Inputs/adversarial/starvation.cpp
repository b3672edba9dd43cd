// Loops that never let go, or only look; and those that do something.
#include <pawl/pawl.h>
#include <atomic>
#include <cstdlib>
#include <deque>
#include <vector>
#include <cstdio>
using namespace std::chrono_literals;
using pawl::Coro;
void work(); bool step(); int next(); bool ready();
[[noreturn]] void quit();
std::atomic<bool> flag; bool global; volatile bool vol;
struct S {
  bool ready_ = false; std::deque<int> q_; bool stop_ = false; int n_ = 0;
  async Coro<> a() { while (!ready_) await pawl::sleep(1ms); } // expect-warning(starvation)
  async Coro<> b() { while (q_.empty()) { await pawl::sleep(1ms); } } // expect-warning(starvation)
  async Coro<> c() { while (true) { if (ready_) break; await pawl::sleep(1ms); } } // expect-warning(starvation)
  async Coro<> d() { for (;;) { await pawl::sleep(1ms); if (!q_.empty()) return; } } // expect-warning(starvation)
  async Coro<> e() { do { await pawl::sleep(1ms); } while (!ready_); } // expect-warning(starvation)
  async Coro<> f() { for (; !ready_;) await pawl::sleep(1ms); } // expect-warning(starvation)
  async Coro<> g() { while (!flag.load()) await pawl::sleep(1ms); }
  async Coro<> h() { while (!flag) await pawl::sleep(1ms); }
  async Coro<> i() { while (n_ < 3 || q_.size() > 5) await pawl::sleep(1ms); } // expect-warning(starvation)
  async Coro<> j() { while (!stop_) { await pawl::sleep(1s); work(); } }
  async Coro<> k() { while (!stop_) { work(); await pawl::sleep(1s); } }
  async Coro<> l() { for (int i = 0; i < 10; ++i) await pawl::sleep(1ms); }
  async Coro<> m() { int tries = 0; while (!ready_ && tries++ < 10) await pawl::sleep(1ms); }
  async Coro<> n() { while (!ready_); } // expect-warning(starvation)
  async Coro<> o() { while (!flag) {} } // expect-warning(starvation)
  async Coro<> p() { while (!vol) { } } // expect-warning(starvation)
  async Coro<> q() { for (;;) work(); } // expect-warning(starvation)
  async Coro<> r() { while (true) { work(); if (step()) continue; work(); } } // expect-warning(starvation)
  async Coro<> s() { while (true) { work(); if (step()) break; } }
  async Coro<> t() { while (true) { work(); if (step()) return; } }
  async Coro<> u() { while (1) { if (step()) throw 1; } }
  async Coro<> v() { for (;;) { if (step()) quit(); } }
  async Coro<> w() { for (;;) { if (step()) std::exit(0); } }
  async Coro<> x() { for (;;) { auto f = async []() -> Coro<> { await pawl::sleep(1s); }; (void)f; } } // expect-warning(starvation)
  async Coro<> y() { for (;;) { for (;;) { break; } } } // expect-warning(starvation)
  async Coro<> z() { for (;;) { switch (next()) { case 1: break; } } } // expect-warning(starvation)
  async Coro<> aa() { do { work(); } while (true); } // expect-warning(starvation)
  async Coro<> cc() { for (;;) await pawl::sleep(1s); }
  async Coro<> dd() { for (;;) { await pawl::sleep(1s); } }
  async Coro<> ee() { while (!ready()) await pawl::sleep(1s); }
  async Coro<> ff(pawl::Task<int>& t) { while (!t.done()) await pawl::sleep(1s); } // expect-warning(starvation)
  async Coro<> gg(pawl::Event& ev) { while (!ev.is_set()) await pawl::sleep(1s); } // expect-warning(starvation)
  async Coro<> hh(pawl::Queue<int>& qu) { while (qu.empty()) await pawl::sleep(1s); } // expect-warning(starvation)
  async Coro<> ii() { while (!ready_) await pawl::sleep(0s); } // expect-warning(starvation)
  async Coro<> jj() { bool local = true; while (local) { if (step()) local = false; } }
  async Coro<> ll() { while (!stop_) { work(); } }
  async Coro<> mm() { while (q_.size()) { q_.pop_front(); } }
  async Coro<> nn() { while (n_ < 10) { n_++; } }
  async Coro<> oo() { for (;;) { try { work(); } catch (...) { break; } } }
  async Coro<> pp() { for (;;) { yieldish(); } } // expect-warning(starvation)
  void yieldish();
  async pawl::AsyncGenerator<int> qq() { for (int i = 0;; ++i) yield i; }
  async Coro<> rr() { for await (int x : qq()) { for (;;) { work(); } (void)x; } } // expect-warning(starvation)
  async Coro<> ss() { while (!ready_) { await pawl::sleep(1ms); continue; } } // expect-warning(starvation)
  async Coro<> uu() { constexpr bool forever = true; while (forever) work(); } // expect-warning(starvation)
  async Coro<> vv() { for (;;) { if (false) await pawl::sleep(1s); work(); } }
  async Coro<> ww() { for (;;) { int v = await pawl::to_thread([] { return next(); }); if (v) break; } }
};
