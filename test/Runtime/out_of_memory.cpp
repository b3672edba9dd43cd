// Out of memory at every allocation in turn: the error arrives where it belongs, nothing leaks, the loop goes on, its other
// tasks with it, and the next run is as if nothing had been.  asyncio.md, T41.
// RUN: %dialect %s -o %t && %t 2>/dev/null | %filecheck --check-prefix=CHECK-EXEC
#include <pawl/pawl.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <new>
#include <string>
#include <vector>

using namespace std::chrono_literals;
using pawl::Coro;

/// Of the loop's thread: what a call in another one allocates is its own matter.
thread_local bool armed = false;
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
async Coro<int> meeting() {
  Counted counted;
  pawl::Condition condition;
  pawl::Semaphore semaphore(1);
  pawl::Barrier barrier(2);
  int sum = 0;
  auto wait = async [&](int n) -> Coro<int> {
    auto permit = await semaphore.scoped();
    auto held = await condition.scoped();
    await condition.wait_for([&] { return sum > 0; });
    return n;
  };
  auto meet = async [&]() -> Coro<> { await barrier.wait(); };
  pawl::TaskGroup group;
  await pawl::with(group, async [&]() -> Coro<> {
    std::vector<pawl::Task<int>> tasks;
    for (int i = 1; i < 4; ++i)
      tasks.push_back(group.create_task(wait(i)));
    (void)group.create_task(meet());
    await barrier.wait();
    {
      auto held = await condition.scoped();
      sum = 1;
      condition.notify_all();
    }
    for await (int done : pawl::as_completed(std::move(tasks)))
      sum += done;
  });
  await pawl::with(pawl::move_on_after(1ms), async []() -> Coro<> { await pawl::sleep(1h); });
  static pawl::ContextVar<std::string> name("name");
  const auto token = name.set(std::string(100, 'x'));
  sum += static_cast<int>(name.get().size());
  name.reset(token);
  return sum;
}
async Coro<int> executors() {
  Counted counted;
  pawl::ThreadPoolExecutor pool(1);
  int sum = await pawl::to_thread([] { return 1; });
  auto called = pawl::run_in_executor(pool, [](std::string text) { return text + "!"; }, std::string(50, 'x'));
  sum += static_cast<int>((await called).size());
  pawl::SubprocessOptions options;
  options.in = options.out = pawl::Stdio::pipe;
  auto cat = await pawl::create_subprocess_exec({"cat"}, options);
  sum += static_cast<int>((await cat.communicate(std::string(5000, 'x'))).out.size());
  return sum;
}
async Coro<int> datagrams() {
  Counted counted;
  auto receiver = await pawl::create_datagram_endpoint(pawl::SocketAddress("127.0.0.1", 0));
  auto sender = await pawl::create_datagram_endpoint({}, receiver.sockname());
  int sum = 0;
  for (std::size_t size : {10, 1000}) {
    sender.sendto(std::string(size, 'x'));
    sum += static_cast<int>((await receiver.recvfrom()).data.size());
  }
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
  std::printf("%s: %s\n", name, failures > 3 && fail_at > 10 ? "swept" : "hardly anything failed");
}

/// What may come of an allocation that failed: itself, or who waits for what will not come.
bool is_of_memory(pawl::Outcome<int> &outcome) {
  if (outcome.failed_with<std::bad_alloc>() || outcome.failed_with<pawl::TimeoutError>())
    return true;
  try {
    (void)outcome.value();
  } catch (const pawl::ExceptionGroup &group) {
    return group.contains<std::bad_alloc>();
  } catch (...) {
  }
  return false;
}
async Coro<> tick(long &ticks) {
  for (;;) {
    await pawl::sleep(1min);
    ++ticks;
  }
}

/// The same within one loop, whose other task goes on whatever fails.
async Coro<> sweep_in_loop(const char *name, Coro<int> (*body)()) {
  long ticks = 0;
  auto ticking = pawl::create_task(tick(ticks));
  const int expected = await limited(body());
  int wrong = 0;
  for (fail_at = 1;; ++fail_at) {
    allocations = 0;
    armed = true;
    try {
      auto outcome = await pawl::as_outcome(limited(body()));
      armed = false;
      if (outcome.has_value() ? outcome.value() != expected : !is_of_memory(outcome))
        ++wrong;
    } catch (const std::bad_alloc &) { // for the frames themselves
      armed = false;
    }
    const bool all_done = allocations < fail_at;
    // What was begun ends.
    while (pawl::all_tasks().size() > 2)
      await pawl::sleep(10min);
    const long before = ticks;
    await pawl::sleep(10min);
    if (ticks == before || ticking.done() || alive != 0)
      ++wrong;
    if (wrong)
      std::printf("%s in a loop: wrong after allocation %ld\n", name, fail_at);
    if (all_done)
      break;
  }
  ticking.cancel();
  std::printf("%s in a loop: %s\n", name, wrong == 0 && fail_at > 5 ? "swept" : "something went wrong");
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
  // CHECK-EXEC-NEXT: meeting: swept
  sweep("meeting", meeting);
  // CHECK-EXEC-NEXT: executors: swept
  sweep("executors", executors);
  // CHECK-EXEC-NEXT: datagrams: swept
  sweep("datagrams", datagrams);
  // CHECK-EXEC-NEXT: streams: swept
  sweep("streams", streams);
  // CHECK-EXEC-NEXT: tasks in a loop: swept
  pawl::run(sweep_in_loop("tasks", tasks));
  // CHECK-EXEC-NEXT: scopes in a loop: swept
  pawl::run(sweep_in_loop("scopes", scopes));
  // CHECK-EXEC-NEXT: waiting in a loop: swept
  pawl::run(sweep_in_loop("waiting", waiting));
  // CHECK-EXEC-NEXT: meeting in a loop: swept
  pawl::run(sweep_in_loop("meeting", meeting));
  // CHECK-EXEC-NEXT: executors in a loop: swept
  pawl::run(sweep_in_loop("executors", executors));
  // CHECK-EXEC-NEXT: datagrams in a loop: swept
  pawl::run(sweep_in_loop("datagrams", datagrams));
}
