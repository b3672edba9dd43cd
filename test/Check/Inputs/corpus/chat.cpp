// Rooms, members and messages: who writes to whom, and who leaves meanwhile.
#include <cstdio>
#include <deque>
#include <list>
#include <memory>
#include <pawl/pawl.h>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

using namespace std::chrono_literals;
using pawl::Coro;

namespace chat {

class Member : public std::enable_shared_from_this<Member> {
public:
  explicit Member(std::string name) : name_(std::move(name)) {}
  const std::string &name() const { return name_; }
  async Coro<> send(std::string_view text) {
    await outgoing_.put(std::string(text));
  }
  async Coro<std::string> next() { return await outgoing_.get(); }

private:
  std::string name_;
  pawl::Queue<std::string> outgoing_;
};

class Room {
public:
  void join(std::shared_ptr<Member> member) { members_.push_back(std::move(member)); }
  void leave(const Member &member) {
    for (auto it = members_.begin(); it != members_.end(); ++it)
      if (it->get() == &member) {
        members_.erase(it);
        return;
      }
  }

  async Coro<> broadcast(std::string text) {
    for (const auto &member : members_) await member->send(text); // expect-warning(held-across-await)
    history_.push_back(text);
    if (history_.size() > 100) history_.pop_front();
  }

  async Coro<> broadcast_to_copy(std::string text) {
    auto members = members_;
    for (const auto &member : members) await member->send(text);
  }

  async Coro<> replay(Member &to) {
    for (std::size_t i = 0; i < history_.size(); ++i) await to.send(history_[i]);
    auto last = history_.rbegin();
    await to.send("that was all");
    if (last != history_.rend()) std::puts(last->c_str()); // expect-warning(held-across-await)
  }

  async Coro<> announce(std::string name) {
    broadcast(name + " is here"); // expect-error(unawaited)
    await pawl::sleep(1s);
  }

  async Coro<> kick(Member &member) {
    auto goodbye = member.send("goodbye"); // expect-warning(unawaited)
    leave(member);
    if (members_.empty()) return;
    await std::move(goodbye);
  }

  async Coro<> shutdown() {
    std::vector<Coro<>> farewells;
    for (auto &member : members_) farewells.push_back(member->send("closing"));
    await pawl::gather(std::move(farewells));
  }

  bool idle() const { return members_.empty(); }

private:
  std::vector<std::shared_ptr<Member>> members_;
  std::deque<std::string> history_;
};

std::string greeting(const std::string &name);

/// Greets later, by a view of a temporary that is gone by then.
async Coro<> greet(Member &member) {
  auto hello = member.send(greeting(member.name())); // expect-warning(dangling)
  await pawl::sleep(1s);
  await std::move(hello);
}

async Coro<> greet_now(Member &member) { await member.send(greeting(member.name())); }

/// A wrapper that is no coroutine, with a name of its own.
Coro<> welcome(Member &member) {
  std::string text = "welcome, " + member.name();
  return member.send(text); // expect-warning(dangling)
}

class Lobby {
public:
  Room &room(const std::string &name) { return rooms_[name]; }
  void close(const std::string &name) { rooms_.erase(name); }

  async Coro<> move(std::shared_ptr<Member> member, std::string from, std::string to) {
    Room &old = rooms_[from];
    old.leave(*member);
    await old.announce(member->name());
    Room &next = rooms_[to];
    next.join(member);
    if (old.idle()) rooms_.erase(from); // expect-warning(held-across-await)
  }

  async Coro<int> count() {
    int rooms = static_cast<int>(rooms_.size());
    await pawl::sleep(0s);
    return rooms;
  }

  async Coro<> ping_all(pawl::TaskGroup &group) {
    for (auto &[name, room] : rooms_) group.create_task(room.broadcast("ping"));
    return;
  }

  async Coro<> audit() {
    try {
      while (true) {
        await pawl::sleep(10s);
        std::printf("%zu rooms\n", rooms_.size());
      }
    } catch (const pawl::CancelledError &) { // expect-warning(swallowed-cancel)
      std::puts("audit stopped");
    }
  }

private:
  std::unordered_map<std::string, Room> rooms_;
};

/// Forwards what a member gets until there is a stop.
async Coro<> pump(std::shared_ptr<Member> from, std::shared_ptr<Member> to, const bool &stop) {
  while (!stop) {
    std::string text = await from->next();
    await to->send(text);
  }
}

async Coro<> session(Lobby &lobby, std::string name) {
  auto member = std::make_shared<Member>(name);
  lobby.room("main").join(member);
  bool stop = false;
  auto pumping = pawl::create_task(pump(member, member, stop));
  await greet_now(*member);
  pawl::create_task(lobby.audit()); // expect-warning(unawaited)
  stop = true;
  await pumping;
  if (lobby.count()) // expect-error(unawaited)
    std::puts("rooms are left");
}

} // namespace chat
