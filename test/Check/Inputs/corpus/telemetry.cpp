// Counters, exporters, a watchdog; files and processes at the edge.
#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <fstream>
#include <functional>
#include <future>
#include <iostream>
#include <map>
#include <memory>
#include <mutex>
#include <pawl/pawl.h>
#include <string>
#include <string_view>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace std::chrono_literals;
using pawl::Coro;

namespace telemetry {

struct Sample {
  std::string name;
  double value = 0;
  std::chrono::system_clock::time_point at;
};

class Exporter {
public:
  virtual ~Exporter() = default;
  virtual Coro<> send(const Sample &sample) = 0;
  virtual Coro<> flush() = 0;
};

#define TELEMETRY_TRACE(expression)                                                                \
  do {                                                                                             \
    std::printf("%s\n", #expression);                                                              \
    expression;                                                                                    \
  } while (false)

class Registry {
public:
  void record(std::string name, double value) {
    samples_.push_back({std::move(name), value, std::chrono::system_clock::now()});
    if (samples_.size() > 1000) samples_.pop_front();
  }
  async Coro<> export_all(Exporter &exporter) {
    for (const Sample &sample : samples_) await exporter.send(sample); // expect-warning(held-across-await)
    await exporter.flush();
  }
  async Coro<> export_batch(Exporter &exporter) {
    std::deque<Sample> batch;
    batch.swap(samples_);
    for (const Sample &sample : batch) await exporter.send(sample);
    TELEMETRY_TRACE(exporter.flush()); // expect-error(unawaited)
    TELEMETRY_TRACE(await exporter.flush());
  }
  async Coro<> export_last(Exporter &exporter) {
    const Sample &last = samples_.back();
    await exporter.send(last);
    std::printf("%s sent\n", last.name.c_str()); // expect-warning(held-across-await)
  }
  async Coro<double> mean() {
    double sum = 0;
    for (const Sample &sample : samples_) sum += sample.value;
    await pawl::sleep(0s);
    return samples_.empty() ? 0 : sum / static_cast<double>(samples_.size());
  }

private:
  std::deque<Sample> samples_;
};

class FileExporter : public Exporter {
public:
  explicit FileExporter(std::string name) : name_(std::move(name)) {}
  async Coro<> send(const Sample &sample) override {
    std::lock_guard lock(mutex_);
    lines_ += sample.name + "\n";
    return;
  }
  async Coro<> flush() override {
    std::fstream file(name_, std::ios::app); // expect-warning(blocking-call)
    file << lines_;
    lines_.clear();
    ::fsync(1); // expect-warning(blocking-call)
    return;
  }
  async Coro<> flush_in_thread() {
    await pawl::to_thread([name = name_, lines = std::exchange(lines_, "")] {
      std::fstream file(name, std::ios::app);
      file << lines;
    });
  }
  async Coro<> rotate() {
    std::filesystem::copy_file(name_, name_ + ".old"); // expect-warning(blocking-call)
    lines_.clear();
    await flush();
  }
  async Coro<> locked_flush() {
    mutex_.lock();
    if (!lines_.empty()) await flush_in_thread(); // expect-warning(held-across-await)
    mutex_.unlock();
  }

private:
  std::string name_, lines_;
  std::mutex mutex_;
};

std::string hostname() {
  char name[256] = {};
  ::gethostname(name, sizeof name - 1);
  return name;
}
std::string version() {
  std::FILE *pipe = ::popen("uname -r", "r");
  char text[64] = {};
  if (pipe) {
    if (!std::fgets(text, sizeof text, pipe)) text[0] = '\0';
    ::pclose(pipe);
  }
  return text;
}
struct Host {
  std::string name = hostname(), kernel;
  void read() { kernel = version(); }
};

async Coro<Host> describe() {
  Host host;
  host.read(); // expect-warning(blocking-call)
  return host;
}
async Coro<Host> describe_well() {
  Host host;
  host.kernel = await pawl::to_thread(version);
  return host;
}

/// Barks when the loop has not come by for too long.
class Watchdog {
public:
  async Coro<> feed() {
    while (!stopped_) {
      fed_ = true;
      await pawl::sleep(100ms);
    }
  }
  async Coro<> bark() {
    while (!hungry_) {} // expect-warning(starvation)
    std::puts("bark");
    return;
  }
  async Coro<> until_fed() {
    while (!fed_) { // expect-warning(starvation)
      await pawl::sleep(1ms);
    }
    fed_ = false;
  }
  async Coro<> until_told() {
    await told_.wait();
    std::puts("told");
  }
  async Coro<int> child() {
    pid_t pid = ::fork();
    if (pid == 0) ::_exit(0);
    int status = 0;
    ::waitpid(pid, &status, 0); // expect-warning(blocking-call)
    return status;
  }
  async Coro<int> reap() {
    int status = 0;
    while (::waitpid(-1, &status, WNOHANG) == 0) await pawl::sleep(10ms);
    return status;
  }

private:
  bool fed_ = false, hungry_ = false;
  std::atomic<bool> stopped_{false};
  pawl::Event told_;
};

Coro<double> sample_cpu();
Coro<double> sample_memory();
Coro<double> scaled(double by, const double &value);
async Coro<double> load() {
  double cpu = await sample_cpu();
  double memory = await sample_memory(); // expect-hint(sequential-awaits)
  auto weighted = scaled(cpu, memory * 2); // expect-warning(dangling)
  cpu += await sample_cpu();
  return cpu + await std::move(weighted);
}

async Coro<> keep_loading(Registry &registry) {
  auto next = load();
  for (int i = 0; i < 10; ++i) {
    registry.record("load", await std::move(next));
    next = load();
  }
}

async Coro<int> prompt() {
  int answer = 0;
  std::cout << "continue? ";
  std::cin >> answer; // expect-warning(blocking-call)
  return answer;
}

async Coro<int> computed(std::shared_future<int> shared) {
  if (shared.wait_for(0s) == std::future_status::ready) return shared.get();
  std::future<int> own = std::async(std::launch::async, [] { return 1; });
  own.wait(); // expect-warning(blocking-call)
  return await pawl::to_thread([shared] { return shared.get(); });
}

/// A table as a whole in the frame, and one that is not.
async Coro<double> histogram(Registry &registry) { // expect-hint(frame-size)
  std::array<double, 4096> buckets{};
  buckets[0] = await registry.mean();
  return buckets[0] + buckets[1];
}
async Coro<double> small_histogram(Registry &registry) {
  double first = await registry.mean();
  std::array<double, 4096> buckets{};
  buckets[0] = first;
  return buckets[0];
}

} // namespace telemetry
