// Connections and servers: asyncio.md, R13 to R18, and the rows of StreamWriter, open_connection, Server, Unix sockets.
// RUN: %dialect %s -o %t && %t | %filecheck --check-prefix=CHECK-EXEC
// CHECK-EXEC: R13_many_drains ok
// CHECK-EXEC: R14_writing_to_a_closed_peer ok
// CHECK-EXEC: R15_servers ok
// CHECK-EXEC: R15_unix_servers ok
// CHECK-EXEC: R17_closing_with_unread_data ok
// CHECK-EXEC: R17_a_closed_writer_ends_the_reader ok
// CHECK-EXEC: R18_writing_after_close ok
// CHECK-EXEC: what_is_written_in_one_step_goes_out_together ok
// CHECK-EXEC: half_closed ok
// CHECK-EXEC: back_pressure ok
// CHECK-EXEC: a_large_answer_arrives_although_the_writer_closes ok
// CHECK-EXEC: an_answer_can_be_read_after_a_failed_write ok
// CHECK-EXEC: a_writer_that_goes_closes ok
// CHECK-EXEC: addresses ok
// CHECK-EXEC: connecting_fails_with_every_address ok
// CHECK-EXEC: cancelled_while_connecting ok
// CHECK-EXEC: happy_eyeballs ok
// CHECK-EXEC: sendfile ok
// CHECK-EXEC: its_descriptor_can_be_awaited_too ok
// CHECK-EXEC: options ok
#include "Inputs/dialect.h"

#include <arpa/inet.h>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace std::chrono_literals;
using pawl::Connection;
using pawl::Coro;
using pawl::StreamReader;
using pawl::StreamWriter;

/// Two ends of one connection.
struct Pair {
  Connection a, b;
};
Pair make_pair(int type = SOCK_STREAM) {
  int fds[2];
  if (socketpair(AF_UNIX, type, 0, fds))
    std::abort();
  return {pawl::connection_from_socket(fds[0]), pawl::connection_from_socket(fds[1])};
}
void make_small(const StreamWriter &writer) {
  const int size = 4096;
  setsockopt(writer.fileno(), SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
}
async Coro<> echo(StreamReader &reader, StreamWriter &writer) {
  for await (std::string line : reader) {
    writer.write("echo " + line);
    await writer.drain();
  }
  writer.close();
  await writer.wait_closed();
}
async Coro<std::string> ask(Connection &connection, std::string text) {
  connection.writer.write(text);
  await connection.writer.drain();
  return await connection.reader.readline();
}

async SCENARIO(R13_many_drains) {
  Pair p = make_pair();
  make_small(p.a.writer);
  p.a.writer.write(std::string(1000000, 'x'));
  int drained = 0;
  auto drain = async [&]() -> Coro<> {
    await p.a.writer.drain();
    ++drained;
  };
  std::vector<pawl::Task<>> tasks;
  for (int i = 0; i < 10; ++i)
    tasks.push_back(pawl::create_task(drain()));
  await pawl::sleep(1ms);
  expect(drained == 0);
  expect((await p.b.reader.readexactly(1000000)).size() == 1000000);
  await pawl::gather(tasks);
  expect(drained == 10 && p.a.writer.get_write_buffer_size() == 0);
}

async Coro<> write_for_ever(StreamWriter &writer) {
  for (;;) {
    writer.write("foo\n");
    await writer.drain();
  }
}
async SCENARIO(R14_writing_to_a_closed_peer) {
  auto server = await pawl::start_server([](StreamReader, StreamWriter writer) { writer.close(); }, "127.0.0.1", 0);
  auto [reader, writer] = await pawl::open_connection("127.0.0.1", server.port());
  try {
    await write_for_ever(writer);
    expect(false);
  } catch (const pawl::ConnectionResetError &) {
  } catch (const pawl::BrokenPipeError &) {
  }
  expect(writer.is_closing());
}

async SCENARIO(R15_servers) {
  auto server = await pawl::start_server(echo, "127.0.0.1", 0);
  expect(server.is_serving() && server.sockets().size() == 1 && server.port() != 0);
  std::vector<Connection> clients;
  for (int i = 0; i < 3; ++i)
    clients.push_back(await pawl::open_connection("127.0.0.1", server.port()));
  for (Connection &c : clients)
    expect(await ask(c, "hello\n") == "echo hello\n");
  expect(clients[0].writer.peername() == server.sockets()[0]);
  expect(clients[0].writer.sockname().host() == "127.0.0.1");
  server.close();
  expect(!server.is_serving() && server.port() == 0);
  // Those that there are go on; nobody new.
  EXPECT_THROW(pawl::ConnectionRefusedError,
               await pawl::open_connection("127.0.0.1", clients[0].writer.peername().port()));
  expect(await ask(clients[1], "still\n") == "echo still\n");
  auto wait = async [&]() -> Coro<> { await server.wait_closed(); };
  auto closed = pawl::create_task(wait());
  await pawl::sleep(1ms);
  expect(!closed.done());
  for (Connection &c : clients)
    c.writer.close();
  await closed;

  // By value, a plain function, an async lambda; closed and aborted clients; served until cancelled.
  int calls = 0;
  auto by_value = async [&calls](StreamReader reader, StreamWriter writer) -> Coro<int> {
    ++calls;
    writer.write(await reader.readline());
    await reader.read();
    return calls;
  };
  auto plain = [&](StreamReader reader, StreamWriter writer) {
    (void)pawl::create_task(by_value(std::move(reader), std::move(writer)));
  };
  pawl::ServerOptions later;
  later.start_serving = false;
  auto second = await pawl::start_server(by_value, "localhost", 0, later);
  expect(!second.is_serving());
  auto serving = pawl::create_task(second.serve_forever());
  auto third = await pawl::start_server(plain, "127.0.0.1", 0);
  auto a = await pawl::open_connection("127.0.0.1", third.port());
  expect(await ask(a, "third\n") == "third\n");
  auto b = await pawl::open_connection("localhost", second.port());
  expect(await ask(b, "second\n") == "second\n");
  third.close_clients();
  expect((await a.reader.read()).empty());
  second.abort_clients();
  (void)await pawl::as_outcome(b.reader.read());
  serving.cancel();
  EXPECT_THROW(pawl::CancelledError, await serving);
  expect(!second.is_serving() && calls == 2);
  EXPECT_THROW(pawl::RuntimeError, second.start_serving());
}

async SCENARIO(R15_unix_servers) {
  char folder[] = "/tmp/pawl-unix-XXXXXX";
  if (!mkdtemp(folder))
    std::abort();
  const std::string path = std::string(folder) + "/socket";
  {
    auto server = await pawl::start_unix_server(echo, path);
    auto client = await pawl::open_unix_connection(path);
    expect(await ask(client, "hello\n") == "echo hello\n");
    expect(client.writer.peername().to_string() == "unix:" + path);
    // Somebody listens there.
    EXPECT_THROW(std::system_error, await pawl::start_unix_server(echo, path));
    server.close();
    struct stat file;
    expect(stat(path.c_str(), &file) < 0); // it is removed
  }
  // A file that was left behind is replaced.
  pawl::ServerOptions leave;
  leave.cleanup_socket = false;
  (void)await pawl::start_unix_server(echo, path, leave);
  auto again = await pawl::start_unix_server(echo, path);
  auto client = await pawl::open_unix_connection(path);
  expect(await ask(client, "again\n") == "echo again\n");
  // Not when another one has taken its place.
  unlink(path.c_str());
  auto other = await pawl::start_unix_server(echo, path);
  again.close();
  auto client2 = await pawl::open_unix_connection(path);
  expect(await ask(client2, "other\n") == "echo other\n");
  other.close();
  rmdir(folder);
  // Without a file.
  const std::string name = std::string(1, '\0') + "pawl-test-" + std::to_string(getpid());
  auto abstract = await pawl::start_unix_server(echo, name);
  auto client3 = await pawl::open_unix_connection(name);
  expect(await ask(client3, "no file\n") == "echo no file\n");
  EXPECT_THROW(pawl::ConnectionRefusedError, await pawl::open_unix_connection(name + "-none"));
  EXPECT_THROW(std::invalid_argument, await pawl::open_unix_connection(std::string(200, 'x')));
}

async SCENARIO(R17_closing_with_unread_data) {
  auto serve = async [](StreamReader &reader, StreamWriter &writer) -> Coro<> {
    await reader.readline();
    writer.write("answer\n");
    writer.close(); // there is more to be read
    await writer.wait_closed();
  };
  auto server = await pawl::start_server(serve, "127.0.0.1", 0);
  auto [reader, writer] = await pawl::open_connection("127.0.0.1", server.port());
  writer.write("request\n" + std::string(10000, 'x'));
  expect(await reader.read() == "answer\n"); // the answer is not lost
  writer.close();
  await writer.wait_closed();
}

async SCENARIO(R17_a_closed_writer_ends_the_reader) {
  Pair p = make_pair();
  p.b.writer.write("unread");
  auto read = async [&]() -> Coro<std::string> { return await p.a.reader.readexactly(10); };
  auto reading = pawl::create_task(read());
  await pawl::sleep(1ms);
  expect(!p.a.writer.is_closing());
  p.a.writer.close();
  expect(p.a.writer.is_closing());
  await p.a.writer.wait_closed();
  EXPECT_THROW(pawl::IncompleteReadError, (void)await reading);
  expect(p.a.reader.at_eof() && p.a.writer.fileno() == -1);
  p.a.writer.close(); // again does nothing
  await p.a.writer.wait_closed();
}

async SCENARIO(R18_writing_after_close) {
  Pair p = make_pair();
  p.a.writer.close();
  await p.a.writer.wait_closed();
  p.a.writer.write("nobody gets this");
  EXPECT_THROW(pawl::ConnectionResetError, await p.a.writer.drain());
  expect((await p.b.reader.read()).empty());
}

async SCENARIO(what_is_written_in_one_step_goes_out_together) {
  Pair p = make_pair(SOCK_SEQPACKET); // keeps what is sent apart
  p.a.writer.write("one ");
  p.a.writer.writelines(std::vector<std::string>{"two ", "three"});
  expect(p.a.writer.get_write_buffer_size() == 13);
  expect(await p.b.reader.read(100) == "one two three");
  expect(p.a.writer.get_write_buffer_size() == 0);
  p.a.writer.write(std::string("four"));
  await p.a.writer.drain();
  expect(p.a.writer.get_write_buffer_size() == 0);
  p.a.writer.write("five");
  await p.a.writer.drain();
  char bytes[100];
  expect(recv(p.b.writer.fileno(), bytes, sizeof bytes, 0) == 4);
  expect(recv(p.b.writer.fileno(), bytes, sizeof bytes, 0) == 4);
}

async SCENARIO(half_closed) {
  Pair p = make_pair();
  expect(p.a.writer.can_write_eof());
  p.a.writer.write("question");
  p.a.writer.write_eof();
  p.a.writer.write_eof();
  EXPECT_THROW(pawl::RuntimeError, p.a.writer.write("more"));
  expect(await p.b.reader.read() == "question");
  p.b.writer.write("answer");
  p.b.writer.close();
  expect(await p.a.reader.read() == "answer");
}

/// Also of a coroutine that is cancelled: somebody reads to the end.
struct Closing {
  StreamWriter &writer;
  ~Closing() { writer.close(); }
};

async Coro<> produce(StreamWriter &writer, std::size_t &written) {
  Closing closing{writer};
  for (int i = 0; i < 1000; ++i) {
    writer.write(std::string(10000, 'x'));
    written += 10000;
    await writer.drain();
  }
}
async SCENARIO(back_pressure) {
  Pair &p = kept<Pair>(make_pair());
  make_small(p.a.writer);
  p.a.writer.set_write_buffer_limits(100000, 50000);
  EXPECT_THROW(std::invalid_argument, p.a.writer.set_write_buffer_limits(1, 2));
  p.a.writer.set_write_buffer_limits(100000, 50000);
  std::size_t &written = kept<std::size_t>(0U);
  auto producing = pawl::create_task(produce(p.a.writer, written));
  await pawl::sleep(10ms);
  // As much as the kernel and the marks let through, and no more.
  const std::size_t before = written;
  expect(before < 400000 && p.a.writer.get_write_buffer_size() > 50000);
  await pawl::sleep(10ms);
  expect(written == before);
  std::size_t got = 0;
  for (;;) {
    const std::string some = await p.b.reader.read(1 << 20);
    if (some.empty())
      break;
    got += some.size();
    expect(p.a.writer.get_write_buffer_size() < 120000);
  }
  await producing;
  expect(got == 10000000);
}

async SCENARIO(a_large_answer_arrives_although_the_writer_closes) {
  auto serve = async [](StreamReader &, StreamWriter &writer) -> Coro<> {
    writer.write(std::string(5000000, 'y'));
    writer.close();
    return;
  };
  auto server = await pawl::start_server(serve, "127.0.0.1", 0);
  auto client = await pawl::open_connection("127.0.0.1", server.port());
  expect((await client.reader.read()).size() == 5000000);
  client.writer.close();
  server.close();
  await server.wait_closed();
}

async SCENARIO(an_answer_can_be_read_after_a_failed_write) {
  Pair p = make_pair();
  p.b.writer.write("413 too large\n");
  await p.b.writer.drain();
  p.b.writer.abort();
  p.a.writer.write("body");
  EXPECT_THROW(pawl::BrokenPipeError, await p.a.writer.drain());
  expect(await p.a.reader.readline() == "413 too large\n");
  EXPECT_THROW(pawl::BrokenPipeError, await p.a.writer.wait_closed());
}

async SCENARIO(a_writer_that_goes_closes) {
  Pair p = make_pair();
  auto client = std::make_unique<Connection>(std::move(p.a));
  client->writer.write("last words");
  client.reset();
  expect(await p.b.reader.read() == "last words");
}

async SCENARIO(addresses) {
  using pawl::SocketAddress;
  expect(SocketAddress("127.0.0.1", 80).to_string() == "127.0.0.1:80");
  expect(SocketAddress("::1", 8080).to_string() == "[::1]:8080");
  expect(SocketAddress("::1", 8080).port() == 8080 && SocketAddress("::1", 1).family() == AF_INET6);
  EXPECT_THROW(std::invalid_argument, SocketAddress("localhost", 80));
  expect(!SocketAddress() && SocketAddress("1.2.3.4", 5) == SocketAddress("1.2.3.4", 5));
  expect(SocketAddress::unix_path("/a/b").path() == "/a/b");
  expect(SocketAddress::unix_path(std::string(1, '\0') + "x").to_string() == "unix:@x");
  auto found = await pawl::getaddrinfo("127.0.0.1", 99);
  expect(found.size() == 1 && found[0].to_string() == "127.0.0.1:99");
  pawl::NameOptions four;
  four.family = AF_INET;
  found = await pawl::getaddrinfo("localhost", 99, four);
  expect(!found.empty() && found[0].to_string() == "127.0.0.1:99");
  try {
    await pawl::getaddrinfo("no-such-host.invalid", 99);
    expect(false);
  } catch (const pawl::NameError &e) {
    expect(std::strstr(e.what(), "cannot resolve 'no-such-host.invalid': ") == e.what());
  }
  auto [host, service] = await pawl::getnameinfo(SocketAddress("127.0.0.1", 1));
  expect(!host.empty() && !service.empty());
}

async SCENARIO(connecting_fails_with_every_address) {
  // Ports that are free for now.
  auto server = await pawl::start_server(echo, "127.0.0.1", 0);
  const std::uint16_t port = server.port();
  server.close();
  try {
    await pawl::open_connection("127.0.0.1", port);
    expect(false);
  } catch (const pawl::ConnectionRefusedError &e) {
    const std::string at = "127.0.0.1:" + std::to_string(port);
    expect(std::string(e.what()) == "cannot connect to " + at + " (" + at +
                                        ": Connection refused): Connection refused");
  }
  pawl::ConnectOptions group;
  group.all_errors = true;
  EXPECT_THROW(pawl::ExceptionGroup, await pawl::open_connection("127.0.0.1", port, group));
  pawl::ConnectOptions bound;
  bound.local_addr = pawl::SocketAddress("8.8.8.8", 0); // not ours
  EXPECT_THROW(std::system_error, await pawl::open_connection("127.0.0.1", port, bound));
}

/// A socket whose queue is full: connecting to it takes for ever.
struct FullListener {
  int fd;
  std::vector<int> fillers;
  pawl::SocketAddress address;
  FullListener() : fd(socket(AF_INET, SOCK_STREAM, 0)), address("127.0.0.1", 0) {
    sockaddr_storage at;
    socklen_t length = sizeof at;
    if (bind(fd, address.data(), address.size()) || listen(fd, 0) ||
        getsockname(fd, reinterpret_cast<sockaddr *>(&at), &length))
      std::abort();
    address = pawl::SocketAddress(reinterpret_cast<sockaddr *>(&at), length);
    for (int i = 0; i < 4; ++i) {
      fillers.push_back(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
      (void)connect(fillers.back(), address.data(), address.size());
    }
  }
  ~FullListener() {
    for (int filler : fillers)
      close(filler);
    close(fd);
  }
  std::uint16_t port() const { return address.port(); }
};
int open_files() {
  int n = 0;
  for (int fd = 0; fd < 100; ++fd)
    if (fcntl(fd, F_GETFD) >= 0)
      ++n;
  return n;
}

async SCENARIO(cancelled_while_connecting) {
  FullListener full;
  int before = 0;
  for (int i = 0; i < 3; ++i) {
    EXPECT_THROW(pawl::TimeoutError, await pawl::wait_for(pawl::open_connection("127.0.0.1", full.port()), 20ms));
    // The loop has descriptors of its own from its first wait on.
    expect(i == 0 || open_files() == before);
    before = open_files();
  }
}

async SCENARIO(happy_eyeballs) {
  // The first address never answers, the second one refuses, the third one answers.
  FullListener full;
  auto closed = await pawl::start_server(echo, "127.0.0.1", 0);
  auto server = await pawl::start_server(echo, "127.0.0.1", 0);
  const std::vector<pawl::SocketAddress> addresses{full.address, closed.sockets()[0], server.sockets()[0]};
  closed.close();
  const int before = open_files();
  const double begin = seconds();
  {
    auto client = await pawl::open_connection(addresses);
    // The second one begins after the delay, the third one as soon as that has failed.
    const double took = seconds() - begin;
    expect(took >= 0.25 && took < 0.5 && client.writer.peername() == addresses[2]);
    expect(await ask(client, "hello\n") == "echo hello\n");
  }
  await pawl::sleep(1ms);
  expect(open_files() == before); // the attempt that was given up is closed, too
  // One after the other, the first one is waited for.
  pawl::ConnectOptions patient;
  patient.happy_eyeballs_delay = {};
  EXPECT_THROW(pawl::TimeoutError, await pawl::wait_for(pawl::open_connection(addresses, patient), 1s));
  auto client = await pawl::open_connection("localhost", server.port());
  expect(await ask(client, "hello\n") == "echo hello\n");
  EXPECT_THROW(std::invalid_argument, await pawl::open_connection(std::vector<pawl::SocketAddress>()));
}

async Coro<std::size_t> send(StreamWriter &writer, int file) {
  Closing closing{writer};
  writer.write("head ");
  const std::size_t sent = await writer.sendfile(file, 100);
  writer.write(" tail");
  return sent;
}
struct TemporaryFile {
  int fd;
  TemporaryFile() {
    char name[] = "/tmp/pawl-sendfile-XXXXXX";
    fd = mkstemp(name);
    unlink(name);
  }
  ~TemporaryFile() { close(fd); }
};
async SCENARIO(sendfile) {
  const int file = kept<TemporaryFile>().fd;
  std::string content;
  for (int i = 0; content.size() < 3000000; ++i)
    content += std::to_string(i);
  if (write(file, content.data(), content.size()) != static_cast<ssize_t>(content.size()))
    std::abort();
  Pair &p = kept<Pair>(make_pair());
  auto sending = pawl::create_task(send(p.a.writer, file));
  expect(await p.b.reader.read() == "head " + content.substr(100) + " tail");
  expect(await sending == content.size() - 100);
  // A part; and to a peer that is gone.
  Pair q = make_pair();
  expect(await q.a.writer.sendfile(file, 5, 7) == 7);
  expect(await q.b.reader.readexactly(7) == content.substr(5, 7));
  q.b.writer.abort();
  EXPECT_THROW(pawl::BrokenPipeError, await q.a.writer.sendfile(file));
}

async SCENARIO(its_descriptor_can_be_awaited_too) {
  Pair p = make_pair();
  auto read = async [&]() -> Coro<std::string> { return await p.a.reader.readline(); };
  auto reading = pawl::create_task(read());
  await pawl::yield_now(); // the stream watches it
  auto await_it = async [&]() -> Coro<> { await pawl::readable(p.a.writer.fileno()); };
  auto awaiting = pawl::create_task(await_it());
  await pawl::writable(p.a.writer.fileno());
  await pawl::sleep(1ms);
  expect(!awaiting.done());
  p.b.writer.write("line\n");
  await awaiting;
  expect(await reading == "line\n");
  p.b.writer.write("more\n");
  await pawl::readable(p.a.writer.fileno()); // is there, or comes
  expect(await read() == "more\n");
  auto until_closed = pawl::create_task(await_it());
  await pawl::yield_now();
  p.a.writer.close();
  await until_closed;
}

async SCENARIO(options) {
  pawl::ServerOptions shared;
  shared.reuse_port = true;
  auto a = await pawl::start_server(echo, "127.0.0.1", 0, shared);
  auto b = await pawl::start_server(echo, "127.0.0.1", a.port(), shared);
  EXPECT_THROW(std::system_error, await pawl::start_server(echo, "127.0.0.1", a.port()));
  // One port for several hosts.
  auto two = await pawl::start_server(echo, std::vector<std::string>{"127.0.0.1", "127.0.0.2"}, 0);
  expect(two.sockets().size() == 2 && two.sockets()[0].port() == two.sockets()[1].port());
  pawl::ConnectOptions from;
  from.local_addr = pawl::SocketAddress("127.0.0.3", 0);
  auto client = await pawl::open_connection("127.0.0.2", two.port(), from);
  expect(client.writer.sockname().host() == "127.0.0.3");
  expect(await ask(client, "hello\n") == "echo hello\n");
  pawl::ServerOptions narrow;
  narrow.limit = 10;
  std::size_t limit = 0;
  auto refuse = async [&limit](StreamReader &reader, StreamWriter &writer) -> Coro<> {
    try {
      (void)await reader.readuntil();
    } catch (const pawl::LimitOverrunError &e) {
      limit = e.consumed();
    }
    writer.close();
  };
  auto third = await pawl::start_server(refuse, "127.0.0.1", 0, narrow);
  auto long_line = await pawl::open_connection("127.0.0.1", third.port());
  long_line.writer.write(std::string(100, 'x'));
  (void)await pawl::as_outcome(long_line.reader.read());
  expect(limit > 10);
  EXPECT_THROW(std::system_error, await pawl::start_server(echo, "203.0.113.1", 0)); // not this machine's
}
