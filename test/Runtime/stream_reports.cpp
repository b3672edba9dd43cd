// What goes wrong with streams where nobody waits for it is reported: asyncio.md, R19 and R20, and EMFILE.
// RUN: %dialect %s -o %t && %t 2>&1 | %filecheck --check-prefix=CHECK-EXEC
#include <pawl/pawl.h>

#include <cstdio>
#include <cstdlib>
#include <optional>
#include <stdexcept>
#include <sys/resource.h>
#include <sys/socket.h>

using namespace std::chrono_literals;
using pawl::Coro;
using pawl::StreamReader;
using pawl::StreamWriter;

void say(const char *what) { std::fprintf(stderr, "%s\n", what); }

// CHECK-EXEC: R19
// CHECK-EXEC-NEXT: pawl: unclosed StreamWriter: to unix: created at {{.*}}stream_reports.cpp:[[#@LINE+12]]
// CHECK-EXEC-NEXT: in a handler
// CHECK-EXEC-NEXT: pawl: unclosed StreamWriter: to 127.0.0.1:{{[0-9]+}} created at {{.*}}stream_reports.cpp:[[#@LINE+12]]
// CHECK-EXEC-NEXT: pawl: a Process was dropped while its program runs: {{[0-9]+}} created at {{.*}}stream_reports.cpp:[[#@LINE+17]]
// CHECK-EXEC-NEXT: R20
async Coro<> R19_unclosed_writers() {
  say("R19");
  int fds[2];
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, fds))
    std::abort();
  auto closed = pawl::connection_from_socket(fds[0]);
  closed.writer.close();
  { auto unclosed = pawl::connection_from_socket(fds[1]); }
  say("in a handler");
  auto server = await pawl::start_server(
      async [](StreamReader &reader, StreamWriter &) -> Coro<> { await reader.readline(); }, "127.0.0.1", 0);
  auto client = await pawl::open_connection("127.0.0.1", server.port());
  client.writer.write("\n");
  (void)await client.reader.read();
  client.writer.close();
  { auto dropped = await pawl::create_subprocess_exec({"sleep", "60"}); }
}

// CHECK-EXEC-NEXT: Unhandled exception in client_connected_cb
// CHECK-EXEC-NEXT: from a handler
// CHECK-EXEC-NEXT: the client sees the end
// CHECK-EXEC-NEXT: Unhandled exception in client_connected_cb
// CHECK-EXEC-NEXT: from a function
// CHECK-EXEC-NEXT: cancelled
// CHECK-EXEC-NEXT: EMFILE
async Coro<> R20_failing_handlers() {
  say("R20");
  std::optional<pawl::AnyTask> handler;
  auto fail = async [&handler](StreamReader &reader, StreamWriter &) -> Coro<> {
    handler = pawl::current_task();
    if ((await reader.readline()).size() > 1)
      throw std::runtime_error("from a handler");
    await pawl::sleep(1h);
  };
  auto server = await pawl::start_server(fail, "127.0.0.1", 0);
  auto client = await pawl::open_connection("127.0.0.1", server.port());
  client.writer.write("fail\n");
  (void)await client.reader.read();
  say("the client sees the end");
  client.writer.close();
  auto plain = await pawl::start_server(
      [](StreamReader, StreamWriter writer) {
        writer.close();
        throw std::runtime_error("from a function");
      },
      "127.0.0.1", 0);
  auto other = await pawl::open_connection("127.0.0.1", plain.port());
  (void)await other.reader.read();
  other.writer.close();
  // A handler that is cancelled is no news.
  auto third = await pawl::open_connection("127.0.0.1", server.port());
  third.writer.write("\n");
  await pawl::sleep(1ms);
  handler->cancel();
  (void)await third.reader.read();
  third.writer.close();
  say("cancelled");
}

// CHECK-EXEC-NEXT: socket.accept() out of system resource
// CHECK-EXEC-NEXT: accept: Too many open files
// CHECK-EXEC-NEXT: served later
async Coro<> EMFILE_is_waited_out() {
  say("EMFILE");
  auto server = await pawl::start_server(
      async [](StreamReader &, StreamWriter &writer) -> Coro<> {
        writer.write("served later");
        writer.close();
        await writer.wait_closed();
      },
      "127.0.0.1", 0);
  // A client that takes the last descriptor.
  const int client = socket(AF_INET, SOCK_STREAM, 0);
  const auto address = server.sockets()[0];
  rlimit whole;
  getrlimit(RLIMIT_NOFILE, &whole);
  rlimit few = whole;
  few.rlim_cur = static_cast<rlim_t>(client) + 1;
  setrlimit(RLIMIT_NOFILE, &few);
  // pawl: allow(blocking-call)
  if (connect(client, address.data(), address.size()))
    std::abort();
  await pawl::sleep(500ms);
  setrlimit(RLIMIT_NOFILE, &whole);
  auto streams = pawl::connection_from_socket(client);
  say((await streams.reader.read()).c_str());
  streams.writer.close();
}

int main() {
  pawl::RunOptions debug;
  debug.debug = true;
  pawl::run(R19_unclosed_writers(), debug);
  pawl::run(R20_failing_handlers());
  pawl::run(EMFILE_is_waited_out());
}
