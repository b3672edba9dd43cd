// Chains of native coroutines, and yields to a queue.
#ifndef PAWL_BENCH_PEERS_COROUTINE_CHAINS_H
#define PAWL_BENCH_PEERS_COROUTINE_CHAINS_H

#include "coroutine_task.h"

#include <vector>

struct Yield : Node {
  std::coroutine_handle<> h;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> c) noexcept {
    h = c;
    run = [](Node *n) { static_cast<Yield *>(n)->h.resume(); };
    g_ready.push(this);
  }
  void await_resume() const noexcept {}
};

template <int D> static Task<int> co(int x) {
  if constexpr (D == 1)
    co_return x + 1;
  else
    co_return co_await co<D - 1>(x) + 1;
}
template <int D> static Task<int> cov(int x) {
  if constexpr (D == 1) {
    if (g_flag)
      co_await Yield{};
    co_return x + 1;
  } else
    co_return co_await cov<D - 1>(x) + 1;
}
template <int D> NOINLINE static Task<int> covni(int x) {
  if constexpr (D == 1) {
    if (g_flag)
      co_await Yield{};
    co_return x + 1;
  } else
    co_return co_await covni<D - 1>(x) + 1;
}
template <int D> static Task<long> co_root(long n) {
  long s = 0;
  for (long i = 0; i < n; ++i)
    s += co_await co<D>(int(i));
  co_return s;
}
template <int D> static Task<long> cov_root(long n) {
  long s = 0;
  for (long i = 0; i < n; ++i)
    s += co_await cov<D>(int(i));
  co_return s;
}
template <int D> static Task<long> covni_root(long n) {
  long s = 0;
  for (long i = 0; i < n; ++i)
    s += co_await covni<D>(int(i));
  co_return s;
}

template <int D> static Task<long> co_ychain(long n) {
  if constexpr (D == 1) {
    long i = 0;
    for (; i < n; ++i)
      co_await Yield{};
    co_return i;
  } else
    co_return co_await co_ychain<D - 1>(n);
}
template <int D> static long co_yield_bench(long n, int tasks) {
  std::vector<Task<long>> ts;
  ts.reserve(tasks);
  for (int i = 0; i < tasks; ++i) {
    ts.push_back(co_ychain<D>(n / tasks));
    ts.back().h_.promise().cont = std::noop_coroutine();
    ts.back().h_.resume();
  }
  g_ready.drain();
  long s = 0;
  for (auto &t : ts)
    s += t.h_.promise().value;
  return s;
}

#endif
