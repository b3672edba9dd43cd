// Handlers of signals: asyncio.md, B12 and the row of signals.
// RUN: %dialect -Wno-pawl-blocking-call %s -o %t && env PAWL_CLOCK=real %t | %filecheck --check-prefix=CHECK-EXEC
// RUN: env PAWL_CLOCK=virtual %t | %filecheck --check-prefix=CHECK-EXEC
// CHECK-EXEC: B12_it_wakes_a_sleeping_loop ok
// CHECK-EXEC: replaced_and_removed ok
// CHECK-EXEC: what_cannot_be_handled ok
// CHECK-EXEC: context_and_errors ok
// CHECK-EXEC: the_end_of_the_loop_takes_it_back ok
// CHECK-EXEC: a shutdown by SIGINT: cleaned up
// CHECK-EXEC: SIGINT afterwards: KeyboardInterrupt
#include "Inputs/dialect.h"

#include <csignal>
#include <thread>
#include <unistd.h>

using namespace std::chrono_literals;
using pawl::Coro;

bool is_default(int signal) {
  struct sigaction action;
  sigaction(signal, nullptr, &action);
  return action.sa_handler == SIG_DFL;
}

async SCENARIO(B12_it_wakes_a_sleeping_loop) {
  auto loop = pawl::get_running_loop();
  auto &came = kept<pawl::Event>();
  auto &in_handler = kept<int>(0);
  loop.add_signal_handler(SIGUSR1, [&] {
    ++in_handler;
    came.set();
  });
  // From another thread, while the loop has nothing to do and nothing to wait for.  The pause lets the
  // loop fall asleep first; a signal that comes earlier ends the wait just the same.
  {
    Joined sender{std::thread([] {
      std::this_thread::sleep_for(10ms);
      kill(getpid(), SIGUSR1);
    })};
    await came.wait();
  }
  expect(in_handler == 1);
  // Not at once, but in its turn.
  std::raise(SIGUSR1);
  expect(in_handler == 1);
  await pawl::yield_now();
  await pawl::yield_now();
  expect(in_handler == 2);
}

async SCENARIO(replaced_and_removed) {
  auto loop = pawl::get_running_loop();
  auto &trace = kept<std::string>();
  loop.add_signal_handler(SIGUSR1, [&] { trace += "a"; });
  loop.add_signal_handler(SIGUSR1, [&] { trace += "b"; });
  loop.add_signal_handler(SIGUSR2, [&] { trace += "c"; });
  std::raise(SIGUSR1);
  std::raise(SIGUSR2);
  await pawl::sleep(1ms);
  expect(trace == "bc");
  expect(loop.remove_signal_handler(SIGUSR1) && !loop.remove_signal_handler(SIGUSR1));
  expect(is_default(SIGUSR1) && !is_default(SIGUSR2));
  expect(loop.remove_signal_handler(SIGUSR2));
}

async SCENARIO(what_cannot_be_handled) {
  auto loop = pawl::get_running_loop();
  EXPECT_THROW(pawl::RuntimeError, loop.add_signal_handler(SIGKILL, [] {}));
  EXPECT_THROW(pawl::RuntimeError, loop.add_signal_handler(SIGSTOP, [] {}));
  EXPECT_THROW(std::invalid_argument, loop.add_signal_handler(0, [] {}));
  EXPECT_THROW(std::invalid_argument, loop.add_signal_handler(65, [] {}));
  auto elsewhere = async []() -> Coro<> {
    pawl::get_running_loop().add_signal_handler(SIGUSR1, [] {});
    return;
  };
  bool refused = false;
  std::thread([&] {
    try {
      pawl::run(elsewhere());
    } catch (const pawl::RuntimeError &) {
      refused = true;
    }
  }).join(); // pawl: allow(blocking-call)
  expect(refused);
  return;
}

pawl::ContextVar<int> var("var", 0);
async SCENARIO(context_and_errors) {
  auto loop = pawl::get_running_loop();
  auto &seen = kept<int>(0);
  var.set(1);
  loop.add_signal_handler(SIGUSR1, [&] { seen = var.get(); });
  var.set(2);
  std::raise(SIGUSR1);
  await pawl::sleep(1ms);
  expect(seen == 1);
}

async SCENARIO(the_end_of_the_loop_takes_it_back) {
  // The handlers of the scenarios before are gone.
  expect(is_default(SIGUSR1) && is_default(SIGUSR2));
  return;
}

async Coro<const char *> shut_down_by_interrupt() {
  auto loop = pawl::get_running_loop();
  pawl::Event stop;
  loop.add_signal_handler(SIGINT, [&] { stop.set(); });
  std::raise(SIGINT);
  await stop.wait();
  std::raise(SIGINT); // is no second one
  await pawl::sleep(1ms);
  expect(loop.remove_signal_handler(SIGINT));
  return "cleaned up";
}
async Coro<> interrupted() {
  auto loop = pawl::get_running_loop();
  loop.add_signal_handler(SIGINT, [] {});
  loop.remove_signal_handler(SIGINT);
  std::raise(SIGINT);
  await pawl::sleep(1h);
}
struct AtEnd {
  AtEnd() { std::signal(SIGINT, SIG_DFL); } // who starts the tests may ignore it
  ~AtEnd() {
    std::printf("a shutdown by SIGINT: %s\n", pawl::run(shut_down_by_interrupt()));
    try {
      pawl::run(interrupted());
    } catch (const pawl::KeyboardInterrupt &) {
      std::printf("SIGINT afterwards: KeyboardInterrupt%s\n", is_default(SIGINT) ? "" : ", and a handler is left");
    }
  }
} at_end;
