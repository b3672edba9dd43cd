// Private types, and objects that can be neither moved nor copied.
// RUN: %run-native --no-gxx="destroys elements of an aggregate twice" %s | %filecheck
// --check-prefix=CHECK-EXEC
#include <pawl/pawl.h>
using pawl::Coro;
using namespace std::chrono_literals;
#define LOG(x) std::printf("%s\n", x)
class Widget {
  struct Secret {
    int v;
    explicit Secret(int v) : v(v) {}
    Secret(Secret&& o) noexcept : v(o.v) { o.v = -1; }
    ~Secret() {
      if (v >= 0) std::printf("~Secret %d\n", v);
    }
  };
  class Guarded {
    Guarded(int v) : v(v) {}
    int v;
    friend class Widget;

   public:
    Guarded(Guarded&& o) : v(o.v) { o.v = 0; }
  };
  enum class Mode { A, B };
  int state = 3;
  Coro<Secret> make(int x) {
    co_await pawl::sleep(100ms);
    co_return Secret{x};
  }
  Coro<Guarded> guarded(int x) {
    co_await pawl::sleep(100ms);
    co_return Guarded(x + state);
  }
  struct Awaiter {
    int v;
    bool await_ready() { return false; }
    bool await_suspend(std::coroutine_handle<>) { return false; }
    int await_resume() { return v; }
  };
  Coro<Mode> mode() { co_return Mode::B; }

 public:
  Coro<int> run() {
    Secret s{1};
    auto t = co_await make(2);
    Guarded g = co_await guarded(4);
    int a = co_await Awaiter{7} + co_await Awaiter{8};
    Mode m = co_await mode();
    auto list = std::array<Secret, 2>{co_await make(10), co_await make(11)};
    struct Local {
      Secret in;
      int more;
    } local{co_await make(20), co_await Awaiter{3}};
    switch (m) {
      case Mode::A:
        co_return 0;
      case Mode::B:
        break;
    }
    co_return a + g.v + t.v + s.v + list[1].v + local.in.v + local.more;
  }
};
struct Pinned {
  int v;
  explicit Pinned(int v) : v(v) { std::printf("Pinned %d\n", v); }
  Pinned(const Pinned&) = delete;
  ~Pinned() { std::printf("~Pinned %d\n", v); }
};
int use(const Pinned& p, int x) {
  std::printf("use %d %d\n", p.v, x);
  return p.v + x;
}
int use2(int x, Pinned p) { return p.v * x; }
Pinned makePinned(int v) { return Pinned(v); }
Coro<int> late(int v) {
  std::printf("late %d\n", v);
  co_await pawl::sleep(10ms);
  co_return v;
}
Coro<int> pinned() {
  int a = use(Pinned(1), co_await late(2));
  int b = use2(co_await late(3), makePinned(4));
  const Pinned& r = makePinned(co_await late(5));
  Pinned p = makePinned(co_await late(6));
  Pinned q(co_await late(7));
  auto* n = new Pinned(co_await late(8));
  int c = n->v;
  delete n;
  std::unique_ptr<Pinned> u(new Pinned{co_await late(9)});
  co_return a + b + c + r.v + p.v + q.v + u->v;
}
int main() {
  std::printf("%d\n", pawl::run(Widget().run()));
  std::printf("%d\n", pawl::run(pinned()));
}
// CHECK-EXEC: 59
// CHECK-EXEC: 50
