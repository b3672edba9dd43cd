// What is lowered, and awaits the native ones.
#include "neighbour.h"

Task lowered_leaf(int n) { co_return n; }
Task lowered_loop(int n) {
  int sum = 0;
  for (int i = 0; i < n; ++i) sum += co_await native_leaf(1);
  co_return sum;
}
Task lowered_chain(int n, bool throws) {
  if (n == 0) {
    if (throws) throw n;
    co_return 0;
  }
  Wrapped inner{native_chain(n - 1, throws)};
  co_return 1 + co_await inner;
}
Task lowered_stop(Noisy n) {
  Noisy local("local");
  co_await std::suspend_always();
  if (n.name[0] == 'o') co_await native_stop(Noisy("inner"));
  co_return 1;
}

int main() {
  std::printf("%d %d\n", native_loop(1000000).run(), lowered_loop(1000000).run());
  std::printf("%d %d\n", native_chain(1000, false).run(), lowered_chain(1000, false).run());
  for (bool native : {true, false}) {
    try {
      (native ? native_chain : lowered_chain)(101, true).run();
    } catch (int) {
      std::printf("thrown ");
    }
  }
  line();
  for (int steps = 0; steps < 4; ++steps)
    for (bool native : {true, false}) {
      Task t = (native ? native_stop : lowered_stop)(Noisy("outer"));
      for (int i = 0; i < steps && !t.handle.done(); ++i) t.handle.resume();
      std::printf("| ");
    }
  line();
}
