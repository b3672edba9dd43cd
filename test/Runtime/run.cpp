// What run() does around the main coroutine: asyncio.md, B01 to B03, T33.
// RUN: %clangxx20 -Wno-deprecated-coroutine %s -o %t && env PAWL_CLOCK=virtual %t 2>&1 | %filecheck --check-prefix=CHECK-EXEC
#include <pawl/pawl.h>

#include <cstdio>
#include <stdexcept>

using namespace std::chrono_literals;

pawl::Coro<int> value() { co_return 42; }
pawl::Coro<> fails() {
  co_await pawl::sleep(1s);
  throw std::runtime_error("main failed");
}

struct Noisy {
  const char* name;
  ~Noisy() { std::printf("%s destroyed\n", name); }
};

pawl::Coro<> cleans_up() {
  Noisy noisy{"left over"};
  bool cancelled = false;
  try {
    co_await pawl::sleep(1h);
  } catch (const pawl::CancelledError&) {
    cancelled = true;
  }
  co_await pawl::sleep(5s);
  std::printf("cleaned up at %lld\n", static_cast<long long>(pawl::get_running_loop().time() / 1s));
  if (cancelled) throw pawl::CancelledError();
}
pawl::Coro<> fails_when_cancelled() {
  try {
    co_await pawl::sleep(1h);
  } catch (const pawl::CancelledError&) {
    throw std::runtime_error("failed in the end");
  }
}
pawl::Coro<int> leaves_tasks() {
  (void)pawl::create_task(cleans_up());
  (void)pawl::create_task(fails_when_cancelled(), "failing");
  co_await pawl::sleep(1s);
  std::puts("main returns");
  co_return 7;
}

pawl::AsyncGenerator<int> endless() {
  Noisy noisy{"generator"};
  for (int i = 0;; ++i) co_yield i;
}
pawl::Coro<> begins(pawl::AsyncGenerator<int>& generator) {
  for co_await (int i : generator) {
    if (i == 1) break;
  }
  std::puts("left");
}

pawl::Coro<> stubborn() {
  Noisy noisy{"stubborn"};
  struct Starts {
    ~Starts() {
      // Made while the run ends: nobody waits for it.
      auto forever = []() -> pawl::Coro<> { co_await pawl::sleep(1h); };
      (void)pawl::create_task(forever(), "late");
    }
  } starts;
  co_await pawl::sleep(1h);
}
pawl::Coro<> leaves_stubborn() {
  (void)pawl::create_task(stubborn());
  co_await pawl::yield_now();
}

int main() {
  std::setvbuf(stdout, nullptr, _IONBF, 0);
  // CHECK-EXEC: value 42
  std::printf("value %d\n", pawl::run(value()));

  // CHECK-EXEC-NEXT: caught main failed
  try {
    pawl::run(fails());
  } catch (const std::runtime_error& e) {
    std::printf("caught %s\n", e.what());
  }

  // CHECK-EXEC-NEXT: main returns
  // CHECK-EXEC-NEXT: cleaned up at 6
  // CHECK-EXEC-NEXT: left over destroyed
  // CHECK-EXEC-NEXT: pawl: unhandled exception during pawl::run() shutdown: 'failing' created at {{.*}}run.cpp:[[#]]
  // CHECK-EXEC-NEXT: failed in the end
  // CHECK-EXEC-NEXT: 7
  std::printf("%d\n", pawl::run(leaves_tasks()));

  // B03
  // CHECK-EXEC-NEXT: left
  // CHECK-EXEC-NEXT: generator destroyed
  // CHECK-EXEC-NEXT: run ended
  pawl::AsyncGenerator<int> generator = endless();
  pawl::run(begins(generator));
  std::puts("run ended");

  // T33
  // CHECK-EXEC-NEXT: stubborn destroyed
  // CHECK-EXEC-NEXT: pawl: Task was destroyed but it is pending!: 'late' created at
  // CHECK-EXEC-NEXT: end: no running event loop
  pawl::run(leaves_stubborn());

  try {
    (void)pawl::create_task(value());
  } catch (const pawl::RuntimeError& e) {
    std::printf("end: %s\n", e.what());
  }
}
