// Async generators: asyncio.md, group Y.
// RUN: %clangxx20 -Wno-deprecated-coroutine %s -o %t && env PAWL_CLOCK=virtual %t | %filecheck --check-prefix=CHECK-EXEC
// CHECK-EXEC: Y01_for_await_to_the_end ok
// CHECK-EXEC: Y01_leaving_early_destroys_at_once ok
// CHECK-EXEC: Y01_aclose ok
// CHECK-EXEC: Y03_one_step_at_a_time ok
// CHECK-EXEC: Y04_nothing_after_the_end_or_an_error ok
// CHECK-EXEC: Y01_kinds_of_values ok
// CHECK-EXEC: Y01_generators_of_generators ok
// CHECK-EXEC: Y01_cancelled_while_it_waits ok
// CHECK-EXEC: Y01_many_values_without_a_turn_of_the_loop ok
// CHECK-EXEC: Y01_moved_while_suspended ok
#include <memory>
#include <optional>

#include "Inputs/scenario.h"

using namespace std::chrono_literals;

struct Guard {
  std::string& trace;
  ~Guard() { trace += 'D'; }
};

pawl::AsyncGenerator<int> count(std::string& trace, int n) {
  Guard guard{trace};
  for (int i = 0; i < n; ++i) {
    co_await pawl::sleep(1s);
    co_yield i;
  }
}

pawl::Coro<> Y01_for_await_to_the_end() {
  auto& trace = kept<std::string>();
  int sum = 0;
  for co_await (int i : count(trace, 4)) sum += i;
  EXPECT(sum == 6 && trace == "D" && seconds() == 4);
  for co_await (int i : count(trace, 0)) sum += 100 + i;
  EXPECT(sum == 6 && trace == "DD");
}

pawl::Coro<> Y01_leaving_early_destroys_at_once() {
  auto& trace = kept<std::string>();
  for co_await (int i : count(trace, 4)) {
    if (i == 1) break;
  }
  trace += 'x';
  EXPECT(trace == "Dx");
}

pawl::Coro<> Y01_aclose() {
  auto& trace = kept<std::string>();
  auto generator = count(trace, 4);
  EXPECT((co_await generator.anext()).value() == 0);
  co_await generator.aclose();
  EXPECT(trace == "D");
  co_await generator.aclose();
  EXPECT(!(co_await generator.anext()).has_value());
  auto unbegun = count(trace, 1);
  co_await unbegun.aclose();
  EXPECT(trace == "D");
}

pawl::Coro<> Y03_one_step_at_a_time() {
  auto& trace = kept<std::string>();
  auto& generator = kept<pawl::AsyncGenerator<int>>(count(trace, 4));
  auto step = [](pawl::AsyncGenerator<int>& g) -> pawl::Coro<> { co_await g.anext(); };
  auto first = pawl::create_task(step(generator));
  auto second = pawl::create_task(step(generator));
  EXPECT_THROW(pawl::RuntimeError, co_await second);
  EXPECT_THROW(pawl::RuntimeError, co_await generator.aclose());
  co_await first;
  EXPECT((co_await generator.anext()).value() == 1);
}

pawl::AsyncGenerator<int> throws_after_one() {
  co_yield 1;
  co_await pawl::yield_now();
  throw std::runtime_error("in the generator");
}

pawl::Coro<> Y04_nothing_after_the_end_or_an_error() {
  auto generator = throws_after_one();
  EXPECT((co_await generator.anext()).value() == 1);
  EXPECT_THROW(std::runtime_error, co_await generator.anext());
  EXPECT(!(co_await generator.anext()).has_value());
  int seen = 0;
  EXPECT_THROW(std::runtime_error, for co_await (int i : throws_after_one()) seen += i);
  EXPECT(seen == 1);
}

pawl::AsyncGenerator<std::unique_ptr<int>> pointers() {
  co_yield std::make_unique<int>(1);
  auto local = std::make_unique<int>(2);
  co_yield std::move(local);
}
pawl::AsyncGenerator<int&> references(int& n) {
  co_yield n;
  co_yield n;
}
pawl::AsyncGenerator<std::string> strings() {
  std::string kept = "kept";
  co_yield kept;    // copied: the consumer may move from what it gets
  co_yield "text";  // converted
  co_yield kept;
}

pawl::Coro<> Y01_kinds_of_values() {
  int sum = 0;
  for co_await (std::unique_ptr<int> p : pointers()) sum += *p;
  EXPECT(sum == 3);
  int n = 0;
  for co_await (int& r : references(n)) ++r;
  EXPECT(n == 2);
  std::string all;
  for co_await (std::string s : strings()) all += std::move(s) + ",";
  EXPECT(all == "kept,text,kept,");
  for co_await (const auto& s : strings()) all += s;
  EXPECT(all == "kept,text,kept,kepttextkept");
}

pawl::AsyncGenerator<int> doubled(std::string& trace, int n) {
  Guard guard{trace};
  for co_await (int i : count(trace, n)) co_yield 2 * i;
}

pawl::Coro<> Y01_generators_of_generators() {
  auto& trace = kept<std::string>();
  int sum = 0;
  for co_await (int i : doubled(trace, 4)) {
    sum += i;
    if (i == 4) break;
  }
  EXPECT(sum == 6 && trace == "DD");
}

pawl::Coro<> Y01_cancelled_while_it_waits() {
  auto& trace = kept<std::string>();
  auto body = [](std::string& t) -> pawl::Coro<> {
    for co_await (int i : doubled(t, 4)) t += std::to_string(i);
  };
  auto task = pawl::create_task(body(trace));
  co_await pawl::sleep(1500ms);
  task.cancel();
  EXPECT_THROW(pawl::CancelledError, co_await task);
  EXPECT(trace == "0DD");
}

pawl::AsyncGenerator<int> immediate(int n) {
  for (int i = 0; i < n; ++i) co_yield i;
}
pawl::Coro<> Y01_many_values_without_a_turn_of_the_loop() {
  long sum = 0;
  auto& turned = kept<bool>(false);
  pawl::get_running_loop().call_soon([&] { turned = true; });
  for co_await (int i : immediate(100000)) sum += i;
  EXPECT(sum == 4999950000 && !turned);
  co_await pawl::yield_now();
}

pawl::Coro<> Y01_moved_while_suspended() {
  auto& trace = kept<std::string>();
  auto generator = count(trace, 3);
  co_await generator.anext();
  auto moved = std::move(generator);
  EXPECT((co_await moved.anext()).value() == 1);
  EXPECT(!(co_await generator.anext()).has_value());
  moved = count(trace, 1);
  EXPECT(trace == "D");
}
int main() {
  return run_scenarios(
      {{"Y01_for_await_to_the_end", Y01_for_await_to_the_end},
       {"Y01_leaving_early_destroys_at_once", Y01_leaving_early_destroys_at_once},
       {"Y01_aclose", Y01_aclose},
       {"Y03_one_step_at_a_time", Y03_one_step_at_a_time},
       {"Y04_nothing_after_the_end_or_an_error", Y04_nothing_after_the_end_or_an_error},
       {"Y01_kinds_of_values", Y01_kinds_of_values},
       {"Y01_generators_of_generators", Y01_generators_of_generators},
       {"Y01_cancelled_while_it_waits", Y01_cancelled_while_it_waits},
       {"Y01_many_values_without_a_turn_of_the_loop", Y01_many_values_without_a_turn_of_the_loop},
       {"Y01_moved_while_suspended", Y01_moved_while_suspended}});
}
