#include "lib/other.h"
#include "lib/shared.h"
#include <cstdio>

async pawl::Coro<int> own() { return await shared(2); }
async pawl::Coro<> amain() {
  Counter counter;
  std::printf("%d\n", await own());
  std::printf("%d\n", await counter.count());
  std::printf("%d\n", await other(counter));
}
int main() { pawl::run(amain()); }
