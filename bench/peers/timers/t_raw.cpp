// reference: one 24-byte state-machine frame per task in one allocation each ("spawned"), 4-ary
// min-heap of {deadline, frame}, ns timers
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <utility>
#include <vector>
struct Task {
  void (*resume)(Task *);
  int state;
  long *left;
};
struct E {
  long t;
  Task *f;
};
static std::vector<E> h;
static void push(E e) {
  h.push_back(e);
  size_t i = h.size() - 1;
  while (i) {
    size_t p = (i - 1) / 4;
    if (h[p].t <= e.t)
      break;
    h[i] = h[p];
    i = p;
  }
  h[i] = e;
}
static E pop() {
  E r = h[0], e = h.back();
  h.pop_back();
  size_t n = h.size(), i = 0;
  if (!n)
    return r;
  for (;;) {
    size_t c = 4 * i + 1;
    if (c >= n)
      break;
    size_t m = c, z = c + 4 < n ? c + 4 : n;
    for (size_t k = c + 1; k < z; ++k)
      if (h[k].t < h[m].t)
        m = k;
    if (h[m].t >= e.t)
      break;
    h[i] = h[m];
    i = m;
  }
  h[i] = e;
  return r;
}
static long now() {
  timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000L + t.tv_nsec;
}
int main(int, char **v) {
  long n = std::atol(v[1]), left = n, t0 = now();
  unsigned long s = 12345;
  for (long i = 0; i < n; ++i) {
    s = s * 6364136223846793005UL + 1442695040888963407UL;
    auto *f = new Task{[](Task *t) {
                         --*t->left;
                         delete t;
                       },
                       1, &left};
    push({now() + long((s >> 33) % 1000000) * 1000, f});
  }
  while (left) {
    long t = now();
    while (!h.empty() && h[0].t <= t) {
      Task *f = pop().f;
      f->resume(f);
    }
    if (!h.empty()) {
      long d = h[0].t - now();
      if (d > 0) {
        timespec q{0, d};
        nanosleep(&q, nullptr);
      }
    }
  }
  std::printf("wall_s=%.3f\n", (now() - t0) / 1e9);
}
