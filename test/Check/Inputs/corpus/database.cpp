// A pool of connections, transactions, a cache in front, migrations.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <pawl/pawl.h>
#include <poll.h>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unistd.h>
#include <unordered_map>
#include <utility>
#include <vector>

using namespace std::chrono_literals;
using pawl::Coro;

namespace db {

using Row = std::vector<std::string>;
using Rows = std::vector<Row>;

/// The library under it, which knows nothing of coroutines.
namespace native {
struct Handle {
  int socket = -1;
};
Handle open(const char *where);
[[pawl::blocking]] Rows execute(Handle &handle, const char *statement);
[[pawl::nonblocking]] void send(Handle &handle, const char *statement);
} // namespace native

class Connection {
public:
  explicit Connection(std::string where) : handle_(native::open(where.c_str())) {}
  async Coro<Rows> query(std::string_view statement) {
    std::string text(statement);
    native::send(handle_, text.c_str());
    await pawl::readable(handle_.socket);
    return Rows{};
  }
  async Coro<Rows> query_at_once(std::string statement) {
    return native::execute(handle_, statement.c_str()); // expect-warning(blocking-call)
  }
  async Coro<bool> alive(int timeout) {
    pollfd set{handle_.socket, POLLIN, 0};
    return ::poll(&set, 1, timeout) == 1; // expect-warning(blocking-call)
  }
  async Coro<bool> alive_now() {
    pollfd set{handle_.socket, POLLIN, 0};
    return ::poll(&set, 1, 0) == 1;
  }
  Coro<> begin();
  Coro<> commit();
  Coro<> rollback();

private:
  native::Handle handle_;
};

class Pool {
public:
  Pool(std::string where, int size) : where_(std::move(where)), slots_(size) {}

  async Coro<std::unique_ptr<Connection>> take() {
    await slots_.acquire();
    if (free_.empty()) return std::make_unique<Connection>(where_);
    auto connection = std::move(free_.back());
    free_.pop_back();
    return connection;
  }
  void give(std::unique_ptr<Connection> connection) {
    free_.push_back(std::move(connection));
    slots_.release();
  }
  async Coro<> check() {
    for (auto &connection : free_)
      if (!await connection->alive_now()) // expect-warning(held-across-await)
        connection = std::make_unique<Connection>(where_);
  }
  async Coro<> warm_up() {
    std::unique_lock<std::mutex> lock(mutex_);
    while (warming_) {
      lock.unlock();
      await pawl::sleep(10ms);
      lock.lock();
    }
    warming_ = true;
    lock.unlock();
    auto connection = await take();
    give(std::move(connection));
    lock.lock();
    warming_ = false;
  }

private:
  std::string where_;
  pawl::Semaphore slots_;
  std::vector<std::unique_ptr<Connection>> free_;
  std::mutex mutex_;
  bool warming_ = false;
};

/// Commits what its body does, or rolls back.
template <class Body> async Coro<> transaction(Connection &connection, Body body) {
  await connection.begin();
  std::exception_ptr error;
  try {
    await body(connection);
  } catch (...) {
    error = std::current_exception();
  }
  if (error) {
    await connection.rollback();
    std::rethrow_exception(error);
  }
  await connection.commit();
}

template <class Body> async Coro<bool> try_transaction(Connection &connection, Body body) {
  await connection.begin();
  try {
    await body(connection);
    await connection.commit();
    return true;
  } catch (...) { // expect-warning(swallowed-cancel)
  }
  connection.rollback(); // expect-error(unawaited)
  return false;
}

std::string select(std::string_view table, int id);

class Users {
public:
  explicit Users(Connection &connection) : connection_(connection) {}

  async Coro<std::string> name(int id) {
    Rows rows = await connection_.query(select("users", id));
    return rows.empty() ? "" : rows[0][0];
  }
  async Coro<std::string> name_later(int id) {
    auto rows = connection_.query(select("users", id)); // expect-warning(dangling)
    await pawl::sleep(1ms);
    return (await std::move(rows))[0][0];
  }
  Coro<Rows> all(int page) {
    std::string statement = select("users", page);
    return connection_.query(statement); // expect-warning(dangling)
  }
  async Coro<Rows> all_good(int page) {
    std::string statement = select("users", page);
    return await connection_.query(statement);
  }
  async Coro<> rename(int id, std::string name) {
    await transaction(connection_, async [&](Connection &c) -> Coro<> {
      await c.query("update users");
      c.query(name); // expect-error(unawaited)
    });
    await try_transaction(connection_, async [id](Connection &c) -> Coro<> { await c.query(std::to_string(id)); });
  }

private:
  Connection &connection_;
};

class Cache {
public:
  explicit Cache(Users &users) : users_(users) {}

  async Coro<std::string> name(int id) {
    if (auto hit = names_.find(id); hit != names_.end()) return hit->second;
    std::string name = await users_.name(id);
    names_.emplace(id, name);
    return name;
  }
  async Coro<std::string> name_twice(int id) {
    auto hit = names_.find(id);
    std::string fresh = await users_.name(id);
    if (hit != names_.end()) hit->second = fresh; // expect-warning(held-across-await)
    return fresh;
  }
  async Coro<int> hits() {
    int before = hits_;
    if (await users_.name(1) == "one") hits_ = before + 1; // expect-warning(held-across-await)
    return hits_;
  }
  void forget(int id) { names_.erase(id); }
  async Coro<> forget_all() {
    while (!names_.empty()) {
      names_.erase(names_.begin());
      await pawl::sleep(0s);
    }
  }
  async Coro<> refresh_forever() {
    for (;;) { // expect-warning(starvation)
      for (auto &[id, name] : names_) name = std::to_string(id);
      hits_ = 0;
    }
  }

private:
  Users &users_;
  std::unordered_map<int, std::string> names_;
  int hits_ = 0;
};

struct Migration {
  int version;
  std::function<Coro<>(Connection &)> apply;
};
async Coro<int> migrate(Connection &connection, const std::vector<Migration> &migrations) {
  int applied = 0;
  for (const Migration &migration : migrations) {
    auto step = migration.apply(connection);
    if (migration.version < 0) throw std::invalid_argument("version");
    await std::move(step);
    ++applied;
  }
  auto after = connection.commit(); // expect-warning(unawaited)
  if (applied == 0) return 0;
  await std::move(after);
  return applied;
}

Coro<int> count(const std::string &table);
async Coro<int> sizes(std::vector<std::string> tables) {
  std::vector<int> counts;
  for (const std::string &table : tables) {
    counts.push_back(await count(table)); // expect-hint(sequential-awaits)
  }
  auto users = count("users"); // expect-warning(dangling)
  return counts[0] + await std::move(users);
}

} // namespace db
