// Handlers around an await that catch a cancellation and do not throw it on.
// RUN: %check-findings %s
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <pawl/pawl.h>
#include <stdexcept>
using namespace std::chrono_literals;
using pawl::Coro;
Coro<int> fetch();
void sync();

async Coro<> all() {
  try {
    await fetch();
  } catch (...) {                             // expect-warning(swallowed-cancel): a cancellation ends here: 'catch (...)' catches it, too
    std::puts("failed");
  }
}
async Coro<int> returns() {
  for (;;)
    try {
      return await fetch();
    } catch (const std::runtime_error &) {
      std::puts("again");
    } catch (...) {                           // expect-warning(swallowed-cancel)
      return 0;
    }
}
async Coro<> named() {
  try {
    await pawl::sleep(1s);
  } catch (const pawl::CancelledError &) {    // expect-warning(swallowed-cancel): a cancellation ends here: it is not thrown on
  }
}
async Coro<> on_one_path(bool flag) {
  try {
    if (flag) await fetch();
  } catch (...) {                             // expect-warning(swallowed-cancel)
    if (flag) throw;
  }
}
async Coro<> loops() {
  while (true) {
    try {
      await fetch();
    } catch (...) {                           // expect-warning(swallowed-cancel)
      continue;
    }
  }
}
async Coro<> nested() {
  try {
    try {
      await fetch();
    } catch (...) {                           // expect-warning(swallowed-cancel)
    }
  } catch (...) {                             // expect-warning(swallowed-cancel)
    std::puts("never");
  }
}
async Coro<> function_try() try {
  await fetch();
} catch (...) {                               // expect-warning(swallowed-cancel)
}
async pawl::AsyncGenerator<int> generator() {
  try {
    yield 1;
    await fetch();
  } catch (...) {                             // expect-warning(swallowed-cancel)
  }
}

// Thrown on, on every path; or kept.
async Coro<> rethrows(bool flag) {
  try {
    await fetch();
  } catch (...) {
    std::puts("clean up");
    throw;
  }
  try {
    await fetch();
  } catch (...) {
    if (flag) throw;
    else throw std::runtime_error("other");
  }
  try {
    await fetch();
  } catch (const pawl::CancelledError &) {
    throw;
  } catch (...) {
    std::puts("something else");
  }
  std::exception_ptr error;
  try {
    await fetch();
  } catch (...) {
    error = std::current_exception();
  }
  if (error) std::rethrow_exception(error);
  try {
    await fetch();
  } catch (...) {
    await pawl::sleep(1s);
    std::rethrow_exception(std::make_exception_ptr(1));
  }
  try {
    await fetch();
  } catch (...) {
    std::abort();
  }
}
// Nothing is awaited in it, or nothing of a cancellation is caught.
async Coro<> others() {
  try {
    sync();
    auto later = async []() -> Coro<> { await fetch(); };
    await later();
  } catch (const std::exception &) {
  } catch (int) {
  }
  try {
    sync();
  } catch (...) {
  }
  try {
    sync();
  } catch (...) {
    await fetch();
  }
}
// Who cancels a task may see it end.
async Coro<> cancels(pawl::Task<int> other) {
  auto task = pawl::create_task(fetch());
  task.cancel();
  try {
    await task;
  } catch (...) {
  }
  try {
    await other;
  } catch (const pawl::CancelledError &) {
    std::puts("the other one was cancelled");
  }
}
async Coro<> withdrawn() {
  try {
    await fetch();
  } catch (const pawl::CancelledError &) {
    pawl::current_task().uncancel();
  }
}
async Coro<> after_cleaning_up() {
  bool cancelled = false;
  try {
    await fetch();
  } catch (const pawl::CancelledError &) {
    cancelled = true;
  }
  await pawl::sleep(1s);
  if (cancelled) throw pawl::CancelledError();
}
async Coro<> silenced() {
  try {
    await fetch();
    // pawl: allow(swallowed-cancel)
  } catch (...) {
  }
}
