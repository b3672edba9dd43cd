// tls_echo PORT CERTIFICATE KEY: an echo server of streams over TLS.
#include <pawl/pawl.h>
#include <pawl/tls.h>

#include <cstdlib>

using pawl::Coro;

async Coro<> echo(pawl::StreamReader &reader, pawl::StreamWriter &writer) {
  for (;;) {
    std::string data = await reader.read(65536);
    if (data.empty())
      break;
    writer.write(std::move(data));
    await writer.drain();
  }
  writer.close();
}

async Coro<> amain(std::uint16_t port, pawl::TLSContext context) {
  pawl::ServerOptions options;
  options.backlog = 4096;
  auto server = await pawl::start_tls_server(echo, "127.0.0.1", port, context, options);
  await server.serve_forever();
}

int main(int, char **argv) {
  const auto port = static_cast<std::uint16_t>(std::atoi(argv[1]));
  pawl::run(amain(port, pawl::TLSContext::server(argv[2], argv[3])));
}
