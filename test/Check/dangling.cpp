// Coroutines that outlive what they refer to.
// RUN: %check-findings %s -- -Wno-pawl-sequential-awaits
#include <functional>
#include <pawl/pawl.h>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
using namespace std::chrono_literals;
using pawl::Coro;

Coro<int> by_reference(const std::string &text);
Coro<int> by_rvalue(std::string &&text);
Coro<int> by_view(std::string_view text);
Coro<int> by_pointer(const char *text);
Coro<int> by_value(std::string text);
Coro<int> by_number(const int &number);
Coro<int> two(int number, const std::string &text);
std::string make();
struct Client {
  explicit Client(int port = 0);
  Coro<int> get() const;
  Coro<int> get_by(std::string_view path);
};
Client client();

async Coro<> temporaries(bool flag, std::vector<Coro<int>> &list) {
  auto a = by_reference(make());              // expect-warning(dangling): coroutine 'by_reference' keeps a reference to this temporary, which ends with the statement
  auto b = by_reference("literal");           // expect-warning(dangling)
  auto c = by_rvalue(make());                 // expect-warning(dangling)
  auto d = by_view(make());                   // expect-warning(dangling): keeps a view of this temporary
  auto e = by_view(make() + "x");             // expect-warning(dangling)
  auto f = by_pointer(make().c_str());        // expect-warning(dangling)
  auto g = by_number(3);                      // expect-warning(dangling)
  auto h = two(1, make());                    // expect-warning(dangling)
  auto task = pawl::create_task(by_reference(make())); // expect-warning(dangling)
  list.push_back(by_view(make()));            // expect-warning(dangling)
  list.emplace_back(by_reference(make()));    // expect-warning(dangling)
  auto i = Client(80).get();                  // expect-warning(dangling): coroutine 'get' keeps 'this', and the object ends with the statement
  auto j = client().get_by("path");           // expect-warning(dangling)
  auto all = pawl::gather(by_reference(make()), by_value(make())); // expect-warning(dangling)
  auto k = flag ? by_reference(make()) : by_value(make()); // expect-warning(dangling)
  await pawl::gather(std::move(a), std::move(b), std::move(c), std::move(d), std::move(e));
  await pawl::gather(std::move(f), std::move(g), std::move(h), std::move(i), std::move(j), std::move(k));
  await task;
  await std::move(all);
}

// Awaited in the same full-expression, run to the end there, or copied.
async Coro<int> good(std::string name, std::string_view view, std::vector<Coro<int>> &list) {
  int a = await by_reference(make());
  int b = await by_view(make()) + await by_rvalue(make()) + await by_pointer(make().c_str());
  auto [c, d] = await pawl::gather(by_reference(make()), by_view(make()));
  int e = await pawl::wait_for(by_reference(make()), 1s);
  auto f = by_value(make());
  auto g = by_reference(name);
  auto h = by_view("literal");
  auto i = by_view(view);
  auto j = by_pointer("literal");
  auto k = by_pointer(name.c_str());
  Client local;
  auto l = local.get();
  list.push_back(by_reference(name));
  auto m = by_view(name);
  auto task = pawl::create_task(by_reference(name));
  return a + b + c + d + e + await std::move(f) + await std::move(g) + await std::move(h) +
         await std::move(i) + await std::move(j) + await std::move(k) + await std::move(l) + await task +
         await std::move(m) + await Client(1).get();
}
int runs() { return pawl::run(by_reference(make())) + pawl::run(Client(1).get()); }

// Returned with something of the function's own.
Coro<int> returns_local() {
  std::string name = make();
  return by_reference(name);                  // expect-warning(dangling): coroutine 'by_reference' keeps a reference to 'name', which ends with this function
}
Coro<int> returns_parameter(std::string name) { return by_view(name); } // expect-warning(dangling): the address of 'name'
Coro<int> returns_member() {
  std::pair<int, std::string> pair;
  return by_reference(pair.second);           // expect-warning(dangling)
}
Coro<int> returns_object() {
  Client local;
  return local.get();                         // expect-warning(dangling): keeps 'this', and 'local' ends with this function
}
Coro<int> returns_temporary() { return by_reference(make()); } // expect-warning(dangling)
Coro<int> returns_pointer() {
  std::string name;
  return by_pointer(name.c_str());            // expect-warning(dangling)
}
struct Holder {
  std::string name_;
  Client client_;
  Coro<int> member() { return by_reference(name_); }
  Coro<int> through() { return client_.get(); }
};
Coro<int> handed_on(const std::string &name) { return by_reference(name); }
Coro<int> copied(std::string name) { return by_value(name); }
Coro<int> shared() {
  static std::string name;
  return by_reference(name);
}

// Tasks that nobody waits for.
async Coro<> loose(pawl::TaskGroup &group) {
  std::string name = make();
  group.create_task(by_reference(name));      // expect-warning(dangling): which ends with this function
  (void)pawl::create_task(by_value(name));
  return;
}
async Coro<> loose_too() {
  std::string name = make();
  await pawl::sleep(1s);
  (void)pawl::create_task(by_view(name));     // expect-warning(dangling)
  [[pawl::detach]] pawl::create_task(async [&]() -> Coro<> { // expect-warning(dangling): this lambda's coroutine refers to 'name'
    name += "x";
    return;
  }());
  [[pawl::detach]] pawl::create_task(async [name]() -> Coro<> { return; }());
}
async Coro<> waits() {
  std::string name = make();
  (void)pawl::create_task(by_reference(name));
  await pawl::sleep(1s);
}

// Lambdas in the C++20 spelling keep their captures in the closure, async ones in the coroutine.
async Coro<> lambdas(int n) {
  auto a = [n]() -> Coro<int> { co_return n; }(); // expect-warning(dangling): this lambda's coroutine uses captures that end with the statement
  auto b = pawl::create_task([&n]() -> Coro<int> { co_return n; }()); // expect-warning(dangling)
  auto c = async [n]() -> Coro<int> { return n; }();
  auto d = [](int m) -> Coro<int> { co_return m; }(n);
  auto named = [n]() -> Coro<int> { co_return n; };
  auto e = named();
  await [n]() -> Coro<int> { co_return n; }();
  await pawl::gather(std::move(a), std::move(c), std::move(d), std::move(e));
  await b;
}
Coro<int> returned_lambda(int n) {
  auto named = [n]() -> Coro<int> { co_return n; };
  return named();                             // expect-warning(dangling): the coroutine of 'named' uses captures that end with this function
}
Coro<int> returned_async(int n) {
  auto named = async [n]() -> Coro<int> { return n; };
  return named();
}
int run_lambda(int n) {
  return pawl::run([&]() -> Coro<int> { co_return n; }());
}

// Members that keep a coroutine, and views within aggregates.
struct Options {
  std::string_view name;
  int limit = 0;
};
Coro<int> by_options(Options options);
struct Keeper {
  Coro<int> kept_;
  std::vector<Coro<int>> list_;
  void begin() {
    std::string name = make();
    kept_ = by_reference(name);               // expect-warning(dangling): which ends with this function
    list_.push_back(by_view(name));           // expect-warning(dangling)
    list_.push_back(by_value(name));
  }
  async Coro<> runs() {
    std::string name = make();
    kept_ = by_reference(name);
    await std::move(kept_);
    kept_ = by_options({make(), 1});          // expect-warning(dangling): keeps a view of this temporary
    kept_ = by_options({"literal", 1});
    await by_options(Options{make(), 1});
  }
};

// A task that leaves the function, or is kept by an object that does not end with it.
pawl::Task<int> leaving() {
  std::string name = make();
  if (name.empty()) return pawl::create_task(by_value(name));
  if (name.size() > 9) return pawl::create_task(by_reference(make())); // expect-warning(dangling): a reference to this temporary
  return pawl::create_task(by_reference(name)); // expect-warning(dangling): a reference to 'name', which ends with this function
}
struct Starter {
  pawl::Task<int> task_;
  std::vector<pawl::Task<int>> tasks_;
  std::string name_;
  void begin() {
    std::string name = make();
    task_ = pawl::create_task(by_reference(name));     // expect-warning(dangling): which ends with this function
    tasks_.push_back(pawl::create_task(by_view(name))); // expect-warning(dangling)
    tasks_.push_back(pawl::create_task(by_value(name)));
    task_ = pawl::create_task(by_reference(name_));
  }
  async Coro<> awaits_them() {
    std::string name = make();
    std::vector<pawl::Task<int>> own;
    own.push_back(pawl::create_task(by_reference(name)));
    task_ = pawl::create_task(by_reference(name));
    await task_;
    await own.front();
  }
};

// A wrapper in sight is done with its arguments.
Coro<int> wrapper(const std::string &text) { return by_value(text); }
async Coro<> wrapped() {
  auto a = wrapper(make());
  await std::move(a);
  auto silenced = by_reference(make()); // pawl: allow(dangling)
  await std::move(silenced);
}
