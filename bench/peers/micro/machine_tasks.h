// State machines written by hand that yield to a queue, generate, are spawned and joined.
#ifndef PAWL_BENCH_PEERS_MACHINE_TASKS_H
#define PAWL_BENCH_PEERS_MACHINE_TASKS_H

#include "state_machines.h"

#include <new>
#include <vector>

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

#endif
