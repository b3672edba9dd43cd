// A program is cancelled in each of its iterations, and in another run its loop ends there: nothing
// may leak, be used after it is gone, or be destroyed twice.
// RUN: %clangxx20 -Wno-deprecated-coroutine %s -o %t && env PAWL_CLOCK=virtual %t | %filecheck --check-prefix=CHECK-EXEC
// CHECK-EXEC: ended by itself after {{[1-9][0-9]+}} iterations
#include <pawl/pawl.h>

#include <cstdio>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

using namespace std::chrono_literals;

int alive = 0;
struct Counted {
  Counted() { ++alive; }
  Counted(const Counted&) { ++alive; }
  ~Counted() { --alive; }
};

pawl::Coro<Counted> leaf(std::chrono::milliseconds d) {
  Counted local;
  co_await pawl::sleep(d);
  co_return local;
}
pawl::Coro<> failing() {
  Counted local;
  co_await pawl::yield_now();
  throw std::runtime_error("x");
}
pawl::AsyncGenerator<Counted> generate(int n) {
  Counted local;
  for (int i = 0; i < n; ++i) {
    co_await leaf(2ms);
    co_yield Counted();
  }
}

pawl::Coro<> program() {
  Counted local;
  co_await leaf(1ms);
  auto task = pawl::create_task(leaf(5ms));
  co_await pawl::gather(leaf(1ms), task, leaf(3ms));
  for co_await (Counted c : generate(3)) co_await leaf(1ms);
  try {
    co_await pawl::gather(failing(), leaf(2ms));
  } catch (const std::runtime_error&) {
  }
  try {
    co_await pawl::wait_for(leaf(9ms), 3ms);
  } catch (const pawl::TimeoutError&) {
  }
  std::vector<pawl::Coro<Counted>> several;
  for (int i = 0; i < 3; ++i) several.push_back(leaf(std::chrono::milliseconds(3 - i)));
  for (auto next : pawl::as_completed(std::move(several))) co_await next;
  co_await pawl::shield(leaf(1ms));
  co_await pawl::wait(
      std::vector<pawl::Task<Counted>>{pawl::create_task(leaf(1ms)), pawl::create_task(leaf(2ms))},
      pawl::ReturnWhen::first_completed);
}

// Calls `what` in the n-th iteration; false when the program ends before.
template <class F>
bool strike(int n, F what) {
  bool struck = false;
  auto body = [&]() -> pawl::Coro<> {
    auto task = pawl::create_task(program());
    for (int i = 0; i < n; ++i) {
      if (task.done()) co_return;
      co_await pawl::yield_now();
      // Virtual time goes on only when nothing is ready.
      if (pawl::all_tasks().size() > 1) co_await pawl::sleep(100us);
    }
    struck = true;
    what(task);
    try {
      co_await task;
    } catch (const pawl::CancelledError&) {
    }
  };
  try {
    pawl::run(body());
  } catch (const std::logic_error&) {
  }
  return struck;
}

int main() {
  int n = 0;
  while (strike(n, [](pawl::Task<>& task) { task.cancel(); })) {
    if (alive != 0) std::printf("cancelled at %d: %d alive\n", n, alive);
    strike(n, [](pawl::Task<>&) { throw std::logic_error("the run ends"); });
    if (alive != 0) std::printf("ended at %d: %d alive\n", n, alive);
    ++n;
  }
  std::printf("ended by itself after %d iterations\n", n);
  return alive != 0;
}
