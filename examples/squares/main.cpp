#include "squares.h"

#include <cstdio>

async pawl::Coro<> amain() {
  auto [a, b] = await pawl::gather(square(3), square(4));
  std::printf("%d\n", a + b);
}

int main() { pawl::run(amain()); }
