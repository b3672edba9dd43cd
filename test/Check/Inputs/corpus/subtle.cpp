// Mistakes that hide: behind a container, a virtual function, a wrapper, a member.
#include <cstdio>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <pawl/pawl.h>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

using namespace std::chrono_literals;
using pawl::Coro;

namespace subtle {

Coro<> work(int n);
Coro<int> value(int n);
Coro<int> find(std::string_view name);
std::string make_name(int n);

/// Kept in a container, and forgotten there.
async Coro<> collected(int count) {
  std::vector<Coro<>> all; // expect-warning(unawaited)
  for (int i = 0; i < count; ++i) all.push_back(work(i));
  await pawl::sleep(1s);
}
async Coro<> collected_and_awaited(int count) {
  std::vector<Coro<>> all;
  for (int i = 0; i < count; ++i) all.push_back(work(i));
  for (Coro<> &one : all) await std::move(one);
}

/// A guard in an optional, and one that a function gives.
std::mutex mutex;
std::unique_lock<std::mutex> lock_all() { return std::unique_lock(mutex); }
async Coro<> optional_guard(bool careful) {
  std::optional<std::lock_guard<std::mutex>> guard;
  if (careful) guard.emplace(mutex);
  await work(1); // expect-warning(held-across-await)
}
async Coro<> given_guard() {
  auto guard = lock_all();
  await work(2); // expect-warning(held-across-await)
}

/// A virtual function that blocks in the only class there is.
struct Backend {
  virtual ~Backend() = default;
  virtual void store(int n) = 0;
};
struct Disk final : Backend {
  void store(int) override { std::this_thread::sleep_for(1ms); }
};
async Coro<> through_base(Backend &backend) {
  backend.store(1); // nobody can tell
  return;
}
async Coro<> through_final(Disk &disk) {
  disk.store(1); // expect-warning(blocking-call)
  return;
}

/// A view within a structure.
struct Options {
  std::string_view name;
  int limit = 0;
};
Coro<int> find_with(Options options);
async Coro<int> options() {
  auto found = find_with(Options{make_name(1), 3}); // expect-warning(dangling)
  return await std::move(found);
}

/// A name for the temporary does not help when the coroutine lives longer than it.
class Finder {
public:
  void begin(int n) {
    std::string name = make_name(n);
    finding_ = find(name); // expect-warning(dangling)
  }
  void begin_well(const std::string &name) { finding_ = find(name); }
  async Coro<int> end() { return await std::move(finding_); }

private:
  Coro<int> finding_;
};

/// The handle of a task, dropped by a comma and by a conditional.
async Coro<> dropped(bool flag, int n) {
  n++, pawl::create_task(work(n));            // expect-warning(unawaited)
  flag ? work(1) : work(2);                   // expect-error(unawaited) expect-error(unawaited)
  if (auto w = work(3); flag) std::puts("x"); // expect-warning(unawaited)
  return;
}

/// A loop by hand over an iterator.
class Table {
public:
  void erase(int key) { rows_.erase(key); }
  async Coro<> walk() {
    for (auto it = rows_.begin(); it != rows_.end(); ++it) // expect-warning(held-across-await)
      await work(it->second);
  }
  async Coro<> walk_well() {
    for (auto it = rows_.begin(); it != rows_.end();) {
      int key = it->first;
      await work(it->second);
      it = rows_.upper_bound(key);
    }
  }

private:
  std::map<int, int> rows_;
};

/// A cancellation that ends in a function-try-block, and in a nested one.
async Coro<> in_function(int n) try {
  await work(n);
} catch (...) { // expect-warning(swallowed-cancel)
  std::puts("failed");
}
async Coro<> nested(int n) {
  try {
    try {
      await work(n);
    } catch (...) {
      std::puts("inner");
      throw;
    }
  } catch (const pawl::CancelledError &error) { // expect-warning(swallowed-cancel)
    std::puts("outer");
  }
}

} // namespace subtle
