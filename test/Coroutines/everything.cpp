// One program of more than a thousand lines that uses all of the coroutine protocol: generators, tasks, a scheduler, parsers,
// and promises of many kinds.  Every scenario of the scheduler is also destroyed at each of its steps.
// RUN: %run-native --no-gxx="awaits in both operands of ?:" --with=%S/Inputs/everything %s | %filecheck
#include "Inputs/everything/parts.h"
#include "Inputs/everything/scheduler.h"
#include "Inputs/everything/task.h"

namespace {

/// What a scenario works with.
struct World {
  scheduler sched;
  channel<std::string> letters{sched, 2};
  channel<int> numbers{sched, 0};
  async_mutex mutex{sched};
  event ready{sched};
  std::string trace;
  int total = 0;
};

// Several tasks at once, without a template coroutine: each is run by a helper that counts down.

struct Join {
  int left = 0;
  std::coroutine_handle<> waiter;
  std::exception_ptr error;
};
/// Started by its owner; tells the join when it is at its end.
struct Branch {
  struct promise_type : Counted {
    Join* join;
    promise_type(task<>&, Join& j) : join(&j) {}
    Branch get_return_object() { return Branch(std::coroutine_handle<promise_type>::from_promise(*this)); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    struct Final {
      bool await_ready() noexcept { return false; }
      std::coroutine_handle<> await_suspend(std::coroutine_handle<promise_type> h) noexcept {
        Join& join = *h.promise().join;
        return --join.left == 0 ? join.waiter : std::noop_coroutine();
      }
      void await_resume() noexcept {}
    };
    Final final_suspend() noexcept { return {}; }
    void return_void() noexcept {}
    void unhandled_exception() noexcept {
      if (!join->error) join->error = std::current_exception();
    }
  };
  std::coroutine_handle<promise_type> handle;
  explicit Branch(std::coroutine_handle<promise_type> h) : handle(h) {}
  Branch(Branch&& other) noexcept : handle(std::exchange(other.handle, nullptr)) {}
  ~Branch() {
    if (handle) handle.destroy();
  }
};
Branch branch(task<> t, Join&) { co_await t; }

/// co_await all(...): every task, at the same time; the first exception.
class all {
 public:
  template <class... Tasks>
  explicit all(Tasks... tasks) {
    (branches_.push_back(branch(std::move(tasks), join_)), ...);
  }
  bool await_ready() const noexcept { return branches_.empty(); }
  bool await_suspend(std::coroutine_handle<> h) {
    join_.waiter = h;
    join_.left = static_cast<int>(branches_.size()) + 1;
    for (Branch& b : branches_) b.handle.resume();
    return --join_.left != 0;
  }
  void await_resume() const {
    if (join_.error) std::rethrow_exception(join_.error);
  }

 private:
  Join join_;
  std::vector<Branch> branches_;
};

/// A stream: yields to whoever awaits next(), and may await in between.
class Stream {
 public:
  struct promise_type : TaskPromise {
    std::optional<int> value;
    std::exception_ptr error;
    Stream get_return_object() { return Stream(std::coroutine_handle<promise_type>::from_promise(*this)); }
    Final yield_value(int v) {
      value = v;
      return {};
    }
    void return_void() { value.reset(); }
    void unhandled_exception() {
      value.reset();
      error = std::current_exception();
    }
  };
  struct Next {
    std::coroutine_handle<promise_type> handle;
    bool await_ready() const { return handle.done(); }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> h) {
      handle.promise().waiter = h;
      return handle;
    }
    std::optional<int> await_resume() {
      if (handle.promise().error) std::rethrow_exception(handle.promise().error);
      return handle.promise().value;
    }
  };
  Next next() { return {handle_}; }
  Stream(Stream&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  ~Stream() {
    if (handle_) handle_.destroy();
  }

 private:
  explicit Stream(std::coroutine_handle<promise_type> h) : handle_(h) {}
  std::coroutine_handle<promise_type> handle_;
};

// Producers and consumers.

task<> producer(World& w, std::string name, int n) {
  Resource r("producer-" + name);
  for (int i = 0; i < n; ++i) {
    co_await w.letters.send(name + std::to_string(i));
    if (i % 2) co_await w.sched.sleep(i);
  }
}
task<> consumer(World& w, char id) {
  while (std::optional<std::string> letter = co_await w.letters.receive()) {
    w.trace += id + *letter + ".";
    if (letter->back() == '2') co_await w.sched.turn();
  }
  w.trace += std::string(1, id) + "end.";
}
task<> produce_all(World& w) {
  co_await all(producer(w, "a", 4), producer(w, "b", 3));
  w.letters.close();
}
task<> exchange(World& w) {
  co_await all(consumer(w, 'X'), produce_all(w), consumer(w, 'Y'));
  w.trace += "@" + std::to_string(w.sched.now());
}

// A critical section, and waiting for an event.

task<int> critical(World& w, int n) {
  auto guard = co_await w.mutex.lock();
  Resource r("lock" + std::to_string(n));
  w.trace += "[";
  co_await w.sched.sleep(3 - n);
  w.trace += std::to_string(n) + "]";
  co_return n * n;
}
task<> contender(World& w, int n) {
  if (n == 2) co_await w.ready.wait();
  w.total += co_await critical(w, n) + (n == 0 ? co_await critical(w, 5) : 0);
  if (n == 1) w.ready.set();
}
task<> contention(World& w) {
  co_await all(contender(w, 0), contender(w, 1), contender(w, 2));
  w.trace += "=" + std::to_string(w.total);
}

// Rendezvous on a channel without room, with a sum of squares behind it.

Stream squares(World& w, int n) {
  Resource r("squares");
  for (int i = 1; i <= n; ++i) {
    co_yield i * i;
    co_await w.sched.sleep(1);
    if (i == 4) throw std::range_error("too many squares");
  }
}
task<> sender(World& w, int n) {
  try {
    Stream s = squares(w, n);
    while (auto v = co_await s.next()) co_await w.numbers.send(*v);
  } catch (const std::range_error& e) {
    w.trace += e.what();
  }
  w.numbers.close();
}
task<> receiver(World& w) {
  for (;;) {
    auto v = co_await w.numbers.receive();
    if (!v) break;
    w.total += *v;
  }
}
task<> rendezvous(World& w) {
  for (int n : {5, 0}) {
    w.total = 0;
    if (n != 0)
      co_await all(receiver(w), sender(w, n));
    else
      co_await sender(w, 0), co_await receiver(w);
    w.trace += std::to_string(w.total) + ";";
  }
}

// Exceptions through many tasks, and a search that gives up.

task<int> search(World& w, int depth) {
  Resource r("d" + std::to_string(depth));
  co_await w.sched.turn();
  if (depth == 3) throw std::out_of_range("bottom");
  int found = 0;
  try {
    found = co_await search(w, depth + 1);
  } catch (const std::out_of_range&) {
    if (depth > 1) throw;
    found = 40 + depth;
  }
  // Conditions, on either side.
  bool odd = depth % 2 && co_await w.sched.sleep(1) > 0;
  co_return odd || co_await w.sched.sleep(2) < 0 ? found + 1 : found;
}
task<> failing(World& w, int n) {
  co_await w.sched.sleep(n);
  if (n == 2) throw std::invalid_argument("second");
  w.trace += std::to_string(n);
}
task<> faults(World& w) {
  w.trace += std::to_string(co_await search(w, 0));
  try {
    co_await all(failing(w, 1), failing(w, 2), failing(w, 3));
  } catch (const std::invalid_argument& e) {
    w.trace += e.what();
  }
}

// A philosopher's dinner: nested guards, and a switch with awaits.

enum State { thinking, hungry, eating, full };
task<> philosopher(World& w, std::vector<std::unique_ptr<async_mutex>>& forks, int seat) {
  State state = thinking;
  std::optional<async_mutex::guard> first, second;
  int low = seat, high = (seat + 1) % 3;
  if (low > high) std::swap(low, high);
  while (state != full) {
    switch (state) {
      case thinking:
        co_await w.sched.sleep(1 + seat);
        state = hungry;
        [[fallthrough]];
      case hungry:
        first.emplace(co_await forks[low]->lock());
        second.emplace(co_await forks[high]->lock());
        state = eating;
        break;
      case eating:
        w.trace += std::to_string(seat);
        co_await w.sched.sleep(2);
        second.reset();
        first.reset();
        state = full;
        break;
      case full:
        break;
    }
  }
}
task<> dinner(World& w) {
  std::vector<std::unique_ptr<async_mutex>> forks;
  for (int i = 0; i < 3; ++i) forks.push_back(std::make_unique<async_mutex>(w.sched));
  co_await all(philosopher(w, forks, 0), philosopher(w, forks, 1), philosopher(w, forks, 2));
  w.trace += "@" + std::to_string(w.sched.now());
}

/// Runs a scenario to its end, then destroys it after every number of steps.
void scenario(const char* name, task<> (*run)(World&)) {
  int steps = 0;
  for (int stop = -1; stop < steps; ++stop) {
    std::printf("%s/%d: ", name, stop);
    {
      World w;
      task<> t = run(w);
      t.handle().resume();
      int taken = w.sched.run(stop < 0 ? 1000 : stop);
      if (stop < 0) steps = taken;
      if (t.done()) t.result();
      std::printf("%s ", w.trace.c_str());
    }
    if (alive != 0) std::printf("ALIVE %d", alive);
    end_line();
  }
}

}  // namespace

int main() {
  sequences();
  parsers();
  services();
  scenario("exchange", exchange);
  scenario("contention", contention);
  scenario("rendezvous", rendezvous);
  scenario("faults", faults);
  scenario("dinner", dinner);
  std::printf("%d\n", alive);
}
// CHECK-NOT: ALIVE
// CHECK: 3 4 5 6 ~count 0 1 ~count
// CHECK: <the> <quick> <brown> <fox>
// CHECK-NEXT: 50 20 10 30 25 70 60 80
// CHECK-NEXT: 10 20 25 30 50 60 70 80
// CHECK-NEXT: 10 25 30 20 60 80 70 50
// CHECK-NEXT: 50 20 30 25 50 20 30 25 (no such value)
// CHECK-NEXT: abcd adcb bdac cbda dbac
// CHECK: 63
// CHECK-NEXT: 1 5 7 11 13 17 19 {{.*}}1999
// CHECK: = 42; {{.*}}= none; {{.*}}= none; {{.*}}= 42; {{.*}}= 9; {{.*}}= none; = none;
// CHECK-NEXT: name:if|(|name:x|1|=|=|text:a"b|)|name:y|=|42|+|name:z|end
// CHECK: exchange/-1:
// CHECK: contention/-1: {{.*}}=30
// CHECK: rendezvous/-1: {{.*}}too many squares30;
// CHECK: dinner/-1:
// CHECK: {{^}}0
