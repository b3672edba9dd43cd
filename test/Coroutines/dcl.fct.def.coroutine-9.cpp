// [dcl.fct.def.coroutine]/9, /10, /12: the frame's memory comes from the promise's operator new, with the parameters where
// it takes them, and goes to its operator delete, with the size where it takes that; where the promise says what a call
// gives without memory, the functions give null.
// RUN: %run-native %s | %filecheck
#include "Inputs/trace.h"

bool no_memory = false;
void* operator new(std::size_t size) {
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  std::printf("global-nothrow ");
  return no_memory ? nullptr : std::malloc(size);
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

struct Base {
  std::suspend_never initial_suspend() { return {}; }
  std::suspend_never final_suspend() noexcept { return {}; }
  void return_void() {}
  void unhandled_exception() {}
};
std::size_t asked;
void* take(const char* what, std::size_t size) {
  std::printf("%s ", what);
  asked = size;
  return std::malloc(size);
}
void give(const char* what, void* memory, std::size_t size) {
  std::printf("%s%s ", what, size == asked ? "" : " WRONG SIZE");
  std::free(memory);
}
struct X;
struct Pool {
  const char* name;
};

struct Task {
  struct promise_type : Base {
    Task get_return_object() { return {}; }
    void* operator new(std::size_t size) { return take("size", size); }
    void* operator new(std::size_t size, Pool& pool, int& n) {
      n = n * 2;  // The parameter itself: its copy is made later.
      return take(pool.name, size);
    }
    void* operator new(std::size_t size, X&, Pool& pool) { return take(pool.name, size); }
    void operator delete(void* memory, std::size_t size) { give("sized", memory, size); }
    void operator delete(void*) { std::printf("unsized "); }
  };
};
struct X {
  Task member(Pool) {
    std::printf("member ");
    co_return;
  }
};
Task plain() { co_return; }
Task not_taken(int) { co_return; }
Task pooled(Pool& pool, int n) {
  std::printf("%s%d ", pool.name, n);
  co_return;
}
Task throwing(Pool, int, struct Thrower);
struct Thrower {
  Thrower() {}
  Thrower(const Thrower&) { throw 1; }
};
Task throwing(Pool, int, Thrower) { co_return; }

/// A template, as for allocator_arg; only an unsized delete, inherited.
struct Storage {
  template <class... Args>
  static void* operator new(std::size_t size, Args&... args) {
    std::printf("template%zu ", sizeof...(args));
    return std::malloc(size);
  }
  static void operator delete(void* memory) {
    std::printf("inherited ");
    std::free(memory);
  }
};
struct Templated {
  struct promise_type : Base, Storage {
    Templated get_return_object() { return {}; }
  };
};
Templated templated(int, const char*) { co_return; }

/// One that may fail, by the global function.
struct Failing {
  bool works;
  struct promise_type : Base {
    Failing get_return_object() { return {true}; }
    static Failing get_return_object_on_allocation_failure() {
      std::printf("failure ");
      return {false};
    }
  };
};
Failing failing(Noisy) { co_return; }

/// And by its own, which must not throw.
struct FailingOwn {
  bool works;
  struct promise_type : Base {
    FailingOwn get_return_object() { return {true}; }
    static FailingOwn get_return_object_on_allocation_failure() {
      std::printf("own-failure ");
      return {false};
    }
    void* operator new(std::size_t size, int& n) noexcept {
      std::printf("own%d ", n);
      return no_memory ? nullptr : std::malloc(size);
    }
    void operator delete(void* memory) noexcept { std::free(memory); }
  };
};
FailingOwn failing_own(int) { co_return; }

int main() {
  plain();
  line();  // CHECK: size sized
  not_taken(1);
  line();  // CHECK-NEXT: size sized
  Pool pool{"pool"};
  pooled(pool, 4);
  line();  // CHECK-NEXT: pool pool8 sized
  X x;
  x.member(pool);
  line();  // CHECK-NEXT: pool member sized
  try {
    throwing(pool, 1, Thrower());
  } catch (int) {
    line("thrown");  // CHECK-NEXT: size sized thrown
  }
  templated(1, "");
  line();  // CHECK-NEXT: template2 inherited
  for (bool fails : {false, true}) {
    no_memory = fails;
    std::printf("%d ", failing(Noisy("a")).works);
    std::printf("%d\n", failing_own(3).works);
  }
  // CHECK-NEXT: +a global-nothrow move-a -a 1 -a own3 1
  // CHECK-NEXT: +a global-nothrow failure 0 -a own3 own-failure 0
}
