// [expr.await]/3: the operand goes through the promise's await_transform, if it has one, and then through a member or free
// operator co_await, to the awaiter; a prvalue awaiter is a temporary of the full-expression, a glvalue is used in place.
// RUN: %run-native --no-gxx="takes no operator co_await of an enumeration, copies a glvalue awaiter" %s | %filecheck
#include "Inputs/trace.h"

struct Base {
  std::suspend_never initial_suspend() { return {}; }
  std::suspend_never final_suspend() noexcept { return {}; }
  void return_void() {}
  void unhandled_exception() {}
};
/// Its conversions are contextual ([expr.await]/3.6).
struct Yes {
  explicit operator bool() const { return true; }
  bool operator!() const { return true; }  // Not asked.
};
struct Awaiter {
  const char* name;
  int id = 0;
  explicit Awaiter(const char* name) : name(name) {}
  Awaiter(const Awaiter&) = delete;
  ~Awaiter() { std::printf("~%s ", name); }
  Yes await_ready() { return {}; }
  void await_suspend(std::coroutine_handle<>) { std::printf("SUSPENDED "); }
  const char* await_resume() { return name; }
};

namespace lib {
struct Free {};
Awaiter operator co_await(const Free&) { return Awaiter("free-const&"); }
Awaiter operator co_await(Free&&) { return Awaiter("free&&"); }
struct Member {
  Awaiter operator co_await() & { return Awaiter("member&"); }
  Awaiter operator co_await() const& { return Awaiter("member-const&"); }
  Awaiter operator co_await() && { return Awaiter("member&&"); }
};
class Hidden {
  friend Awaiter operator co_await(Hidden) { return Awaiter("hidden-friend"); }
};
template <class T>
struct Templated {
  T value;
};
template <class T>
Awaiter operator co_await(Templated<T>) {
  return Awaiter(sizeof(T) == 1 ? "template-char" : "template");
}
/// Both: the operator wins.
struct Both {
  bool await_ready() { return true; }
  void await_suspend(std::coroutine_handle<>) {}
  const char* await_resume() { return "itself"; }
  Awaiter operator co_await() { return Awaiter("operator"); }
};
}  // namespace lib
enum class Unit { second };
/// By unqualified lookup only: the argument's namespace is another.
Awaiter operator co_await(Unit) { return Awaiter("enum"); }
inline Awaiter shared("shared");
struct Reference {
  Awaiter& operator co_await() const { return shared; }
};

struct Task {
  struct promise_type : Base {
    Task get_return_object() { return {}; }
  };
};
void got(const char* name) { std::printf("%s ", name); }

Task operators() {
  lib::Free f;
  const lib::Free cf;
  got(co_await f);
  got(co_await cf);
  got(co_await lib::Free());
  lib::Member m;
  const lib::Member cm;
  got(co_await m);
  got(co_await cm);
  got(co_await lib::Member());
  line();
  got(co_await lib::Hidden());
  got(co_await lib::Templated<char>());
  got(co_await lib::Templated<int>());
  got(co_await lib::Both());
  got(co_await Unit::second);
  line();
}
/// A member operator of the class around does not hide the free one.
struct Class {
  Awaiter operator co_await() { return Awaiter("class"); }
  Task member() {
    got(co_await Unit::second);
    got(co_await *this);
    got(co_await lib::Free());
  }
};
Task categories() {
  Awaiter local("local");
  local.id = 1;
  got(co_await local);
  got(co_await static_cast<Awaiter&&>(local));
  got(co_await Awaiter("temporary"));
  co_await Reference();
  std::printf("end ");
}

/// Everything an await_transform can be.
struct Transformed {
  struct promise_type : Base {
    const char* name = "promise";
    Transformed get_return_object() { return {}; }
    Awaiter await_transform(int) { return Awaiter("int"); }
    static Awaiter await_transform(const char*) { return Awaiter("static"); }
    lib::Member await_transform(double, int = 1) { return {}; }
    template <class T>
    T&& await_transform(T&& t) {
      std::printf("template ");
      return static_cast<T&&>(t);
    }
    struct Object {
      promise_type* self;
      Awaiter operator()(int) const { return Awaiter("called"); }
    };
    Object yield_value{this};
    // Not for what the promise itself awaits.
    Awaiter initial_suspend() { return Awaiter("initial"); }
    void await_transform(Awaiter&) = delete;
  };
};
Transformed transformed() {
  got(co_await 1);
  got(co_await "");
  got(co_await 1.5);
  got(co_await lib::Free());
  got(co_yield 2);
}

int main() {
  operators();
  // CHECK: free-const& ~free-const& free-const& ~free-const& free&& ~free&& member& ~member& member-const& ~member-const& member&& ~member&&
  // CHECK-NEXT: hidden-friend ~hidden-friend template-char ~template-char template ~template operator ~operator enum ~enum
  Class().member();
  line();  // CHECK-NEXT: enum ~enum class ~class free&& ~free&&
  categories();
  line();  // CHECK-NEXT: local local temporary ~temporary end ~local
  transformed();
  line();  // CHECK-NEXT: ~initial int ~int static ~static member&& ~member&& template free&& ~free&& called ~called
}
