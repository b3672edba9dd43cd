#pragma once
#include <pawl/pawl.h>

inline async pawl::Coro<int> greet(int times) {
  await pawl::sleep(std::chrono::milliseconds(1));
  return times;
}
