#include <pawl/pawl.h>

async pawl::Coro<int> answer() {
  await pawl::sleep(std::chrono::milliseconds(1));
  // The next line deserves a warning.

  int never_used = 1;
  return 42;
}
