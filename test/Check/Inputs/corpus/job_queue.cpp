// Workers, priorities, retries and deadlines: a job queue.
#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <pawl/pawl.h>
#include <semaphore.h>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using namespace std::chrono_literals;
using pawl::Coro;

namespace jobs {

using Clock = std::chrono::steady_clock;

struct Job {
  int id = 0;
  int priority = 0;
  int attempts = 0;
  std::function<Coro<bool>()> work;
};
struct Stats {
  long done = 0, failed = 0, retried = 0;
};

Coro<> persist(const Job &job);
Coro<> report(const std::string &line);
Coro<int> remaining_quota();

/// Waits on a thread's condition, as code did before there were coroutines.
class Gate {
public:
  void open() {
    std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }
  void pass() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return open_; });
  }

private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = false;
};

class Queue {
public:
  async Coro<> push(Job job) {
    await persist(job);
    jobs_.push_back(std::move(job));
    std::push_heap(jobs_.begin(), jobs_.end(), less);
    ready_.set();
  }
  async Coro<Job> pop() {
    while (jobs_.empty()) {
      ready_.clear();
      await ready_.wait();
    }
    std::pop_heap(jobs_.begin(), jobs_.end(), less);
    Job job = std::move(jobs_.back());
    jobs_.pop_back();
    return job;
  }
  async Coro<> persist_all() {
    for (Job &job : jobs_) {
      job.attempts++;
      await persist(job); // expect-warning(held-across-await)
    }
  }
  async Coro<Job *> peek() {
    Job *top = jobs_.empty() ? nullptr : &jobs_.front();
    await pawl::sleep(0s);
    return top; // expect-warning(held-across-await)
  }
  async Coro<> reprioritise(int id) {
    auto job = std::find_if(jobs_.begin(), jobs_.end(), [id](const Job &j) { return j.id == id; });
    if (job == jobs_.end()) return;
    job->priority = await remaining_quota();
    std::make_heap(jobs_.begin(), jobs_.end(), less);
  }
  std::size_t size() const { return jobs_.size(); }

private:
  static bool less(const Job &a, const Job &b) { return a.priority < b.priority; }
  std::vector<Job> jobs_;
  pawl::Event ready_;
};

class Pool {
public:
  explicit Pool(Queue &queue) : queue_(queue) {}

  async Coro<> worker(int number) {
    for (;;) {
      Job job = await queue_.pop();
      try {
        bool good = await job.work();
        stats_.done += good;
      } catch (const pawl::CancelledError &) {
        await queue_.push(job);
        throw;
      } catch (const std::exception &error) {
        stats_.failed++;
        report(error.what()); // expect-error(unawaited)
        if (job.attempts++ < 3) await queue_.push(std::move(job));
      }
      std::printf("worker %d\n", number);
    }
  }

  async Coro<> worker_that_never_stops() {
    while (true) {
      try {
        Job job = await queue_.pop();
        await job.work();
      } catch (const std::exception &) {
        stats_.failed++;
      } catch (...) { // expect-warning(swallowed-cancel)
        stats_.failed++;
        continue;
      }
    }
  }

  async Coro<> count() {
    long before = stats_.done;
    await persist(Job{});
    stats_.done = before + 1; // expect-warning(held-across-await)
  }

  async Coro<> quota() {
    quota_ = quota_ - await remaining_quota(); // expect-warning(held-across-await)
  }

  async Coro<> run(int workers) {
    pawl::TaskGroup group;
    await pawl::with(group, async [&](pawl::TaskGroup &g) -> Coro<> {
      for (int i = 0; i < workers; ++i) g.create_task(worker(i));
      return;
    });
  }

  async Coro<> run_detached(int workers) {
    for (int i = 0; i < workers; ++i)
      pawl::create_task(worker(i)); // expect-warning(unawaited)
    await pawl::sleep(1h);
  }

  async Coro<> wait_for_gate() {
    gate_.pass(); // expect-warning(blocking-call)
    await report("open");
  }

  async Coro<> wait_for_slot(sem_t &slots) {
    ::sem_wait(&slots); // expect-warning(blocking-call)
    await report("slot");
    ::sem_post(&slots);
  }

  async Coro<> wait_until_idle() {
    while (queue_.size() != 0) await pawl::sleep(10ms); // expect-warning(starvation)
    await report("idle");
  }

  async Coro<> compact() {
    std::lock_guard<std::mutex> lock(mutex_);
    if (compacting_) return;
    compacting_ = true;
    {
      std::lock_guard<std::mutex> inner(other_);
      stats_.retried = 0;
    }
    await queue_.persist_all(); // expect-warning(held-across-await)
    compacting_ = false;
  }

  const Stats &stats() const { return stats_; }

private:
  Queue &queue_;
  Stats stats_;
  Gate gate_;
  std::mutex mutex_, other_;
  bool compacting_ = false;
  int quota_ = 100;
};

/// Runs something with a limit on its time.
template <class T> async Coro<T> within(std::chrono::milliseconds limit, Coro<T> work) {
  return await pawl::wait_for(std::move(work), limit);
}

template <class Work> async Coro<int> repeat(int times, Work work) {
  int good = 0;
  for (int i = 0; i < times; ++i) {
    persist(Job{}); // expect-error(unawaited)
    good += await work(i);
  }
  return good;
}

template <class Rep> async Coro<> pause(std::chrono::duration<Rep> time) {
  std::this_thread::sleep_for(time); // expect-warning(blocking-call)
  await pawl::sleep(time);
}

async Coro<int> try_it(Queue &queue) {
  await within(1s, queue.push(Job{1, 2, 0, {}}));
  await pause(std::chrono::duration<double>(0.1));
  await pause(std::chrono::duration<int>(1));
  int even = await repeat(3, async [](int i) -> Coro<bool> { return i % 2 == 0; });
  auto odd = repeat(3, async [](int i) -> Coro<bool> { return i % 2 != 0; }); // expect-warning(unawaited)
  auto all = repeat(3, async [](int) -> Coro<bool> { return true; }); // expect-warning(unawaited)
  if (even == 0) return 0;
  return even + await std::move(odd);
}

} // namespace jobs
