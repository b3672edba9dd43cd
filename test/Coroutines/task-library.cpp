// A library of lazy tasks and recursive generators; promises that take the parameters of templates.
// RUN: %run-native %s | %filecheck --check-prefix=CHECK-EXEC
#include <coroutine>
#include <cstdio>
#include <string>
#include <vector>
#include <exception>
#include <utility>
#include <memory>
#include <optional>
#include <type_traits>
#include <cstdlib>
#include <new>
// a lazy task library like cppcoro, templated on T and with CRTP, all features
template <class T>
class task;
namespace detail {
struct final_awaiter {
  bool await_ready() noexcept { return false; }
  template <class P>
  std::coroutine_handle<> await_suspend(std::coroutine_handle<P> h) noexcept {
    return h.promise().continuation;
  }
  void await_resume() noexcept {}
};
class promise_base {
 public:
  std::coroutine_handle<> continuation = std::noop_coroutine();
  std::suspend_always initial_suspend() noexcept { return {}; }
  final_awaiter final_suspend() noexcept { return {}; }
  template <class A>
  decltype(auto) await_transform(A&& a) {
    ++awaits;
    return std::forward<A>(a);
  }
  static inline int awaits = 0;
};
template <class T>
class promise final : public promise_base {
  union {
    T value;
    std::exception_ptr error;
  };
  int state = 0;

 public:
  promise() noexcept {}
  ~promise() {
    if (state == 1)
      value.~T();
    else if (state == 2)
      error.~exception_ptr();
  }
  task<T> get_return_object() noexcept;
  void unhandled_exception() noexcept {
    new (&error) std::exception_ptr(std::current_exception());
    state = 2;
  }
  template <class V, class = std::enable_if_t<std::is_convertible_v<V&&, T>>>
  void return_value(V&& v) noexcept(std::is_nothrow_constructible_v<T, V&&>) {
    new (&value) T(std::forward<V>(v));
    state = 1;
  }
  T& result() & {
    if (state == 2) std::rethrow_exception(error);
    return value;
  }
  T&& result() && {
    if (state == 2) std::rethrow_exception(error);
    return std::move(value);
  }
};
template <>
class promise<void> final : public promise_base {
  std::exception_ptr error;

 public:
  task<void> get_return_object() noexcept;
  void return_void() noexcept {}
  void unhandled_exception() noexcept { error = std::current_exception(); }
  void result() {
    if (error) std::rethrow_exception(error);
  }
};
template <class T>
class promise<T&> final : public promise_base {
  T* p = nullptr;

 public:
  task<T&> get_return_object() noexcept;
  void return_value(T& t) noexcept { p = &t; }
  void unhandled_exception() { throw; }
  T& result() { return *p; }
};
}  // namespace detail
template <class T = void>
class [[nodiscard]] task {
 public:
  using promise_type = detail::promise<T>;

 private:
  std::coroutine_handle<promise_type> h;
  struct awaiter_base {
    std::coroutine_handle<promise_type> h;
    bool await_ready() const noexcept { return !h || h.done(); }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> c) noexcept {
      h.promise().continuation = c;
      return h;
    }
  };

 public:
  explicit task(std::coroutine_handle<promise_type> h) : h(h) {}
  task(task&& o) noexcept : h(std::exchange(o.h, nullptr)) {}
  ~task() {
    if (h) h.destroy();
  }
  auto operator co_await() const& noexcept {
    struct awaiter : awaiter_base {
      decltype(auto) await_resume() { return this->h.promise().result(); }
    };
    return awaiter{{h}};
  }
  auto operator co_await() const&& noexcept {
    struct awaiter : awaiter_base {
      decltype(auto) await_resume() { return std::move(this->h.promise()).result(); }
    };
    return awaiter{{h}};
  }
  void start() { h.resume(); }
  bool done() const { return h.done(); }
  auto& promise() { return h.promise(); }
};
namespace detail {
template <class T>
task<T> promise<T>::get_return_object() noexcept {
  return task<T>{std::coroutine_handle<promise>::from_promise(*this)};
}
inline task<void> promise<void>::get_return_object() noexcept {
  return task<void>{std::coroutine_handle<promise>::from_promise(*this)};
}
template <class T>
task<T&> promise<T&>::get_return_object() noexcept {
  return task<T&>{std::coroutine_handle<promise>::from_promise(*this)};
}
}  // namespace detail
// generator recursive
template <class Ref, class V = std::decay_t<Ref>>
struct generator {
  struct promise_type {
    std::add_pointer_t<Ref> ptr;
    promise_type* root = this;
    promise_type* parent = nullptr;
    std::coroutine_handle<promise_type> leaf = self();
    std::exception_ptr* nestedError = nullptr;
    std::coroutine_handle<promise_type> self() {
      return std::coroutine_handle<promise_type>::from_promise(*this);
    }
    generator get_return_object() { return generator{self()}; }
    std::suspend_always initial_suspend() noexcept { return {}; }
    auto final_suspend() noexcept {
      struct aw {
        bool await_ready() noexcept { return false; }
        std::coroutine_handle<> await_suspend(std::coroutine_handle<promise_type> h) noexcept {
          auto& p = h.promise();
          if (p.parent) {
            p.root->leaf = p.parent->self();
            return p.parent->self();
          }
          return std::noop_coroutine();
        }
        void await_resume() noexcept {}
      };
      return aw{};
    }
    std::suspend_always yield_value(Ref r) noexcept {
      root->ptr = std::addressof(r);
      return {};
    }
    auto yield_value(generator g) noexcept {
      struct aw {
        generator g;
        std::exception_ptr error;
        bool await_ready() noexcept { return false; }
        std::coroutine_handle<> await_suspend(std::coroutine_handle<promise_type> h) noexcept {
          auto& p = g.h.promise();
          p.parent = &h.promise();
          p.root = h.promise().root;
          p.nestedError = &error;
          p.root->leaf = g.h;
          return g.h;
        }
        void await_resume() {
          if (error) std::rethrow_exception(error);
        }
      };
      return aw{std::move(g), {}};
    }
    void await_transform() = delete;
    void return_void() {}
    void unhandled_exception() {
      if (!nestedError) throw;
      *nestedError = std::current_exception();
    }
  };
  std::coroutine_handle<promise_type> h;
  explicit generator(std::coroutine_handle<promise_type> h) : h(h) {}
  generator(generator&& o) noexcept : h(std::exchange(o.h, nullptr)) {}
  ~generator() {
    if (h) h.destroy();
  }
  struct sentinel {};
  struct iterator {
    std::coroutine_handle<promise_type> h;
    bool operator!=(sentinel) const { return !h.done(); }
    iterator& operator++() {
      h.promise().leaf.resume();
      return *this;
    }
    Ref operator*() const { return static_cast<Ref>(*h.promise().ptr); }
  };
  iterator begin() {
    h.resume();
    return {h};
  }
  sentinel end() { return {}; }
};
template <class T>
struct tree {
  T v;
  std::unique_ptr<tree> l, r;
  generator<const T&> walk() const {
    if (l) co_yield l->walk();
    co_yield v;
    if (r) co_yield r->walk();
  }
};
template <class T>
task<T> ready(T t) {
  co_return t;
}
task<> thrower(int x) {
  if (x) throw std::string("thrown");
  co_return;
}
template <class... T>
task<std::vector<int>> all(task<T>... ts) {
  std::vector<int> out;
  (void)std::initializer_list<int>{(out.push_back(sizeof(ts)), 0)...};
  int i = 0;
  (void)i;
  co_return out;
}
task<int> consume() {
  auto t = ready(std::string("str"));
  std::string a = co_await t;
  std::string b = co_await std::move(t);
  int x = co_await ready(3) * co_await ready(4);
  try {
    co_await thrower(1);
  } catch (std::string& s) { a += s; }
  co_await thrower(0);
  std::printf("%s %s\n", a.c_str(), b.c_str());
  co_return x;
}
task<int&> refs(int& r) {
  r++;
  co_return r;
}
struct member_lib {
  int k = 3;
  template <class U>
  task<U> get(U u) const {
    co_return u + k;
  }
  static task<int> st(const member_lib* m) { co_return co_await m->get(1) + co_await m->get(2.5); }
  task<int> over(int) & { co_return 1; }
  task<int> over(int) && { co_return 2; }
  task<int> over(int) const& { co_return 3; }
};
struct tracked {
  std::shared_ptr<int> p;
};
// promise with args, operator new with args, alloc failure, unhandled_exception throwing
struct arena {
  char buf[4096];
  size_t used = 0;
  int allocs = 0, frees = 0;
};
template <class T>
struct fire {
  struct promise_type {
    arena* a;
    promise_type(arena& ar, T t) : a(&ar) { std::printf("promise(%d)\n", (int)t); }
    template <class... X>
    promise_type(X&&...) : a(nullptr) {
      std::printf("promise(...%zu)\n", sizeof...(X));
    }
    static void* operator new(size_t n, arena& ar, T) {
      ++ar.allocs;
      void* p = malloc(n);
      return p;
    }
    static void* operator new(size_t n) { return malloc(n); }
    static void operator delete(void* p) {
      std::printf("delete\n");
      free(p);
    }
    fire get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_value(int x) { std::printf("ret %d\n", x); }
    void unhandled_exception() {
      std::printf("unhandled\n");
      throw;
    }
    std::suspend_always yield_value(T v) {
      std::printf("yield %d\n", (int)v);
      return {};
    }
    auto await_transform(int x) {
      struct aw {
        int x;
        bool await_ready() { return x % 2; }
        bool await_suspend(std::coroutine_handle<>) { return x % 3 == 0; }
        int await_resume() { return x * 10; }
      };
      return aw{x};
    }
  };
  std::coroutine_handle<promise_type> h;
};
fire<int> f1(arena& a, int n) {
  for (int i = 0; i < n; ++i) {
    int v = co_await i;
    co_yield v + co_await 1;
  }
  if (n > 4) throw 5;
  co_return n;
}
template <class T>
T co_yield_helper(T t, size_t n) {
  return t + (T)n;
}
template <class T>
fire<T> f2(T t, std::string s) {
  T u = t;
  T r = co_yield_helper(u, s.size());
  co_return r;
}
template <class... Ts>
fire<int> f3(int a, Ts&... ts) {
  co_yield 1;
  co_return a + (ts + ...);
}
template <class T>
struct host {
  T t;
  template <class... Ts>
  fire<int> f4(Ts... ts, int last = 3) {
    (void)last;
    co_yield sizeof...(ts);
    co_return (int) t;
  }
};
int main() {
  {
    int x = 1, y = 2;
    auto f = f3(3, x, y);
    y = 10;
    while (!f.h.done()) f.h.resume();
    f.h.destroy();
    host<long> h{5};
    auto g = h.template f4<char>('c');
    while (!g.h.done()) g.h.resume();
    g.h.destroy();
  }
  {
    auto t = consume();
    t.start();
    std::printf("%d %d\n", t.promise().result(), (int)detail::promise_base::awaits);
  }
  {
    int x = 1;
    auto t = refs(x);
    t.start();
    t.promise().result() = 9;
    std::printf("%d\n", x);
  }
  {
    tree<int> t{4,
                std::make_unique<tree<int>>(
                    tree<int>{2, std::make_unique<tree<int>>(tree<int>{1, nullptr, nullptr}), nullptr}),
                std::make_unique<tree<int>>(tree<int>{6, nullptr, nullptr})};
    for (const int& v : t.walk()) std::printf("%d ", v);
    std::printf("\n");
  }
  {
    member_lib m;
    auto t = member_lib::st(&m);
    t.start();
    std::printf("%d\n", t.promise().result());
    auto a = m.over(1), b = std::move(m).over(1), c = std::as_const(m).over(1);
    a.start();
    b.start();
    c.start();
    std::printf("%d%d%d\n", a.promise().result(), b.promise().result(), c.promise().result());
  }
  {
    arena ar;
    auto f = f1(ar, 4);
    while (!f.h.done()) {
      f.h.resume();
      std::printf(".\n");
    }
    f.h.destroy();
    auto g = f1(ar, 5);
    try {
      while (!g.h.done()) { g.h.resume(); }
    } catch (int e) { std::printf("caught %d done %d\n", e, g.h.done()); }
    g.h.destroy();
    auto k = f1(ar, 3);
    k.h.resume();
    k.h.destroy();
    std::printf("allocs %d\n", ar.allocs);
  }
  {
    auto f = f2(7, std::string("four"));
    f.h.resume();
    f.h.destroy();
    auto ts = all(ready(1), ready(std::string()));
    ts.start();
    std::printf("%zu\n", ts.promise().result().size());
  }
}
// CHECK-EXEC: {{^}}promise(...3)
// CHECK-EXEC-NEXT: {{^}}yield 1
// CHECK-EXEC-NEXT: {{^}}ret 14
// CHECK-EXEC-NEXT: {{^}}delete
// CHECK-EXEC-NEXT: {{^}}promise(...3)
// CHECK-EXEC-NEXT: {{^}}yield 1
// CHECK-EXEC-NEXT: {{^}}ret 5
// CHECK-EXEC-NEXT: {{^}}delete
// CHECK-EXEC-NEXT: {{^}}strthrown str
// CHECK-EXEC-NEXT: {{^}}12 6
// CHECK-EXEC-NEXT: {{^}}9
// CHECK-EXEC-NEXT: {{^}}1 2 4 6
// CHECK-EXEC-NEXT: {{^}}9
// CHECK-EXEC-NEXT: {{^}}123
// CHECK-EXEC-NEXT: {{^}}promise(4)
// CHECK-EXEC-NEXT: {{^}}.
// CHECK-EXEC-NEXT: {{^}}yield 10
// CHECK-EXEC-NEXT: {{^}}.
// CHECK-EXEC-NEXT: {{^}}yield 20
// CHECK-EXEC-NEXT: {{^}}.
// CHECK-EXEC-NEXT: {{^}}yield 30
// CHECK-EXEC-NEXT: {{^}}.
// CHECK-EXEC-NEXT: {{^}}yield 40
// CHECK-EXEC-NEXT: {{^}}.
// CHECK-EXEC-NEXT: {{^}}ret 4
// CHECK-EXEC-NEXT: {{^}}.
// CHECK-EXEC-NEXT: {{^}}delete
// CHECK-EXEC-NEXT: {{^}}promise(5)
// CHECK-EXEC-NEXT: {{^}}yield 10
// CHECK-EXEC-NEXT: {{^}}yield 20
// CHECK-EXEC-NEXT: {{^}}yield 30
// CHECK-EXEC-NEXT: {{^}}yield 40
// CHECK-EXEC-NEXT: {{^}}yield 50
// CHECK-EXEC-NEXT: {{^}}unhandled
// CHECK-EXEC-NEXT: {{^}}caught 5 done 1
// CHECK-EXEC-NEXT: {{^}}delete
// CHECK-EXEC-NEXT: {{^}}promise(3)
// CHECK-EXEC-NEXT: {{^}}delete
// CHECK-EXEC-NEXT: {{^}}allocs 3
// CHECK-EXEC-NEXT: {{^}}promise(...2)
// CHECK-EXEC-NEXT: {{^}}ret 11
// CHECK-EXEC-NEXT: {{^}}delete
// CHECK-EXEC-NEXT: {{^}}2
