#include "squares.h"

using namespace std::chrono_literals;

async pawl::Coro<int> square(int n) {
  await pawl::sleep(1ms);
  return n * n;
}
