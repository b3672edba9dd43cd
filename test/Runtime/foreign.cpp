// Coroutine types and awaiters that are not Pawl's, with Pawl's.
// RUN: %clangxx20 %s -o %t && env PAWL_CLOCK=virtual %t | %filecheck --check-prefix=CHECK-EXEC
// CHECK-EXEC: T19_a_cancel_at_a_foreign_awaiter_comes_at_the_next ok
// CHECK-EXEC: T22_resumed_inside_another_task_it_stays_its_own ok
// CHECK-EXEC: T01_foreign_coroutines_await_ours ok
// CHECK-EXEC: T32_what_a_task_only_starts_does_not_disturb_it ok
// CHECK-EXEC: T16_a_frame_destroyed_while_it_waits ok
#include <coroutine>
#include <memory>

#include "Inputs/scenario.h"

using namespace std::chrono_literals;

// The event of every coroutine tutorial: set() goes on with the waiting coroutine inside the call.
struct Event {
  std::coroutine_handle<> waiting;
  bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<> h) { waiting = h; }
  void await_resume() const {}
  void set() { std::exchange(waiting, nullptr).resume(); }
};

// A coroutine that belongs to nobody.
struct Detached {
  struct promise_type {
    Detached get_return_object() { return {}; }
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}  // cancelled: it ends here
  };
};

pawl::Coro<> T19_a_cancel_at_a_foreign_awaiter_comes_at_the_next() {
  auto& event = kept<Event>();
  auto& resumed = kept<bool>(false);
  auto body = [](Event& e, bool& r) -> pawl::Coro<> {
    co_await e;
    r = true;
    co_await pawl::sleep(1h);
  };
  auto task = pawl::create_task(body(event, resumed));
  co_await pawl::yield_now();
  task.cancel();
  co_await pawl::sleep(1s);
  EXPECT(!task.done());
  event.set();
  EXPECT(resumed);
  EXPECT_THROW(pawl::CancelledError, co_await task);
  EXPECT(task.cancelled() && seconds() == 1);
}

pawl::Coro<> T22_resumed_inside_another_task_it_stays_its_own() {
  auto& event = kept<Event>();
  auto body = [](Event& e) -> pawl::Coro<> {
    co_await e;
    co_await pawl::sleep(1h);  // runs inside the step of the task below
  };
  auto waits = pawl::create_task(body(event), "waits");
  auto setter = [](Event& e) -> pawl::Coro<int> {
    e.set();
    co_await pawl::sleep(5s);
    co_return 1;
  };
  co_await pawl::yield_now();
  auto sets = pawl::create_task(setter(event), "sets");
  co_await pawl::sleep(1s);
  waits.cancel();
  EXPECT_THROW(pawl::CancelledError, co_await waits);
  EXPECT(co_await sets == 1);
  EXPECT(seconds() == 5);
}

pawl::Coro<int> answer() {
  co_await pawl::sleep(1s);
  co_return 42;
}
Detached from_outside(int& result, pawl::Task<int>& task) {
  result = co_await answer();
  co_await pawl::sleep(1s);
  result += co_await task;
  auto [a, b] = co_await pawl::gather(answer(), answer());
  result += a + b;
}

pawl::Coro<> T01_foreign_coroutines_await_ours() {
  if (sweeping()) co_return;  // what belongs to nobody stays where a loop ends under it
  auto& result = kept<int>(0);
  auto& task = kept<pawl::Task<int>>(pawl::create_task(answer()));
  from_outside(result, task);
  co_await pawl::sleep(9s);
  EXPECT(result == 4 * 42);
  auto slow = [](pawl::Coro<int> c) -> pawl::Coro<int> {
    co_await pawl::sleep(5s);
    co_return co_await c;
  };
  auto& pending = kept<pawl::Task<int>>(pawl::create_task(slow(answer())));
  pawl::get_running_loop().call_soon([&] { from_outside(result, pending); });
  co_await pawl::sleep(20s);
  EXPECT(result == 4 * 42);
}

pawl::Coro<> T32_what_a_task_only_starts_does_not_disturb_it() {
  if (sweeping()) co_return;  // what belongs to nobody stays where a loop ends under it
  auto& result = kept<int>(0);
  auto& task = kept<pawl::Task<int>>(pawl::create_task(answer()));
  from_outside(result, task);
  co_await pawl::sleep(500ms);
  EXPECT(pawl::current_task().get_name() == "Task-1");
  auto short_lived = [](int& r, pawl::Task<int>& t) -> pawl::Coro<> {
    from_outside(r, t);  // goes on when the task that started it is gone
    co_return;
  };
  auto& other = kept<int>(0);
  co_await pawl::create_task(short_lived(other, task));
  auto self = pawl::current_task();
  pawl::get_running_loop().call_soon([self] { self.cancel(); });
  EXPECT_THROW(pawl::CancelledError, co_await pawl::sleep(1h));
  self.uncancel();
  co_await pawl::sleep(20s);
  EXPECT(result == 4 * 42 && other == 4 * 42);
}

// A coroutine that goes with its owner, wherever it is.
struct Owned {
  struct promise_type {
    Owned get_return_object() {
      return Owned{std::coroutine_handle<promise_type>::from_promise(*this)};
    }
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}  // cancelled: it ends here
  };
  std::coroutine_handle<promise_type> frame;
  explicit Owned(std::coroutine_handle<promise_type> f) : frame(f) {}
  Owned(Owned&& other) : frame(std::exchange(other.frame, nullptr)) {}
  ~Owned() {
    if (frame) frame.destroy();
  }
};
Owned own(pawl::Coro<> coro) { co_await std::move(coro); }

pawl::Coro<> T16_a_frame_destroyed_while_it_waits() {
  // The frames go while the runtime holds their nodes: each must leave its queue by itself.
  auto& never = kept<pawl::Future<>>();
  auto& passed = kept<int>(0);
  auto waits_for_future = [](pawl::Future<>& f, int& n) -> pawl::Coro<> {
    co_await f;
    ++n;
  };
  auto sleeps = [](int& n) -> pawl::Coro<> {
    co_await pawl::sleep(1s);
    ++n;
  };
  auto yields = [](int& n) -> pawl::Coro<> {
    co_await pawl::yield_now();
    ++n;
  };
  auto gathers = [](int& n) -> pawl::Coro<> {
    co_await pawl::gather(pawl::sleep(1s), pawl::sleep(2s));
    ++n;
  };
  auto limited = [](int& n) -> pawl::Coro<> {
    co_await pawl::wait_for(pawl::sleep(3s), 2s);
    ++n;
  };
  auto shields = [](int& n) -> pawl::Coro<> {
    co_await pawl::shield(pawl::sleep(1s));
    ++n;
  };
  auto threads = [](int& n) -> pawl::Coro<> {
    co_await pawl::to_thread([] {});
    ++n;
  };
  for (int turns = 0; turns < 4; ++turns) {
    std::vector<Owned> owned;
    owned.push_back(own(waits_for_future(never, passed)));
    owned.push_back(own(sleeps(passed)));
    owned.push_back(own(gathers(passed)));
    owned.push_back(own(limited(passed)));
    owned.push_back(own(shields(passed)));
    owned.push_back(own(threads(passed)));
    if (turns == 0) owned.push_back(own(yields(passed)));
    for (int i = 0; i < turns; ++i) co_await pawl::yield_now();
    passed = 0;  // the thread may have been fast
    if (turns == 3) never.set_result();
    owned.clear();
    co_await pawl::sleep(9s);
    EXPECT(passed == 0);
  }
}

int main() {
  return run_scenarios(
      {{"T19_a_cancel_at_a_foreign_awaiter_comes_at_the_next",
        T19_a_cancel_at_a_foreign_awaiter_comes_at_the_next},
       {"T22_resumed_inside_another_task_it_stays_its_own",
        T22_resumed_inside_another_task_it_stays_its_own},
       {"T01_foreign_coroutines_await_ours", T01_foreign_coroutines_await_ours},
       {"T32_what_a_task_only_starts_does_not_disturb_it",
        T32_what_a_task_only_starts_does_not_disturb_it},
       {"T16_a_frame_destroyed_while_it_waits", T16_a_frame_destroyed_while_it_waits}});
}
