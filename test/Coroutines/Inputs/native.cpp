// What the compiler itself makes coroutines of.
#include "neighbour.h"

Task native_leaf(int n) { co_return n; }
Task native_loop(int n) {
  int sum = 0;
  for (int i = 0; i < n; ++i) sum += co_await lowered_leaf(1);
  co_return sum;
}
Task native_chain(int n, bool throws) {
  if (n == 0) {
    if (throws) throw n;
    co_return 0;
  }
  Wrapped inner{lowered_chain(n - 1, throws)};
  co_return 1 + co_await inner;
}
Task native_stop(Noisy n) {
  Noisy local("local");
  co_await std::suspend_always();
  if (n.name[0] == 'o') co_await lowered_stop(Noisy("inner"));
  co_return 1;
}
