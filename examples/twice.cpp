// One async function with one await: small enough to read what it becomes.
#include <cstdio>
#include <pawl/pawl.h>
using namespace std::chrono_literals;

async pawl::Coro<int> twice(int x) {
  await pawl::sleep(10ms);
  return 2 * x;
}

int main() { std::printf("%d\n", pawl::run(twice(21))); }
