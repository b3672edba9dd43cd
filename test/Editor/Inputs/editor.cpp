#include "greet.h"
#include <cstdio>
using pawl::Coro;

struct Point {
  int width, height;
};

async Coro<int> area(Point point) {
  int /*local*/count = await /*hover*/greet(point./*complete*/width);
  await pawl::sleep(std::chrono::milliseconds(count));
  for (int i = 0; i < count; ++i)
    count += await greet(count);
  return count * point.height;
}

async Coro<> amain() {
  greet(2);
  std::printf("%d\n", await /*own*/area({2, 3}));
}

int main() { pawl::run(amain()); }

async Coro<int> both() {
  int one = await greet(1);
  int two = await greet(2);
  return one + two;
}
