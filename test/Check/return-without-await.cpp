// Coroutines that are returned from a scope in which they were meant to run.
// RUN: %check-findings %s
#include <cstdio>
#include <mutex>
#include <pawl/pawl.h>
#include <utility>
using pawl::Coro;
std::mutex m;
Coro<int> fetch();
struct [[pawl::must_not_suspend]] Span {
  explicit Span(const char *);
  ~Span();
};

Coro<int> in_try() {
  try {
    return fetch();                           // expect-warning(return-without-await): 'fetch' runs when this try block has been left; await it, in an async function
  } catch (const std::exception &) {
    return fetch();
  }
}
Coro<int> under_guard() {
  std::lock_guard<std::mutex> g(m);
  return fetch();                             // expect-warning(return-without-await): 'fetch' runs when 'g' has gone
}
Coro<int> in_span(bool flag) {
  if (flag) {
    Span span("fetch");
    return fetch();                           // expect-warning(return-without-await): 'fetch' runs when 'span' has gone
  }
  { std::lock_guard<std::mutex> ended(m); }
  return fetch();
}
struct Client {
  std::mutex m;
  Coro<int> get() const {
    try {
      auto lambda = [] { return fetch(); };
      return lambda();                        // expect-warning(return-without-await)
    } catch (...) {
      std::puts("never");
      throw;
    }
  }
};

Coro<int> good() { return fetch(); }
async Coro<int> awaits() {
  try {
    return await fetch();
  } catch (...) {
    throw;
  }
}
Coro<int> elsewhere() {
  Coro<int> made;
  try {
    made = fetch();
  } catch (...) {
  }
  return made;
}
Coro<int> handed_on(Coro<int> coro) {
  try {
    return std::move(coro);
  } catch (...) {
    throw;
  }
}
pawl::Task<int> task() {
  try {
    return pawl::create_task(fetch());
  } catch (const pawl::RuntimeError &) {
    throw;
  }
}
