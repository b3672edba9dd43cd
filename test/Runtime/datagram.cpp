// Datagrams: asyncio.md, the row of create_datagram_endpoint.
// RUN: %dialect %s -o %t && %t | %filecheck --check-prefix=CHECK-EXEC
// CHECK-EXEC: udp_both_ways ok
// CHECK-EXEC: boundaries_and_empty_ones ok
// CHECK-EXEC: connected ok
// CHECK-EXEC: errors_received ok
// CHECK-EXEC: errors_of_sending ok
// CHECK-EXEC: cancelled_and_closed ok
// CHECK-EXEC: several_receivers ok
// CHECK-EXEC: unix_datagrams_wait_for_room ok
// CHECK-EXEC: options ok
// CHECK-EXEC: ipv6 ok
// CHECK-EXEC: against_socat ok
// CHECK-EXEC: disturbed ok
#include "Inputs/dialect.h"

#include <thread>
#include <unistd.h>

using namespace std::chrono_literals;
using pawl::Coro;
using pawl::DatagramEndpoint;
using pawl::SocketAddress;

const SocketAddress any_port("127.0.0.1", 0);

async Coro<> echo(DatagramEndpoint &server) {
  for (;;) {
    auto [data, from] = await server.recvfrom();
    server.sendto("echo " + data, from);
  }
}

async SCENARIO(udp_both_ways) {
  auto server = await pawl::create_datagram_endpoint(any_port);
  auto echoing = pawl::create_task(echo(server));
  auto client = await pawl::create_datagram_endpoint(any_port);
  client.sendto("hello", server.sockname());
  const pawl::Datagram answer = await client.recvfrom();
  expect(answer.data == "echo hello" && answer.from == server.sockname());
  expect(client.sockname().port() != 0 && !client.peername());
  echoing.cancel();
}

async SCENARIO(boundaries_and_empty_ones) {
  auto a = await pawl::create_datagram_endpoint(any_port);
  auto b = await pawl::create_datagram_endpoint(any_port);
  for (const std::string &data : {std::string("one"), std::string(), std::string(60000, 'x'), std::string("\0\n", 2)})
    a.sendto(data, b.sockname());
  expect((await b.recvfrom()).data == "one");
  expect((await b.recvfrom()).data.empty());
  expect((await b.recvfrom()).data.size() == 60000);
  expect((await b.recvfrom()).data == std::string("\0\n", 2));
}

async SCENARIO(connected) {
  auto a = await pawl::create_datagram_endpoint(any_port);
  auto b = await pawl::create_datagram_endpoint({}, a.sockname());
  auto stranger = await pawl::create_datagram_endpoint(any_port);
  expect(b.peername() == a.sockname());
  stranger.sendto("not for b", b.sockname());
  b.sendto("question");
  auto [data, from] = await a.recvfrom();
  expect(data == "question" && from == b.sockname());
  a.sendto("answer", from);
  expect((await b.recvfrom()).data == "answer");
  EXPECT_THROW(std::invalid_argument, await pawl::create_datagram_endpoint({}));
}

async SCENARIO(errors_received) {
  auto gone = await pawl::create_datagram_endpoint(any_port);
  auto client = await pawl::create_datagram_endpoint({}, gone.sockname());
  gone.close();
  client.sendto("is anybody there?");
  EXPECT_THROW(pawl::ConnectionRefusedError, await client.recvfrom());
  // It is of use still.
  EXPECT_THROW(pawl::TimeoutError, await pawl::wait_for(client.recvfrom(), 1ms));
}

async SCENARIO(errors_of_sending) {
  auto a = await pawl::create_datagram_endpoint(any_port);
  EXPECT_THROW(std::system_error, a.sendto(std::string(70000, 'x'), a.sockname())); // too large
  EXPECT_THROW(std::system_error, a.sendto("to whom?"));
  EXPECT_THROW(std::system_error, await pawl::create_datagram_endpoint(SocketAddress("8.8.8.8", 0))); // not ours
  EXPECT_THROW(std::system_error, a.sendto("broadcast", SocketAddress("255.255.255.255", 9)));
}

async SCENARIO(cancelled_and_closed) {
  auto a = await pawl::create_datagram_endpoint(any_port);
  EXPECT_THROW(pawl::TimeoutError, await pawl::wait_for(a.recvfrom(), 1ms));
  auto receive = async [&]() -> Coro<std::string> { return (await a.recvfrom()).data; };
  auto receiving = pawl::create_task(receive());
  await pawl::yield_now();
  receiving.cancel();
  a.sendto("kept", a.sockname());
  EXPECT_THROW(pawl::CancelledError, await receiving);
  expect((await a.recvfrom()).data == "kept");
  auto waiting = pawl::create_task(receive());
  await pawl::yield_now();
  a.close();
  EXPECT_THROW(pawl::ConnectionResetError, await waiting);
  EXPECT_THROW(pawl::ConnectionResetError, a.sendto("late", any_port));
  EXPECT_THROW(pawl::ConnectionResetError, await a.recvfrom());
  expect(a.is_closing() && a.fileno() == -1);
}

async SCENARIO(several_receivers) {
  auto a = await pawl::create_datagram_endpoint(any_port);
  std::string got;
  auto receive = async [&](char name) -> Coro<> {
    const std::string data = (await a.recvfrom()).data;
    got += name + data;
  };
  auto x = pawl::create_task(receive('x')), y = pawl::create_task(receive('y'));
  await pawl::yield_now();
  a.sendto("1", a.sockname());
  await pawl::sleep(5ms);
  expect(got.size() == 2);
  a.sendto("2", a.sockname());
  await x;
  await y;
  expect(got == "x1y2" || got == "y1x2");
}

async SCENARIO(unix_datagrams_wait_for_room) {
  const std::string name = std::string(1, '\0') + "pawl-datagram-" + std::to_string(getpid());
  auto server = await pawl::create_datagram_endpoint(SocketAddress::unix_path(name));
  auto client = await pawl::create_datagram_endpoint({}, SocketAddress::unix_path(name));
  // More than the kernel keeps.
  for (int i = 0; i < 500; ++i)
    client.sendto(std::to_string(i));
  auto drain = async [&]() -> Coro<> { await client.drain(); };
  auto draining = pawl::create_task(drain());
  await pawl::sleep(1ms);
  expect(!draining.done());
  for (int i = 0; i < 500; ++i)
    expect((await server.recvfrom()).data == std::to_string(i));
  await draining;
}

async SCENARIO(options) {
  pawl::DatagramOptions o;
  o.allow_broadcast = o.reuse_port = true;
  auto a = await pawl::create_datagram_endpoint(any_port, {}, o);
  auto b = await pawl::create_datagram_endpoint(a.sockname(), {}, o);
  EXPECT_THROW(std::system_error, await pawl::create_datagram_endpoint(a.sockname()));
  int on = 0;
  socklen_t length = sizeof on;
  expect(getsockopt(a.fileno(), SOL_SOCKET, SO_BROADCAST, &on, &length) == 0 && on == 1);
}

async SCENARIO(ipv6) {
  auto outcome = await pawl::as_outcome(pawl::create_datagram_endpoint(SocketAddress("::1", 0)));
  if (!outcome)
    return; // not on this machine
  auto a = std::move(outcome.value());
  a.sendto("six", a.sockname());
  auto [data, from] = await a.recvfrom();
  expect(data == "six" && from.host() == "::1" && from == a.sockname());
}

async SCENARIO(against_socat) {
  auto server = await pawl::create_datagram_endpoint(any_port);
  auto echoing = pawl::create_task(echo(server));
  pawl::SubprocessOptions piped;
  piped.in = piped.out = pawl::Stdio::pipe;
  auto socat = await pawl::create_subprocess_exec(
      {"socat", "-t1", "-", "UDP:127.0.0.1:" + std::to_string(server.sockname().port())}, piped);
  socat.stdin_writer().write("from socat\n");
  await socat.stdin_writer().drain();
  expect(await pawl::wait_for(socat.stdout_reader().readline(), 30s) == "echo from socat\n");
  echoing.cancel();
}

async Coro<int> exchange() {
  auto a = await pawl::create_datagram_endpoint(any_port);
  auto b = await pawl::create_datagram_endpoint(any_port);
  int sum = 0;
  for (int i = 0; i < 100; ++i) {
    a.sendto(std::to_string(i), b.sockname());
    sum += std::stoi((await b.recvfrom()).data);
  }
  await a.drain();
  return sum;
}
async SCENARIO(disturbed) {
  auto simulated = [] {
    pawl::Simulation simulation;
    simulation.disturbances_per_mille = 300;
    return pawl::simulate(simulation, exchange());
  };
  expect(await pawl::to_thread(simulated) == 4950);
}
