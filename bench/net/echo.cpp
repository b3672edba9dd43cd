// echo PORT: an echo server of plain streams.
#include <pawl/pawl.h>

#include <cstdlib>

using pawl::Coro;

async Coro<> echo(pawl::StreamReader &reader, pawl::StreamWriter &writer) {
  try {
    for (;;) {
      std::string data = await reader.read(65536);
      if (data.empty())
        break;
      writer.write(std::move(data));
      await writer.drain();
    }
  } catch (const pawl::ConnectionError &) { // the client ends where it stands
  }
  writer.close();
}

async Coro<> amain(std::uint16_t port) {
  pawl::ServerOptions options;
  options.backlog = 4096;
  auto server = await pawl::start_server(echo, "127.0.0.1", port, options);
  await server.serve_forever();
}

int main(int, char **argv) { pawl::run(amain(static_cast<std::uint16_t>(std::atoi(argv[1])))); }
