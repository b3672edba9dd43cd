// Waiting for file descriptors.
// RUN: %clangxx20 %s -o %t && env PAWL_CLOCK=virtual %t | %filecheck --check-prefix=CHECK-EXEC
// RUN: env PAWL_CLOCK=real %t | %filecheck --check-prefix=CHECK-EXEC
// CHECK-EXEC: a_pipe ok
// CHECK-EXEC: both_directions_of_a_socket ok
// CHECK-EXEC: cancelled_and_awaited_again ok
// CHECK-EXEC: a_number_used_again ok
// CHECK-EXEC: what_cannot_be_watched ok
// CHECK-EXEC: busy_coroutines_do_not_starve_it ok
// CHECK-EXEC: readers_and_writers_are_called_again_and_again ok
// CHECK-EXEC: readers_that_fail_or_remove_themselves ok
// CHECK-EXEC: readers_that_are_refused ok
// CHECK-EXEC: calls_of_sockets ok
// CHECK-EXEC: calls_of_sockets_that_are_cancelled_or_fail ok
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>
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
  auto& p = kept<Pair>();
  auto reader = pawl::create_task(get(p.a));
  co_await pawl::sleep(1ms);
  EXPECT(!reader.done());
  put(p.b);
  EXPECT(co_await reader == 'x');
  put(p.b);
  EXPECT(co_await get(p.a) == 'x');
}

pawl::Coro<> both_directions_of_a_socket() {
  auto& p = kept<Pair>();
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
  auto& p = kept<Pair>();
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
  auto& p = kept<Pair>();
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

pawl::Coro<> readers_and_writers_are_called_again_and_again() {
  auto& p = kept<Pair>();
  const pawl::EventLoop loop = pawl::get_running_loop();
  auto& got = kept<std::string>();
  auto& writable = kept<int>(0);
  loop.add_reader(p.a, [&] {
    char c = 0;
    if (read(p.a, &c, 1) == 1) got += c;
  });
  loop.add_writer(p.a, [&] {
    if (++writable == 3) EXPECT(loop.remove_writer(p.a));
  });
  // One byte a call, though all were there at the first.
  for (int i = 0; i < 3; ++i) put(p.b);
  while (got.size() < 3 || writable < 3) co_await pawl::sleep(1ms);
  EXPECT(got == "xxx" && writable == 3);
  // In place of the first; together with a task that waits for the same.
  auto& other = kept<std::string>();
  loop.add_reader(p.a, [&] { other += 'r'; });
  auto reader = pawl::create_task(get(p.a));
  put(p.b);
  EXPECT(co_await reader == 'x');
  EXPECT(!other.empty() && got == "xxx");
  EXPECT(loop.remove_reader(p.a) && !loop.remove_reader(p.a) && !loop.remove_writer(p.a));
  put(p.b);
  const std::size_t before = other.size();
  co_await pawl::sleep(10ms);
  EXPECT(other.size() == before);
}

pawl::Coro<> readers_that_fail_or_remove_themselves() {
  auto& p = kept<Pair>();
  const pawl::EventLoop loop = pawl::get_running_loop();
  auto& calls = kept<int>(0);
  auto keeps = std::make_shared<int>(0);
  loop.add_reader(p.a, [&calls, loop, keeps, fd = p.a] {
    if (++calls < 3) throw std::runtime_error("it goes on all the same");
    EXPECT(loop.remove_reader(fd));
    EXPECT(keeps.use_count() == 2);  // it lives while it runs
  });
  put(p.b);
  while (calls < 3) co_await pawl::sleep(1ms);
  co_await pawl::sleep(10ms);
  EXPECT(calls == 3 && keeps.use_count() == 1);
  // One that is left goes with the loop.
  loop.add_reader(p.b, [keeps] {});
}

pawl::Coro<> readers_that_are_refused() {
  const pawl::EventLoop loop = pawl::get_running_loop();
  EXPECT_THROW(std::system_error, loop.add_reader(-1, [] {}));
  EXPECT_THROW(std::system_error, loop.add_reader(1000, [] {}));
  char name[] = "/tmp/pawl-io-XXXXXX";
  const int file = mkstemp(name);
  EXPECT_THROW(std::system_error, loop.add_reader(file, [] {}));
  EXPECT(!loop.remove_reader(file));
  close(file);
  unlink(name);
  int fds[2];
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, fds)) std::abort();
  auto stream = pawl::connection_from_socket(fds[0]);
  EXPECT_THROW(pawl::TimeoutError, (void)co_await pawl::wait_for(stream.reader.read(1), 1ms));
  EXPECT_THROW(pawl::RuntimeError, loop.add_reader(fds[0], [] {}));
  close(fds[1]);
  stream.writer.close();
}

int listening() {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  const pawl::SocketAddress any("127.0.0.1", 0);
  if (bind(fd, any.data(), any.size()) || listen(fd, 5)) std::abort();
  return fd;
}
pawl::SocketAddress bound(int fd) {
  sockaddr_storage storage{};
  socklen_t size = sizeof storage;
  getsockname(fd, reinterpret_cast<sockaddr*>(&storage), &size);
  return {reinterpret_cast<sockaddr*>(&storage), size};
}

pawl::Coro<> calls_of_sockets() {
  const int server = listening(), client = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  auto accepting = pawl::create_task(pawl::sock_accept(server));
  co_await pawl::sock_connect(client, bound(server));
  const auto [fd, address] = co_await accepting;
  EXPECT(address.host() == "127.0.0.1");
  // More than the system takes at once.
  auto sending = pawl::create_task(pawl::sock_sendall(client, std::string(1000000, 'x')));
  std::size_t total = 0;
  while (total < 1000000) total += (co_await pawl::sock_recv(fd, 100000)).size();
  co_await sending;
  char byte = 0;
  auto reading = pawl::create_task(pawl::sock_recv_into(fd, &byte, 1));
  co_await pawl::sleep(1ms);
  co_await pawl::sock_sendall(client, "y");
  EXPECT(co_await reading == 1 && byte == 'y' && total == 1000000);
  close(client);
  EXPECT((co_await pawl::sock_recv(fd, 10)).empty());
  close(fd);
  close(server);
  const int to = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
  const int from = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
  const pawl::SocketAddress any("127.0.0.1", 0);
  if (bind(to, any.data(), any.size()) || bind(from, any.data(), any.size())) std::abort();
  auto receiving = pawl::create_task(pawl::sock_recvfrom(to, 3));
  co_await pawl::sleep(1ms);
  co_await pawl::sock_sendto(from, "datagram", bound(to));
  const auto [data, sender] = co_await receiving;
  EXPECT(data == "dat" && sender == bound(from));
  close(to);
  close(from);
}

pawl::Coro<> calls_of_sockets_that_are_cancelled_or_fail() {
  auto& p = kept<Pair>();
  EXPECT_THROW(std::invalid_argument, (void)co_await pawl::sock_recv(p.a, 1));  // it would block
  int fds[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fds)) std::abort();
  EXPECT_THROW(pawl::TimeoutError, (void)co_await pawl::wait_for(pawl::sock_recv(fds[0], 1), 1ms));
  co_await pawl::sock_sendall(fds[1], "z");
  EXPECT(co_await pawl::sock_recv(fds[0], 1) == "z");
  close(fds[1]);
  EXPECT_THROW(pawl::BrokenPipeError, co_await pawl::sock_sendall(fds[0], "nobody reads"));
  close(fds[0]);
  const int server = listening(), client = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  const pawl::SocketAddress nowhere = bound(server);
  close(server);
  EXPECT_THROW(pawl::ConnectionRefusedError, co_await pawl::sock_connect(client, nowhere));
  close(client);
  EXPECT_THROW(std::system_error, (void)co_await pawl::sock_accept(client));
}

int main() {
  return run_scenarios({{"a_pipe", a_pipe},
                        {"both_directions_of_a_socket", both_directions_of_a_socket},
                        {"cancelled_and_awaited_again", cancelled_and_awaited_again},
                        {"a_number_used_again", a_number_used_again},
                        {"what_cannot_be_watched", what_cannot_be_watched},
                        {"busy_coroutines_do_not_starve_it", busy_coroutines_do_not_starve_it},
                        {"readers_and_writers_are_called_again_and_again",
                         readers_and_writers_are_called_again_and_again},
                        {"readers_that_fail_or_remove_themselves",
                         readers_that_fail_or_remove_themselves},
                        {"readers_that_are_refused", readers_that_are_refused},
                        {"calls_of_sockets", calls_of_sockets},
                        {"calls_of_sockets_that_are_cancelled_or_fail",
                         calls_of_sockets_that_are_cancelled_or_fail}});
}
