// Streams of values through stages: generators, filters, windows, back-pressure.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <pawl/pawl.h>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

using namespace std::chrono_literals;
using pawl::AsyncGenerator;
using pawl::Coro;

namespace stages {

template <class T> async AsyncGenerator<T> from(std::vector<T> values) {
  for (T &value : values) {
    await pawl::sleep(0s);
    yield std::move(value);
  }
}

template <class T, class F> async AsyncGenerator<T> filter(AsyncGenerator<T> source, F keep) {
  for await (T value : source)
    if (keep(value)) yield std::move(value);
}

template <class T> async AsyncGenerator<std::vector<T>> windows(AsyncGenerator<T> source, std::size_t size) {
  std::vector<T> window;
  for await (T value : source) {
    window.push_back(std::move(value));
    if (window.size() < size) continue;
    yield std::move(window);
    window.clear();
  }
  if (!window.empty()) yield std::move(window);
}

template <class T> async Coro<std::vector<T>> collect(AsyncGenerator<T> source) {
  std::vector<T> all;
  for await (T value : source) all.push_back(std::move(value));
  return all;
}

/// A sequence with a lock that its readers hold for too long.
class Feed {
public:
  void publish(int value) {
    std::unique_lock lock(mutex_);
    values_.push_back(value);
  }
  async AsyncGenerator<int> values() {
    std::shared_lock lock(mutex_);
    for (std::size_t i = 0; i < values_.size(); ++i)
      yield values_[i]; // expect-warning(held-across-await)
  }
  async AsyncGenerator<int> snapshot() {
    std::vector<int> values;
    {
      std::shared_lock lock(mutex_);
      values = values_;
    }
    for (int value : values) yield value;
  }
  async AsyncGenerator<int> live() {
    for (int value : values_) yield value; // expect-warning(held-across-await)
  }
  async Coro<int> last() {
    auto end = values_.end();
    await pawl::sleep(1ms);
    return values_.empty() ? 0 : *(end - 1); // expect-warning(held-across-await)
  }

private:
  std::shared_mutex mutex_;
  std::vector<int> values_;
};

Coro<int> transform(int value);
Coro<int> transform_text(const std::string &text);
Coro<> sink(std::vector<int> values);
Coro<bool> accepts(int value);

async Coro<> run(Feed &feed) {
  filter(from(std::vector<int>{1, 2, 3}), [](int x) { return x > 1; }); // expect-error(unawaited)
  auto unread = feed.snapshot();                                        // expect-warning(unawaited)
  std::vector<int> all = await collect(filter(feed.snapshot(), [](int x) { return x % 2 == 0; }));
  for await (std::vector<int> window : windows(from(all), 2)) await sink(std::move(window));
  for await (int value : feed.snapshot()) transform(value); // expect-error(unawaited)
}

/// Transforms each; the ones in flight are kept, with what they refer to.
class Stage {
public:
  async Coro<> feed(std::vector<std::string> texts) {
    for (std::string &text : texts) in_flight_.push_back(transform_text(text + "!")); // expect-warning(dangling)
    for (Coro<int> &one : in_flight_) total_ += await std::move(one);
    in_flight_.clear();
  }
  async Coro<> feed_well(std::vector<std::string> texts) {
    std::vector<Coro<int>> in_flight;
    for (std::string &text : texts) in_flight.push_back(transform_text(text));
    for (int value : await pawl::gather(std::move(in_flight))) total_ += value;
  }
  async Coro<> tally(int value) {
    int old = total_;
    if (await accepts(value)) old += value;
    total_ = old; // expect-warning(held-across-await)
  }
  async Coro<> tally_well(int value) {
    bool accepted = await accepts(value);
    if (accepted) total_ += value;
  }
  async Coro<> retry(int value) {
    for (int attempt = 0;; ++attempt) {
      try {
        total_ += await transform(value);
        break;
      } catch (const std::exception &error) {
        if (attempt == 3) throw;
        std::puts(error.what());
      } catch (...) { // expect-warning(swallowed-cancel)
        if (attempt == 3) throw;
      }
    }
  }
  Coro<int> guarded(int value) {
    std::lock_guard<std::mutex> lock(mutex_);
    if (value < 0) return transform(-value); // expect-warning(return-without-await)
    total_ += value;
    return transform(value); // expect-warning(return-without-await)
  }
  async Coro<int> guarded_well(int value) {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      total_ += value;
    }
    return await transform(value);
  }
  async Coro<> drain(pawl::Queue<int> &queue) {
    while (!queue.empty()) {
      int value = queue.get_nowait();
      if (!await accepts(value)) await queue.put(value);
    }
  }
  async Coro<> watch(const bool &stop) {
    while (true) { // expect-warning(starvation)
      if (stop) std::puts("stopping");
    }
  }

private:
  std::vector<Coro<int>> in_flight_;
  std::mutex mutex_;
  int total_ = 0;
};

/// What older code hands in: a callback that blocks, and a thread that is waited for.
using Callback = std::function<void(int)>;
void slow_callback(int) { std::this_thread::sleep_for(10ms); }
void twice(int value) {
  slow_callback(value);
  slow_callback(value);
}
async Coro<> call_back(Callback callback) {
  callback(1);
  twice(2); // expect-warning(blocking-call)
  Callback later = slow_callback;
  await pawl::to_thread([later] { later(3); });
}

async Coro<int> compare(std::string a, std::string b) {
  const int left = await transform_text(a);
  const int right = await transform_text(b); // expect-hint(sequential-awaits)
  return left - right;
}

async Coro<int> lazy(int value) {
  auto result = [value]() -> Coro<int> { co_return co_await transform(value); }(); // expect-warning(dangling)
  await pawl::sleep(1ms);
  return await std::move(result);
}

async Coro<int> eager(int value) {
  auto first = async [value]() -> Coro<int> { return await transform(value); }();
  auto second = [](int copy) -> Coro<int> { co_return co_await transform(copy); }(value);
  auto [a, b] = await pawl::gather(std::move(first), std::move(second));
  return a + b;
}

} // namespace stages
