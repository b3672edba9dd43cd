// The runtime in C++17, where the language has no coroutines: awaitables are combined, and
// callbacks run, without any.
// RUN: %clangxx17 %s -o %t && env PAWL_CLOCK=virtual %t | %filecheck --check-prefix=CHECK-EXEC
// RUN: %gxx17 %s -o %t && env PAWL_CLOCK=virtual %t | %filecheck --check-prefix=CHECK-EXEC
#include <pawl/pawl.h>

#include <coroutine>
#include <cstdio>
#include <optional>
#include <string>
#include <utility>
#include <vector>

using namespace std::chrono_literals;

// A Coro of anything that can be awaited, written by hand.
template <class A>
auto coro(A awaitable) {
  return pawl::detail::await_frame<A>::make(std::move(awaitable));
}

// Makes its awaitable when it is awaited: inside of the loop.
template <class F>
struct Lazy {
  using awaitable = decltype(std::declval<F&>()());
  F make;
  std::optional<awaitable> made{};
  bool await_ready() {
    made.emplace(make());
    return made->await_ready();
  }
  template <class P>
  auto await_suspend(pawl::handle<P> h) {
    return made->await_suspend(h);
  }
  auto await_resume() { return made->await_resume(); }
};
template <class F>
auto run(F make) {
  return pawl::run(coro(Lazy<F>{std::move(make)}));
}

int main() {
  static_assert(__cplusplus < 202000);
  // CHECK-EXEC: slept 5
  std::printf("slept %d\n", pawl::run(coro(pawl::sleep(1h, 5))));

  // CHECK-EXEC-NEXT: gathered 1 two
  auto [one, two] = run(
      [] { return pawl::gather(pawl::sleep(1s, 1), coro(pawl::sleep(2s, std::string("two")))); });
  std::printf("gathered %d %s\n", one, two.c_str());

  // CHECK-EXEC-NEXT: timed out
  try {
    run([] { return pawl::wait_for(coro(pawl::sleep(2s)), 1s); });
  } catch (const pawl::TimeoutError&) {
    std::puts("timed out");
  }

  // CHECK-EXEC-NEXT: cancelled for a reason
  try {
    run([] {
      auto task = pawl::create_task(coro(pawl::sleep(1h)));
      pawl::get_running_loop().call_later(1s, [task] { task.cancel("for a reason"); });
      return task;
    });
  } catch (const pawl::CancelledError& e) {
    std::printf("cancelled %s\n", e.message().c_str());
  }

  // CHECK-EXEC-NEXT: first 2
  std::printf("first %d\n", run([] {
                std::vector<pawl::Coro<int>> v;
                v.push_back(coro(pawl::sleep(2s, 1)));
                v.push_back(coro(pawl::sleep(1s, 2)));
                return *pawl::as_completed(std::move(v)).begin();
              }));

  // CHECK-EXEC-NEXT: from a thread
  std::printf("%s\n", pawl::run(coro(pawl::to_thread([] { return "from a thread"; }))));
}
