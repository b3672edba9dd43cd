// [stmt.return.coroutine]: co_return hands its operand to return_value as it is: a promise that takes a reference may keep it,
// and the copy of a parameter lives as long as the coroutine does.  A local is an rvalue first ([expr.prim.id.unqual]/4.2).
// RUN: %run-native %s | %filecheck
#include "Inputs/trace.h"

#include <memory>
#include <string>

/// Keeps the address of what is returned, and reads it when the coroutine has ended.
template <class T>
struct Kept {
  struct promise_type {
    const T* value = nullptr;
    Kept get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_always initial_suspend() { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_value(const T& v) { value = &v; }
    void unhandled_exception() { throw; }
  };
  std::coroutine_handle<promise_type> handle;
  T get() {
    while (!handle.done()) handle.resume();
    T result = *handle.promise().value;
    handle.destroy();
    return result;
  }
};

enum class Color { red, green, blue };

Kept<int> unchanged(int v) { co_return v; }
Kept<int> constant(const int v) { co_return v; }
Kept<int> parenthesised(int v) { co_return (v); }
Kept<int> changed(int v, int n) {
  for (int i = 0; i < n; ++i) {
    v += i;
    co_await std::suspend_always();
    v *= 2;
  }
  co_return v;
}
Kept<int> one_of(int v, int w) {
  if (w > v) co_return w;
  v -= w;
  co_return v;
}
Kept<int> chosen(int v, int w) {
  co_await std::suspend_always();
  co_return v > w ? v : w;
}
Kept<int> stepped(int v) {
  co_await std::suspend_always();
  co_return ++v;
}
Kept<Color> color(Color c) {
  co_await std::suspend_always();
  c = c == Color::red ? Color::green : Color::blue;
  co_return c;
}
Kept<const char*> pointer(const char* text, bool move) {
  if (move) ++text;
  co_await std::suspend_always();
  co_return text;
}
Kept<bool> flag(bool b) {
  b = !b;
  co_return b;
}
template <class T>
Kept<T> of_template(T v, T step) {
  co_await std::suspend_always();
  v += step;
  co_return v;
}
template <class T>
Kept<int> of_template_with_int(int v, T step) {
  v += step;
  co_await std::suspend_always();
  v += step;
  co_return v;
}
template <class P>
P of_any(int v) {
  v += 7;
  co_await std::suspend_always();
  co_return v;
}
struct Object {
  int base;
  Kept<int> member(int v) {
    v += base;
    co_await std::suspend_always();
    co_return v;
  }
};

/// Says which overload took what.
struct Which {
  struct promise_type {
    Which get_return_object() { return {}; }
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    template <class T>
    void return_value(T&&) {
      using Value = std::remove_reference_t<T>;
      std::printf("%s%s%s ", std::is_const_v<Value> ? "const " : "",
                  std::is_same_v<std::remove_cv_t<Value>, int>                ? "int"
                  : std::is_same_v<std::remove_cv_t<Value>, std::string>      ? "string"
                  : std::is_same_v<std::remove_cv_t<Value>, std::nullptr_t>   ? "nullptr"
                  : std::is_same_v<std::remove_cv_t<Value>, std::unique_ptr<int>> ? "unique"
                                                                             : "other",
                  std::is_lvalue_reference_v<T> ? "&" : "&&");
    }
    void unhandled_exception() { throw; }
  };
};
int global = 3;
Which which(int n, int parameter, const int constant, int&& rvalue, int& lvalue, std::string text, const std::string fixed) {
  int local = 1;
  const int constant_local = parameter;
  static int still = 3;
  std::nullptr_t null = nullptr;
  const auto unique = std::make_unique<int>(3);
  int& reference = local;
  int&& rvalue_reference = std::move(local);
  switch (n) {
    case 0: co_return parameter;
    case 1: co_return constant;
    case 2: co_return local;
    case 3: co_return constant_local;
    case 4: co_return still;
    case 5: co_return global;
    case 6: co_return rvalue;
    case 7: co_return lvalue;
    case 8: co_return reference;
    case 9: co_return rvalue_reference;
    case 10: co_return text;
    case 11: co_return fixed;
    case 12: co_return null;
    case 13: co_return unique;
    case 14: co_return (local);
    case 15: co_return parameter + local;
    case 16: co_return static_cast<int&>(reference);
    case 17:
      try {
        throw 3;
      } catch (int e) { co_return e; }
    default: co_return std::move(text);
  }
}
template <class T>
Which which_of(int n, T parameter, const T constant, int plain, const int constant_plain) {
  T local = parameter;
  const T constant_local = parameter;
  int plain_local = plain;
  switch (n) {
    case 0: co_return parameter;
    case 1: co_return constant;
    case 2: co_return local;
    case 3: co_return constant_local;
    case 4: co_return plain;
    case 5: co_return constant_plain;
    case 6: co_return plain_local;
    default: co_return local + local;
  }
}

/// A destructor of a local runs after return_value, and sees what was returned where it was.
struct Reads {
  const int*& kept;
  ~Reads() { std::printf("reads %d ", *kept); }
};
struct Shared {
  struct promise_type {
    const int* value = nullptr;
    const int** where = nullptr;
    promise_type(const int*& kept, int) : where(&kept) {}
    Shared get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_always initial_suspend() { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_value(const int& v) { *where = &v; }
    void unhandled_exception() { throw; }
  };
  std::coroutine_handle<promise_type> handle;
};
Shared shared(const int*& kept, int v) {
  int local = v * 2;
  Reads reads{kept};
  co_await std::suspend_always();
  local += v;
  co_return local;
}

int main() {
  // CHECK: 1 2 3 16 4 2 5 7
  std::printf("%d %d %d %d %d %d %d %d\n", unchanged(1).get(), constant(2).get(), parenthesised(3).get(), changed(1, 3).get(),
              one_of(1, 4).get(), one_of(5, 3).get(), chosen(5, 4).get(), stepped(6).get());
  // CHECK-NEXT: 1 bc 0 1
  std::printf("%d %s %d %d\n", static_cast<int>(color(Color::red).get()), pointer("abc", true).get(), flag(true).get(),
              flag(false).get());
  // CHECK-NEXT: 5 2.5 7 8 9
  std::printf("%d %.1f %d %d %d\n", of_template(2, 3).get(), of_template(1.5, 1.0).get(), of_template_with_int(1, 3L).get(),
              of_any<Kept<int>>(1).get(), Object{4}.member(5).get());
  // CHECK-NEXT: int&& const int&& int&& const int&& int& int& int&& int& int& int&& string&& const string&& nullptr&& const unique&& int&& int&& int& int&& string&&
  int n = 4;
  for (int i = 0; i < 19; ++i) which(i, 1, 2, 3, n, "text", "fixed");
  line();
  // CHECK-NEXT: string&& const string&& string&& const string&& int&& const int&& int&& string&&
  for (int i = 0; i < 8; ++i) which_of<std::string>(i, "a", "b", 1, 2);
  line();
  // CHECK-NEXT: int&& const int&& int&& const int&& int&& const int&& int&& int&&
  for (int i = 0; i < 8; ++i) which_of<int>(i, 1, 2, 1, 2);
  line();
  // CHECK-NEXT: reads 9
  const int* kept = nullptr;
  Shared s = shared(kept, 3);
  while (!s.handle.done()) s.handle.resume();
  s.handle.destroy();
  line();
}
