// What says where it stands says the same as natively: lines in statements of several lines, names of functions, files.
// RUN: %clangxx20 %s -o %t.native && %t.native > %t.expected
// RUN: %run-all %s > %t.lowered && diff %t.expected %t.lowered
// RUN: %filecheck < %t.lowered
#include <cstdio>
#include <cstring>
#include <pawl/pawl.h>
#include <string>
using pawl::Coro;

struct Client {
  std::string log;
  Client &get(int line) {
    log += std::to_string(line) + " ";
    return *this;
  }
  Coro<int> send(int line) {
    log += std::to_string(line) + "!";
    co_return line;
  }
};
Coro<int> value(int x) { co_return x; }
int sum(int a, int b, int c) { return a + b + c; }
#if defined(__clang__) || __GNUC__ > 8
int line_of(int line = __builtin_LINE()) { return line; }
const char *file_of(const char *file = __builtin_FILE()) { return std::strrchr(file, '/') + 1; }
#endif

Coro<> lines() {
  Client client;
  int sent = co_await client
                 .get(__LINE__)
                 .get(__LINE__)
                 .send(__LINE__);
  std::printf("%s %d\n", client.log.c_str(), sent);
  std::printf("%d\n", __LINE__
                          + co_await value(1)
                          + __LINE__);
  int x = line_of()
          + co_await value(2)
          + line_of();
  std::printf("%d %s\n", x, file_of());
  if (int y = co_await value(3); y + __LINE__ == line_of() + co_await value(3) &&
                                 co_await value(4) &&
                                 y + __LINE__ == line_of() + 3)
    std::printf("same line %d\n", __LINE__);
  for (int i = 0;
       co_await value(i) < 2;
       i += co_await value(1))
    std::printf("round %d at %d\n", i, __LINE__);
  switch (co_await value(__LINE__)) {
  case __LINE__ - 1:
    std::printf("case\n");
    co_await value(1);
    [[fallthrough]];
  default:
    std::printf("default %d\n",
                line_of());
  }
  std::printf("%d\n", sum(__LINE__,
                          co_await value(
                              __LINE__),
                          line_of()));
  auto lambda = [](int n) -> Coro<int> {
    co_await value(1);
    std::printf("%s\n", __func__);
    co_return n
        + __LINE__;
  };
  std::printf("%d %d\n", co_await lambda(1000),
              __LINE__);
  std::printf("%d\n", line_of());
  int below =
      line_of() + co_await value(2) + line_of();
  below
      =
      below + co_await value(1) +
      line_of();
  (void)co_await value(1),
      below +=
      line_of();
  const std::string &text =
      std::to_string(
          co_await value(line_of())) + std::to_string(line_of());
  if (
      line_of() == co_await value(
                       line_of()) + 0
      && co_await value(line_of()) ==
      line_of() - 1)
    below +=
        line_of() - co_await value(1);
  while (
      below > co_await value(1) +
      line_of())
    below =
        line_of() - 100;
  std::printf("%s %d\n", text.c_str(), below);
}

namespace space {
template <class T> struct Holder {};
struct Class {
  static Coro<int> member(Holder<int>) {
    std::printf("%s %d\n", __func__, std::strstr(__PRETTY_FUNCTION__, "Class::member(") != nullptr);
    co_return co_await value(__LINE__);
  }
};
} // namespace space

#line 500 "elsewhere.y"
Coro<> renamed() {
  std::printf("%s %d\n", std::strrchr("/" __FILE__, '/') + 1, __LINE__ + 0 * co_await value(1));
  co_await value(1);
  std::printf("%d\n", line_of());
}

Coro<> amain() {
  co_await lines();
  std::printf("%d\n", co_await space::Class::member({}));
  co_await renamed();
}
int main() { pawl::run(amain()); }

// CHECK: same line
// CHECK: operator()
// CHECK: member 1
// CHECK: elsewhere.y 501
// CHECK-NEXT: 503
