// What is held, or taken from shared state, while others run.
// RUN: %check-findings %s
#include <deque>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <pawl/pawl.h>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>
using namespace std::chrono_literals;
using pawl::Coro;

std::mutex m;
std::shared_mutex shared;
Coro<int> fetch();
Coro<> send(int);
pawl::AsyncGenerator<int> numbers();

//===--- Guards and mutexes
async Coro<> guards(bool flag) {
  {
    std::lock_guard<std::mutex> g(m);
    await fetch();                            // expect-warning(held-across-await): 'g' holds a mutex across this await; use pawl::Lock
  }
  await fetch();
  std::scoped_lock both(m, shared);
  if (flag) await fetch();                    // expect-warning(held-across-await): 'both' holds
}
async Coro<> unique(bool flag) {
  std::unique_lock<std::mutex> lock(m);
  lock.unlock();
  await fetch();
  lock.lock();
  await fetch();                              // expect-warning(held-across-await)
  lock.unlock();
  std::unique_lock<std::mutex> deferred(m, std::defer_lock);
  await fetch();
  std::unique_lock<std::mutex> none;
  await fetch();
  if (flag) deferred.lock();
  await fetch();                              // expect-warning(held-across-await)
}
async Coro<> moved() {
  std::unique_lock<std::mutex> lock(m);
  auto other = std::move(lock);
  other.unlock();
  await fetch();
}
async Coro<> optional(bool flag) {
  std::optional<std::lock_guard<std::mutex>> guard;
  await fetch();
  if (flag) guard.emplace(m);
  await fetch();                              // expect-warning(held-across-await): 'guard' holds a mutex
  guard.reset();
  await fetch();
}
async Coro<> bare() {
  m.lock();
  await fetch();                              // expect-warning(held-across-await): 'm' is locked across this await
  m.unlock();
  await fetch();
  { std::shared_lock<std::shared_mutex> reader(shared); }
  for await (int n : numbers()) await send(n);
}
async pawl::AsyncGenerator<int> yields() {
  std::lock_guard<std::mutex> g(m);
  yield 1;                                    // expect-warning(held-across-await): 'g' holds a mutex across this yield
}
async Coro<> loops() {
  std::lock_guard<std::mutex> g(m);
  for await (int n : numbers()) (void)n;      // expect-warning(held-across-await) expect-warning(held-across-await)
}

struct [[pawl::must_not_suspend]] Pin {
  int depth;
};
class __attribute__((scoped_lockable)) Locker {
public:
  explicit Locker(std::mutex &);
  ~Locker();
};
async Coro<> marked() {
  { Pin ended{0}; }
  await fetch();
  {
    Pin pin{1};
    await fetch();                            // expect-warning(held-across-await): 'pin' must not be alive across this await
  }
  await fetch();
  Locker locker(m);
  await fetch();                              // expect-warning(held-across-await)
}
async Coro<> silenced() {
  std::lock_guard<std::mutex> g(m);
  await fetch(); // pawl: allow(held-across-await)
}
void plain() { std::lock_guard<std::mutex> g(m); }
async Coro<> own_lock(pawl::Lock &lock) {
  auto held = await lock.scoped();
  await fetch();
}

//===--- What leads into a container
struct Session {
  Coro<> send(int);
  int used = 0;
};
class Server {
  std::vector<Session> sessions_;
  std::map<int, Session> byId_;
  std::unordered_map<int, Session> byName_;
  std::vector<int> fixed_;
  std::deque<int> queue_;
  pawl::Lock lock_;

public:
  Server() { fixed_.push_back(1); }
  void add() {
    sessions_.emplace_back();
    queue_.push_back(1);
  }
  void drop(int id) { byId_.erase(id); }
  void name(int id) { byName_[id].used++; }

  async Coro<> all() {
    for (auto &s : sessions_)
      await s.send(1);                        // expect-warning(held-across-await): the loop over 'sessions_' goes on after this await
    for (int n : fixed_) await ::send(n);
    for (size_t i = 0; i < sessions_.size(); ++i) await sessions_[i].send(1);
    auto copy = sessions_;
    for (auto &s : copy) await s.send(1);
  }
  async Coro<> one(int id) {
    auto it = byId_.find(id);
    await it->second.send(1);
    it->second.used++;                        // expect-warning(held-across-await): 'it' leads into 'byId_', which may have changed since
    it = byId_.find(id);
    it->second.used++;
    auto &back = sessions_.back();
    await fetch();
    back.used++;                              // expect-warning(held-across-await): 'back' leads into 'sessions_'
    Session *first = &sessions_[0];
    first->used++;
    await fetch();
    first->used++;                            // expect-warning(held-across-await)
    // A reference into these two survives growth, which is all that happens to them.
    auto &named = byName_[id];
    auto &end = queue_.back();
    await fetch();
    named.used++;
    end++;
    auto found = byName_.find(id);
    await fetch();
    found->second.used++;                     // expect-warning(held-across-await)
  }
  async Coro<> early(int id) {
    for (auto &s : sessions_)
      if (s.used) {
        await s.send(1);
        break;
      }
    auto it = byId_.find(id);
    if (it == byId_.end()) return;
    int used = it->second.used;
    byId_.erase(it);
    await ::send(used);
  }
  async Coro<> locked() {
    auto held = await lock_.scoped();
    for (auto &s : sessions_) await s.send(1);
  }
};
async Coro<> own() {
  std::vector<Session> local;
  local.emplace_back();
  for (auto &s : local) await s.send(1);
  auto &back = local.back();
  await back.send(1);
  back.used++;
}

//===--- Guards that are handed over
async Coro<> takes(std::unique_lock<std::mutex> lock) {
  await fetch();                              // expect-warning(held-across-await): 'lock' holds a mutex across this await
  lock.unlock();
  await fetch();
}
async Coro<> releases(std::unique_lock<std::mutex> lock, std::unique_lock<std::mutex> &other) {
  lock.unlock();
  await fetch();
  if (lock.try_lock())
    await fetch();                            // expect-warning(held-across-await): 'lock' holds a mutex across this await
  (void)other;
}

//===--- What is read, and written back after an await
int total = 0;
class Account {
  int balance_ = 0;
  int limit_ = 0;

public:
  async Coro<> deposit() {
    int before = balance_;
    int more = await fetch();
    balance_ = before + more;                 // expect-warning(held-across-await): 'balance_' may have changed since it was read
  }
  async Coro<> inOne() {
    balance_ = balance_ + await fetch();      // expect-warning(held-across-await): 'balance_' may have changed since it was read
    balance_ = await fetch() + balance_;
    balance_ += await fetch();
    total = total + await fetch();            // expect-warning(held-across-await): 'total' may have changed
  }
  async Coro<int> good() {
    int before = balance_;
    limit_ = before;
    int more = await fetch();
    balance_ = balance_ + more;
    before = balance_;
    balance_ = before + 1;
    int limit = limit_;
    await fetch();
    balance_ = more;
    return limit + before;
  }
};
async Coro<> through_reference(int &counter, int copy) {
  int seen = counter;
  await fetch();
  counter = seen + 1;                         // expect-warning(held-across-await): 'counter' may have changed
  int mine = copy;
  await fetch();
  copy = mine + 1;
}
