// Two greetings at the same time; the second sleeps less and ends first.
#include <cstdio>
#include <pawl/pawl.h>
using namespace std::chrono_literals;
using pawl::Coro;

async Coro<int> greet(const char *name, std::chrono::milliseconds delay) {
  await pawl::sleep(delay);
  return std::printf("Hello, %s!\n", name);
}

async Coro<> amain() {
  auto [a, b] = await pawl::gather(greet("world", 20ms), greet("pawl", 10ms));
  std::printf("%d characters\n", a + b);
}

int main() { pawl::run(amain()); }
