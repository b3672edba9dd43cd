// What coroutines refer to, and where it ends.
#include <pawl/pawl.h>
#include <functional>
#include <memory>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include <array>
using namespace std::chrono_literals;
using pawl::Coro; using pawl::Task;
Coro<int> cr(const std::string&); Coro<int> mref(std::string&); Coro<int> view(std::string_view); Coro<int> ptr(const int*); Coro<int> cstr(const char*); Coro<int> val(std::string); Coro<int> vec(const std::vector<int>&); Coro<int> fn(const std::function<void()>&); Coro<int> uniq(const std::unique_ptr<int>&); Coro<int> opt(const std::optional<std::string>& o = std::nullopt); Coro<int> deflt(const std::string& s = "x");
template <class T> Coro<int> fwd(T&& t); template <class T> Coro<int> byv(T t);
std::string make(); std::string& global_();
struct C { std::string name; Coro<int> run() &; Coro<int> go() const; Coro<int> operator()(int) const; static Coro<int> st(int); Coro<int> with(const std::string&); std::string get() const; const std::string& nameRef() const; };
C mk(); C& shared_c();
async Coro<> temps(std::vector<Coro<int>>& out) {
  auto a = vec({1, 2, 3});                 // expect-warning(dangling)
  auto b = fn([] {});                      // expect-warning(dangling)
  auto c = uniq(std::make_unique<int>(1)); // expect-warning(dangling)
  auto d = opt(make());                    // expect-warning(dangling)
  auto e = deflt();                        // expect-warning(dangling)
  auto f = opt();                          // expect-warning(dangling)
  auto g = fwd(make());                    // expect-warning(dangling)
  auto h = byv(make());
  auto i = mk().go();                      // expect-warning(dangling)
  auto j = mk()(1);                        // expect-warning(dangling)
  auto k = C::st(1);
  auto l = cr(mk().name);                 // expect-warning(dangling)
  auto m = cr(shared_c().name);
  auto n = view(shared_c().name);
  auto o = view(shared_c().get());         // expect-warning(dangling)
  auto p = cr(shared_c().nameRef());
  auto q = cr(std::string("x") + "y");    // expect-warning(dangling)
  auto r = shared_c().with(make());        // expect-warning(dangling)
  auto s = cstr(std::to_string(3).data()); // expect-warning(dangling)
  auto t = view("lit");
  auto u = cstr("lit");
  auto v = cr(global_());
  auto w = pawl::create_task(mk().go());   // expect-warning(dangling)
  auto x = pawl::create_task(fn([] {}));   // expect-warning(dangling)
  out.push_back(cr("lit"));               // expect-warning(dangling)
  std::vector<Coro<int>> own;
  own.emplace_back(cr(make()));           // expect-warning(dangling)
  std::vector<Coro<int>> init;
  init.push_back(view(std::string_view("x")));
  std::array<Coro<int>, 2> arr{cr(make()), val("x")}; // expect-warning(dangling)
  std::pair<int, Coro<int>> pr{1, cr(make())}; // expect-warning(dangling)
  auto up = std::make_unique<Coro<int>>(cr(make())); // expect-warning(dangling)
  std::optional<Coro<int>> op = cr(make()); // expect-warning(dangling)
  std::map<int, Coro<int>> mp;
  mp.emplace(1, cr(make()));              // expect-warning(dangling)
  mp[2] = cr(make());                     // expect-warning(dangling)
  auto y = std::move(cr(make()));         // expect-warning(dangling)
  Coro<int> z{cr(make())};                // expect-warning(dangling)
  auto lam = [c = cr(make())]() mutable { return std::move(c); }; // expect-warning(dangling)
  auto sh = pawl::shield(cr(make()));     // expect-warning(dangling)
  auto gt = pawl::gather(cr("x"), val("y")); // expect-warning(dangling)
  auto n1 = ptr(&std::array<int, 1>{{1}}[0]);
  await pawl::gather(std::move(a), std::move(b), std::move(c), std::move(d), std::move(e), std::move(f), std::move(g), std::move(h), std::move(i));
  await pawl::gather(std::move(j), std::move(k), std::move(l), std::move(m), std::move(n), std::move(o), std::move(p), std::move(q), std::move(r));
  await pawl::gather(std::move(s), std::move(t), std::move(u), std::move(v), std::move(y), std::move(z), std::move(n1), lam());
  await w; await x; await std::move(sh); await std::move(gt);
  await pawl::gather(std::move(own)); await pawl::gather(std::move(init)); await std::move(arr[0]); await std::move(pr.second); await std::move(*up); await std::move(*op); await std::move(mp[1]);
}
// in async functions: what is returned
async Coro<Task<int>> retTask() {
  std::string s = make();
  await pawl::sleep(1s);
  return pawl::create_task(cr(s));        // expect-warning(dangling)
}
async Coro<Coro<int>> retCoro(std::string p) {
  std::string s = make();
  if (p.empty()) return cr(make());       // expect-warning(dangling)
  if (p.size() > 3) return view(p);        // expect-warning(dangling)
  if (p.size() > 2) return val(p);
  if (p.size() > 1) return cr(global_());
  return cr(s);                           // expect-warning(dangling)
}
async Coro<int> retAwaited() { std::string s = make(); return await cr(s); }
async Coro<int> retAwaitedTask() { std::string s; return await pawl::create_task(cr(s)); }
async Coro<std::vector<Coro<int>>> retList() { std::string s; std::vector<Coro<int>> v; v.push_back(val(s)); return v; }
async Coro<Task<int>> retLambdaTask(int n) {
  int local = n;
  return pawl::create_task(async [&local]() -> Coro<int> { return local; }()); // expect-warning(dangling)
}
async Coro<Task<int>> retLambda20(int n) { return pawl::create_task([n]() -> Coro<int> { co_return n; }()); } // expect-warning(dangling)
async Coro<Task<int>> retLambdaOk(int n) { return pawl::create_task(async [n]() -> Coro<int> { return n; }()); }
async pawl::AsyncGenerator<Coro<int>> yields() { std::string s = make(); yield cr(s); yield cr(make()); }
Task<int> plainRet(std::string p) { return pawl::create_task(cr(p)); } // expect-warning(dangling)
Coro<int> plainPtr() { int x = 1; return ptr(&x); } // expect-warning(dangling)
Coro<int> plainArr() { char buf[4] = ""; return cstr(buf); } // expect-warning(dangling)
Coro<int> plainThen() { std::string s; auto c = cr(s); return c; } // expect-warning(dangling)
Coro<int> plainMove() { std::string s; auto c = cr(s); return std::move(c); } // expect-warning(dangling)
Coro<int> okParamRef(const std::string& p) { return cr(p); }
Coro<int> okMove(std::string p) { return val(std::move(p)); }
Coro<int> badRv(std::string&& p) { return cr(p); }
Coro<int> cond(bool f, std::string p) { return f ? cr(p) : val(p); } // expect-warning(dangling)
Coro<int> rethis(C c) { return c.go(); }   // expect-warning(dangling)
Coro<int> deref(std::unique_ptr<C> c) { return c->go(); } // expect-warning(dangling)
Coro<int> shared(std::shared_ptr<C> c) { return c->go(); }
struct W { std::string s_; C c_; std::unique_ptr<C> u_;
  Coro<int> a() { return cr(s_); } Coro<int> b() { return c_.go(); } Coro<int> c() { return u_->go(); } };
// captures
async Coro<> caps(int n, std::string s) {
  auto a = [&]() -> Coro<int> { co_return n; }(); // expect-warning(dangling)
  auto b = [=]() -> Coro<int> { co_return n; }(); // expect-warning(dangling)
  auto c = [n](int k) -> Coro<int> { co_return n + k; }(1); // expect-warning(dangling)
  auto f = [n]() -> Coro<int> { co_return n; };
  auto d = f();
  std::vector<Coro<int>> v;
  for (int i = 0; i < 3; ++i) v.push_back([i]() -> Coro<int> { co_return i; }()); // expect-warning(dangling)
  for (int i = 0; i < 3; ++i) { auto g = [i]() -> Coro<int> { co_return i; }; v.push_back(g()); } // expect-warning(dangling)
  for (int i = 0; i < 3; ++i) v.push_back(async [i]() -> Coro<int> { return i; }());
  for (int i = 0; i < 3; ++i) v.push_back(async [&i]() -> Coro<int> { return i; }()); // expect-warning(dangling)
  for (auto& x : {1, 2}) v.push_back(ptr(&x)); 
  for (std::string t : {"a", "b"}) v.push_back(cr(t)); // expect-warning(dangling)
  { std::string inner; v.push_back(cr(inner)); } // expect-warning(dangling)
  Coro<int> out;
  { std::string inner; out = cr(inner); } // expect-warning(dangling)
  await pawl::gather(std::move(a), std::move(b), std::move(c), std::move(d), std::move(out));
  await pawl::gather(std::move(v));
}
async Coro<> group() {
  pawl::TaskGroup g;
  await pawl::with(g, async [&]() -> Coro<> {
    std::string s = "x";
    g.create_task(cr(s));               // expect-warning(dangling)
    g.create_task(val(s));
    for (int i = 0; i < 3; ++i) g.create_task([i]() -> Coro<int> { co_return i; }()); // expect-warning(dangling)
    for (int i = 0; i < 3; ++i) g.create_task(async [i]() -> Coro<int> { return i; }());
    return;
  });
  std::string outer = "y";
  await pawl::with(g, async [&]() -> Coro<> { g.create_task(cr(outer)); return; });
}
async Coro<> tasks() {
  std::string s = make();
  auto t = pawl::create_task(cr(s));
  await t;
  std::vector<Task<int>> ts;
  for (int i = 0; i < 3; ++i) { std::string n = std::to_string(i); ts.push_back(pawl::create_task(cr(n))); } // expect-warning(dangling)
  for (int i = 0; i < 3; ++i) { std::string n = std::to_string(i); ts.push_back(pawl::create_task(val(n))); }
  for (auto& x : ts) await x;
}
