// The same with a way that ends without suspending: arguments and result travel in registers.
#ifndef PAWL_BENCH_PEERS_REGISTER_MACHINES_H
#define PAWL_BENCH_PEERS_REGISTER_MACHINES_H

#include "harness.h"

#include <cstdint>

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

#endif
