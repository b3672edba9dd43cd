// Coroutines that leave a scope.
#include <pawl/pawl.h>
#include <mutex>
#include <memory>
#include <optional>
#include <stdexcept>
using pawl::Coro;
Coro<int> fetch(); std::mutex m; Coro<> none();
struct [[pawl::must_not_suspend]] Span { explicit Span(int); ~Span(); };
struct Raii { Raii(); ~Raii(); };
Coro<int> a() { try { return fetch(); } catch (...) { throw; } } // expect-warning(return-without-await)
Coro<int> b() { try { auto c = fetch(); return c; } catch (...) { throw; } } // expect-warning(return-without-await)
Coro<int> c() { std::lock_guard g(m); auto x = fetch(); return std::move(x); } // expect-warning(return-without-await)
Coro<int> d(bool f) { try { if (f) return fetch(); return fetch(); } catch (...) { throw; } } // expect-warning(return-without-await) expect-warning(return-without-await)
Coro<int> e(bool f) { try { return f ? fetch() : fetch(); } catch (...) { throw; } } // expect-warning(return-without-await) expect-warning(return-without-await)
Coro<int> g() { { std::lock_guard g(m); } return fetch(); }
Coro<int> h() try { return fetch(); } catch (...) { throw; } // expect-warning(return-without-await)
Coro<int> i() { m.lock(); auto r = fetch(); m.unlock(); return r; }
Coro<int> j() { Span s(1); return fetch(); } // expect-warning(return-without-await)
auto k() { try { return fetch(); } catch (...) { throw; } } // expect-warning(return-without-await)
auto l = []() -> Coro<int> { try { return fetch(); } catch (...) { throw; } }; // expect-warning(return-without-await)
Coro<int> n() { try { return [] { return fetch(); }(); } catch (...) { throw; } } // expect-warning(return-without-await)
struct S { std::mutex m_; virtual ~S(); virtual Coro<int> a() { std::lock_guard g(m_); return fetch(); } // expect-warning(return-without-await)
  static Coro<int> b() { try { return fetch(); } catch (...) { throw; } } // expect-warning(return-without-await)
  Coro<int> c(); };
Coro<int> S::c() { std::unique_lock g(m_); return fetch(); } // expect-warning(return-without-await)
Coro<int> o() { std::unique_lock g(m); g.unlock(); return fetch(); }
Coro<int> p() { std::unique_lock g(m, std::defer_lock); return fetch(); }
Coro<int> q() { Raii r; return fetch(); }
async Coro<int> r() { try { return await fetch(); } catch (...) { throw; } }
Coro<int> s() { try { throw 1; } catch (...) { return fetch(); } }
Coro<int> t() { try { (void)m.try_lock(); } catch (...) { } return fetch(); }
Coro<> u() { if (std::lock_guard g(m); true) return none(); return none(); } // expect-warning(return-without-await)
pawl::AsyncGenerator<int> nums();
pawl::AsyncGenerator<int> v() { try { return nums(); } catch (...) { throw; } } // expect-warning(return-without-await)
[[pawl::allow("return-without-await")]] Coro<int> w() { try { return fetch(); } catch (...) { throw; } }
Coro<int> x() { auto g = std::make_unique<std::lock_guard<std::mutex>>(m); return fetch(); } // expect-warning(return-without-await)
Coro<int> y() { std::optional<std::lock_guard<std::mutex>> g; g.emplace(m); return fetch(); } // expect-warning(return-without-await)
Coro<int> z() { static std::unique_lock g(m); return fetch(); }
