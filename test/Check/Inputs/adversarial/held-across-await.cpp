// What is held, or stale, after an await; and what was let go in time.
#include <pawl/pawl.h>
#include <deque>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>
using namespace std::chrono_literals;
using pawl::Coro;
Coro<int> fetch();
std::mutex m; std::recursive_mutex rm; std::timed_mutex tm_; std::shared_mutex sm;
using Guard = std::lock_guard<std::mutex>;
struct MyGuard { MyGuard(std::mutex& m) : l(m) {} std::lock_guard<std::mutex> l; };
std::unique_lock<std::mutex> lockIt() { return std::unique_lock<std::mutex>(m); }
async Coro<> g1() { Guard g(m); await fetch(); } // expect-warning(held-across-await)
async Coro<> g2() { std::lock_guard g{m}; await fetch(); } // expect-warning(held-across-await)
async Coro<> g3() { std::scoped_lock g{m, rm}; await fetch(); } // expect-warning(held-across-await)
async Coro<> g4() { auto g = lockIt(); await fetch(); } // expect-warning(held-across-await)
async Coro<> g5() { auto g = std::unique_lock(m); await fetch(); } // expect-warning(held-across-await)
async Coro<> g6() { MyGuard g(m); await fetch(); } // expect-warning(held-across-await)
async Coro<> g7() { std::unique_lock g(m, std::try_to_lock); if (g) { await fetch(); } } // expect-warning(held-across-await)
async Coro<> g8() { std::unique_lock g(m, std::try_to_lock); if (!g) { await fetch(); } }
async Coro<> g9() { std::unique_lock g(m, std::defer_lock); await fetch(); g.lock(); }
async Coro<> g10() { m.lock(); std::lock_guard g(m, std::adopt_lock); await fetch(); } // expect-warning(held-across-await)
async Coro<> g11() { auto g = std::make_unique<Guard>(m); await fetch(); } // expect-warning(held-across-await)
async Coro<> g12() { if (Guard g(m); true) { await fetch(); } } // expect-warning(held-across-await)
async Coro<> g13() { for (Guard g(m);;) { await fetch(); } } // expect-warning(held-across-await)
async Coro<> g15() { std::lock(m, rm); await fetch(); m.unlock(); rm.unlock(); } // expect-warning(held-across-await)
async Coro<> g16() { if (m.try_lock()) { await fetch(); m.unlock(); } } // expect-warning(held-across-await)
async Coro<> g17() { sm.lock_shared(); await fetch(); sm.unlock_shared(); } // expect-warning(held-across-await)
async Coro<> g18() { std::shared_lock g(sm); await fetch(); } // expect-warning(held-across-await)
async Coro<> g19() { std::unique_lock g(m); g.unlock(); await fetch(); g.lock(); g.unlock(); await fetch(); }
async Coro<> g20(bool f) { std::unique_lock g(m); if (f) g.unlock(); await fetch(); } // expect-warning(held-across-await)
async Coro<> g21() { { Guard g(m); } await fetch(); }
async Coro<> g22() { Guard g(m); auto c = fetch(); auto t = pawl::create_task(std::move(c)); (void)t; }
async Coro<> g23() { [&] { Guard g(m); }(); await fetch(); }
async Coro<> g24() { Guard g(m); auto f = async []() -> Coro<> { await fetch(); }; (void)f; }
async Coro<> g25() { while (true) { { Guard g(m); if (!m.try_lock()) break; } await fetch(); } } // expect-warning(held-across-await)
async Coro<int> g26() { Guard g(m); return await fetch(); } // expect-warning(held-across-await)
async Coro<> g27() { Guard g(m); for (;;) { } }  // expect-warning(starvation)
async Coro<> g28() { try { Guard g(m); throw 1; } catch (int) { await fetch(); } }
async Coro<> g29() { try { Guard g(m); await fetch(); } catch (int) { } } // expect-warning(held-across-await)
async Coro<> g31(std::unique_lock<std::mutex>& l) { l.lock(); await fetch(); } // expect-warning(held-across-await)
async Coro<> g32() { static Guard* p = nullptr; (void)p; await fetch(); }
struct Obj { std::mutex m_; std::mutex other_;
  async Coro<> a() { m_.lock(); await fetch(); m_.unlock(); } // expect-warning(held-across-await)
  async Coro<> b() { m_.lock(); m_.unlock(); await fetch(); }
  async Coro<> c() { std::lock_guard l(m_); await fetch(); } // expect-warning(held-across-await)
  async Coro<> d() { m_.lock(); other_.unlock(); await fetch(); } // expect-warning(held-across-await)
};
async Coro<> g33() { std::pair<int, std::unique_ptr<std::mutex>> p; p.second->lock(); await fetch(); } // expect-warning(held-across-await)
async Coro<> g34() { std::unique_lock g(m); auto h = std::move(g); await fetch(); } // expect-warning(held-across-await)
async Coro<> g35() { std::unique_lock g(m); { auto h = std::move(g); } await fetch(); }
async Coro<> g36() { auto r = [](auto&& f) { Guard g(m); return f(); }; int x = r([] { return 1; }); (void)x; await fetch(); }
async Coro<> g37(std::vector<std::unique_lock<std::mutex>> v) { v.emplace_back(m); await fetch(); }
async Coro<> g38() { std::unique_lock g(m); g.release(); await fetch(); } 

struct Session { Coro<> send(int); int used = 0; std::string name; };
struct Server {
  std::vector<Session> v_; std::map<int, Session> map_; std::vector<int> fixed_; std::unordered_map<int, std::unique_ptr<Session>> own_; std::vector<std::shared_ptr<Session>> sh_;
  std::set<int> set_; std::list<Session> list_; std::string text_; int count_ = 0; bool busy_ = false; std::optional<Session> opt_;
  void add() { v_.emplace_back(); sh_.push_back(nullptr); text_ += "x"; set_.insert(1); list_.push_back({}); }
  void drop() { map_.erase(1); own_.erase(1); v_.clear(); sh_.clear(); list_.pop_front(); set_.clear(); }
  async Coro<> a() { for (auto& s : v_) await s.send(1); } // expect-warning(held-across-await)
  async Coro<> b() { for (auto s : v_) await s.send(1); } // expect-warning(held-across-await)
  async Coro<> c() { for (auto& [k, s] : map_) await s.send(k); } // expect-warning(held-across-await)
  async Coro<> d() { for (auto it = map_.begin(); it != map_.end(); ++it) await it->second.send(1); } // expect-warning(held-across-await)
  async Coro<> e() { auto& s = map_[1]; await fetch(); s.used++; } // expect-warning(held-across-await)
  async Coro<> f() { auto& s = map_.at(1); await fetch(); s.used++; } // expect-warning(held-across-await)
  async Coro<> g() { Session* s = &v_.front(); await fetch(); s->used++; } // expect-warning(held-across-await)
  async Coro<> h() { Session* s = v_.data(); await fetch(); s->used++; } // expect-warning(held-across-await)
  async Coro<> i() { auto p = sh_[0]; await fetch(); p->used++; }
  async Coro<> j() { auto* p = own_[1].get(); await fetch(); p->used++; } // expect-warning(held-across-await)
  async Coro<> k() { auto& p = *own_[1]; await fetch(); p.used++; } // expect-warning(held-across-await)
  async Coro<> l() { const char* t = text_.c_str(); await fetch(); (void)t[0]; } // expect-warning(held-across-await)
  async Coro<> n() { std::string_view t = text_; await fetch(); (void)t.size(); } // expect-warning(held-across-await)
  async Coro<> o() { auto copy = v_; for (auto& s : copy) await s.send(1); }
  async Coro<> p() { for (int x : fixed_) { await fetch(); count_ += x; } }
  async Coro<> q() { auto n = v_.size(); await fetch(); (void)n; }
  async Coro<> r() { auto it = map_.find(1); if (it == map_.end()) return; await fetch(); it = map_.find(1); it->second.used++; }
  async Coro<> s() { int c = count_; await fetch(); count_ = c + 1; } // expect-warning(held-across-await)
  async Coro<> t() { auto c = count_ + 1; await fetch(); count_ = c; } // expect-warning(held-across-await)
  async Coro<> u() { count_ = count_ + await fetch(); } // expect-warning(held-across-await)
  async Coro<> v() { count_ += await fetch(); }
  async Coro<> w() { if (count_ < 10) { await fetch(); count_++; } }
  async Coro<> x() { if (busy_) return; busy_ = true; await fetch(); busy_ = false; }
  async Coro<> y() { int c = count_; await fetch(); if (c == count_) count_ = c + 1; }
  async Coro<> z() { for (auto& s : list_) { await s.send(1); break; } }
  async Coro<> aa() { for (auto& s : v_) { await s.send(1); return; } }
  async Coro<> bb() { for (auto& s : v_) { co_await s.send(1); } } // expect-warning(held-across-await)
  async Coro<> cc() { auto [first, second] = *map_.begin(); await fetch(); (void)first; (void)second; }
  async Coro<> dd() { auto& [first, second] = *map_.begin(); await fetch(); second.used += first; } // expect-warning(held-across-await)
  async Coro<> ee() { auto last = v_.back(); await fetch(); last.used++; }
  async Coro<> ff() { Session s = std::move(v_.back()); v_.pop_back(); await s.send(1); }
  async Coro<> gg() { auto it = v_.begin(); await fetch(); v_.erase(it); } // expect-warning(held-across-await)
  async Coro<> hh() { this->count_ = this->count_ + await fetch(); } // expect-warning(held-across-await)
  async Coro<> ii() { int old = count_; count_ = 5; await fetch(); count_ = old; }
  async Coro<> jj() { await v_[0].send(1); }
  async Coro<> kk() { v_[0].used = await fetch(); }
};
