#pragma once
#include "plain.h"
#include <pawl/pawl.h>

inline async pawl::Coro<int> shared(int n) {
  int sum = 0;
  for (int i = 0; i < n; ++i)
    sum += NEXT(await pawl::sleep(std::chrono::milliseconds(1), i));
  auto last = async [sum]() -> pawl::Coro<int> { return await pawl::sleep(std::chrono::milliseconds(1), sum); };
  return await last();
}

struct Counter {
  int calls = 0;
  virtual ~Counter() = default;
  virtual async pawl::Coro<int> count() {
    await pawl::sleep(std::chrono::milliseconds(1));
    return ++calls + await shared(3);
  }
};
