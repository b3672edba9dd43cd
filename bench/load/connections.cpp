// 10,000 connections at once, and a time of mixed load beside peers that reset, stall, send a byte
// at a time and never read. connections [SECONDS]
#include <pawl/pawl.h>
#include <random>
#include <string>
#include <sys/resource.h>
#include <sys/socket.h>
#include <vector>

#include "measured.h"

using namespace std::chrono_literals;
using pawl::Connection;
using pawl::Coro;
using pawl::StreamReader;
using pawl::StreamWriter;

constexpr long connections = 10000;

async Coro<> echo(StreamReader &reader, StreamWriter &writer) {
  try {
    for
      await(std::string line : reader) {
        writer.write(line);
        await pawl::wait_for(writer.drain(), 5s);
      }
  } catch (const std::exception &) { // a peer that misbehaves is nobody else's matter
    writer.abort();
  }
  writer.close();
}

async Coro<> ask(std::uint16_t port, pawl::Event &all_open, long &open, long &answered) {
  Connection c = await pawl::open_connection("127.0.0.1", port);
  if (++open == connections)
    all_open.set();

  await all_open.wait();
  c.writer.write("hello\n");
  await c.writer.drain();
  answered += await c.reader.readline() == "hello\n";
  c.writer.close();
}
/// The server's process: says its port, then, for each line that it is sent, how much it has
/// allocated.
async Coro<> serve() {
  pawl::ServerOptions options;
  options.backlog = 4096;
  auto server = await pawl::start_server(echo, "127.0.0.1", 0, options);
  auto output = pawl::stdout_writer();
  output.write(std::to_string(server.port()) + "\n");
  auto input = pawl::stdin_reader();
  for
    await(std::string line : input) {
      await pawl::sleep(200ms); // the last connections end
      output.write(std::to_string(allocated()) + "\n");
    }
}
async Coro<long> many(std::string program) {
  pawl::SubprocessOptions piped;
  piped.in = piped.out = pawl::Stdio::pipe;
  auto server = await pawl::create_subprocess_exec({program, "serve"}, piped);
  const auto port = static_cast<std::uint16_t>(std::stoi(await server.stdout_reader().readline()));
  long answered = 0, before = 0, after = 0;
  for (int i = 0; i < 2; ++i) {
    pawl::Event all_open;
    long open = 0;
    answered = 0;
    pawl::TaskGroup group;
    await pawl::with(
        group, async[&]()->Coro<> {
          for (long i = 0; i < connections; ++i)
            (void)group.create_task(ask(port, all_open, open, answered));
          return;
        });
    server.stdin_writer().write("\n");
    before = std::exchange(after, std::stol(await server.stdout_reader().readline()));
  }
  std::printf("  in the server %ld bytes are left\n", after - before);
  server.stdin_writer().close();
  await server.wait();
  return answered;
}

async Coro<> good(std::uint16_t port, std::mt19937 &random, long &right, long &wrong) {
  Connection c = await pawl::open_connection("127.0.0.1", port);
  for (int i = 0; i < 20; ++i) {
    const std::string line(random() % 20000, 'x');
    c.writer.write(line + "\n");
    await c.writer.drain();
    ++(await c.reader.readline() == line + "\n" ? right : wrong);
  }
  c.writer.close();
}
/// Each of them is cut off by the server, or cuts itself off.
async Coro<> bad(std::uint16_t port, std::mt19937 &random) {
  Connection c = await pawl::open_connection("127.0.0.1", port);
  switch (random() % 5) {
  case 0: { // resets
    c.writer.write("half a line");
    await c.writer.drain();
    const linger now{1, 0};
    setsockopt(c.writer.fileno(), SOL_SOCKET, SO_LINGER, &now, sizeof now);
    c.writer.abort();
    break;
  }
  case 1: // stalls
    await pawl::sleep(500ms);
    break;
  case 2: // a byte at a time
    for (char byte : std::string("slowly\n")) {
      c.writer.write(std::string(1, byte));
      await pawl::sleep(50ms);
    }
    (void)await c.reader.readline();
    break;
  case 3: // never reads
    for (int i = 0; i < 100; ++i)
      c.writer.write(std::string(60000, 'x') + "\n");
    await pawl::sleep(300ms);
    c.writer.abort();
    break;
  default: // a line that does not end
    c.writer.write(std::string(200000, 'x'));
    (void)await pawl::as_outcome(c.reader.read());
  }
}
async Coro<> swallow(Coro<> coro) { (void)await pawl::as_outcome(std::move(coro)); }

async Coro<long> mixed(int seconds) {
  std::mt19937 random(1);
  auto server = await pawl::start_server(echo, "127.0.0.1", 0);
  long right = 0, wrong = 0;
  const auto end = pawl::get_running_loop().time() + std::chrono::seconds(seconds);
  {
    pawl::TaskGroup group;
    await pawl::with(
        group, async[&]()->Coro<> {
          while (pawl::get_running_loop().time() < end) {
            for (int i = 0; i < 5; ++i)
              (void)group.create_task(good(server.port(), random, right, wrong));
            for (int i = 0; i < 5; ++i)
              (void)group.create_task(swallow(bad(server.port(), random)));
            await pawl::sleep(50ms);
          }
        });
  }
  server.close();
  await server.wait_closed();
  std::printf("  %ld right answers, %ld wrong ones\n", right, wrong);
  return wrong == 0 && right > 0 ? 1 : 0;
}

int main(int argc, char **argv) {
  rlimit files{65536, 65536};
  if (setrlimit(RLIMIT_NOFILE, &files) < 0) { // root alone may have more than the limit
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
  }
  if (argc > 1 && std::string(argv[1]) == "serve") {
    pawl::run(serve());
    return 0;
  }
  if (files.rlim_cur < connections + 100) {
    std::printf("%ld descriptors are too few\n", static_cast<long>(files.rlim_cur));
    return 1;
  }
  const int seconds = argc > 1 ? std::atoi(argv[1]) : 10;
  measured("10,000 connections at once", connections, [argv] { return pawl::run(many(argv[0])); });
  measured("mixed load beside peers that misbehave", 1,
           [seconds] { return pawl::run(mixed(seconds)); });
}
