// cancelling() and uncancel(): asyncio.md, T26 to T29.
// RUN: %clangxx20 %s -o %t && env PAWL_CLOCK=virtual %t | %filecheck --check-prefix=CHECK-EXEC
// CHECK-EXEC: T26_cancelling_counts ok
// CHECK-EXEC: T27_uncancelled_it_can_be_cancelled_again ok
// CHECK-EXEC: T28_uncancel_withdraws_what_is_not_delivered ok
// CHECK-EXEC: T29_structured_blocks ok
#include "Inputs/scenario.h"

using namespace std::chrono_literals;

pawl::Coro<> sleeper() { co_await pawl::sleep(1h); }

pawl::Coro<> T26_cancelling_counts() {
  auto task = pawl::create_task(sleeper());
  EXPECT(task.cancelling() == 0);
  EXPECT(task.cancel() && task.cancelling() == 1);
  EXPECT(task.cancel() && task.cancelling() == 2);
  EXPECT_THROW(pawl::CancelledError, co_await task);
  EXPECT(task.cancelling() == 2);
}

pawl::Coro<> T27_uncancelled_it_can_be_cancelled_again() {
  auto& caught = kept<int>(0);
  auto body = [](int& n) -> pawl::Coro<> {
    for (int i = 0; i < 3; ++i) {  // not for ever: the loop's end waits for it
      try {
        co_await pawl::sleep(1h);
      } catch (const pawl::CancelledError&) {
        if (++n == 2) throw;
        pawl::current_task().uncancel();
      }
    }
  };
  auto task = pawl::create_task(body(caught));
  co_await pawl::yield_now();
  task.cancel();
  EXPECT(task.cancelling() == 1);
  co_await pawl::yield_now();
  co_await pawl::yield_now();
  EXPECT(task.cancelling() == 0 && !task.done());
  task.cancel();
  EXPECT_THROW(pawl::CancelledError, co_await task);
  EXPECT(caught == 2);
  EXPECT(task.uncancel() == 0 && task.cancelled());
  EXPECT(task.uncancel() == 0);
}

pawl::Coro<> T28_uncancel_withdraws_what_is_not_delivered() {
  auto body = []() -> pawl::Coro<int> {
    auto self = pawl::current_task();
    self.cancel();
    self.cancel();
    EXPECT(self.uncancel() == 1);
    EXPECT(self.uncancel() == 0);
    co_await pawl::sleep(1s);
    co_return 1;
  };
  auto task = pawl::create_task(body());
  EXPECT(co_await task == 1);
}

// A scope that cancels its task itself and takes that back, as timeout does.
pawl::Coro<> scope(bool& timed_out) {
  auto self = pawl::current_task();
  auto timer = pawl::get_running_loop().call_later(1s, [self] { self.cancel(); });
  try {
    co_await pawl::sleep(1h);
  } catch (const pawl::CancelledError&) {
    timer.cancel();
    if (self.uncancel() > 0) throw;
    timed_out = true;
  }
}
pawl::Coro<> T29_structured_blocks() {
  auto& timed_out = kept<bool>(false);
  auto task = pawl::create_task(scope(timed_out));
  co_await task;
  EXPECT(timed_out && task.cancelling() == 0);

  timed_out = false;
  auto cancelled = pawl::create_task(scope(timed_out));
  auto loop = pawl::get_running_loop();
  loop.call_later(1s, [cancelled] { cancelled.cancel(); });  // in the same iteration
  EXPECT_THROW(pawl::CancelledError, co_await cancelled);
  EXPECT(!timed_out && cancelled.cancelling() == 1);
}
int main() {
  return run_scenarios(
      {{"T26_cancelling_counts", T26_cancelling_counts},
       {"T27_uncancelled_it_can_be_cancelled_again", T27_uncancelled_it_can_be_cancelled_again},
       {"T28_uncancel_withdraws_what_is_not_delivered",
        T28_uncancel_withdraws_what_is_not_delivered},
       {"T29_structured_blocks", T29_structured_blocks}});
}
