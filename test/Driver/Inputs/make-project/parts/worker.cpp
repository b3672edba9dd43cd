#include "worker.h"
using namespace std::chrono_literals;

async pawl::Coro<int> work(int n) {
  int sum = 0;
  for (int i = 0; i < n; ++i) {
    await pawl::sleep(1ms);
    sum += limit;
  }
  return sum;
}

const char *worker_file() { return __FILE__; }
