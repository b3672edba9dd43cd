// Errors that nobody looked at are reported with the task's name and place: asyncio.md, T34, G12, S06, B06.
// RUN: %clangxx20 %s -o %t && env PAWL_CLOCK=virtual %t 2>&1 | %filecheck --check-prefix=CHECK-EXEC
#include <pawl/pawl.h>

#include <cstdio>
#include <stdexcept>

using namespace std::chrono_literals;

pawl::Coro<> fails(const char* what, std::chrono::seconds after = 0s) {
  co_await pawl::sleep(after);
  throw std::runtime_error(what);
}

pawl::Coro<> amain() {
  // T34
  // CHECK-EXEC: begin
  // CHECK-EXEC-NEXT: pawl: Task exception was never retrieved: 'lost' created at {{.*}}reports.cpp:[[#@LINE+2]]
  // CHECK-EXEC-NEXT: forgotten
  (void)pawl::create_task(fails("forgotten"), "lost");
  std::puts("begin");
  co_await pawl::sleep(1s);

  // CHECK-EXEC-NEXT: awaited
  {
    auto awaited = pawl::create_task(fails("a"));
    try {
      co_await awaited;
    } catch (const std::runtime_error&) {
      std::puts("awaited");
    }
    auto asked = pawl::create_task(fails("b"));
    co_await pawl::sleep(1s);
    (void)asked.exception();
  }

  // G12
  // CHECK-EXEC-NEXT: gathered
  try {
    co_await pawl::gather(fails("first"), fails("second"), fails("third", 3s));
  } catch (const std::runtime_error&) {
    std::puts("gathered");
  }
  co_await pawl::sleep(9s);

  // S06
  // CHECK-EXEC-NEXT: pawl: exception in shielded future: {{.*}}
  // CHECK-EXEC-NEXT: too late
  auto shielding = []() -> pawl::Coro<> { co_await pawl::shield(fails("too late", 2s)); };
  auto outer = pawl::create_task(shielding());
  co_await pawl::sleep(1s);
  outer.cancel();
  co_await pawl::sleep(9s);

  // CHECK-EXEC-NEXT: pawl: Future exception was never retrieved
  // CHECK-EXEC-NEXT: in a future
  {
    pawl::Future<> future;
    future.set_exception(std::make_exception_ptr(std::runtime_error("in a future")));
  }

  // CHECK-EXEC-NEXT: pawl: Exception in callback
  // CHECK-EXEC-NEXT: from a callback
  // CHECK-EXEC-NEXT: the next callback runs
  pawl::get_running_loop().call_soon([] { throw std::runtime_error("from a callback"); });
  pawl::get_running_loop().call_soon([] { std::puts("the next callback runs"); });
  co_await pawl::yield_now();
  // CHECK-EXEC-NEXT: end
  std::puts("end");
  // CHECK-EXEC-NOT: {{.}}
}

int main() {
  std::setvbuf(stdout, nullptr, _IONBF, 0);
  pawl::run(amain());
}
