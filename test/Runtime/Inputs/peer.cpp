// Our side of the tests with other programs.
//   peer serve          an echo server; prints its port, ends after 3 connections
//   peer serve-unix P   the same at a Unix socket
//   peer http           answers one GET request of any HTTP/1.1 client, then ends
//   peer ask PORT WORD  asks an echo server, prints the answer
//   peer ask-unix P WORD
//   peer get PORT PATH  prints the body of what an HTTP server answers
#include <pawl/pawl.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

using pawl::Connection;
using pawl::Coro;
using pawl::StreamReader;
using pawl::StreamWriter;

struct Count {
  int left;
  pawl::Event none;
  void operator--() {
    if (--left == 0)
      none.set();
  }
};

async Coro<> echo(Count &count, StreamReader reader, StreamWriter writer) {
  for await (std::string line : reader) {
    writer.write("echo " + line);
    await writer.drain();
  }
  writer.close();
  await writer.wait_closed();
  --count;
}
async Coro<> answer(Count &count, StreamReader reader, StreamWriter writer) {
  const std::string head = await reader.readuntil("\r\n\r\n");
  const std::string body = "you sent " + head.substr(0, head.find("\r\n")) + "\n";
  writer.write("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n" + body);
  writer.close();
  await writer.wait_closed();
  --count;
}

async Coro<> serve(int argc, char **argv) {
  const bool http = std::strcmp(argv[1], "http") == 0;
  Count count{http ? 1 : 3, {}};
  auto handler = [&count, http](StreamReader reader, StreamWriter writer) {
    (void)pawl::create_task((http ? answer : echo)(count, std::move(reader), std::move(writer)));
  };
  if (argc == 3) {
    auto server = await pawl::start_unix_server(handler, argv[2]);
    std::puts("0");
    std::fflush(stdout);
    await count.none.wait();
  } else {
    auto server = await pawl::start_server(handler, "localhost", 0);
    std::printf("%d\n", server.port());
    std::fflush(stdout);
    await count.none.wait();
  }
}

async Coro<> ask(Connection connection, std::string word) {
  connection.writer.write(word + "\n");
  await connection.writer.drain();
  std::printf("%s", (await connection.reader.readline()).c_str());
  connection.writer.close();
  await connection.writer.wait_closed();
}

async Coro<> get(Connection connection, std::string path) {
  connection.writer.write("GET " + path + " HTTP/1.0\r\nHost: localhost\r\n\r\n");
  await connection.writer.drain();
  await connection.reader.readuntil("\r\n\r\n");
  std::printf("%s", (await connection.reader.read()).c_str());
}

async Coro<> amain(int argc, char **argv) {
  const std::string mode = argv[1];
  if (mode == "ask-unix") {
    await ask(await pawl::open_unix_connection(argv[2]), argv[3]);
  } else if (argc == 4) {
    auto connection = await pawl::open_connection("localhost", static_cast<std::uint16_t>(std::atoi(argv[2])));
    await (mode == "ask" ? ask : get)(std::move(connection), argv[3]);
  } else {
    await serve(argc, argv);
  }
}

int main(int argc, char **argv) { pawl::run(amain(argc, argv)); }
