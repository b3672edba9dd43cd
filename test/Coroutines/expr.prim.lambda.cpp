// [expr.prim.lambda.closure]: a lambda that is a coroutine uses the captures of its closure object, which must outlive it,
// and does not copy them.
// RUN: %run-native %s | %filecheck
#include "Inputs/trace.h"

struct Class {
  int member = 1;
  int run() {
    auto by_this = [this](int n) -> Plain {
      member += n;
      co_await std::suspend_always();
      co_return member;
    };
    auto by_copy = [*this](int n) mutable -> Plain {
      member += n;
      co_await std::suspend_always();
      co_return member;
    };
    int sum = by_this(10).result() + by_copy(100).result();
    return sum * 1000 + by_copy(100).result() + member;
  }
};
int main() {
  int local = 1;
  auto counter = [n = local, noisy = Noisy("capture"), &local]() mutable -> Plain {
    co_yield ++n;
    local += n;
    std::printf("%s ", noisy.name);
    co_return n;
  };
  for (int i = 0; i < 2; ++i) {
    Plain p = counter();
    p.run(1);
    std::printf("%d ", p.handle.promise().value);
    std::printf("%d ", p.result());
  }
  std::printf("%d\n", local);  // CHECK: +capture 2 capture 2 3 capture 3 6
  auto constant = [n = Noisy("constant")](int) -> Plain {
    static_assert(std::is_const_v<std::remove_reference_t<decltype((n))>>);
    co_await std::suspend_always();
    co_return n.name[0];
  };
  std::printf("%c\n", constant(1).result());  // CHECK-NEXT: +constant c
  std::printf("%d\n", Class().run());         // CHECK-NEXT: 112212
}
