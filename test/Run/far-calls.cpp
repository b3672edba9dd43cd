// Coroutines that are awaited where they are called, and have frames of their own since their definitions are not known there:
// what happens, and when frames and parameters go, is what happens natively.
// DEFINE: %{flags} = --lower-flag=-Wno-pawl-swallowed-cancel --lower-flag=-Wno-pawl-unawaited
// RUN: %run-native --no-gxx="crashes" %{flags} %s | %filecheck
#include "../Inputs/trace.h"

// Declared only: all calls in this file go to frames of their own.
Coro<int> number(int value, bool suspends);
Coro<> nothing(bool suspends);
Coro<const int&> part_of_parameter(Noisy object, bool suspends);
Coro<int*> parameter_address(int value, bool suspends);
Coro<int> with_object(Noisy object, bool suspends);
Coro<std::string> text(int value, bool suspends);
Coro<int> throws(Noisy object, bool suspends);
Coro<int> throws_plain(int value, bool suspends);
Coro<int> depth(int levels, bool suspends);

int use(int value, const Noisy& n) {
  std::printf("use(%d,%s) ", value, n.name);
  return value;
}

Coro<> results() {
  for (bool suspends : {false, true}) {
    std::printf("%d ", co_await number(1, suspends) + co_await number(20, !suspends) + co_await number(300, suspends));
    co_await nothing(suspends);
    // The parameter is there to the end of the full-expression.
    std::printf("%d ", co_await part_of_parameter(Noisy("o", 4), suspends) + co_await number(50, true));
    std::printf("%d ", *co_await parameter_address(6, suspends) + co_await number(70, true));
    std::printf("%s ", (co_await text(8, suspends) + co_await text(9, !suspends)).c_str());
    std::puts("");
  }
}
// CHECK: 321 nothing +o 54 -o 76 89
// CHECK-NEXT: 321 nothing +o 54 -o 76 89

Coro<> lives() {
  for (bool suspends : {false, true}) {
    use(co_await with_object(Noisy("p", 10), suspends), Noisy("q"));
    use(co_await number(2, suspends) + co_await with_object(Noisy("r", 30), !suspends), Noisy("s"));
    std::puts("");
  }
}
// CHECK-NEXT: +p p +q use(10,q) -q -p +r r +s use(32,s) -s -r
// CHECK-NEXT: +p p +q use(10,q) -q -p +r r +s use(32,s) -s -r

struct Watch {
  const char* name;
  ~Watch() { std::printf("%s:%d ", name, std::uncaught_exceptions()); }
};
Coro<> exceptions() {
  for (bool suspends : {false, true}) {
    for (int i = 0; i < 2; ++i) {
      Watch outer{"outer"};
      try {
        Watch inner{"inner"};
        if (i == 0)
          co_await throws(Noisy("t", 1), suspends);
        else
          use(co_await with_object(Noisy("w", 1), suspends), Noisy("x", co_await throws_plain(2, suspends)));
      } catch (const std::runtime_error& e) {
        std::printf("%s ", e.what());
      }
    }
    std::puts("");
  }
}
// CHECK-NEXT: +t throws:1 -t inner:1 boom outer:0 +w w -w inner:1 2 outer:0
// CHECK-NEXT: +t throws:1 -t inner:1 boom outer:0 +w w -w inner:1 2 outer:0

// Deeper than the stack has room for calls.
Coro<> deep() {
  std::printf("%d %d\n", co_await depth(100000, false), co_await depth(100000, true));
}
// CHECK: 100000 100000

// A Coro that is none, from a call, and one that was awaited.
Coro<int> passed_on(Coro<int>& from) { return std::move(from); }
Coro<> misuse() {
  Coro<int> once = number(1, false);
  std::printf("%d ", co_await passed_on(once));
  try {
    co_await passed_on(once);
  } catch (const std::exception& e) {
    std::printf("%s\n", e.what());
  }
}
// CHECK-NEXT: 1 cannot await an empty Coro

Coro<> all() {
  co_await results();
  co_await lives();
  co_await exceptions();
  co_await deep();
  co_await misuse();
}
int main() { pawl::run(all()); }

Coro<int> number(int value, bool suspends) {
  if (suspends) co_await tick();
  co_return value;
}
Coro<> nothing(bool suspends) {
  if (suspends) co_await tick();
  std::printf("nothing ");
}
Coro<const int&> part_of_parameter(Noisy object, bool suspends) {
  if (suspends) co_await tick();
  co_return object.value;
}
Coro<int*> parameter_address(int value, bool suspends) {
  if (suspends) co_await tick();
  co_return &value;
}
Coro<int> with_object(Noisy object, bool suspends) {
  std::printf("%s ", object.name);
  if (suspends) co_await tick();
  co_return object.value;
}
Coro<std::string> text(int value, bool suspends) {
  if (suspends) co_await tick();
  co_return std::to_string(value);
}
Coro<int> throws(Noisy object, bool suspends) {
  Watch w{"throws"};
  if (suspends) co_await tick();
  throw std::runtime_error("boom");
}
Coro<int> throws_plain(int value, bool suspends) {
  if (suspends) co_await tick();
  throw std::runtime_error(std::to_string(value));
}
Coro<int> depth(int levels, bool suspends) {
  if (levels == 0) {
    if (suspends) co_await tick();
    co_return 0;
  }
  co_return co_await depth(levels - 1, suspends) + 1;
}
