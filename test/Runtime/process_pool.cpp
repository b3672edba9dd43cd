// Work in other processes: asyncio.md, the row of run_in_executor.
// RUN: %dialect %s -o %t && env PAWL_CLOCK=real %t | %filecheck --check-prefix=CHECK-EXEC
// RUN: env PAWL_CLOCK=virtual %t | %filecheck --check-prefix=CHECK-EXEC
// CHECK-EXEC: values_of_many_types ok
// CHECK-EXEC: errors_by_type_and_message ok
// CHECK-EXEC: the_loop_runs_on ok
// CHECK-EXEC: a_crash_breaks_the_pool ok
// CHECK-EXEC: cancelled_before_it_begins ok
// CHECK-EXEC: cancelled_it_runs_on_unheard ok
// CHECK-EXEC: a_connection_is_not_kept_open_by_a_worker ok
// CHECK-EXEC: a_loop_in_a_worker ok
// CHECK-EXEC: printed in a worker
// CHECK-EXEC: output_is_flushed ok
// CHECK-EXEC: left_unfinished ok
// CHECK-EXEC: one loop after the other: 1 2
#include "Inputs/dialect.h"

#include <cereal/types/unordered_set.hpp>
#include <csignal>
#include <fcntl.h>
#include <map>
#include <optional>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <unordered_set>

using namespace std::chrono_literals;
using pawl::Coro;
using pawl::run_in_executor;

struct Point {
  int x = 0, y = 0;
  std::string name;
  template <class Archive> void serialize(Archive &archive) { archive(x, y, name); }
};

int add(int a, int b) { return a + b; }
void nothing() {}
Point mirrored(Point p) { return {p.y, p.x, p.name + "'"}; }
std::map<std::string, std::vector<double>> histogram(const std::vector<std::pair<std::string, double>> &items) {
  std::map<std::string, std::vector<double>> result;
  for (auto &[key, value] : items)
    result[key].push_back(value);
  return result;
}
std::optional<std::tuple<int, bool>> maybe(std::optional<int> n) {
  if (!n)
    return {};
  return std::make_tuple(*n, true);
}
std::unordered_set<int> unordered(std::unordered_set<int> s) {
  s.insert(7);
  return s;
}
std::string large(std::string s) { return s + s; }

async SCENARIO(values_of_many_types) {
  pawl::ProcessPoolExecutor pool(2);
  expect(await run_in_executor(pool, add, 1, 2) == 3);
  await run_in_executor(pool, nothing);
  const Point p = await run_in_executor(pool, mirrored, Point{1, 2, "p"});
  expect(p.x == 2 && p.y == 1 && p.name == "p'");
  auto h = await run_in_executor(pool, histogram, std::vector<std::pair<std::string, double>>{{"a", 1}, {"b", 2}, {"a", 3}});
  expect(h.size() == 2 && h["a"] == std::vector<double>{1, 3});
  expect(await run_in_executor(pool, maybe, std::optional<int>(5)) == std::make_tuple(5, true));
  expect(!await run_in_executor(pool, maybe, std::optional<int>()));
  expect((await run_in_executor(pool, unordered, std::unordered_set<int>{1})).count(7) == 1);
  expect((await run_in_executor(pool, large, std::string(3000000, 'x'))).size() == 6000000);
  expect(await run_in_executor(pool, [](int n) { return n * 2; }, 21) == 42);
  // Elsewhere, and with memory of its own.
  expect(await run_in_executor(pool, getpid) != getpid());
  std::vector<pawl::Future<int>> many;
  for (int i = 0; i < 100; ++i)
    many.push_back(run_in_executor(pool, add, i, i));
  int sum = 0;
  for (int n : await pawl::gather(many))
    sum += n;
  expect(sum == 9900);
  EXPECT_THROW(std::invalid_argument, pawl::ProcessPoolExecutor(0));
}

struct Own : std::runtime_error {
  using std::runtime_error::runtime_error;
};
async SCENARIO(errors_by_type_and_message) {
  pawl::ProcessPoolExecutor pool(1);
  try {
    await run_in_executor(pool, [] { throw std::out_of_range("too far"); });
    expect(false);
  } catch (const std::out_of_range &e) {
    expect(std::string(e.what()) == "too far");
  }
  try {
    await run_in_executor(pool, [] { throw Own("of its own"); });
    expect(false);
  } catch (const pawl::RemoteError &e) {
    expect(std::string(e.what()) == "of its own" && e.type() == "Own");
  }
  try {
    await run_in_executor(pool, [] { throw 5; });
    expect(false);
  } catch (const pawl::RemoteError &e) {
    expect(e.type() == "int");
  }
  // The worker goes on.
  expect(await run_in_executor(pool, add, 1, 1) == 2);
}

async SCENARIO(the_loop_runs_on) {
  pawl::ProcessPoolExecutor pool(1);
  int ticks = 0;
  auto tick = async [&]() -> Coro<> {
    for (;;) {
      await pawl::sleep(2ms);
      ++ticks;
    }
  };
  auto ticking = pawl::create_task(tick());
  await run_in_executor(pool, [] { std::this_thread::sleep_for(50ms); });
  expect(ticks > 5);
  EXPECT_THROW(pawl::TimeoutError,
               await pawl::wait_for(run_in_executor(pool, [] { std::this_thread::sleep_for(1h); }), 10ms));
  expect(pawl::all_tasks().size() == 2); // the pool has none of its own
  ticking.cancel();
}

async SCENARIO(a_crash_breaks_the_pool) {
  pawl::ProcessPoolExecutor pool(2);
  auto waits = run_in_executor(pool, [] { std::this_thread::sleep_for(1h); });
  auto crashes = run_in_executor(pool, [] { std::raise(SIGKILL); });
  auto queued = run_in_executor(pool, add, 1, 2);
  EXPECT_THROW(pawl::BrokenProcessPool, await crashes);
  EXPECT_THROW(pawl::BrokenProcessPool, await waits);
  EXPECT_THROW(pawl::BrokenProcessPool, await queued);
  EXPECT_THROW(pawl::BrokenProcessPool, (void)run_in_executor(pool, add, 1, 2));
  expect(waitpid(-1, nullptr, WNOHANG) < 0); // no zombie
}

int set_flag(std::string path) { return close(creat(path.c_str(), 0600)); }
async SCENARIO(cancelled_before_it_begins) {
  char folder[] = "/tmp/pawl-pool-XXXXXX";
  if (!mkdtemp(folder))
    std::abort();
  const std::string path = std::string(folder) + "/flag";
  pawl::ProcessPoolExecutor pool(1);
  auto first = run_in_executor(pool, [] { std::this_thread::sleep_for(10ms); });
  auto second = run_in_executor(pool, set_flag, path);
  expect(second.cancel() && !second.cancel());
  await first;
  expect(await run_in_executor(pool, add, 1, 2) == 3);
  expect(access(path.c_str(), F_OK) < 0);
  rmdir(folder);
}

async SCENARIO(cancelled_it_runs_on_unheard) {
  pawl::ProcessPoolExecutor pool(1);
  auto call = run_in_executor(pool, [] {
    std::this_thread::sleep_for(20ms);
    throw std::runtime_error("unheard");
  });
  await pawl::sleep(5ms);
  call.cancel();
  EXPECT_THROW(pawl::CancelledError, await call);
  expect(await run_in_executor(pool, add, 1, 2) == 3);
}

async SCENARIO(a_connection_is_not_kept_open_by_a_worker) {
  int fds[2];
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, fds))
    std::abort();
  auto a = pawl::connection_from_socket(fds[0]);
  auto b = pawl::connection_from_socket(fds[1]);
  pawl::ProcessPoolExecutor pool(2);
  a.writer.close();
  expect((await b.reader.read()).empty());
  b.writer.close();
}

async Coro<int> later(int n) {
  await pawl::sleep(1ms);
  return n;
}
async SCENARIO(a_loop_in_a_worker) {
  pawl::ProcessPoolExecutor pool(1);
  expect(await run_in_executor(pool, [](int n) { return pawl::run(later(n)); }, 5) == 5);
}

async SCENARIO(output_is_flushed) {
  std::printf("printed "); // is this process's, and not printed twice
  pawl::ProcessPoolExecutor pool(1);
  await run_in_executor(pool, [] { std::printf("in a worker\n"); });
}

async SCENARIO(left_unfinished) {
  std::optional<pawl::Future<int>> future;
  {
    pawl::ProcessPoolExecutor pool(1);
    future = run_in_executor(pool, [] {
      std::this_thread::sleep_for(1h);
      return 1;
    });
    await pawl::sleep(1ms);
  }
  EXPECT_THROW(pawl::CancelledError, await *future);
  expect(waitpid(-1, nullptr, WNOHANG) < 0);
}

async Coro<int> use(pawl::ProcessPoolExecutor &pool, int n) { return await run_in_executor(pool, add, n, 0); }
struct AtEnd {
  ~AtEnd() {
    pawl::ProcessPoolExecutor pool(1);
    const int a = pawl::run(use(pool, 1));
    const int b = pawl::run(use(pool, 2));
    std::printf("one loop after the other: %d %d\n", a, b);
  }
} at_end;
