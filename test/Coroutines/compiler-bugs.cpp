// Where compilers' own coroutines went wrong: each of these is a bug that was reported for clang++ or g++.
// RUN: %run-all %s | %filecheck
#include "Inputs/trace.h"

#include <memory>
#include <string>
#include <thread>
#include <tuple>

/// Suspends; the driver resumes.
struct Next {
  bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<>) const {}
  int await_resume() const { return 7; }
};

// llvm/llvm-project#63818: destructors are skipped when a frame is destroyed that is suspended within a braced list.
struct Braced {
  Quiet a;
  int b;
  Quiet c;
};
Plain braced() {
  Braced x{Quiet("a"), co_await Next(), Quiet("c")};
  co_await Next();
  co_return x.b;
}

// llvm#59181: use after free of a temporary in a conditional operator with an await.
struct Owner {
  std::string text;
  bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<>) const {}
  std::string await_resume() const { return text; }
};
Plain conditional(bool which) {
  std::string s = which ? co_await Owner{std::string(40, 'a')} : std::string(40, 'b') + co_await Owner{"c"};
  co_return static_cast<int>(s.size()) * 1000 + s.back();
}

// llvm#130326: a parameter is destroyed twice, when the conversion to the return object throws.
struct Converted {
  struct promise_type;
  struct Source {
    std::coroutine_handle<promise_type> handle;
    operator Converted() const {
      handle.destroy();
      throw 4;
    }
  };
  struct promise_type {
    Source get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_always initial_suspend() { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
};
Converted converted(Noisy) { co_return; }

// llvm#56301, #65018, #65054, #72006: the frame is written to after await_suspend has given the coroutine away.
struct OtherThread {
  bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<> h) const {
    std::thread([h] { h.resume(); }).join();
  }
  void await_resume() const {}
};
struct Detached {
  struct promise_type {
    Detached get_return_object() { return {}; }
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
};
Detached given_away(int& out) {
  int n = 1;
  std::string text(30, 'x');
  for (int i = 0; i < 3; ++i) {
    n += i;
    co_await OtherThread();
  }
  out = n + static_cast<int>(text.size());
}

// llvm#47179: the address of a thread_local is kept across a suspension that goes on in another thread.
thread_local int per_thread = 0;
Detached moves(int& out) {
  per_thread = 5;
  int* before = &per_thread;
  co_await OtherThread();
  per_thread = 6;
  out = before != &per_thread;
}

// llvm#220915: the constructor of the promise throws.
struct Refuses {
  struct promise_type {
    explicit promise_type(int& n) { throw n; }
    Refuses get_return_object() { return {}; }
    std::suspend_always initial_suspend() { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
};
Refuses refuses(int) { co_return; }

// scylladb/seastar#3431 (gcc PR 124584): the destructor of a structured binding in a loop is skipped.
Plain bindings() {
  int sum = 0;
  for (int i = 0; i < 3; ++i) {
    auto [noisy, n] = std::make_tuple(Quiet(i == 0 ? "0" : i == 1 ? "1" : "2"), i);
    if (n == 1) continue;
    sum += co_await Next();
  }
  co_return sum;
}

// scylladb/seastar#3106: the coroutine is destroyed in await_suspend.
struct Destroys {
  bool await_ready() const { return false; }
  bool await_suspend(std::coroutine_handle<> h) const {
    h.destroy();
    return true;
  }
  void await_resume() const {}
};
Detached destroyed(Noisy) {
  Noisy local("local");
  co_await Destroys();
}

// equeim/tremotesf2#551: the captures of a lambda in the operand of an await are destroyed twice.
template <class F>
struct Call {
  F f;
  bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<>) const {}
  auto await_resume() const { return f(); }
};
template <class F>
Call<F> call(F f) {
  return Call<F>{std::move(f)};
}
Plain lambda_operand() {
  std::string s(50, 'l');
  int n = co_await call([s, q = std::make_shared<int>(2)] { return static_cast<int>(s.size()) + *q; });
  co_return n;
}

int main() {
  for (int steps : {1, 2, 3}) {
    Plain p = braced();
    p.run(steps);
    std::printf("| ");
  }
  line();  // CHECK: +a | -a +a +c | -c -a +a +c -c -a | {{$}}
  std::printf("%d %d\n", conditional(true).result(), conditional(false).result());  // CHECK-NEXT: 40097 41099
  try {
    converted(Noisy("p"));
  } catch (int e) {
    std::printf("%d\n", e);  // CHECK-NEXT: +p move-p -p -p 4
  }
  int out = 0;
  given_away(out);
  std::printf("%d\n", out);  // CHECK-NEXT: 34
  moves(out);
  std::printf("%d\n", out);  // CHECK-NEXT: 1
  try {
    refuses(9);
  } catch (int e) {
    std::printf("%d\n", e);  // CHECK-NEXT: 9
  }
  std::printf("%d\n", bindings().result());  // CHECK-NEXT: +0 -0 +1 -1 +2 -2 14
  {
    Plain p = bindings();
    p.run(1);
  }
  line();  // CHECK-NEXT: +0 -0
  destroyed(Noisy("p"));
  line();                                          // CHECK-NEXT: +p move-p +local -local -p -p
  std::printf("%d\n", lambda_operand().result());  // CHECK-NEXT: 52
}
