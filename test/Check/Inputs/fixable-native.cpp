#include <cstdio>
#include <pawl/pawl.h>
#include <stdexcept>
#include <string>
#include <thread>
#include <unistd.h>
using namespace std::chrono_literals;
using pawl::Coro;

Coro<int> fetch() { co_return 1; }
Coro<std::string> text() { co_return "text"; }
Coro<> save() { co_await pawl::sleep(1ms); }

Coro<int> drops(bool flag) {
  save();
  flag ? save() : save();
  for (int i = 0; i < 2; ++i) save();
  []() -> Coro<> { co_await save(); }();
  std::this_thread::sleep_for(1ms);
  usleep(1000);
  for (;;) {
    try {
      co_return co_await fetch();
    } catch (...) {
      std::puts("again");
    }
  }
}
[[nodiscard]] inline Coro<int> guarded(bool flag) {
  try {
    if (flag) return fetch();
    Coro<int> again = fetch();
    return again;
  } catch (const std::exception &) {
    return fetch();
  }
}
template <class T> Coro<int> pattern(T flag) {
  try {
    return flag ? fetch() : fetch();
  } catch (const std::exception &) {
    throw;
  }
}
struct Client {
  virtual ~Client() = default;
  virtual Coro<int> get(int n) const {
    try {
      return n ? fetch() : guarded(true);
    } catch (const std::exception &) {
      throw;
    }
  }
  static Coro<std::string> name() noexcept(false);
};
Coro<std::string> Client::name() noexcept(false) {
  try {
    return text();
  } catch (const std::runtime_error &) {
    return text();
  }
}
Coro<int> amain() {
  auto lambda = [](int n) -> Coro<int> {
    try {
      return guarded(n > 0);
    } catch (const std::exception &) {
      throw;
    }
  };
  int sum = co_await drops(true) + co_await guarded(false) + co_await lambda(1) + co_await pattern(true) + co_await Client().get(0);
  std::printf("%d %s\n", sum, (co_await Client::name()).c_str());
  co_return sum;
}
int main() { return pawl::run(amain()) == 5 ? 0 : 1; }
