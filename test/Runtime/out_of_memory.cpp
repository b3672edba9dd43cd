// Out of memory at every allocation in turn: the error arrives where it belongs, nothing leaks, and the next run is as if
// nothing had been.  asyncio.md, T41.
// RUN: %dialect %s -o %t && %t 2>/dev/null | %filecheck --check-prefix=CHECK-EXEC
#include <pawl/pawl.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <new>
#include <string>
#include <vector>

using namespace std::chrono_literals;
using pawl::Coro;

bool armed = false;
long allocations = 0, fail_at = 0;

void *allocate(std::size_t size) {
  if (armed && ++allocations == fail_at)
    throw std::bad_alloc();
  if (void *p = std::malloc(size ? size : 1))
    return p;
  throw std::bad_alloc();
}
void *operator new(std::size_t size) { return allocate(size); }
void *operator new[](std::size_t size) { return allocate(size); }
void operator delete(void *p) noexcept { std::free(p); }
void operator delete[](void *p) noexcept { std::free(p); }
void operator delete(void *p, std::size_t) noexcept { std::free(p); }
void operator delete[](void *p, std::size_t) noexcept { std::free(p); }

int alive = 0;
struct Counted {
  Counted() { ++alive; }
  ~Counted() { --alive; }
};

/// Larger than any frame that is kept for the next one.
async Coro<int> leaf(int n) {
  Counted counted;
  char room[5000];
  room[0] = static_cast<char>(n);
  await pawl::sleep(1ms);
  return room[0];
}
async pawl::AsyncGenerator<int> numbers(int n) {
  Counted counted;
  for (int i = 0; i < n; ++i) {
    await pawl::sleep(1ms);
    yield i;
  }
}

async Coro<int> tasks() {
  Counted counted;
  auto a = pawl::create_task(leaf(1), "a task with a name that is longer than a short string");
  const int b = await leaf(2);
  auto [c, d] = await pawl::gather(leaf(3), leaf(4));
  std::vector<Coro<int>> more;
  for (int i = 0; i < 3; ++i)
    more.push_back(leaf(i));
  for (int n : await pawl::gather(std::move(more)))
    (void)n;
  return await a + b + c + d;
}
async Coro<int> scopes() {
  Counted counted;
  int sum = 0;
  pawl::TaskGroup group;
  await pawl::with(group, async [&]() -> Coro<> {
    for (int i = 0; i < 3; ++i)
      (void)group.create_task(leaf(i));
    sum += await leaf(1);
  });
  try {
    await pawl::with(pawl::timeout(1ms), async []() -> Coro<> { await pawl::sleep(1h); });
  } catch (const pawl::TimeoutError &) {
    ++sum;
  }
  sum += await pawl::wait_for(leaf(1), 1s);
  sum += await pawl::shield(leaf(1));
  for await (int i : numbers(3))
    sum += i;
  return sum;
}
async Coro<int> waiting() {
  Counted counted;
  pawl::Queue<std::string> queue(1);
  pawl::Lock lock;
  pawl::Event event;
  auto produce = async [&]() -> Coro<> {
    auto held = await lock.scoped();
    for (int i = 0; i < 5; ++i)
      await queue.put(std::string(100, 'x'));
    event.set();
  };
  auto producing = pawl::create_task(produce());
  int sum = 0;
  for (int i = 0; i < 5; ++i)
    sum += static_cast<int>((await queue.get()).size());
  await event.wait();
  auto held = await lock.scoped();
  await producing;
  pawl::get_running_loop().call_later(1ms, [&] { ++sum; });
  await pawl::sleep(2ms);
  std::vector<pawl::Task<int>> several{pawl::create_task(leaf(1)), pawl::create_task(leaf(2))};
  (void)await pawl::wait(several);
  return sum;
}
async Coro<int> streams() {
  Counted counted;
  auto echo = async [](pawl::StreamReader &reader, pawl::StreamWriter &writer) -> Coro<> {
    Counted in_handler;
    writer.write(await reader.readline());
    writer.close();
  };
  auto server = await pawl::start_server(echo, "127.0.0.1", 0);
  // A server that could not take the connection leaves its client to itself.
  auto ask = async [&]() -> Coro<int> {
    auto [reader, writer] = await pawl::open_connection("127.0.0.1", server.port());
    writer.write(std::string(3000, 'x') + "\n");
    const std::string answer = await reader.read();
    return static_cast<int>(answer.size());
  };
  return await ask();
}

/// Whether create_task() that fails closes the coroutine, and leaves no task.
async Coro<bool> T41() {
  auto coro = leaf(1);
  bool failed = false;
  armed = true;
  allocations = 0;
  fail_at = 1;
  try {
    (void)pawl::create_task(std::move(coro));
  } catch (const std::bad_alloc &) {
    failed = true;
  }
  armed = false;
  return failed && alive == 0 && pawl::all_tasks().size() == 1;
}

/// Who waits for a task that failed would wait for ever.
async Coro<int> limited(Coro<int> body) { return await pawl::wait_for(std::move(body), 1h); }

template <class F> void sweep(const char *name, F body) {
  long failures = 0;
  const auto expected = pawl::run(limited(body()));
  for (fail_at = 1;; ++fail_at) {
    allocations = 0;
    armed = true;
    bool failed = true;
    try {
      const auto result = pawl::run(limited(body()));
      armed = false;
      failed = result != expected;
    } catch (...) {
      armed = false;
    }
    failures += failed;
    if (alive != 0)
      std::printf("%s: %d are left after allocation %ld\n", name, alive, fail_at);
    if (allocations < fail_at)
      break;
    if (const auto again = pawl::run(limited(body())); again != expected)
      std::printf("%s: another run differs after allocation %ld\n", name, fail_at);
  }
  std::printf("%s: %s\n", name, failures > 3 && fail_at > 20 ? "swept" : "hardly anything failed");
}

int main() {
  // CHECK-EXEC: T41 ok
  std::printf("T41 %s\n", pawl::run(T41()) ? "ok" : "failed");
  // CHECK-EXEC-NEXT: tasks: swept
  sweep("tasks", tasks);
  // CHECK-EXEC-NEXT: scopes: swept
  sweep("scopes", scopes);
  // CHECK-EXEC-NEXT: waiting: swept
  sweep("waiting", waiting);
  // CHECK-EXEC-NEXT: streams: swept
  sweep("streams", streams);
}
