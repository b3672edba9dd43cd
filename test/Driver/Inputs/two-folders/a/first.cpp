#include "id.h"
#include <pawl/pawl.h>

async pawl::Coro<int> first() {
  await pawl::sleep(std::chrono::milliseconds(1));
  return id();
}
