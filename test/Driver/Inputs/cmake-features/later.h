#pragma once
#include <pawl/pawl.h>
inline async pawl::Coro<int> later(int value) {
  await pawl::sleep(std::chrono::milliseconds(1));
  return value;
}
