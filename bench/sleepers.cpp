// sleepers N: tasks that sleep up to a second each, all at once; what the peers of peers/timers do.
#include <pawl/pawl.h>

#include <chrono>
#include <cstdlib>
#include <vector>

using pawl::Coro;

async Coro<> sleeper(long microseconds) {
  await pawl::sleep(std::chrono::microseconds(microseconds));
}
async Coro<> sleepers(long n) {
  unsigned long state = 12345;
  std::vector<pawl::Task<>> tasks;
  tasks.reserve(static_cast<std::size_t>(n));
  for (long i = 0; i < n; ++i) {
    state = state * 6364136223846793005UL + 1442695040888963407UL;
    tasks.push_back(pawl::create_task(sleeper(static_cast<long>((state >> 33) % 1000000))));
  }
  for (const auto &task : tasks)
    await task;
}

int main(int, char **argv) { pawl::run(sleepers(std::atol(argv[1]))); }
