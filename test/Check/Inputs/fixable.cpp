#include <cstdio>
#include <pawl/pawl.h>
#include <stdexcept>
#include <string>
#include <thread>
#include <unistd.h>
using namespace std::chrono_literals;
using pawl::Coro;

async Coro<int> fetch() { return 1; }
async Coro<std::string> text() { return "text"; }
async Coro<> save() { await pawl::sleep(1ms); }

async Coro<int> drops(bool flag) {
  save();
  flag ? save() : save();
  for (int i = 0; i < 2; ++i) save();
  async []() -> Coro<> { await save(); }();
  std::this_thread::sleep_for(1ms);
  usleep(1000);
  for (;;) {
    try {
      return await fetch();
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
async Coro<int> amain() {
  auto lambda = [](int n) -> Coro<int> {
    try {
      return guarded(n > 0);
    } catch (const std::exception &) {
      throw;
    }
  };
  int sum = await drops(true) + await guarded(false) + await lambda(1) + await pattern(true) + await Client().get(0);
  std::printf("%d %s\n", sum, (await Client::name()).c_str());
  return sum;
}
int main() { return pawl::run(amain()) == 5 ? 0 : 1; }
