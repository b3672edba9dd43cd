// TLS: asyncio.md, R16 and the row of TLS; certificates that are expired, self-signed, another host's.
// RUN: sh %S/Inputs/make_certificates.sh %t.certificates
// RUN: %dialect -Wno-pawl-blocking-call %s -o %t && env CERTIFICATES=%t.certificates %t | %filecheck --check-prefix=CHECK-EXEC
// CHECK-EXEC: echo_over_tls ok
// CHECK-EXEC: R16_start_tls_in_mid_stream ok
// CHECK-EXEC: R16_tls_within_tls ok
// CHECK-EXEC: certificates_that_are_not_to_be_trusted ok
// CHECK-EXEC: numeric_hosts_and_no_verification ok
// CHECK-EXEC: clients_with_certificates ok
// CHECK-EXEC: alpn_and_sessions ok
// CHECK-EXEC: timeouts ok
// CHECK-EXEC: large_and_trailing_data ok
// CHECK-EXEC: cut_off ok
// CHECK-EXEC: files_and_contexts ok
// CHECK-EXEC: against_openssl ok
// CHECK-EXEC: disturbed ok
#include "Inputs/dialect.h"

#include <cstdlib>
#include <cstring>
#include <pawl/tls.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace std::chrono_literals;
using pawl::Connection;
using pawl::Coro;
using pawl::StreamReader;
using pawl::StreamWriter;
using pawl::TLSContext;

std::string file(const std::string &name) { return std::string(std::getenv("CERTIFICATES")) + "/" + name; }
TLSContext server_context(const std::string &name = "good") {
  return TLSContext::server(file(name + ".pem"), file(name + ".key"));
}
TLSContext client_context() {
  TLSContext context = TLSContext::client();
  context.load_verify_locations(file("ca.pem"));
  return context;
}

async Coro<> echo(StreamReader &reader, StreamWriter &writer) {
  for await (std::string line : reader) {
    writer.write("echo " + line);
    await writer.drain();
  }
  writer.close();
  await writer.wait_closed();
}
async Coro<std::string> ask(Connection &c, std::string text) {
  c.writer.write(text);
  await c.writer.drain();
  return await c.reader.readline();
}

async SCENARIO(echo_over_tls) {
  auto server = await pawl::start_tls_server(echo, "127.0.0.1", 0, server_context());
  auto client = await pawl::open_tls_connection("localhost", server.port(), client_context());
  expect(await ask(client, "hello\n") == "echo hello\n");
  expect(await ask(client, std::string(50000, 'x') + "\n") == "echo " + std::string(50000, 'x') + "\n");
  const pawl::TLSInfo info = pawl::tls_info(client.writer);
  expect(info.version == "TLSv1.3" && !info.cipher.empty() && info.peer_subject == "CN=localhost");
  expect(info.alpn_protocol.empty() && !info.session_reused);
  client.writer.write_eof();
  expect((await client.reader.read()).empty());
  client.writer.close();
  await client.writer.wait_closed();
  server.close();
  await server.wait_closed();
}

async SCENARIO(R16_start_tls_in_mid_stream) {
  auto context = server_context();
  auto serve = async [&](StreamReader &reader, StreamWriter &writer) -> Coro<> {
    expect(await reader.readline() == "STARTTLS\n");
    writer.write("go ahead\n");
    await writer.drain();
    await pawl::start_tls(writer, context, {}, true);
    expect(pawl::tls_info(writer).version == "TLSv1.3");
    await echo(reader, writer);
  };
  auto server = await pawl::start_server(serve, "127.0.0.1", 0);
  auto client = await pawl::open_connection("127.0.0.1", server.port());
  EXPECT_THROW(pawl::RuntimeError, pawl::tls_info(client.writer));
  expect(await ask(client, "STARTTLS\n") == "go ahead\n");
  pawl::TLSOptions options;
  options.server_hostname = "localhost";
  await pawl::start_tls(client.writer, client_context(), options);
  expect(await ask(client, "secret\n") == "echo secret\n");
}

async SCENARIO(R16_tls_within_tls) {
  auto outer = server_context();
  auto inner = server_context();
  inner.set_alpn_protocols({"inner"});
  pawl::Event refused;
  auto serve = async [&](StreamReader &reader, StreamWriter &writer) -> Coro<> {
    expect(await reader.readline() == "CONNECT\n");
    writer.write("established\n");
    await writer.drain();
    try {
      await pawl::start_tls(writer, inner, {}, true);
    } catch (const pawl::TLSError &) {
      refused.set();
      throw;
    }
    const std::string all = await reader.read();
    writer.write(all);
    writer.close();
    await writer.wait_closed();
  };
  auto server = await pawl::start_tls_server(serve, "127.0.0.1", 0, outer);
  auto client = await pawl::open_tls_connection("localhost", server.port(), client_context());
  expect(await ask(client, "CONNECT\n") == "established\n");
  auto mine = client_context();
  mine.set_alpn_protocols({"inner"});
  pawl::TLSOptions options;
  // What fails before it begins leaves the connection as it was.
  EXPECT_THROW(pawl::TLSError, await pawl::start_tls(client.writer, mine, options));
  options.server_hostname = "localhost";
  await pawl::start_tls(client.writer, mine, options);
  expect(pawl::tls_info(client.writer).alpn_protocol == "inner");
  // More than both sides' buffers and sockets hold, in records that fit nowhere.
  std::string data;
  for (int i = 0; i < 700000; ++i) data += std::to_string(i);
  client.writer.write(data);
  client.writer.write_eof();
  expect(await client.reader.read() == data);
  client.writer.close();
  await client.writer.wait_closed();
  // The other end's certificate is looked at within, too; the outer one says why no more comes.
  auto second = await pawl::open_tls_connection("localhost", server.port(), client_context());
  expect(await ask(second, "CONNECT\n") == "established\n");
  options.server_hostname = "elsewhere";
  EXPECT_THROW(pawl::CertificateError, await pawl::start_tls(second.writer, mine, options));
  await refused.wait();
  server.close();
  await server.wait_closed();
}

async Coro<std::string> failure(std::string certificate, TLSContext context, std::string host = "localhost") {
  auto server = await pawl::start_tls_server(echo, "127.0.0.1", 0, server_context(certificate));
  try {
    auto client = await pawl::open_tls_connection(host, server.port(), context);
    return await ask(client, "hello\n");
  } catch (const pawl::CertificateError &e) {
    const std::string what = e.what();
    return what.substr(what.find("the certificate"));
  } catch (const pawl::TLSError &e) {
    return std::string("TLSError");
  }
}
async SCENARIO(certificates_that_are_not_to_be_trusted) {
  expect(await failure("expired", client_context()) ==
         "the certificate 'CN=expired.localhost': certificate has expired");
  expect(await failure("self", client_context()) == "the certificate 'CN=self-signed': self-signed certificate");
  expect(await failure("other", client_context()) == "the certificate 'CN=other.example' is not for 'localhost'");
  expect(await failure("good", TLSContext::client()) ==
         "the certificate 'CN=localhost': unable to get local issuer certificate");
}

async SCENARIO(numeric_hosts_and_no_verification) {
  expect(await failure("good", client_context(), "127.0.0.1") == "echo hello\n");
  expect(await failure("other", client_context(), "127.0.0.1") ==
         "the certificate 'CN=other.example' is not for '127.0.0.1'");
  TLSContext anybody = TLSContext::client();
  anybody.set_verify(false);
  expect(await failure("self", anybody) == "echo hello\n");
  expect(await failure("expired", anybody) == "echo hello\n");
}

async SCENARIO(clients_with_certificates) {
  auto context = server_context();
  context.set_verify(true);
  context.load_verify_locations(file("ca.pem"));
  auto name = async [](StreamReader &, StreamWriter &writer) -> Coro<> {
    writer.write(pawl::tls_info(writer).peer_subject + "\n");
    writer.close();
    await writer.wait_closed();
  };
  auto server = await pawl::start_tls_server(name, "127.0.0.1", 0, context);
  auto known = client_context();
  known.load_cert_chain(file("client.pem"), file("client.key"));
  auto client = await pawl::open_tls_connection("localhost", server.port(), known);
  expect(await client.reader.readline() == "CN=a client\n");
  client.writer.close();
  auto unknown = async [&]() -> Coro<> {
    auto c = await pawl::open_tls_connection("localhost", server.port(), client_context());
    (void)await c.reader.readline();
  };
  EXPECT_THROW(std::exception, await unknown());
}

async SCENARIO(alpn_and_sessions) {
  auto context = server_context();
  context.set_alpn_protocols({"h2", "http/1.1"});
  EXPECT_THROW(std::invalid_argument, context.set_alpn_protocols({""}));
  context.set_alpn_protocols({"h2", "http/1.1"});
  auto server = await pawl::start_tls_server(echo, "127.0.0.1", 0, context);
  auto mine = client_context();
  mine.set_alpn_protocols({"http/1.1", "h2"});
  for (int i = 0; i < 3; ++i) {
    auto client = await pawl::open_tls_connection("localhost", server.port(), mine);
    expect(await ask(client, "x\n") == "echo x\n"); // the ticket comes with it
    const auto info = pawl::tls_info(client.writer);
    expect(info.alpn_protocol == "h2" && info.session_reused == (i > 0));
    client.writer.close();
    await client.writer.wait_closed();
  }
  mine.set_alpn_protocols({"something"});
  auto client = await pawl::open_tls_connection("localhost", server.port(), mine);
  expect(pawl::tls_info(client.writer).alpn_protocol.empty());
}

async SCENARIO(timeouts) {
  // A server that never shakes hands, and one that never says goodbye.
  auto mute = await pawl::start_server(
      async [](StreamReader &reader, StreamWriter &) -> Coro<> { (void)await pawl::as_outcome(reader.read()); }, "127.0.0.1", 0);
  pawl::TLSOptions hasty;
  hasty.handshake_timeout = 5s;
  const double begin = seconds();
  EXPECT_THROW(pawl::TimeoutError, await pawl::open_tls_connection("localhost", mute.port(), client_context(), {}, hasty));
  expect(seconds() - begin >= 5 && seconds() - begin < 6);
  auto server = await pawl::start_tls_server(
      async [](StreamReader &, StreamWriter &) -> Coro<> { await pawl::sleep(1h); }, "127.0.0.1", 0, server_context());
  pawl::TLSOptions options;
  options.shutdown_timeout = 3s;
  auto client = await pawl::open_tls_connection("localhost", server.port(), client_context(), {}, options);
  client.writer.close();
  const double closing = seconds();
  await client.writer.wait_closed();
  expect(seconds() - closing >= 3 && seconds() - closing < 4);
  // Cancelled, it is closed.
  EXPECT_THROW(pawl::TimeoutError, await pawl::wait_for(pawl::open_tls_connection("localhost", mute.port(), client_context()), 1s));
}

async SCENARIO(large_and_trailing_data) {
  auto serve = async [](StreamReader &reader, StreamWriter &writer) -> Coro<> {
    const std::string all = await reader.read();
    writer.write(all);
    writer.close(); // the other end gets all of it
    await writer.wait_closed();
  };
  auto server = await pawl::start_tls_server(serve, "127.0.0.1", 0, server_context());
  auto client = await pawl::open_tls_connection("localhost", server.port(), client_context());
  std::string data;
  for (int i = 0; data.size() < 3000000; ++i)
    data += std::to_string(i);
  client.writer.write(data);
  await client.writer.drain();
  client.writer.write_eof();
  expect(await client.reader.read() == data);
  client.writer.close();
  await client.writer.wait_closed();
  char name[] = "/tmp/pawl-tls-XXXXXX";
  const int fd = mkstemp(name);
  unlink(name);
  (void)!write(fd, data.data(), data.size()); // pawl: allow(blocking-call)
  auto sends = await pawl::open_tls_connection("localhost", server.port(), client_context());
  expect(await sends.writer.sendfile(fd, 10) == data.size() - 10);
  sends.writer.write_eof();
  expect(await sends.reader.read() == data.substr(10));
  close(fd);
}

async SCENARIO(cut_off) {
  auto serve = async [](StreamReader &reader, StreamWriter &writer) -> Coro<> {
    await reader.readline();
    writer.write("half of it");
    await writer.drain();
    writer.abort();
  };
  auto server = await pawl::start_tls_server(serve, "127.0.0.1", 0, server_context());
  auto client = await pawl::open_tls_connection("localhost", server.port(), client_context());
  client.writer.write("\n");
  try {
    (void)await client.reader.read();
    expect(false);
  } catch (const pawl::TLSError &e) { // and not the end
    expect(std::strstr(e.what(), "unexpected eof") != nullptr);
  } catch (const pawl::ConnectionResetError &) {
  }
}

async SCENARIO(files_and_contexts) {
  EXPECT_THROW(pawl::TLSError, TLSContext::server("/no/such/file", "/no/such/file"));
  EXPECT_THROW(pawl::TLSError, TLSContext::server(file("good.pem"), file("other.key")));
  EXPECT_THROW(pawl::TLSError, client_context().load_verify_locations("/no/such/file"));
  auto server = await pawl::start_server(echo, "127.0.0.1", 0);
  auto client = await pawl::open_connection("127.0.0.1", server.port());
  EXPECT_THROW(pawl::RuntimeError, await pawl::start_tls(client.writer, client_context(), {}, true));
  EXPECT_THROW(pawl::TLSError, await pawl::start_tls(client.writer, client_context())); // whose certificate?
  EXPECT_THROW(pawl::TLSError, await pawl::open_tls_connection("localhost", server.port(), client_context()));
}

async SCENARIO(against_openssl) {
  pawl::SubprocessOptions piped;
  piped.in = piped.out = pawl::Stdio::pipe;
  piped.err = pawl::Stdio::devnull;
  // Our server, their client.
  auto server = await pawl::start_tls_server(echo, "127.0.0.1", 0, server_context());
  auto s_client = await pawl::create_subprocess_exec(
      {"openssl", "s_client", "-quiet", "-verify_return_error", "-CAfile", file("ca.pem"), "-verify_hostname", "localhost",
       "-connect", "127.0.0.1:" + std::to_string(server.port())}, piped);
  s_client.stdin_writer().write("from openssl\n");
  expect(await s_client.stdout_reader().readline() == "echo from openssl\n");
  s_client.kill();
  await s_client.wait();
  // Their server, our client.
  auto s_server = await pawl::create_subprocess_exec(
      {"openssl", "s_server", "-accept", "127.0.0.1:0", "-rev", "-cert", file("good.pem"), "-key", file("good.key")}, piped);
  std::string port;
  for await (std::string line : s_server.stdout_reader())
    if (line.find("ACCEPT") == 0) {
      port = line.substr(line.rfind(':') + 1);
      break;
    }
  auto client = await pawl::open_tls_connection("localhost", static_cast<std::uint16_t>(std::stoi(port)), client_context());
  expect(await ask(client, "reversed\n") == "desrever\n");
  client.writer.close();
  await client.writer.wait_closed();
}

async Coro<std::string> exchange(TLSContext ours, TLSContext theirs) {
  auto server = await pawl::start_tls_server(echo, "127.0.0.1", 0, theirs);
  auto client = await pawl::open_tls_connection("localhost", server.port(), ours);
  std::string result;
  for (std::size_t size : {1U, 1000U, 50000U})
    result += await ask(client, std::string(size, 'x') + "\n");
  client.writer.close();
  await client.writer.wait_closed();
  return result;
}
async Coro<std::string> exchange_within(TLSContext ours, TLSContext theirs) {
  auto serve = async [&](StreamReader &reader, StreamWriter &writer) -> Coro<> {
    await pawl::start_tls(writer, theirs, {}, true);
    await echo(reader, writer);
  };
  auto server = await pawl::start_tls_server(serve, "127.0.0.1", 0, theirs);
  auto client = await pawl::open_tls_connection("localhost", server.port(), ours);
  pawl::TLSOptions options;
  options.server_hostname = "localhost";
  await pawl::start_tls(client.writer, ours, options);
  std::string result = await ask(client, std::string(50000, 'x') + "\n");
  client.writer.close();
  await client.writer.wait_closed();
  return result;
}
async SCENARIO(disturbed) {
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    auto simulated = [seed, a = client_context(), b = server_context()] {
      pawl::Simulation simulation;
      simulation.seed = seed;
      simulation.disturbances_per_mille = 300;
      return pawl::simulate(simulation, exchange(a, b));
    };
    expect((await pawl::to_thread(simulated)).size() == 51001 + 3 * 6);
    auto within = [seed, a = client_context(), b = server_context()] {
      pawl::Simulation simulation;
      simulation.seed = seed;
      simulation.disturbances_per_mille = 300;
      return pawl::simulate(simulation, exchange_within(a, b));
    };
    expect((await pawl::to_thread(within)).size() == 50001 + 5);
  }
}
