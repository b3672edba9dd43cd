// [coroutine.handle], [coroutine.noop], [coroutine.trivial.awaitables], [coroutine.traits]: our own <coroutine>, which stands
// in below C++20, against the standard library's.
// RUN: %run-native %s | %filecheck
#include "Inputs/trace.h"

#include <set>

struct Aligned {
  struct promise_type {
    int value = 3;
    Aligned get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_always initial_suspend() { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
  std::coroutine_handle<promise_type> handle;
};
Aligned small() { co_return; }

template <class T, class = void>
struct has_promise : std::false_type {};
template <class T>
struct has_promise<T, std::void_t<typename std::coroutine_traits<T, int>::promise_type>> : std::true_type {};

template <class Promise>
bool deduces(std::coroutine_handle<Promise> h) {
  return h.done();
}

int main() {
  using Handle = std::coroutine_handle<>;
  using Typed = std::coroutine_handle<Aligned::promise_type>;
  // [coroutine.handle.con], .export.import, .observers
  Handle none, null = nullptr;
  Typed typed_none;
  std::printf("%d%d%d ", !none, none == null, none.address() == nullptr);
  typed_none = nullptr;
  null = nullptr;
  Aligned a = small(), b = small();
  Handle h = a.handle;
  std::printf("%d%d ", bool(h), h == a.handle);
  std::printf("%d%d%d ", Handle::from_address(h.address()) == h, Typed::from_address(h.address()) == a.handle,
              h.address() == a.handle.address());
  // .promise
  std::printf("%d%d%d ", Typed::from_promise(a.handle.promise()) == a.handle, a.handle.promise().value,
              &Typed::from_address(h.address()).promise() == &a.handle.promise());
  const Aligned::promise_type& constant = a.handle.promise();
  std::printf("%d\n", std::coroutine_handle<const Aligned::promise_type>::from_promise(constant).address() == h.address());
  // CHECK: 111 11 111 131 1
  // .resumption, .observers
  std::printf("%d ", h.done());
  h.resume();
  b.handle();
  std::printf("%d%d%d ", h.done(), b.handle.done(), deduces(b.handle));
  // .compare, .hash
  Handle other = b.handle;
  std::printf("%d%d%d%d%d%d ", h != other, h < other || other < h, (h < other) == (other > h), h <= h, h >= h, h < h);
  std::set<Handle> ordered{h, other, h};
  std::printf("%zu %d\n", ordered.size(), std::hash<Typed>()(a.handle) == std::hash<Handle>()(h));
  // CHECK-NEXT: 0 111 111110 2 1
  h.destroy();
  b.handle.destroy();

  // [coroutine.noop]
  std::noop_coroutine_handle noop = std::noop_coroutine();
  static_assert(std::is_same_v<decltype(noop), std::coroutine_handle<std::noop_coroutine_promise>>);
  Handle erased = noop;
  noop.resume();
  noop();
  noop.destroy();
  erased.resume();
  erased.destroy();
  std::noop_coroutine_promise& promise = noop.promise();
  std::printf("%d%d%d%d%d\n", bool(noop), noop.done(), erased.done(), noop.address() == erased.address(),
              static_cast<void*>(&promise) != nullptr);
  // CHECK-NEXT: 10011

  // [coroutine.trivial.awaitables], [coroutine.traits.primary]
  constexpr std::suspend_always always;
  constexpr std::suspend_never never;
  static_assert(!always.await_ready() && never.await_ready());
  always.await_suspend(none);
  never.await_resume();
  std::printf("%d%d%d\n", has_promise<Aligned>::value, has_promise<int>::value, has_promise<Plain>::value);
  // CHECK-NEXT: 101
}
