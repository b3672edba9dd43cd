// Waiting for file descriptors.
// RUN: %clangxx20 %s -o %t && env PAWL_CLOCK=virtual %t | %filecheck --check-prefix=CHECK-EXEC
// RUN: env PAWL_CLOCK=real %t | %filecheck --check-prefix=CHECK-EXEC
// CHECK-EXEC: a_pipe ok
// CHECK-EXEC: both_directions_of_a_socket ok
// CHECK-EXEC: cancelled_and_awaited_again ok
// CHECK-EXEC: a_number_used_again ok
// CHECK-EXEC: what_cannot_be_watched ok
// CHECK-EXEC: busy_coroutines_do_not_starve_it ok
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <system_error>

#include "Inputs/scenario.h"

using namespace std::chrono_literals;

struct Pair {
  int a = -1, b = -1;
  Pair() {
    int fds[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, fds)) std::abort();
    a = fds[0];
    b = fds[1];
  }
  ~Pair() {
    close(a);
    close(b);
  }
};
void put(int fd) {
  if (write(fd, "x", 1) != 1) std::abort();
}
pawl::Coro<char> get(int fd) {
  co_await pawl::readable(fd);
  char c = 0;
  if (read(fd, &c, 1) != 1) co_return 0;
  co_return c;
}

pawl::Coro<> a_pipe() {
  Pair p;
  auto reader = pawl::create_task(get(p.a));
  co_await pawl::sleep(1ms);
  EXPECT(!reader.done());
  put(p.b);
  EXPECT(co_await reader == 'x');
  put(p.b);
  EXPECT(co_await get(p.a) == 'x');
}

pawl::Coro<> both_directions_of_a_socket() {
  Pair p;
  char buffer[4096] = {};
  long filled = 0;
  for (ssize_t n; (n = send(p.a, buffer, sizeof buffer, MSG_DONTWAIT)) > 0;) filled += n;
  auto write = [](int fd) -> pawl::Coro<> { co_await pawl::writable(fd); };
  auto reader = pawl::create_task(get(p.a));
  auto writer = pawl::create_task(write(p.a));
  co_await pawl::sleep(1ms);
  EXPECT(!reader.done() && !writer.done());
  put(p.b);
  EXPECT(co_await reader == 'x');
  EXPECT(!writer.done());
  while (filled > 0) filled -= read(p.b, buffer, sizeof buffer);
  co_await writer;
}

pawl::Coro<> cancelled_and_awaited_again() {
  Pair p;
  auto reader = pawl::create_task(get(p.a));
  co_await pawl::sleep(1ms);
  reader.cancel();
  EXPECT_THROW(pawl::CancelledError, (void)co_await reader);
  EXPECT_THROW(pawl::TimeoutError, co_await pawl::wait_for(pawl::readable(p.a), 1ms));
  put(p.b);
  EXPECT(co_await get(p.a) == 'x');
}

pawl::Coro<> a_number_used_again() {
  for (int i = 0; i < 3; ++i) {
    Pair p;  // the same numbers each time
    auto reader = pawl::create_task(get(p.a));
    co_await pawl::sleep(1ms);
    put(p.b);
    EXPECT(co_await reader == 'x');
  }
}

pawl::Coro<> what_cannot_be_watched() {
  EXPECT_THROW(std::system_error, co_await pawl::readable(-1));
  EXPECT_THROW(std::system_error, co_await pawl::readable(1000));
  char name[] = "/tmp/pawl-io-XXXXXX";
  const int file = mkstemp(name);
  co_await pawl::readable(file);  // a regular file never blocks
  close(file);
  unlink(name);
}

pawl::Coro<> busy_coroutines_do_not_starve_it() {
  Pair p;
  auto spin = []() -> pawl::Coro<> {
    for (;;) co_await pawl::yield_now();
  };
  auto spinning = pawl::create_task(spin());
  auto reader = pawl::create_task(get(p.a));
  co_await pawl::yield_now();
  put(p.b);
  EXPECT(co_await reader == 'x');
  spinning.cancel();
}

int main() {
  return run_scenarios({{"a_pipe", a_pipe},
                        {"both_directions_of_a_socket", both_directions_of_a_socket},
                        {"cancelled_and_awaited_again", cancelled_and_awaited_again},
                        {"a_number_used_again", a_number_used_again},
                        {"what_cannot_be_watched", what_cannot_be_watched},
                        {"busy_coroutines_do_not_starve_it", busy_coroutines_do_not_starve_it}});
}
