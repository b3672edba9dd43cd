// Calls with identities over one connection, replies in any order, reconnects, timeouts.
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <pawl/pawl.h>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

using namespace std::chrono_literals;
using pawl::Coro;

namespace rpc {

using Id = std::uint64_t;
using Bytes = std::vector<std::byte>;

struct Message {
  Id id = 0;
  std::string method;
  Bytes payload;
};
class Disconnected : public std::runtime_error {
public:
  Disconnected() : std::runtime_error("disconnected") {}
};

class Channel {
public:
  virtual ~Channel() = default;
  virtual Coro<> send(std::span<const std::byte> bytes) = 0;
  virtual Coro<Bytes> receive() = 0;
};
Coro<std::unique_ptr<Channel>> connect(const std::string &host, int port);
Bytes encode(const Message &message);
Message decode(std::span<const std::byte> bytes);

class Client {
public:
  Client(std::string host, int port) : host_(std::move(host)), port_(port) {}

  async Coro<Bytes> call(std::string method, Bytes payload) {
    Message message{++last_, std::move(method), std::move(payload)};
    pawl::Future<Bytes> reply;
    pending_.emplace(message.id, reply);
    Bytes encoded = encode(message);
    await channel_->send(encoded);
    return await reply;
  }

  /// The bytes are gone when the send begins.
  async Coro<Bytes> call_later(Message message) {
    pawl::Future<Bytes> reply;
    pending_.emplace(message.id, reply);
    auto sending = channel_->send(encode(message)); // expect-warning(dangling)
    await pawl::sleep(1ms);
    await std::move(sending);
    return await reply;
  }

  async Coro<> notify(std::string method) {
    Bytes encoded = encode(Message{0, std::move(method), {}});
    channel_->send(encoded); // expect-error(unawaited)
    return;
  }

  async Coro<> read_replies() {
    while (true) {
      Bytes bytes = await channel_->receive();
      Message message = decode(bytes);
      auto found = pending_.find(message.id);
      if (found == pending_.end()) continue;
      found->second.set_result(std::move(message.payload));
      pending_.erase(found);
    }
  }

  async Coro<> reconnect() {
    auto channel = connect(host_, port_); // expect-warning(unawaited)
    for (int attempt = 0; attempt < 5; ++attempt) {
      try {
        channel_ = await connect(host_, port_);
        return;
      } catch (const Disconnected &) {
        await pawl::sleep(attempt * 100ms);
      }
    }
    throw Disconnected();
  }

  async Coro<> fail_all(std::string why) {
    for (auto &[id, reply] : pending_) {
      reply.set_exception(std::make_exception_ptr(Disconnected()));
      await pawl::sleep(0s); // expect-warning(held-across-await)
      std::printf("%s: %llu\n", why.c_str(), static_cast<unsigned long long>(id));
    }
  }

  async Coro<> keep_alive(bool &stop) {
    while (!stop) {
      try {
        await call("ping", {});
        await pawl::sleep(30s);
      } catch (const pawl::CancelledError &) { // expect-warning(swallowed-cancel)
        if (!stop) continue;
        throw;
      }
    }
  }

  async Coro<Bytes> call_or_default(std::string method) {
    try {
      return await pawl::wait_for(call(std::move(method), {}), 1s);
    } catch (const pawl::TimeoutError &) {
      return {};
    }
  }

  Coro<Bytes> traced(std::string method) {
    struct [[pawl::must_not_suspend]] Span {
      explicit Span(const std::string &name) { std::printf("begin %s\n", name.c_str()); }
      ~Span() { std::puts("end"); }
    };
    Span span(method);
    return call(std::move(method), {}); // expect-warning(return-without-await)
  }

  Coro<Bytes> with_fallback(std::string method) {
    try {
      if (!channel_) throw Disconnected();
      return call(method, {}); // expect-warning(return-without-await)
    } catch (const Disconnected &) {
      return call("fallback", {});
    }
  }

  Coro<Bytes> plain(std::string method) { return call(std::move(method), {}); }

private:
  std::string host_;
  int port_;
  Id last_ = 0;
  std::unique_ptr<Channel> channel_;
  std::unordered_map<Id, pawl::Future<Bytes>> pending_;
};

std::string host_of(std::string_view url);

async Coro<std::unique_ptr<Channel>> dial(std::string url) {
  auto channel = connect(host_of(url), 80); // expect-warning(dangling)
  auto spare = connect(url, 80);
  auto [first, second] = await pawl::gather(std::move(channel), std::move(spare));
  return std::move(first ? first : second);
}

/// Calls one server after the other, though they know nothing of each other.
async Coro<std::size_t> poll_all(Client &a, Client &b) {
  Bytes first = await a.plain("state");
  Bytes second = await b.plain("state");
  return first.size() + second.size();
}

Coro<int> lookup(int key);
async Coro<int> lookups() {
  int one = await lookup(1);
  const int two = await lookup(2); // expect-hint(sequential-awaits)
  int three = await lookup(one + two);
  int four = await lookup(4); // expect-hint(sequential-awaits)
  return three + four;
}

/// A reply as a whole in the frame.
async Coro<int> bulk(Client &client) { // expect-hint(frame-size)
  std::array<std::byte, 32768> buffer{};
  Bytes reply = await client.call("bulk", {});
  std::memcpy(buffer.data(), reply.data(), std::min(reply.size(), buffer.size()));
  await client.notify("done");
  return static_cast<int>(buffer[0]);
}

Coro<> heartbeat(std::shared_ptr<Client> client, const std::string &name);
async Coro<> start(std::shared_ptr<Client> client) {
  std::string name = "main";
  await client->reconnect();
  [[pawl::detach]] pawl::create_task(heartbeat(client, name)); // expect-warning(dangling)
}
async Coro<> start_and_wait(std::shared_ptr<Client> client) {
  std::string name = "main";
  auto beating = pawl::create_task(heartbeat(client, name));
  await client->notify("started");
  beating.cancel();
  try {
    await beating;
  } catch (const pawl::CancelledError &) {
  }
}

async Coro<bool> check(Client &client) {
  if (client.plain("check")) return true; // expect-error(unawaited)
  return false;
}

} // namespace rpc
