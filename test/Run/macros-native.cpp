// Awaits in the expansions of macros, in the C++20 spelling: what is printed is what a native compiler's program prints.
// RUN: %clangxx20 %s -o %t.native && %t.native > %t.expected
// RUN: %run-all %s > %t.lowered && diff %t.expected %t.lowered
// RUN: %filecheck < %t.lowered
#include <cassert>
#include <cstdio>
#include <cstring>
#include <pawl/pawl.h>
#include <sstream>
#include <string>
#include <utility>
#include <vector>
using pawl::Coro;

static int checks = 0;
#define CHECK(condition)                                                                           \
  do {                                                                                             \
    ++checks;                                                                                      \
    if (!(condition))                                                                              \
      std::printf("%d: %s failed in %s\n", __LINE__, #condition, __func__);                        \
  } while (0)

struct Status {
  int code = 0;
  bool ok() const { return code == 0; }
};
template <class T> struct StatusOr {
  Status state;
  T held;
  bool ok() const { return state.ok(); }
  Status status() const { return state; }
  T value() && { return std::move(held); }
};
#define RETURN_IF_ERROR(expr)                                                                      \
  do {                                                                                             \
    if (Status _status = (expr); !_status.ok())                                                    \
      co_return _status;                                                                           \
  } while (false)
#define CONCAT_(a, b) a##b
#define CONCAT(a, b) CONCAT_(a, b)
#define ASSIGN_OR_RETURN(lhs, expr) ASSIGN_OR_RETURN_(CONCAT(_or_, __LINE__), lhs, expr)
#define ASSIGN_OR_RETURN_(temp, lhs, expr)                                                         \
  auto temp = (expr);                                                                              \
  if (!temp.ok())                                                                                  \
    co_return temp.status();                                                                       \
  lhs = std::move(temp).value()
#define UNIQUE(type, expr) type CONCAT(unique_, __COUNTER__) = (expr)

struct Message {
  std::ostringstream text;
  Message(const char *file, int line) { text << std::strrchr(file, '/') + 1 << ':' << line << ' '; }
  ~Message() { std::puts(text.str().c_str()); }
  std::ostream &stream() { return text; }
};
#define LOG(level) LOG_##level
#define LOG_INFO Message("/" __FILE__, __LINE__).stream()

#define TWICE(x) ((x) + (x))
#define ID(x) x
#define STR(x) #x
#define XSTR(x) STR(x)
#define SEMI(x) x;
#define TRY try {
#define CATCH(type, name) } catch (type name) {
#define END }
#define CLOSE >
#define VECTOR(T) std::vector<T>
#define EMPTY
#define CALL(f, ...) f(__VA_ARGS__)

Coro<int> value(int x) { co_return x; }
Coro<int> thrower(int x) {
  co_await value(0);
  throw x;
}
Coro<StatusOr<std::string>> find(bool good) {
  if (!good)
    co_return StatusOr<std::string>{{7}, ""};
  co_return StatusOr<std::string>{{}, "found"};
}
Coro<Status> status(int code) { co_return Status{code}; }

Coro<Status> early(int code) {
  ASSIGN_OR_RETURN(auto first, co_await find(code != 1));
  ASSIGN_OR_RETURN(std::string second, co_await find(true));
  RETURN_IF_ERROR(co_await status(code));
  RETURN_IF_ERROR(Status{});
  std::printf("%s %s\n", first.c_str(), second.c_str());
  co_return Status{};
}

Coro<> numbered() {
  UNIQUE(int, co_await value(4));
  UNIQUE([[maybe_unused]] int, 5);
  UNIQUE([[maybe_unused]] int, 6);
  UNIQUE([[maybe_unused]] int, co_await value(7));
  std::printf("%d %d\n", unique_0, unique_2);
}

Coro<> amain() {
  CHECK(co_await value(1) == 1);
  CHECK(co_await value(1) ==
        2);
  CHECK(1 == 1);
  std::printf("%d\n", TWICE(co_await value(3)));
  LOG(INFO) << co_await value(1) << " and " << co_await value(2);
  LOG(INFO) << "plain";
  for (int code = 0; code < 3; ++code)
    LOG(INFO) << "early: "
              << (co_await early(code)).code;
  co_await numbered();
  TRY
    co_await thrower(5);
  CATCH(const int &, e)
    std::printf("caught %d\n", e);
  END
  VECTOR(VECTOR(int)) v{{1}, {2, 3}};
  std::printf("%d\n", v[co_await value(1)].size() CLOSE 1);
  std::printf("%d\n", static_cast<VECTOR(int)::value_type>(v[0][0]) + co_await value(8));
  SEMI(int q = co_await value(1))
  SEMI(SEMI(q += co_await value(1)) q += 2)
  std::printf("q is %d: " STR(co_await value(1)) XSTR(TWICE(2)) "%s\n", q, "." ".");
  int x = q ID(+) ID(co_await value(2)) ID(* 3) EMPTY - CALL(ID, co_await CALL(value, 1));
  std::printf("%d\n", x);
  assert(co_await value(1) == 1);
  std::printf("%s %d\n", __func__, __LINE__ + 0 * co_await value(1));
  std::printf("%d %d\n",
              co_await value(2),
              __LINE__);
  std::printf("%d checks\n", checks);
}
int main() { pawl::run(amain()); }

// CHECK: [[@LINE-31]]: co_await value(1) == 2 failed in amain
// CHECK: found found
// CHECK: early: 7
// CHECK: q is 4: co_await value(1)((2) + (2))..
// CHECK: amain [[@LINE-12]]
// CHECK-NEXT: 2 [[@LINE-10]]
// CHECK-NEXT: 3 checks
