// Awaits in a row.
#include <pawl/pawl.h>
#include <map>
#include <string>
#include <vector>
using namespace std::chrono_literals;
using pawl::Coro;
Coro<int> f(int); Coro<std::string> g(std::string); Coro<void> put(int); Coro<int> mut(int&); Coro<int> cref(const std::vector<int>&);
struct R { Coro<int> read(); Coro<int> peek() const; }; struct DB { Coro<int> q(int) const; Coro<int> w(int); };
async Coro<> a() { int x = await f(1); int y = await f(2); (void)(x + y); } // expect-hint(sequential-awaits)
async Coro<> b() { int x = await f(1); int y = await f(x); (void)y; }
async Coro<> c(R& r) { int x = await r.read(); int y = await r.read(); (void)(x + y); }
async Coro<> d(const DB& r) { int x = await r.q(1); int y = await r.q(2); (void)(x + y); } // expect-hint(sequential-awaits)
async Coro<> e() { await put(1); await put(2); }
async Coro<> h() { auto x = await f(1); auto y = await g("a"); auto z = await f(3); (void)x; (void)y; (void)z; } // expect-hint(sequential-awaits)
async Coro<> i() { int n = 0; int x = await mut(n); int y = await mut(n); (void)(x + y); }
async Coro<> j() { int n = 0; int x = await mut(n); int y = await f(n); (void)(x + y); }
async Coro<> k(std::vector<int> ids) { std::vector<int> r; for (int id : ids) r.push_back(await f(id)); } // expect-hint(sequential-awaits)
async Coro<> l(std::vector<int> ids) { std::vector<int> r; for (size_t i = 0; i < ids.size(); ++i) r.push_back(await f(ids[i])); } // expect-hint(sequential-awaits)
async Coro<> m(std::vector<int> ids) { std::map<int, int> r; for (int id : ids) r[id] = await f(id); } // expect-hint(sequential-awaits)
async Coro<> n(std::vector<int> ids) { int sum = 0; for (int id : ids) sum += await f(id); (void)sum; } // expect-hint(sequential-awaits)
async Coro<> o(std::vector<int> ids) { for (int id : ids) { int x = await f(id); if (x) break; } }
async Coro<int> p() { return await f(1) + await f(2); } // expect-hint(sequential-awaits)
async Coro<> q() { int x = await f(1); if (x) return; int y = await f(2); (void)y; }
async Coro<> r(R& x, R& y) { int a = await x.read(); int b = await y.read(); (void)(a + b); }
async Coro<> s() { int x = await pawl::wait_for(f(1), 1s); int y = await pawl::wait_for(f(2), 1s); (void)(x + y); }
async Coro<> t(std::vector<int> ids) { std::vector<int> r; for (int id : ids) { int v = await f(id); r.push_back(v); } } // expect-hint(sequential-awaits)
async Coro<> u(std::vector<int> ids) { std::vector<int> r; for (int id : ids) r.push_back(await cref(r) + id); }
async Coro<> v() { int a, b; a = await f(1); b = await f(2); (void)(a + b); } // expect-hint(sequential-awaits)
async Coro<> w(std::vector<int> ids) { int last = 0; for (int id : ids) last = await f(last + id); (void)last; }
