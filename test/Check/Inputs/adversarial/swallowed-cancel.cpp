// Handlers around awaits: which of them end a cancellation.
#include <pawl/pawl.h>
#include <cstdio>
#include <exception>
#include <stdexcept>
using namespace std::chrono_literals;
using pawl::Coro;
Coro<int> fetch();
void log(std::exception_ptr);
void logRethrow() { throw; }
[[noreturn]] void fail() { throw std::runtime_error("x"); }
[[noreturn]] void quit();
struct E1 : std::exception {};
async Coro<int> a() { try { return await fetch(); } catch (...) { return 0; } } // expect-warning(swallowed-cancel)
async Coro<int> b() { try { return await fetch(); } catch (pawl::CancelledError&) { return 0; } } // expect-warning(swallowed-cancel)
async Coro<int> c() { try { return await fetch(); } catch (const pawl::CancelledError& e) { throw; } catch (...) { return 0; } }
async Coro<int> d() { try { return await fetch(); } catch (...) { throw; } }
async Coro<int> e(bool f) { try { return await fetch(); } catch (...) { if (f) throw; } return 1; } // expect-warning(swallowed-cancel)
async Coro<int> g(bool f) { try { return await fetch(); } catch (...) { if (f) throw; else throw E1(); } return 1; }
async Coro<int> h() { try { return await fetch(); } catch (const std::exception&) { return 0; } }
async Coro<int> i() { std::exception_ptr p; try { return await fetch(); } catch (...) { p = std::current_exception(); } await fetch(); std::rethrow_exception(p); }
async Coro<int> j() { try { std::puts("x"); } catch (...) { } return await fetch(); }
async Coro<int> k() { try { auto c = fetch(); return 1; } catch (...) { return 0; } } // expect-warning(unawaited)
async Coro<int> l() { try { return await fetch(); } catch (...) { std::terminate(); } }
async Coro<int> m() { try { return await fetch(); } catch (...) { fail(); } }
async Coro<int> n() { try { return await fetch(); } catch (...) { quit(); } }
async Coro<> o() { for (;;) { try { await fetch(); } catch (...) { continue; } } } // expect-warning(swallowed-cancel)
async Coro<> p() { for (;;) { try { await fetch(); } catch (...) { break; } } } // expect-warning(swallowed-cancel)
async Coro<> q() { try { try { await fetch(); } catch (...) { throw; } } catch (...) { } } // expect-warning(swallowed-cancel)
async Coro<> r() { try { try { await fetch(); } catch (...) { } } catch (const std::exception&) { } } // expect-warning(swallowed-cancel)
async Coro<> s() { auto t = pawl::create_task(fetch()); t.cancel(); try { await t; } catch (const pawl::CancelledError&) { } }
async Coro<> t() { try { auto x = async []() -> Coro<> { await fetch(); }; (void)x; } catch (...) { } }
async Coro<> u() { try { await fetch(); } catch (...) { logRethrow(); } }
async Coro<> v() { try { await fetch(); } catch (...) { try { throw; } catch (const std::exception& e) { std::puts(e.what()); } } } 
async Coro<> w() { try { await fetch(); } catch (...) { try { throw; } catch (...) { } } } // expect-warning(swallowed-cancel)
async Coro<> x() try { await fetch(); } catch (...) { } // expect-warning(swallowed-cancel)
async Coro<> y() { try { for await (int z : [] () -> pawl::AsyncGenerator<int> { co_yield 1; }()) (void)z; } catch (...) { } } // expect-warning(swallowed-cancel)
async pawl::AsyncGenerator<int> z() { try { yield 1; } catch (...) { } } // expect-warning(swallowed-cancel)
async Coro<> aa() { try { await pawl::sleep(1s); } catch (pawl::CancelledError) { std::puts("bye"); } std::puts("after"); } // expect-warning(swallowed-cancel)
async Coro<> bb() { try { await pawl::sleep(1s); } catch (pawl::CancelledError&) { await fetch(); throw; } }
async Coro<> cc() { try { await pawl::sleep(1s); } catch (pawl::CancelledError& e) { throw e; } }
async Coro<> dd() { try { await pawl::wait_for(fetch(), 1s); } catch (const pawl::TimeoutError&) { } }
async Coro<> ee() { try { await fetch(); } catch (int) { } catch (...) { } } // expect-warning(swallowed-cancel)
async Coro<> ff() { try { await fetch(); } catch (...) { std::abort(); } }
async Coro<> gg() { try { await fetch(); } catch (...) { std::exit(1); } }
async Coro<> hh() { try { await fetch(); } catch (const pawl::CancelledError&) { co_return; } } // expect-warning(swallowed-cancel)
Coro<> native() { try { co_await fetch(); } catch (...) { } } // expect-warning(swallowed-cancel)
async Coro<> lam() { auto f = async []() -> Coro<> { try { await fetch(); } catch (...) { } }; await f(); } // expect-warning(swallowed-cancel)
async Coro<> sw(int n) { try { await fetch(); } catch (...) { switch (n) { case 1: throw; default: throw E1(); } } }
async Coro<> wh(int n) { try { await fetch(); } catch (...) { while (n--) std::puts("x"); throw; } }
async Coro<> fl() { bool failed = false; try { await fetch(); } catch (...) { failed = true; } if (failed) throw E1(); } 
