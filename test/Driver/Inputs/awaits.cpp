#include <cstdio>
#include <pawl/pawl.h>
using namespace std::chrono_literals;
using pawl::Coro;

async Coro<int> leaf(int n) {
  int twice = 2 * n;
  await pawl::sleep(10ms);
  twice += 1;
  return twice;
}

template <class T> async Coro<T> middle(T start) {
  T sum = start;
  for (int i = 0; i < 2; ++i) {
    sum += await leaf(i);
    sum += 10;
  }
  return sum;
}

async Coro<int> embeds(int n) {
  int result = await leaf(n);
  return result + 1;
}

async Coro<> waits(pawl::Event &event) { await event.wait(); }

async Coro<> amain() {
  pawl::Event event;
  auto task = pawl::create_task(waits(event), "waiter");
  await pawl::sleep(1ms);
  int first = await middle(1);
  int second = await embeds(first);
  event.set();
  await task;
  std::printf("result %d\n", second);
}

int main() { pawl::run(amain()); }
