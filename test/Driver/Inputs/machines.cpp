#include <cstdio>
#include <pawl/pawl.h>
using namespace std::chrono_literals;
using pawl::Coro;

async Coro<int> fetch(int id) {
  await pawl::sleep(1ms);
  return id;
}

async Coro<int> total(int count) {
  int sum = 0;
  for (int i = 0; i < count; ++i) {
    if (i % 2)
      continue;
    try {
      sum += await fetch(i);
    } catch (const std::exception &error) {
      std::printf("<%s> & \"more\"\n", error.what());
      break;
    }
  }
  if (sum > 3)
    await pawl::sleep(2ms);
  return sum;
}

async pawl::AsyncGenerator<int> ticks(int n) {
  for (int i = 0; i < n; ++i)
    yield i;
}

namespace app {
template <class T> async Coro<T> last(T first) {
  T kept = first;
  for await (int t : ticks(3))
    kept += t;
  return kept + await fetch(1);
}

async Coro<> steps(bool again, int a) {
  auto twice = async [](int x) -> Coro<int> { return 2 * await total(x); };
  char buffer[100] = {};
  do {
    switch (a) {
    case 1:
      await fetch(again && await fetch(6) ? 7 : await fetch(9));
      [[fallthrough]];
    case 2:
      await fetch(buffer[0]);
      break;
    case 3:
      goto out;
    default:
      throw await twice(1);
    }
  } while (true);
out:
  await last(buffer[1]);
}
} // namespace app
