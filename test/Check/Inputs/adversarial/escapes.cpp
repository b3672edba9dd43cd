// Each mistake by other ways than the usual ones.
#include <pawl/pawl.h>
#include <algorithm>
#include <deque>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <vector>
#include <unistd.h>
using namespace std::chrono_literals;
using pawl::Coro; using pawl::Task;
Coro<int> fetch(); Coro<int> cr(const std::string&); Coro<int> spn(std::span<const int>); Coro<int> ptr(const int*); Coro<> send(int); std::string make();
std::mutex m;
// returned, stored, escaping by other ways
struct Registry { std::vector<Coro<int>> all; std::map<std::string, Coro<int>> byName; Coro<int> one; Task<int> task; std::function<Coro<int>()> make_;
  void a() { std::string s = make(); all.push_back(cr(s)); }                     // expect-warning(dangling)
  void b() { std::string s = make(); byName.emplace("x", cr(s)); }               // expect-warning(dangling)
  void c() { std::string s = make(); byName["x"] = cr(s); }                      // expect-warning(dangling)
  void d() { std::string s = make(); one = cr(s); }                              // expect-warning(dangling)
  async Coro<> e() { { std::string s = make(); one = cr(s); } await std::move(one); } // expect-warning(dangling)
  async Coro<> f() { std::string s = make(); one = cr(s); await std::move(one); }
  void g() { int x = 3; make_ = [&x]() -> Coro<int> { co_return x; }; }
  async Coro<> h() { for (int i = 0; i < 3; ++i) { std::string s = std::to_string(i); all.push_back(cr(s)); } await pawl::gather(std::move(all)); } // expect-warning(dangling)
};
std::vector<Coro<int>> batch() { std::vector<Coro<int>> v; std::string s = make(); v.push_back(cr(s)); return v; } // expect-warning(dangling)
std::pair<Coro<int>, int> paired() { std::string s = make(); return {cr(s), 1}; } // expect-warning(dangling)
std::optional<Coro<int>> maybe() { std::string s = make(); return cr(s); }        // expect-warning(dangling)
async Coro<int> spans() { auto c = spn(std::vector<int>{1, 2}); return await std::move(c); } // expect-warning(dangling)
async Coro<int> spans2() { std::vector<int> v{1}; auto c = spn(v); return await std::move(c); }
Coro<int> element() { std::vector<int> v{1}; return ptr(&v[0]); }                    // expect-warning(dangling)
Coro<int> data() { std::vector<int> v{1}; return ptr(v.data()); }                    // expect-warning(dangling)
Coro<int> tern(bool f) { std::string a, b; return f ? cr(a) : cr(b); }         // expect-warning(dangling) expect-warning(dangling)
async Coro<Task<int>> later() { std::string s = make(); auto t = pawl::create_task(cr(s)); await pawl::sleep(1ms); return t; } // expect-warning(dangling)
// unawaited by other ways
struct Cmd { virtual Coro<> run() = 0; virtual ~Cmd() = default; };
async Coro<> list(std::vector<std::unique_ptr<Cmd>>& cmds, std::map<int, std::function<Coro<>()>>& table) {
  for (auto& c : cmds) c->run();                                                     // expect-error(unawaited)
  table[1]();                                                                        // expect-error(unawaited)
  std::for_each(cmds.begin(), cmds.end(), [](auto& c) { c->run(); });                // expect-error(unawaited)
  for (auto& [k, f] : table) f();                                                    // expect-error(unawaited)
  auto later = [&] { return cmds[0]->run(); };
  later();                                                                           // expect-error(unawaited)
  std::vector<Coro<>> pending; for (auto& c : cmds) pending.emplace_back(c->run());  // expect-warning(unawaited)
  return;
}
async Coro<int> reused(bool f) { auto c = fetch(); if (f) c = fetch(); return await std::move(c); } // expect-warning(unawaited)
async Coro<> tryCatch() { auto c = fetch(); try { await send(1); await std::move(c); } catch (const std::exception&) { } }
async Coro<> never(bool f) { if (f) { auto c = fetch(); } else { auto d = fetch(); await std::move(d); } } // expect-warning(unawaited)
// held by other ways
struct Cache { std::mutex mutex; std::unordered_map<int, std::string> map; std::vector<std::string> names; int hits = 0;
  void insert(int k) { std::lock_guard l(mutex); map[k] = "x"; names.push_back("y"); map.erase(2); names.clear(); }
  async Coro<std::string> get(int k) { std::unique_lock l(mutex); auto it = map.find(k); if (it != map.end()) return it->second; l.unlock(); await fetch(); l.lock(); return map[k]; }
  async Coro<std::string> get2(int k) { std::unique_lock l(mutex); auto it = map.find(k); l.unlock(); await fetch(); return it->second; } // expect-warning(held-across-await)
  async Coro<> all() { for (std::size_t i = 0; auto& n : names) { await send(int(i++)); (void)n; } } // expect-warning(held-across-await)
  async Coro<> viaRef() { auto& ns = names; for (auto& n : ns) { await send(1); (void)n; } } // expect-warning(held-across-await)
  async Coro<> ptr() { const std::string* p = &names.front(); await fetch(); std::puts(p->c_str()); } // expect-warning(held-across-await)
  async Coro<> count() { auto h = hits; h++; await fetch(); hits = h; }              // expect-warning(held-across-await)
  async Coro<> cond() { if (std::unique_lock l(mutex, std::try_to_lock); l) await fetch(); } // expect-warning(held-across-await)
  async Coro<> two() { std::scoped_lock l(mutex, m); hits++; await fetch(); }        // expect-warning(held-across-await)
  async Coro<> nested() { for (int i = 0; i < 2; ++i) { std::lock_guard l(mutex); if (i) { await fetch(); } } } // expect-warning(held-across-await)
};
// blocking by other ways
struct Joiner { std::thread t; ~Joiner() { if (t.joinable()) t.join(); } };
struct Holder { Joiner j; };
async Coro<> b1() { Joiner j; await fetch(); }                                       // expect-warning(blocking-call)
async Coro<> b2() { std::vector<std::thread> ts; std::for_each(ts.begin(), ts.end(), [](std::thread& t) { t.join(); }); await fetch(); } // expect-warning(blocking-call)
async Coro<> b3() { std::promise<int> p; int v = p.get_future().get(); await send(v); } // expect-warning(blocking-call)
async Coro<> b4() { std::packaged_task<int()> t([] { return 1; }); t.get_future().wait(); await fetch(); } // expect-warning(blocking-call)
async Coro<> b5() { (void)std::async(std::launch::async, [] { ::sleep(1); }); await fetch(); } // expect-warning(blocking-call)
async Coro<> b6() { auto f = [] { ::sleep(1); }; std::invoke(f); await fetch(); }     // expect-warning(blocking-call)
async Coro<> b7() { static const int once = [] { ::sleep(1); return 1; }(); await send(once); } // expect-warning(blocking-call)
async Coro<> b8() { std::jthread j([] {}); await fetch(); }                          // expect-warning(blocking-call)
async Coro<> b9() { std::jthread none; std::thread other; await fetch(); }
async Coro<> b10() { auto j = std::make_unique<Joiner>(); await fetch(); await pawl::to_thread([j = std::move(j)]() mutable { j.reset(); }); }
// starvation by other ways
struct Spin { bool on = true; int n = 0; std::deque<int> q;
  async Coro<> a() { for (;;) { n++; } }                                             // expect-warning(starvation)
  async Coro<> b() { while (true) ; }                                                // expect-warning(starvation)
  async Coro<> c() { for (;;) { if (!on) break; await pawl::sleep(5ms); } }          // expect-warning(starvation)
  async Coro<> d() { while (q.size() == 0) await pawl::sleep(5ms); }                 // expect-warning(starvation)
  async Coro<> e() { do { if (q.empty()) await pawl::sleep(5ms); } while (on); }
  async Coro<> f() { while (on) { await pawl::sleep(5ms); n++; } }
};
// swallowed by other ways
async Coro<> s1() { for (int i = 0; i < 3; ++i) try { await fetch(); break; } catch (...) { await pawl::sleep(1ms); } } // expect-warning(swallowed-cancel)
async Coro<int> s2() { try { co_return co_await fetch(); } catch (...) { } co_return 0; } // expect-warning(swallowed-cancel)
async Coro<> s3() { try { await fetch(); } catch (...) { std::puts("x"); if (std::uncaught_exceptions()) throw; } } // expect-warning(swallowed-cancel)
// return by other ways
Coro<int> r1() { std::unique_lock l(m, std::try_to_lock); if (!l) return fetch(); return fetch(); } // expect-warning(return-without-await)
Coro<int> r2() { try { auto c = fetch(); return std::move(c); } catch (...) { throw; } } // expect-warning(return-without-await)
Coro<int> r3(bool f) { try { if (f) throw 1; } catch (int) { return fetch(); } return fetch(); }
