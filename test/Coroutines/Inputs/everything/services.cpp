// Promises that look at the parameters: frames in an arena, frames that may not be had, requests that know their service; and
// awaitables by operators.
#include "parts.h"
#include "task.h"

#include <thread>

namespace {

// Frames in an arena that the caller passes, as std::allocator_arg does.

class Arena {
 public:
  void* allocate(std::size_t size) {
    size = (size + 63) / 64 * 64;
    if (used_ + size > sizeof(bytes_)) throw std::bad_alloc();
    used_ += size;
    ++blocks;
    return bytes_ + used_ - size;
  }
  void release(std::size_t size) {
    used_ -= (size + 63) / 64 * 64;
    --blocks;
  }
  int blocks = 0;

 private:
  alignas(64) unsigned char bytes_[1 << 14];
  std::size_t used_ = 0;
};
Arena* current_arena = nullptr;

struct ArenaTask {
  struct promise_type : Counted {
    int value = 0;
    ArenaTask get_return_object() { return ArenaTask(std::coroutine_handle<promise_type>::from_promise(*this)); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_value(int v) noexcept { value = v; }
    void unhandled_exception() { std::terminate(); }
    /// For a free function, and for a member function of a class with an arena.
    template <class... Args>
    void* operator new(std::size_t size, Arena& arena, Args&...) {
      current_arena = &arena;
      return arena.allocate(size);
    }
    template <class Class, class... Args>
    void* operator new(std::size_t size, Class& object, Args&...) {
      current_arena = &object.arena;
      return object.arena.allocate(size);
    }
    void operator delete(void*, std::size_t size) { current_arena->release(size); }
  };
  std::coroutine_handle<promise_type> handle;
  explicit ArenaTask(std::coroutine_handle<promise_type> h) : handle(h) {}
  ArenaTask(ArenaTask&& other) noexcept : handle(std::exchange(other.handle, nullptr)) {}
  ~ArenaTask() {
    if (handle) handle.destroy();
  }
  int run() {
    while (!handle.done()) handle.resume();
    return handle.promise().value;
  }
};
ArenaTask in_arena(Arena& arena, int n) {
  int below = n > 0 ? in_arena(arena, n - 1).run() : 0;
  co_await std::suspend_always();
  co_return below + arena.blocks;
}
struct Holder {
  Arena arena;
  int base = 1000;
  ArenaTask compute(std::string text) {
    for (char c : text) {
      base += c - '0';
      co_await std::suspend_always();
    }
    co_return base;
  }
};

// A coroutine that may not get its frame.

int budget = 0;
struct Attempt {
  bool started = false;
  int* result = nullptr;
  struct promise_type : Counted {
    int* out;
    promise_type(int& result, const std::string& text) : out(&result) { *out = static_cast<int>(text.size()); }
    static Attempt get_return_object_on_allocation_failure() { return {false, nullptr}; }
    Attempt get_return_object() { return {true, out}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() noexcept {}
    void unhandled_exception() noexcept {}
    void* operator new(std::size_t size) noexcept { return budget-- > 0 ? std::malloc(size) : nullptr; }
    void operator delete(void* memory) noexcept { std::free(memory); }
  };
};
Attempt attempt(int& result, std::string text) {
  result = result * 10 + (text.empty() ? 0 : text[0] - '0');
  co_return;
}

// Requests: the promise is built with the service and the request, and books both.

class Service {
 public:
  explicit Service(std::string name) : name_(std::move(name)) {}

  struct Request;
  Request get(std::string path);
  Request put(std::string path, int size) &&;
  const std::string& name() const { return name_; }

 private:
  std::string name_;
  int served_ = 0;
};
struct Service::Request {
  struct promise_type : Counted {
    std::string label;
    promise_type(Service& s, std::string& path) : label(s.name() + ":" + path) { path += "?"; }
    promise_type(Service& s, std::string& path, int& size) : label(s.name() + "!" + path) { size *= 2; }
    explicit promise_type(Resource& r) : label("free:" + r.name()) {}
    ~promise_type() { say("/%s", label.c_str()); }
    Request get_return_object() { return Request(std::coroutine_handle<promise_type>::from_promise(*this)); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() noexcept {}
    void unhandled_exception() {}
  };
  std::coroutine_handle<promise_type> handle;
  explicit Request(std::coroutine_handle<promise_type> h) : handle(h) {}
  Request(Request&& other) noexcept : handle(std::exchange(other.handle, nullptr)) {}
  ~Request() {
    if (handle) handle.destroy();
  }
  void run() {
    say("%s", handle.promise().label.c_str());
    while (!handle.done()) handle.resume();
  }
};
Service::Request Service::get(std::string path) {
  say("get(%s,%d)", path.c_str(), ++served_);
  co_return;
}
Service::Request Service::put(std::string path, int size) && {
  say("put(%s,%d)", path.c_str(), size);
  co_return;
}
Service::Request unserved(Resource) {
  say("unserved");
  co_return;
}

// Awaitables by operators, of all kinds.

struct Days {
  int count;
};
struct Elapse {
  int amount;
  bool await_ready() const noexcept { return amount == 0; }
  bool await_suspend(std::coroutine_handle<>) const noexcept { return false; }
  int await_resume() const noexcept { return amount; }
};
Elapse operator co_await(Days d) { return {d.count}; }

template <class T>
struct Deferred {
  std::function<T()> work;
  struct Awaiter {
    const Deferred& deferred;
    Resource resource{"awaiter"};
    bool await_ready() const { return true; }
    void await_suspend(std::coroutine_handle<>) const {}
    T await_resume() const { return deferred.work(); }
  };
  Awaiter operator co_await() const& { return Awaiter{*this}; }
};
template <class T>
Deferred<T> defer(std::function<T()> work) {
  return {std::move(work)};
}

/// Goes on in another thread.
struct OtherThread {
  bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<> h) const {
    std::thread([h] { h.resume(); }).join();
  }
  void await_resume() const {}
};

task<int> leaf(int n) { co_return n + co_await current_depth(); }
task<std::string> operators(int n) {
  std::string text = std::to_string(co_await Days{2});
  Deferred<int> later = defer<int>([n] { return n * 3; });
  text += "," + std::to_string(co_await later);
  text += "," + std::to_string(co_await defer<int>([] { return 8; }) + co_await leaf(1));
  auto here = std::this_thread::get_id();
  co_await OtherThread();
  text += here != std::this_thread::get_id() ? ",moved" : ",same";
  co_return text;
}
/// A local is handed out by reference.
task<std::string&> refer(std::string& s, bool fails) {
  if (fails) throw std::logic_error("no reference");
  s += "!";
  co_return s;
}
task<> outer(std::string& out) {
  std::string local = co_await operators(5);
  out = co_await refer(local, false);
  try {
    co_await refer(local, true);
  } catch (const std::logic_error& e) {
    out += e.what();
  }
}
detached background(int steps) {
  Resource r("background");
  for (int i = 0; i < steps; ++i) co_await leaf(i);
  if (steps == 2) throw std::runtime_error("in the background");
}

}  // namespace

void services() {
  Arena arena;
  say("%d", in_arena(arena, 3).run());
  Holder holder;
  {
    ArenaTask running = holder.compute("123");
    say("%d", holder.arena.blocks);
    say("%d", running.run());
  }
  say("%d %d", arena.blocks, holder.arena.blocks);
  end_line();
  int result = 0;
  budget = 1;
  for (int i = 0; i < 2; ++i) {
    Attempt a = attempt(result, "7x");
    say("%d:%d", a.started, result);
  }
  end_line();
  Service service("db");
  service.get("/a").run();
  service.get("/b").run();
  Service("tmp").put("/c", 4).run();
  unserved(Resource("r")).run();
  end_line();
  std::string out;
  task<> t = outer(out);
  t.handle().resume();
  say("%s %d", out.c_str(), t.done());
  background(1);
  background(2);
  end_line();
}
