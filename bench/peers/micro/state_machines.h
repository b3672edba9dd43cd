// Awaits as state machines written by hand, each frame in its caller's.
#ifndef PAWL_BENCH_PEERS_STATE_MACHINES_H
#define PAWL_BENCH_PEERS_STATE_MACHINES_H

#include "harness.h"

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

#endif
