// Streams, servers, processes and sockets that outlive their loop are closed, and say so: asyncio.md, R19, "loop is closed".
// RUN: %dialect %s -o %t && %t | %filecheck --check-prefix=CHECK-EXEC
// CHECK-EXEC: left behind
// CHECK-EXEC-NEXT: without a loop: closed
// CHECK-EXEC-NEXT: in another loop: closed
#include <pawl/pawl.h>

#include <cstdio>
#include <cstdlib>
#include <optional>
#include <sys/socket.h>
#include <unistd.h>

using namespace std::chrono_literals;
using pawl::Coro;

std::optional<pawl::Connection> connection;
std::optional<pawl::Server> server;
std::optional<pawl::Process> process;
std::optional<pawl::DatagramEndpoint> datagrams;

async Coro<> leave_behind() {
  auto echo = async [](pawl::StreamReader &reader, pawl::StreamWriter &) -> Coro<> { (void)await reader.read(); };
  server.emplace(await pawl::start_server(echo, "127.0.0.1", 0));
  connection.emplace(await pawl::open_connection("127.0.0.1", server->port()));
  connection->writer.write(std::string(10000000, 'x')); // more than goes out
  pawl::SubprocessOptions piped;
  piped.in = piped.out = pawl::Stdio::pipe;
  process.emplace(await pawl::create_subprocess_exec({"cat"}, piped));
  datagrams.emplace(await pawl::create_datagram_endpoint(pawl::SocketAddress("127.0.0.1", 0)));
  await pawl::sleep(1ms);
  std::puts("left behind");
}

bool all_closed() {
  connection->writer.write("late");
  connection->writer.close();
  server->close();
  process->kill();
  datagrams->close();
  return connection->writer.is_closing() && connection->writer.fileno() == -1 && connection->reader.at_eof() &&
         !server->is_serving() && server->port() == 0 && process->returncode() && datagrams->is_closing();
}

async Coro<bool> use_in_another_loop() {
  bool closed = (await connection->reader.read()).empty();
  try {
    await connection->writer.drain();
    closed = false;
  } catch (const pawl::ConnectionResetError &) {
  }
  await connection->writer.wait_closed();
  await server->wait_closed();
  closed = closed && await process->wait() == *process->returncode();
  try {
    await datagrams->recvfrom();
    closed = false;
  } catch (const pawl::ConnectionResetError &) {
  }
  return closed;
}

int main() {
  pawl::run(leave_behind());
  std::printf("without a loop: %s\n", all_closed() ? "closed" : "open");
  std::printf("in another loop: %s\n", pawl::run(use_in_another_loop()) ? "closed" : "open");
  connection.reset();
  process.reset();
}
