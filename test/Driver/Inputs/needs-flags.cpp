#include <needed.h>
#include <pawl/pawl.h>

async pawl::Coro<int> answer() {
  await pawl::sleep(std::chrono::milliseconds(1));
  return from_header + NEEDED;
}
