#include "limit.h"
#include <cstdio>
#include <pawl/pawl.h>
using namespace std::chrono_literals;

async pawl::Coro<int> count(int limit) {
  int total = 0;
  for (int step = 1; step <= limit; ++step) {
    await pawl::sleep(1ms);
    total += step;
  }
  return total;
}

int main(int argc, char **argv) {
  int total = pawl::run(count(argc + LIMIT));
  std::printf("%d %s\n", total, argc > 1 ? argv[1] : "-");
  return total == 10 ? 0 : total;
}
