// Names by c-ares, which asks a DNS server of this program's own; the row of DNS in asyncio.md.
// RUN: %dialect %s -o %t && %t | %filecheck --check-prefix=CHECK-EXEC
// CHECK-EXEC: names ok
// CHECK-EXEC: connections ok
// CHECK-EXEC: failures ok
// CHECK-EXEC: many_at_once ok
// CHECK-EXEC: cancelled ok
// CHECK-EXEC: left_at_the_end ok
// CHECK-EXEC: back_to_the_system ok
#include "Inputs/dialect.h"

#include <memory>
#include <pawl/cares.h>
#include <unistd.h>

using namespace std::chrono_literals;
using pawl::Coro;
using pawl::SocketAddress;

/// Answers for NAME.test with the given addresses, not at all for "mute.test", and says of all else that it is not there.
std::string answer_to(const std::string &question) {
  std::string name;
  std::size_t at = 12;
  while (question[at] != 0) {
    const auto length = static_cast<std::size_t>(question[at]);
    name += (name.empty() ? "" : ".") + question.substr(at + 1, length);
    at += length + 1;
  }
  const char type = question[at + 2];
  if (name == "mute.test")
    return {};
  const bool known = name == "one.test" || name == "two.test" || name.find("many") == 0;
  std::string records;
  if (known && type == 1) {
    std::vector<char> last{1};
    if (name == "two.test")
      last = {2, 1};
    for (char byte : last)
      records += std::string("\xc0\x0c\0\x01\0\x01\0\0\0\x3c\0\x04\x7f\0\0", 15) + byte;
  }
  std::string head = question.substr(0, 2) + "\x81";
  head += static_cast<char>(0x80 | (known ? 0 : 3));
  head += std::string("\0\x01\0", 3) + static_cast<char>(records.size() / 16) + std::string(4, '\0');
  return head + question.substr(12, at + 5 - 12) + records;
}

struct Dns {
  pawl::DatagramEndpoint socket;
  pawl::Task<> serving;
  int questions = 0;
};
async Coro<> serve(Dns &dns) {
  for (;;) {
    auto [question, from] = await dns.socket.recvfrom();
    ++dns.questions;
    const std::string answer = answer_to(question);
    if (!answer.empty())
      dns.socket.sendto(answer, from);
  }
}
/// A server in this loop, which is the one that is asked from now on.
async Coro<std::unique_ptr<Dns>> start_dns() {
  auto dns = std::unique_ptr<Dns>(new Dns{await pawl::create_datagram_endpoint(SocketAddress("127.0.0.1", 0)), {}, 0});
  dns->serving = pawl::create_task(serve(*dns));
  pawl::CaresOptions options;
  options.servers = {dns->socket.sockname().to_string()};
  options.timeout = 20ms;
  options.tries = 2;
  pawl::use_cares(options);
  return dns;
}

async SCENARIO(names) {
  auto dns = await start_dns();
  auto one = await pawl::getaddrinfo("one.test", 80);
  expect(one.size() == 1 && one[0].to_string() == "127.0.0.1:80");
  pawl::NameOptions four;
  four.family = AF_INET;
  auto two = await pawl::getaddrinfo("two.test", 81, four);
  expect(two.size() == 2 && two[0].port() == 81 && two[0] != two[1]);
  // Numbers, and names of /etc/hosts, need no server.
  const int before = dns->questions;
  expect((await pawl::getaddrinfo("10.1.2.3", 80))[0].to_string() == "10.1.2.3:80");
  expect((await pawl::getaddrinfo("localhost", 80, four))[0].to_string() == "127.0.0.1:80");
  expect(dns->questions == before);
}

async SCENARIO(connections) {
  auto dns = await start_dns();
  auto server = await pawl::start_server([](pawl::StreamReader, pawl::StreamWriter w) { w.write("hello"); }, "one.test", 0);
  auto client = await pawl::open_connection("two.test", server.port()); // its second address
  expect(await client.reader.read() == "hello");
}

async Coro<std::string> failure_of(std::string name) {
  try {
    await pawl::getaddrinfo(name, 80);
  } catch (const pawl::NameError &e) {
    return e.what();
  }
  return "found";
}
async SCENARIO(failures) {
  auto dns = await start_dns();
  expect(await failure_of("nobody.test") == "cannot resolve 'nobody.test': Domain name not found");
  const std::string mute = await failure_of("mute.test");
  expect(mute == "cannot resolve 'mute.test': Timeout while contacting DNS servers");
  try {
    await pawl::open_connection("nobody.test", 80);
    expect(false);
  } catch (const pawl::NameError &) {
  }
}

async SCENARIO(many_at_once) {
  auto dns = await start_dns();
  std::vector<Coro<std::vector<SocketAddress>>> all;
  for (int i = 0; i < 200; ++i)
    all.push_back(pawl::getaddrinfo("many" + std::to_string(i) + ".test", 80));
  for (auto &found : await pawl::gather(std::move(all)))
    expect(found.size() == 1);
}

async SCENARIO(cancelled) {
  auto dns = await start_dns();
  EXPECT_THROW(pawl::TimeoutError, await pawl::wait_for(pawl::getaddrinfo("mute.test", 80), 5ms));
  expect((await pawl::getaddrinfo("one.test", 80)).size() == 1);
}

async Coro<> ask_in_vain() { (void)await pawl::getaddrinfo("mute.test", 80); }
async SCENARIO(left_at_the_end) {
  auto dns = await start_dns();
  (void)pawl::create_task(ask_in_vain());
  await pawl::sleep(1ms);
}

async SCENARIO(back_to_the_system) {
  pawl::use_system_resolver();
  expect(await failure_of("one.test") != "found");
}
