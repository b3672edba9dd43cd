// to_thread, with real threads and the real clock: asyncio.md, B11 and the row of to_thread.
// RUN: %clangxx20 %s -o %t && env PAWL_CLOCK=real %t | %filecheck --check-prefix=CHECK-EXEC
// RUN: %clangxx20 -fno-sanitize=all -fsanitize=thread %s -o %t.tsan && env PAWL_CLOCK=virtual %t.tsan | %filecheck --check-prefix=CHECK-EXEC
// CHECK-EXEC: results_and_errors ok
// CHECK-EXEC: the_loop_runs_on ok
// CHECK-EXEC: cancelled_it_is_abandoned ok
// CHECK-EXEC: cancelled_before_it_begins ok
// CHECK-EXEC: more_calls_than_threads ok
// CHECK-EXEC: callbacks_from_another_thread ok
// CHECK-EXEC: T04_a_future_of_another_loop ok
// CHECK-EXEC: still_running_at_the_end ok
// CHECK-EXEC: joined
#include <atomic>
#include <memory>
#include <thread>

#include "Inputs/scenario.h"

using namespace std::chrono_literals;

pawl::Coro<> results_and_errors() {
  auto here = std::this_thread::get_id();
  EXPECT(co_await pawl::to_thread([] { return std::this_thread::get_id(); }) != here);
  EXPECT(co_await pawl::to_thread([](int a, std::string b) { return b + std::to_string(a); }, 1,
                                  "n") == "n1");
  auto pointer = co_await pawl::to_thread(
      [](std::unique_ptr<int> p) {
        ++*p;
        return p;
      },
      std::make_unique<int>(1));
  EXPECT(*pointer == 2);
  int n = 0;
  co_await pawl::to_thread([](int& r) { r = 5; }, std::ref(n));
  EXPECT(n == 5);
  EXPECT_THROW(std::runtime_error,
               co_await pawl::to_thread([] { throw std::runtime_error("in a thread"); }));
}

pawl::Coro<> the_loop_runs_on() {
  auto& ticks = kept<int>(0);
  auto tick = [](int& count) -> pawl::Coro<> {
    for (;;) {
      co_await pawl::sleep(2ms);
      ++count;
    }
  };
  auto ticking = pawl::create_task(tick(ticks));
  co_await pawl::to_thread([] { std::this_thread::sleep_for(100ms); });
  EXPECT(ticks > 5);
  ticking.cancel();
  EXPECT_THROW(
      pawl::TimeoutError,
      co_await pawl::wait_for(pawl::to_thread([] { std::this_thread::sleep_for(100ms); }), 10ms));
}

pawl::Coro<> until(std::atomic<bool>& flag) {
  while (!flag) co_await pawl::sleep(1ms);
}

pawl::Coro<> cancelled_it_is_abandoned() {
  auto& begun = kept<std::atomic<bool>>(false);
  auto& finished = kept<std::atomic<bool>>(false);
  auto body = [](std::atomic<bool>& b, std::atomic<bool>& f) -> pawl::Coro<> {
    co_await pawl::to_thread([&] {
      b = true;
      std::this_thread::sleep_for(50ms);
      f = true;
    });
  };
  auto task = pawl::create_task(body(begun, finished));
  co_await until(begun);
  task.cancel();
  EXPECT_THROW(pawl::CancelledError, co_await task);
  EXPECT(!finished);
  co_await until(finished);
}

pawl::Coro<> cancelled_before_it_begins() {
  // More calls than threads: the last ones queue.
  auto& go = kept<std::atomic<bool>>(false);
  auto& calls = kept<std::atomic<int>>(0);
  struct Opener {
    std::atomic<bool>& gate;
    ~Opener() { gate = true; }
  } opener{go};
  auto body = [](std::atomic<bool>& g, std::atomic<int>& c) -> pawl::Coro<> {
    co_await pawl::to_thread([&] {
      ++c;
      while (!g) std::this_thread::yield();
    });
  };
  std::vector<pawl::Task<>> tasks;
  for (int i = 0; i < 40; ++i) tasks.push_back(pawl::create_task(body(go, calls)));
  co_await pawl::sleep(1ms);
  for (int i = 32; i < 40; ++i) tasks[static_cast<std::size_t>(i)].cancel();
  go = true;
  co_await pawl::wait(tasks);
  EXPECT(calls == 32);
}

pawl::Coro<> more_calls_than_threads() {
  auto& calls = kept<std::atomic<int>>(0);
  std::vector<pawl::Task<int>> tasks;
  auto call = [](std::atomic<int>& c, int i) -> pawl::Coro<int> {
    co_return co_await pawl::to_thread([&c, i] {
      ++c;
      return i;
    });
  };
  for (int i = 0; i < 500; ++i) tasks.push_back(pawl::create_task(call(calls, i)));
  std::vector<int> results = co_await pawl::gather(tasks);
  EXPECT(calls == 500);
  for (int i = 0; i < 500; ++i) EXPECT(results[static_cast<std::size_t>(i)] == i);
}

pawl::Coro<> callbacks_from_another_thread() {
  auto& future = kept<pawl::Future<int>>();
  auto loop = pawl::get_running_loop();
  auto& sum = kept<int>(0);
  Joined other{std::thread([&] {
    for (int i = 1; i <= 100; ++i) loop.call_soon_threadsafe([&sum, i] { sum += i; });
    std::this_thread::sleep_for(20ms);
    loop.call_soon_threadsafe([&] { future.set_result(sum); });
  })};
  EXPECT(co_await future == 5050);
}

pawl::Coro<> T04_a_future_of_another_loop() {
  auto& future = kept<pawl::Future<>>();
  std::string what = co_await pawl::to_thread([&] {
    auto body = [](pawl::Future<>& f) -> pawl::Coro<> { co_await f; };
    try {
      pawl::run(body(future));
    } catch (const pawl::RuntimeError& e) {
      return std::string(e.what());
    }
    return std::string();
  });
  EXPECT(what.find("another event loop") != std::string::npos);
}

std::atomic<int> late{0};
std::atomic<bool> begun{false};
pawl::Coro<> still_running_at_the_end() {
  auto body = []() -> pawl::Coro<> {
    co_await pawl::to_thread([] {
      begun = true;
      std::this_thread::sleep_for(50ms);
      ++late;
    });
  };
  (void)pawl::create_task(body());
  co_await until(begun);
}

int main() {
  const int failed =
      run_scenarios({{"results_and_errors", results_and_errors},
                     {"the_loop_runs_on", the_loop_runs_on},
                     {"cancelled_it_is_abandoned", cancelled_it_is_abandoned},
                     {"cancelled_before_it_begins", cancelled_before_it_begins},
                     {"more_calls_than_threads", more_calls_than_threads},
                     {"callbacks_from_another_thread", callbacks_from_another_thread},
                     {"T04_a_future_of_another_loop", T04_a_future_of_another_loop},
                     {"still_running_at_the_end", still_running_at_the_end}});
  // run() waited for the thread.
  if (late == 1) std::puts("joined");
  return failed;
}
