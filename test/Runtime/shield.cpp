// shield: asyncio.md, group S.
// RUN: %clangxx20 %s -o %t && env PAWL_CLOCK=virtual %t | %filecheck --check-prefix=CHECK-EXEC
// CHECK-EXEC: S01_results_and_errors_pass ok
// CHECK-EXEC: S02_cancelling_the_inner ok
// CHECK-EXEC: S03_cancelling_the_outer ok
// CHECK-EXEC: S04_what_is_done_comes_at_once ok
// CHECK-EXEC: S05_with_gather ok
#include "Inputs/scenario.h"

using namespace std::chrono_literals;

pawl::Coro<int> after(std::chrono::seconds d, int result) {
  co_await pawl::sleep(d);
  co_return result;
}
pawl::Coro<int> fails_after(std::chrono::seconds d) {
  co_await pawl::sleep(d);
  throw std::runtime_error("failed");
}

pawl::Coro<> S01_results_and_errors_pass() {
  EXPECT(co_await pawl::shield(after(1s, 5)) == 5);
  EXPECT_THROW(std::runtime_error, co_await pawl::shield(fails_after(1s)));
}

pawl::Coro<> S02_cancelling_the_inner() {
  auto inner = pawl::create_task(after(5s, 1));
  auto body = [](pawl::Task<int> t) -> pawl::Coro<> { co_await pawl::shield(t); };
  auto outer = pawl::create_task(body(inner));
  co_await pawl::yield_now();
  inner.cancel();
  EXPECT_THROW(pawl::CancelledError, co_await outer);
}

pawl::Coro<> S03_cancelling_the_outer() {
  auto inner = pawl::create_task(after(5s, 1));
  auto body = [](pawl::Task<int> t) -> pawl::Coro<> { co_await pawl::shield(t); };
  auto outer = pawl::create_task(body(inner));
  co_await pawl::sleep(1s);
  outer.cancel();
  EXPECT_THROW(pawl::CancelledError, co_await outer);
  EXPECT(!inner.done() && seconds() == 1);
  EXPECT(co_await inner == 1);
}

pawl::Coro<> S04_what_is_done_comes_at_once() {
  pawl::Future<int> future;
  future.set_result(3);
  auto shielded = pawl::shield(future);
  EXPECT(shielded.done());
  EXPECT(co_await shielded == 3);
}

pawl::Coro<> S05_with_gather() {
  std::string trace;
  auto child = [](std::string& t, char c) -> pawl::Coro<> {
    co_await pawl::sleep(2s);
    t += c;
  };
  auto body = [&]() -> pawl::Coro<> {
    co_await pawl::shield(pawl::gather(child(trace, 'a'), child(trace, 'b')));
  };
  auto outer = pawl::create_task(body());
  co_await pawl::sleep(1s);
  outer.cancel();
  EXPECT_THROW(pawl::CancelledError, co_await outer);
  co_await pawl::sleep(2s);
  EXPECT(trace == "ab");

  auto inner = pawl::create_task(after(2s, 1));
  auto other = [](pawl::Task<int> t) -> pawl::Coro<> { co_await pawl::gather(pawl::shield(t)); };
  auto gathering = pawl::create_task(other(inner));
  co_await pawl::sleep(1s);
  gathering.cancel();
  EXPECT_THROW(pawl::CancelledError, co_await gathering);
  EXPECT(!inner.done());
  co_await inner;
}
int main() {
  return run_scenarios({{"S01_results_and_errors_pass", S01_results_and_errors_pass},
                        {"S02_cancelling_the_inner", S02_cancelling_the_inner},
                        {"S03_cancelling_the_outer", S03_cancelling_the_outer},
                        {"S04_what_is_done_comes_at_once", S04_what_is_done_comes_at_once},
                        {"S05_with_gather", S05_with_gather}});
}
