// Member functions in and out of class keep `this` and private names; async lambdas own their
// captures; nested plain lambdas and local classes keep their `return`.
// RUN: %run-all %s | %filecheck --check-prefix=CHECK-EXEC
#include "../Inputs/trace.h"

class Account {
  int balance_ = 10;
  struct Secret {
    int value;
  };
  Secret secret() const { return {balance_ * 2}; }

 public:
  async Coro<int> deposit(int n) {
    balance_ += n;
    await tick();
    auto twice = [this](int by) { return balance_ * by; };
    await tick();
    return twice(2);
  }
  Coro<int> hidden() const;
  static async Coro<int> none() {
    await tick();
    return 3;
  }
};
async Coro<int> Account::hidden() const {
  Secret s = secret();
  await tick();
  return s.value + balance_;
}
async Coro<> body() {
  Account account;
  std::printf("%d %d %d\n", await account.deposit(5), await account.hidden(), await Account::none());
  std::string name = "captured";
  int count = 0;
  auto make = [&count](std::string s) {
    return async [s, &count, n = 1](int x) mutable -> Coro<std::string> {
      n += x;
      await tick();
      ++count;
      return s + std::to_string(n);
    };
  };
  // The closure is gone when the coroutine runs: it owns copies of what was captured.
  Coro<std::string> dangling = make(name)(4);
  await tick();
  std::printf("%s %d\n", (await dangling).c_str(), count);
  auto plain = [](int a) {
    struct Local {
      int operator()(int v) { return v + 1; }
    };
    for (int i = 0; i < 2; ++i)
      if (i == 1) return Local()(a);
    return 0;
  };
  await tick();
  std::printf("%d\n", plain(4));
}
int main() { pawl::run(body()); }

// CHECK-EXEC: 30 45 3
// CHECK-EXEC-NEXT: captured5 1
// CHECK-EXEC-NEXT: 5
