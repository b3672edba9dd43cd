// Frames, promises, parameters and locals with more than the default alignment, with each kind of allocation function.
// [basic.align] holds for them as for all objects; natively it does not hold yet for promises.
// RUN: %run-all %s | %filecheck
#include "Inputs/trace.h"

#include <cstdint>

template <std::size_t N>
struct alignas(N) Aligned {
  int value = 0;
  bool good() const { return reinterpret_cast<std::uintptr_t>(this) % N == 0; }
};
struct Base {
  std::suspend_always initial_suspend() { return {}; }
  std::suspend_always final_suspend() noexcept { return {}; }
  void return_void() {}
  void unhandled_exception() {}
};
template <class Member, class Memory>
struct Task {
  struct promise_type : Base, Memory {
    Member member;
    Task get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
  };
  std::coroutine_handle<promise_type> handle;
  void run() {
    bool same = std::coroutine_handle<promise_type>::from_promise(handle.promise()) == handle;
    std::printf("promise%d%d ", handle.promise().member.good(), same);
    while (!handle.done()) handle.resume();
    handle.destroy();
    line();
  }
};

struct Global {};
/// An arena that gives memory at odd places, as far as the plain function may.
alignas(256) unsigned char arena[1 << 16];
std::size_t used = 0, asked = 0;
int living = 0;
struct Own {
  static void* operator new(std::size_t size) {
    asked = size;
    ++living;
    void* memory = arena + used + __STDCPP_DEFAULT_NEW_ALIGNMENT__;
    used += (size / 256 + 2) * 256;
    return memory;
  }
  static void operator delete(void* memory, std::size_t size) {
    --living;
    bool own = (static_cast<unsigned char*>(memory) - arena) % 256 == __STDCPP_DEFAULT_NEW_ALIGNMENT__;
    std::printf("own%d%d ", own, size == asked);
  }
};
struct WithAlignment {
  static void* operator new(std::size_t size) { return std::malloc(size); }
  static void* operator new(std::size_t size, std::align_val_t alignment) {
    std::printf("align%zu ", static_cast<std::size_t>(alignment));
    return ::operator new(size, alignment);
  }
  static void operator delete(void* memory) { std::free(memory); }
  static void operator delete(void* memory, std::size_t size, std::align_val_t alignment) {
    std::printf("unalign%zu ", static_cast<std::size_t>(alignment));
    ::operator delete(memory, size, alignment);
  }
};

Task<Aligned<4>, Global> local(Aligned<64> parameter) {
  Aligned<128> a;
  co_await std::suspend_always();
  std::printf("%d%d ", parameter.good(), a.good());
}
Task<Aligned<64>, Global> promise() {
  Aligned<8> a;
  co_await std::suspend_always();
  std::printf("%d ", a.good());
}
Task<Aligned<64>, Own> own(Aligned<32> parameter) {
  co_await std::suspend_always();
  std::printf("%d ", parameter.good());
}
Task<Aligned<4>, Own> own_small(int) { co_await std::suspend_always(); }
Task<Aligned<4>, WithAlignment> with_alignment() {
  Aligned<64> a;
  co_await std::suspend_always();
  std::printf("%d ", a.good());
}
Task<Aligned<4>, WithAlignment> with_alignment_small() { co_await std::suspend_always(); }

/// The awaiters of the promise's own awaits.
struct Awaiter : Aligned<64> {
  bool await_ready() noexcept { return false; }
  void await_suspend(std::coroutine_handle<>) noexcept { std::printf("%d ", good()); }
  void await_resume() noexcept {}
};
struct Awaits {
  struct promise_type {
    Awaits get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
    Awaiter initial_suspend() { return {}; }
    Awaiter final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
  std::coroutine_handle<promise_type> handle;
};
Awaits awaits() { co_await Awaiter(); }

int main() {
  local({}).run();              // CHECK: promise11 11
  promise().run();              // CHECK-NEXT: promise11 1
  own({}).run();                // CHECK-NEXT: promise11 1 own11
  own_small(1).run();           // CHECK-NEXT: promise11 own11
  with_alignment().run();       // CHECK-NEXT: align64 promise11 1 unalign64
  with_alignment_small().run(); // CHECK-NEXT: promise11
  Awaits a = awaits();
  while (!a.handle.done()) a.handle.resume();
  a.handle.destroy();
  std::printf("%d\n", living);  // CHECK-NEXT: 1 1 1 0
}
