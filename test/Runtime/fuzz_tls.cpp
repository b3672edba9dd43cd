// Random changes to what a peer of TLS sends (libFuzzer): the handshake or a read fails by an error of its own, or the text arrives
// as it was sent; nothing else, and nothing hangs.  To go on looking: PROGRAM -max_total_time=600
// RUN: sh %S/Inputs/make_certificates.sh %t.certificates
// RUN: %dialect -fsanitize=fuzzer %s -o %t && env CERTIFICATES=%t.certificates PAWL_CLOCK=virtual %t -runs=1000 -seed=1 -len_control=0 -max_len=64 2>&1 | %filecheck
// CHECK: Done 1000 runs
#include <pawl/pawl.h>
#include <pawl/tls.h>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <sys/socket.h>
#include <system_error>

using namespace std::chrono_literals;
using pawl::Connection;
using pawl::Coro;

/// Numbers that the fuzzer chooses.
struct Input {
  const std::uint8_t *at, *end;
  unsigned number(unsigned below) { return at == end ? 0 : *at++ % below; }
  bool empty() const { return at == end; }
};

std::string file(const char *name) { return std::string(std::getenv("CERTIFICATES")) + "/" + name; }

void require(bool holds) {
  if (!holds)
    std::abort();
}

struct Wire {
  Connection one, other;
};
Wire wire() {
  int fds[2];
  require(socketpair(AF_UNIX, SOCK_STREAM, 0, fds) == 0);
  return {pawl::connection_from_socket(fds[0]), pawl::connection_from_socket(fds[1])};
}

/// Passes on what comes, changed where the fuzzer says so: another byte, one more, or one less.
async Coro<> tamper(Connection &from, Connection &to, Input &input) {
  for (;;) {
    std::string bytes = await from.reader.read(4096);
    if (bytes.empty())
      break;
    if (!input.empty()) {
      const unsigned what = input.number(8);
      const std::size_t where = (input.number(256) * 256U + input.number(256)) % bytes.size();
      if (what == 0)
        bytes[where] = static_cast<char>(input.number(256));
      else if (what == 1)
        bytes.insert(where, 1, static_cast<char>(input.number(256)));
      else if (what == 2)
        bytes.erase(where, 1);
      else if (what == 3)
        bytes.resize(where);
    }
    to.writer.write(bytes);
    (void)await pawl::as_outcome(to.writer.drain());
  }
  to.writer.write_eof();
}

pawl::TLSContext server_context() {
  static const pawl::TLSContext context = pawl::TLSContext::server(file("good.pem"), file("good.key"));
  return context;
}
pawl::TLSContext client_context() {
  static const pawl::TLSContext context = [] {
    pawl::TLSContext made = pawl::TLSContext::client();
    made.load_verify_locations(file("ca.pem"));
    return made;
  }();
  return context;
}

const std::string text = "what is said\n";

/// Whether it ended as it may: done, or by an error of TLS, of the connection, or of time.
async Coro<> end_of(Connection c, bool server) {
  try {
    pawl::TLSOptions options;
    if (!server)
      options.server_hostname = "localhost";
    await pawl::start_tls(c.writer, server ? server_context() : client_context(), options, server);
    c.writer.write(text);
    await c.writer.drain();
    const std::string got = await pawl::wait_for(c.reader.readline(), 1h);
    require(got == text || got.empty());
  } catch (const pawl::TLSError &) {
  } catch (const std::system_error &) {
  } catch (const pawl::TimeoutError &) {
  }
  c.writer.close();
  (void)await pawl::as_outcome(c.writer.wait_closed());
}

async Coro<> play(Input input) {
  Wire a = wire(), b = wire();
  Input straight{nullptr, nullptr};
  auto there = pawl::create_task(tamper(a.other, b.one, input));
  auto back = pawl::create_task(tamper(b.one, a.other, straight));
  auto ends = pawl::gather(end_of(std::move(a.one), input.number(2) == 0), end_of(std::move(b.other), input.number(2) == 1));
  await pawl::wait_for(std::move(ends), 24h);
  a.other.writer.abort();
  b.one.writer.abort();
  (void)await pawl::as_outcome(there);
  (void)await pawl::as_outcome(back);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
  pawl::run(play({data, data + size}));
  return 0;
}
