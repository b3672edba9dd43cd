#include "id.h"
#include <cstdio>
#include <pawl/pawl.h>

pawl::Coro<int> first();

async pawl::Coro<int> second() {
  int one = await first();
  return 10 * one + id_b();
}

int main() { std::printf("%d\n", pawl::run(second())); }
