// What the peers share: counted allocations, a pool for frames, the measuring loop, a ready queue.
#ifndef PAWL_BENCH_PEERS_HARNESS_H
#define PAWL_BENCH_PEERS_HARNESS_H

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <vector>

// Frames are found from their members.
#pragma GCC diagnostic ignored "-Winvalid-offsetof"
#define NOINLINE __attribute__((noinline))

static long g_allocs = 0, g_bytes = 0;
NOINLINE void *operator new(std::size_t n) {
  ++g_allocs;
  g_bytes += long(n);
  if (void *p = std::malloc(n))
    return p;
  std::abort();
}
NOINLINE void operator delete(void *p) noexcept { std::free(p); }
NOINLINE void operator delete(void *p, std::size_t) noexcept { std::free(p); }

// Size-class free list (single thread), as a recycling frame allocator would do it.
struct Pool {
  struct Item {
    Item *next;
  };
  static inline Item *head[64] = {};
  static void *get(std::size_t n) {
    std::size_t c = (n + 63) / 64;
    if (c < 64 && head[c]) {
      Item *i = head[c];
      head[c] = i->next;
      return i;
    }
    return ::operator new(c * 64);
  }
  static void put(void *p, std::size_t n) {
    std::size_t c = (n + 63) / 64;
    if (c >= 64)
      return ::operator delete(p);
    auto *i = static_cast<Item *>(p);
    i->next = head[c];
    head[c] = i;
  }
};

static volatile int g_flag = 0; // leaf suspends iff set
static volatile long g_sink = 0;
static int g_reps = 7;

template <class F> static void bench(const char *name, long n, F &&body) {
  std::vector<double> t;
  body(n / 10 + 1); // warm up
  long a0 = 0, a1 = 0;
  for (int r = 0; r < g_reps; ++r) {
    a0 = g_allocs;
    auto s = std::chrono::steady_clock::now();
    g_sink = body(n);
    auto e = std::chrono::steady_clock::now();
    a1 = g_allocs;
    t.push_back(std::chrono::duration<double, std::nano>(e - s).count() / double(n));
  }
  std::sort(t.begin(), t.end());
  std::printf("%s,%.3f,%.3f,%.3f\n", name, t[t.size() / 2], t[0], double(a1 - a0) / double(n));
  std::fflush(stdout);
}

// Intrusive FIFO ready queue, shared by both implementations.
struct Node {
  Node *next;
  void (*run)(Node *);
};
struct Ready {
  Node *head = nullptr;
  Node *tail = nullptr;
  void push(Node *n) {
    n->next = nullptr;
    if (tail)
      tail->next = n;
    else
      head = n;
    tail = n;
  }
  Node *pop() {
    Node *n = head;
    if (n && !(head = n->next))
      tail = nullptr;
    return n;
  }
  void drain() {
    while (Node *n = pop())
      n->run(n);
  }
};
static Ready g_ready;

#endif
