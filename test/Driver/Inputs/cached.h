#pragma once
#include <pawl/pawl.h>
inline async pawl::Coro<int> later() {
  await pawl::sleep(std::chrono::milliseconds(1));
  return 1;
}
