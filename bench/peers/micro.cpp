// What native coroutines, plain calls and state machines written by hand cost: the limits and peers
// of bench/run.  One file, standard library only.
//
//   $CXX -std=c++20 -O2 [-DELIDE] [-DPOOL] [-DLABEL='"name"'] micro.cpp -o micro && taskset -c 0
//   ./micro [reps]
//
//   -DELIDE  annotate Task with [[clang::coro_await_elidable]] (clang >= 20; ignored elsewhere)
//   -DPOOL   coroutine frames come from a size-class free list instead of operator new
//   -DSELF_AWAITER  Task is its own awaiter instead of a separate awaiter object
//   -DNO_CORO  build only the plain-call and state-machine parts (no <coroutine> needed)
//
// Output, one line per benchmark:  label,bench,median_ns_per_op,min_ns_per_op,allocs_per_op
//
// Benchmarks (D = number of frames below the measuring loop; op = the whole chain)
//   call_D        plain noinline call chain (the physical limit)
//   co_D          native Task<int>, lazy, symmetric transfer; the leaf has no suspension point
//   cov_D         same; the leaf suspends iff a volatile flag is set (it is 0: never suspends)
//   covni_D       cov_D with noinline ramp functions (what separate translation units see)
//   cosus_D       covni_D with the flag set: each op suspends in the leaf and goes once through the
//   ready queue sm_D / smni_D / smsus_D   the same three as explicit state machines, child frame
//   embedded in the parent smreg_D / smreg_sus_D   state machine with a register fast path
//   (noinline; state goes to the frame only on suspend) gen_*         sum of yielded ints (op = one
//   int): native generator, state machine (inline / noinline next) spawn_*       spawn one task on
//   the ready queue and join it yield_*_D     a chain of depth D whose leaf yields to the ready
//   queue (op = one switch); _k = 1000 tasks
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <utility>
#include <vector>
#ifndef NO_CORO
#include <coroutine>
#endif
#ifndef LABEL
#define LABEL "?"
#endif
#define NOINLINE __attribute__((noinline))
#if defined(ELIDE) && defined(__clang__)
#define ELIDABLE [[clang::coro_await_elidable]]
#else
#define ELIDABLE
#endif

// ---------------------------------------------------------------- allocation counter
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

// ---------------------------------------------------------------- harness
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
  std::printf("%s,%s,%.3f,%.3f,%.3f\n", LABEL, name, t[t.size() / 2], t[0],
              double(a1 - a0) / double(n));
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

// ---------------------------------------------------------------- (c) plain calls
template <int D> NOINLINE static int call(int x) {
  if constexpr (D == 1) {
    if (g_flag)
      x += 7;
    return x + 1;
  } else {
    int r = call<D - 1>(x) + 1;
    asm volatile("" : "+r"(r));
    return r;
  }
}
template <int D> static long call_loop(long n) {
  long s = 0;
  for (long i = 0; i < n; ++i)
    s += call<D>(int(i));
  return s;
}

// ---------------------------------------------------------------- (f) explicit state machines
// step(frame) returns true when the call is done (result in frame), false when it suspended. On the
// fast path nothing but the arguments and the result is stored. A parent that sees `false` installs
// the continuation, so a later completion of the child goes straight to the parent (O(1) resume, no
// walk from the root).
using Cont = void (*)(void *child_frame);
template <int D> struct SmChain {
  int state;
  int x;
  int result;
  Cont cont;
  SmChain<D - 1> child;
};
template <> struct SmChain<1> : Node {
  int state;
  int x;
  int result;
  Cont cont;
};

#define DEFINE_SM(NAME, ATTR)                                                                      \
  template <int D> struct NAME {                                                                   \
    using Frame = SmChain<D>;                                                                      \
    static void child_done(void *c) {                                                              \
      auto *f = reinterpret_cast<Frame *>(static_cast<char *>(c) - offsetof(Frame, child));        \
      if (step(*f))                                                                                \
        f->cont(f);                                                                                \
    }                                                                                              \
    ATTR static bool step(Frame &f) {                                                              \
      switch (f.state) {                                                                           \
      case 0:                                                                                      \
        f.child.state = 0;                                                                         \
        f.child.x = f.x;                                                                           \
        if (!NAME<D - 1>::step(f.child)) {                                                         \
          f.state = 1;                                                                             \
          f.child.cont = &child_done;                                                              \
          return false;                                                                            \
        }                                                                                          \
        [[fallthrough]];                                                                           \
      case 1:                                                                                      \
        f.result = f.child.result + 1;                                                             \
        return true;                                                                               \
      }                                                                                            \
      __builtin_unreachable();                                                                     \
    }                                                                                              \
  };                                                                                               \
  template <> struct NAME<1> {                                                                     \
    using Frame = SmChain<1>;                                                                      \
    static void resume(Node *n) {                                                                  \
      auto *f = static_cast<Frame *>(n);                                                           \
      if (step(*f))                                                                                \
        f->cont(f);                                                                                \
    }                                                                                              \
    ATTR static bool step(Frame &f) {                                                              \
      switch (f.state) {                                                                           \
      case 0:                                                                                      \
        if (g_flag) {                                                                              \
          f.state = 1;                                                                             \
          f.run = &resume;                                                                         \
          g_ready.push(&f);                                                                        \
          return false;                                                                            \
        }                                                                                          \
        [[fallthrough]];                                                                           \
      case 1:                                                                                      \
        f.result = f.x + 1;                                                                        \
        return true;                                                                               \
      }                                                                                            \
      __builtin_unreachable();                                                                     \
    }                                                                                              \
  };
#pragma GCC diagnostic ignored "-Winvalid-offsetof"
DEFINE_SM(SmInline, )
DEFINE_SM(SmNoinline, NOINLINE)

// Root task: for (i < n) s += await chain<D>(i)
template <template <int> class Impl, int D> struct SmRoot {
  int state;
  long i, n, s;
  bool done;
  SmChain<D> child;
  static void child_done(void *c) {
    step(*reinterpret_cast<SmRoot *>(static_cast<char *>(c) - offsetof(SmRoot, child)));
  }
  NOINLINE static void step(SmRoot &f) {
    switch (f.state) {
    case 0:
      for (f.i = 0; f.i < f.n; ++f.i) {
        f.child.state = 0;
        f.child.x = int(f.i);
        if (!Impl<D>::step(f.child)) {
          f.state = 1;
          f.child.cont = &child_done;
          return;
        }
        [[fallthrough]];
      case 1:
        f.s += f.child.result;
      }
      f.done = true;
    }
  }
};
template <template <int> class Impl, int D> static long sm_loop(long n) {
  SmRoot<Impl, D> r;
  r.state = 0;
  r.n = n;
  r.s = 0;
  r.done = false;
  SmRoot<Impl, D>::step(r);
  g_ready.drain();
  if (!r.done)
    std::abort();
  return r.s;
}

// (f2) the same with a register fast path: arguments and result travel in registers, locals are
// spilled to the frame only when a child really suspends (two bodies per function: the
// straight-line start and the resumption part).
struct Ret {
  long value;
  long suspended;
}; // rax:rdx; gcc 12 packs two ints into one register badly
using ContV = void (*)(void *child_frame, int value);
template <int D> struct RgChain {
  ContV cont;
  RgChain<D - 1> child;
};
template <> struct RgChain<1> : Node {
  int x;
  ContV cont;
};
template <int D> struct Rg {
  using Frame = RgChain<D>;
  static void child_done(void *c, int v) {
    auto *f = reinterpret_cast<Frame *>(static_cast<char *>(c) - offsetof(Frame, child));
    f->cont(f, v + 1);
  }
  NOINLINE static Ret start(Frame &f, int x) {
    Ret r = Rg<D - 1>::start(f.child, x);
    if (__builtin_expect(r.suspended, 0)) {
      f.child.cont = &child_done;
      return r;
    }
    return {r.value + 1, 0};
  }
};
template <> struct Rg<1> {
  using Frame = RgChain<1>;
  static void resume(Node *n) {
    auto *f = static_cast<Frame *>(n);
    f->cont(f, f->x + 1);
  }
  NOINLINE static Ret start(Frame &f, int x) {
    if (__builtin_expect(g_flag, 0)) {
      f.x = x;
      f.run = &resume;
      g_ready.push(&f);
      return {0, 1};
    }
    return {x + 1, 0};
  }
};
template <int D> struct RgRoot {
  long i, n, s;
  bool done;
  RgChain<D> child;
  static void child_done(void *c, int v) {
    auto &f = *reinterpret_cast<RgRoot *>(static_cast<char *>(c) - offsetof(RgRoot, child));
    loop(f, f.i + 1, f.n, f.s + v);
  }
  NOINLINE static void loop(RgRoot &f, long i, long n, long s) {
    for (; i < n; ++i) {
      Ret r = Rg<D>::start(f.child, int(i));
      if (__builtin_expect(r.suspended, 0)) {
        f.i = i;
        f.n = n;
        f.s = s;
        f.child.cont = &child_done;
        return;
      }
      s += r.value;
    }
    f.s = s;
    f.done = true;
  }
};
template <int D> static long rg_loop(long n) {
  RgRoot<D> r;
  r.done = false;
  RgRoot<D>::loop(r, 0, n, 0);
  g_ready.drain();
  if (!r.done)
    std::abort();
  return r.s;
}

// Yielding chain: the leaf yields n times.
template <int D> struct SmY {
  int state;
  long n;
  long result;
  Cont cont;
  SmY<D - 1> child;
};
template <> struct SmY<1> : Node {
  int state;
  long n;
  long i;
  long result;
  Cont cont;
};
template <int D> struct SmYield {
  static void child_done(void *c) {
    auto *f = reinterpret_cast<SmY<D> *>(static_cast<char *>(c) - offsetof(SmY<D>, child));
    if (step(*f))
      f->cont(f);
  }
  static bool step(SmY<D> &f) {
    switch (f.state) {
    case 0:
      f.child.state = 0;
      f.child.n = f.n;
      if (!SmYield<D - 1>::step(f.child)) {
        f.state = 1;
        f.child.cont = &child_done;
        return false;
      }
      [[fallthrough]];
    case 1:
      f.result = f.child.result;
      return true;
    }
    __builtin_unreachable();
  }
};
template <> struct SmYield<1> {
  static void resume(Node *n) {
    auto *f = static_cast<SmY<1> *>(n);
    if (step(*f))
      f->cont(f);
  }
  static bool step(SmY<1> &f) {
    switch (f.state) {
    case 0:
      for (f.i = 0; f.i < f.n; ++f.i) {
        f.state = 1;
        f.run = &resume;
        g_ready.push(&f);
        return false;
      case 1:;
      }
      f.result = f.i;
      return true;
    }
    __builtin_unreachable();
  }
};
template <int D> struct SmYTask {
  long *out;
  SmY<D> child;
};
template <int D> static long sm_yield(long n, int tasks) {
  using T = SmYTask<D>;
  static std::vector<T> ts;
  ts.resize(tasks);
  long total = 0;
  for (auto &t : ts) {
    t.out = &total;
    t.child.state = 0;
    t.child.n = n / tasks;
    t.child.cont = [](void *c) {
      auto *t = reinterpret_cast<T *>(static_cast<char *>(c) - offsetof(T, child));
      *t->out += t->child.result;
    };
    if (SmYield<D>::step(t.child))
      total += t.child.result;
  }
  g_ready.drain();
  return total;
}

// Generators as state machines.
struct SmGen {
  int state;
  int i, n;
  int value;
};
#define DEFINE_GEN(NAME, ATTR)                                                                     \
  ATTR static bool NAME(SmGen &f) {                                                                \
    switch (f.state) {                                                                             \
    case 0:                                                                                        \
      for (f.i = 0; f.i < f.n; ++f.i) {                                                            \
        f.value = f.i;                                                                             \
        f.state = 1;                                                                               \
        return true;                                                                               \
      case 1:;                                                                                     \
      }                                                                                            \
      f.state = 2;                                                                                 \
      [[fallthrough]];                                                                             \
    default:                                                                                       \
      return false;                                                                                \
    }                                                                                              \
  }
DEFINE_GEN(gen_next, )
DEFINE_GEN(gen_next_ni, NOINLINE)
static long gen_sm(long n) {
  SmGen g{0, 0, int(n), 0};
  long s = 0;
  while (gen_next(g)) {
    s += g.value;
    asm volatile("" : "+r"(s));
  }
  return s;
}
static long gen_sm_ni(long n) {
  SmGen g{0, 0, int(n), 0};
  long s = 0;
  while (gen_next_ni(g))
    s += g.value;
  return s;
}

// Spawn + join. A task is a refcount-free object: {Node, waiter, done, frame}. The parent owns and
// frees it.
struct SmTask : Node {
  int state;
  int x;
  int result;
  bool done;
  Node *waiter;
};
static void sm_task_run(Node *n) {
  auto *t = static_cast<SmTask *>(n);
  t->result = t->x + 1;
  t->done = true;
  if (t->waiter)
    g_ready.push(t->waiter);
}
template <int Alloc>
struct SmSpawner : Node { // Alloc: 0 = operator new, 1 = pool, 2 = embedded (structured scope)
  int state;
  long i, n, s;
  SmTask *t;
  SmTask local;
  static SmTask *make(SmSpawner &f) {
    if constexpr (Alloc == 0)
      return new SmTask;
    else if constexpr (Alloc == 1)
      return static_cast<SmTask *>(Pool::get(sizeof(SmTask)));
    else
      return &f.local;
  }
  static void kill(SmTask *t) {
    if constexpr (Alloc == 0)
      delete t;
    else if constexpr (Alloc == 1)
      Pool::put(t, sizeof(SmTask));
  }
  static void resume(Node *n) { step(*static_cast<SmSpawner *>(n)); }
  static void step(SmSpawner &f) {
    switch (f.state) {
    case 0:
      for (f.i = 0; f.i < f.n; ++f.i) {
        f.t = make(f);
        f.t->run = &sm_task_run;
        f.t->x = int(f.i);
        f.t->done = false;
        f.t->waiter = nullptr;
        g_ready.push(f.t);
        if (!f.t->done) {
          f.t->waiter = &f;
          f.run = &resume;
          f.state = 1;
          return;
        }
        [[fallthrough]];
      case 1:
        f.s += f.t->result;
        kill(f.t);
      }
    }
  }
};
template <int A> static long spawn_sm(long n) {
  SmSpawner<A> f;
  f.state = 0;
  f.n = n;
  f.s = 0;
  f.step(f);
  g_ready.drain();
  return f.s;
}

#ifndef NO_CORO
// ---------------------------------------------------------------- native coroutines
struct FrameAlloc {
#ifdef POOL
  static void *operator new(std::size_t n) { return Pool::get(n); }
  static void operator delete(void *p, std::size_t n) { Pool::put(p, n); }
#endif
};

template <class T> class ELIDABLE Task {
public:
  struct promise_type : FrameAlloc {
    std::coroutine_handle<> cont;
    T value;
    Task get_return_object() {
      return Task(std::coroutine_handle<promise_type>::from_promise(*this));
    }
    std::suspend_always initial_suspend() noexcept { return {}; }
    struct Final {
      bool await_ready() noexcept { return false; }
      std::coroutine_handle<> await_suspend(std::coroutine_handle<promise_type> h) noexcept {
        return h.promise().cont;
      }
      void await_resume() noexcept {}
    };
    Final final_suspend() noexcept { return {}; }
    void return_value(T v) { value = v; }
    void unhandled_exception() { std::abort(); }
  };
  explicit Task(std::coroutine_handle<promise_type> h) : h_(h) {}
  Task(Task &&o) noexcept : h_(std::exchange(o.h_, {})) {}
  ~Task() {
    if (h_)
      h_.destroy();
  }
#ifdef SELF_AWAITER // the task object is its own awaiter: defeats clang's HALO
  bool await_ready() const noexcept { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> c) noexcept {
    h_.promise().cont = c;
    return h_;
  }
  T await_resume() { return h_.promise().value; }
#else // best practice (cppcoro): the awaiter is a copy of the handle
  struct Awaiter {
    std::coroutine_handle<promise_type> h;
    bool await_ready() const noexcept { return false; }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> c) noexcept {
      h.promise().cont = c;
      return h;
    }
    T await_resume() { return h.promise().value; }
  };
  Awaiter operator co_await() && noexcept { return Awaiter{h_}; }
#endif
  std::coroutine_handle<promise_type> h_;
};

template <class T> static T sync_run(Task<T> t) { // start, drain the ready queue, take the result
  t.h_.promise().cont = std::noop_coroutine();
  t.h_.resume();
  g_ready.drain();
  if (!t.h_.done())
    std::abort();
  return t.h_.promise().value;
}

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

// Detached-and-joinable task: frame is on the ready queue until it runs; the joiner owns the frame.
struct Spawned {
  struct promise_type : FrameAlloc, Node {
    std::coroutine_handle<> joiner;
    int value;
    bool done = false;
    Spawned get_return_object() {
      run = [](Node *n) {
        std::coroutine_handle<promise_type>::from_promise(*static_cast<promise_type *>(n)).resume();
      };
      return Spawned{std::coroutine_handle<promise_type>::from_promise(*this)};
    }
    struct Init {
      promise_type *p;
      bool await_ready() { return false; }
      void await_suspend(std::coroutine_handle<>) { g_ready.push(p); }
      void await_resume() {}
    };
    Init initial_suspend() noexcept { return {this}; }
    struct Final {
      bool await_ready() noexcept { return false; }
      void await_suspend(std::coroutine_handle<promise_type> h) noexcept {
        auto &p = h.promise();
        p.done = true;
        if (p.joiner) {
          p.run = [](Node *n) { static_cast<promise_type *>(n)->joiner.resume(); };
          g_ready.push(&p);
        }
      }
      void await_resume() noexcept {}
    };
    Final final_suspend() noexcept { return {}; }
    void return_value(int v) { value = v; }
    void unhandled_exception() { std::abort(); }
  };
  std::coroutine_handle<promise_type> h;
  Spawned(std::coroutine_handle<promise_type> h) : h(h) {}
  Spawned(const Spawned &) = delete;
  ~Spawned() { h.destroy(); }
  bool await_ready() { return h.promise().done; }
  void await_suspend(std::coroutine_handle<> c) { h.promise().joiner = c; }
  int await_resume() { return h.promise().value; }
};
static Spawned spawned(int x) { co_return x + 1; }
static Task<long> co_spawner(long n) {
  long s = 0;
  for (long i = 0; i < n; ++i) {
    Spawned t = spawned(int(i));
    s += co_await t;
  }
  co_return s;
}

struct Gen {
  struct promise_type : FrameAlloc {
    int value;
    Gen get_return_object() {
      return Gen{std::coroutine_handle<promise_type>::from_promise(*this)};
    }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(int v) noexcept {
      value = v;
      return {};
    }
    void return_void() {}
    void unhandled_exception() { std::abort(); }
  };
  std::coroutine_handle<promise_type> h;
  explicit Gen(std::coroutine_handle<promise_type> h) : h(h) {}
  Gen(const Gen &) = delete;
  ~Gen() { h.destroy(); }
  bool next() {
    h.resume();
    return !h.done();
  }
};
static Gen gen(int n) {
  for (int i = 0; i < n; ++i)
    co_yield i;
}
NOINLINE static Gen gen_ni(int n) {
  for (int i = 0; i < n; ++i)
    co_yield i;
}
static long gen_co(long n) {
  Gen g = gen(int(n));
  long s = 0;
  while (g.next()) {
    s += g.h.promise().value;
    asm volatile("" : "+r"(s));
  }
  return s;
}
static long gen_co_ni(long n) {
  Gen g = gen_ni(int(n));
  long s = 0;
  while (g.next())
    s += g.h.promise().value;
  return s;
}
#endif

int main(int argc, char **argv) {
  if (argc > 1)
    g_reps = std::atoi(argv[1]);
  const long N = 10'000'000, M = 1'000'000;
  bench("call_1", N, call_loop<1>);
  bench("call_10", N, call_loop<10>);
  bench("sm_1", N, sm_loop<SmInline, 1>);
  bench("sm_10", N, sm_loop<SmInline, 10>);
  bench("smni_1", N, sm_loop<SmNoinline, 1>);
  bench("smni_10", N, sm_loop<SmNoinline, 10>);
  bench("smreg_1", N, rg_loop<1>);
  bench("smreg_10", N, rg_loop<10>);
  g_flag = 1;
  bench("smsus_1", N, sm_loop<SmNoinline, 1>);
  bench("smsus_10", M, sm_loop<SmNoinline, 10>);
  bench("smreg_sus_1", N, rg_loop<1>);
  bench("smreg_sus_10", M, rg_loop<10>);
  g_flag = 0;
  bench("gen_sm", N, gen_sm);
  bench("gen_sm_ni", N, gen_sm_ni);
  bench("spawn_sm_new", N, spawn_sm<0>);
  bench("spawn_sm_pool", N, spawn_sm<1>);
  bench("spawn_sm_embedded", N, spawn_sm<2>);
  bench("yield_sm_1", N, [](long n) { return sm_yield<1>(n, 1); });
  bench("yield_sm_10", N, [](long n) { return sm_yield<10>(n, 1); });
  bench("yield_sm_1_k", N, [](long n) { return sm_yield<1>(n, 1000); });
#ifndef NO_CORO
  bench("co_1", N, [](long n) { return sync_run(co_root<1>(n)); });
  bench("co_10", M, [](long n) { return sync_run(co_root<10>(n)); });
  bench("cov_1", N, [](long n) { return sync_run(cov_root<1>(n)); });
  bench("cov_10", M, [](long n) { return sync_run(cov_root<10>(n)); });
  bench("covni_1", N, [](long n) { return sync_run(covni_root<1>(n)); });
  bench("covni_10", M, [](long n) { return sync_run(covni_root<10>(n)); });
  g_flag = 1;
  bench("cosus_1", N, [](long n) { return sync_run(covni_root<1>(n)); });
  bench("cosus_10", M, [](long n) { return sync_run(covni_root<10>(n)); });
  g_flag = 0;
  bench("gen_co", N, gen_co);
  bench("gen_co_ni", N, gen_co_ni);
  bench("spawn_co", N, [](long n) { return sync_run(co_spawner(n)); });
  bench("yield_co_1", N, [](long n) { return co_yield_bench<1>(n, 1); });
  bench("yield_co_10", N, [](long n) { return co_yield_bench<10>(n, 1); });
#ifndef POOL
  {
    long b1, b10, b0 = g_bytes;
    sync_run(covni<1>(1));
    b1 = g_bytes - b0;
    b0 = g_bytes;
    sync_run(covni<10>(1));
    b10 = g_bytes - b0;
    std::printf("%s,frame_bytes leaf/chain10,native %ld/%ld,sm %zu/%zu,smreg %zu/%zu\n", LABEL, b1,
                b10, sizeof(SmChain<1>), sizeof(SmChain<10>), sizeof(RgChain<1>),
                sizeof(RgChain<10>));
  }
#endif
  bench("yield_co_1_k", N, [](long n) { return co_yield_bench<1>(n, 1000); });
#endif
}
