// Streams in simulated runs: calls that do less than they were asked, or nothing yet, are not noticed; connections that break
// are errors where they are used, and nothing hangs.
// RUN: %dialect -Wno-pawl-blocking-call %s -o %t && %t | %filecheck --check-prefix=CHECK-EXEC
// CHECK-EXEC: short_and_early_calls_are_not_noticed ok
// CHECK-EXEC: broken_connections_are_errors_where_they_are_used ok
// CHECK-EXEC: every_call_fails_in_turn ok
#include "Inputs/dialect.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <thread>

using namespace std::chrono_literals;
using pawl::Coro;
using pawl::StreamReader;
using pawl::StreamWriter;

async Coro<> serve(StreamReader &reader, StreamWriter &writer) {
  for await (std::string line : reader) {
    const long size = std::stol(line);
    writer.write(await reader.readexactly(size));
    await writer.drain();
  }
  writer.close();
  await writer.wait_closed();
}

async Coro<std::string> client(std::uint16_t port, char letter) {
  auto [reader, writer] = await pawl::open_connection("127.0.0.1", port);
  std::string result;
  for (int size : {1, 100, 70000}) {
    writer.write(std::to_string(size) + "\n" + std::string(static_cast<std::size_t>(size), letter));
    await writer.drain();
    result += await reader.readexactly(size);
  }
  writer.write_eof();
  result += await reader.read();
  writer.close();
  await writer.wait_closed();
  return result;
}

async Coro<std::string> clients() {
  auto server = await pawl::start_server(serve, "127.0.0.1", 0);
  auto [a, b, c] = await pawl::gather(client(server.port(), 'a'), client(server.port(), 'b'),
                                      client(server.port(), 'c'));
  server.close();
  await server.wait_closed();
  return a + b + c;
}

/// A loop of its own, before that of the scenarios.
template <class F> auto apart(F f) {
  decltype(f()) result{};
  std::thread([&] { result = f(); }).join(); // pawl: allow(blocking-call)
  return result;
}

async SCENARIO(short_and_early_calls_are_not_noticed) {
  std::string expected;
  for (char letter : {'a', 'b', 'c'})
    expected += std::string(70101, letter);
  for (unsigned per_mille : {0U, 100U, 900U}) {
    pawl::Simulation simulation;
    simulation.disturbances_per_mille = per_mille;
    for (simulation.seed = 0; simulation.seed < 5; ++simulation.seed)
      expect(apart([&] { return pawl::simulate(simulation, clients()); }) == expected);
  }
  return;
}

async Coro<int> some_fail() {
  auto server = await pawl::start_server(serve, "127.0.0.1", 0);
  int failed = 0;
  for (int i = 0; i < 30; ++i) {
    auto outcome = await pawl::as_outcome(pawl::wait_for(client(server.port(), 'x'), 1h));
    if (!outcome.has_value())
      ++failed;
    else
      expect(outcome.value() == std::string(70101, 'x'));
  }
  server.close();
  await pawl::wait_for(server.wait_closed(), 1h);
  return failed;
}

async SCENARIO(broken_connections_are_errors_where_they_are_used) {
  pawl::Simulation simulation;
  simulation.disturbances_per_mille = 100;
  simulation.faults_per_mille = 20;
  int failed = 0;
  std::freopen("/dev/null", "w", stderr); // handlers report theirs
  for (simulation.seed = 0; simulation.seed < 5; ++simulation.seed) {
    try {
      failed += apart([&] {
        try {
          return pawl::simulate(simulation, some_fail());
        } catch (const std::system_error &) { // the server had no descriptor
          return 30;
        }
      });
    } catch (...) {
      expect(false);
    }
  }
  expect(failed > 20 && failed < 150);
  return;
}

int open_files() {
  int n = 0;
  for (int fd = 0; fd < 100; ++fd)
    if (fcntl(fd, F_GETFD) >= 0)
      ++n;
  return n;
}
async Coro<std::string> within_an_hour() { return await pawl::wait_for(clients(), 1h); }

async SCENARIO(every_call_fails_in_turn) {
  pawl::SimulationReport report;
  pawl::Simulation simulation;
  simulation.report = &report;
  simulation.seed = 1;
  simulation.disturbances_per_mille = 50;
  const std::string whole = apart([&] { return pawl::simulate(simulation, within_an_hour()); });
  const std::uint64_t calls = report.world_calls;
  const int before = open_files();
  int right = 0, failed = 0;
  for (simulation.fault_at = 1; simulation.fault_at <= calls; ++simulation.fault_at) {
    const std::string result = apart([&] {
      try {
        return pawl::simulate(simulation, within_an_hour());
      } catch (const std::system_error &) {
      } catch (const pawl::IncompleteReadError &) {
      } catch (const pawl::TimeoutError &) { // the server has waited out that it had no descriptor
      }
      return std::string();
    });
    ++(result == whole ? right : failed);
    expect(result == whole || result.empty());
    expect(open_files() == before);
  }
  expect(calls > 50 && failed > 20 && right + failed == static_cast<int>(calls));
  return;
}
