// [dcl.fct.def.coroutine]/3: the promise type is that of std::coroutine_traits of the return type and the parameter types,
// with the object parameter first: an lvalue or rvalue reference to cv X, as the ref-qualifier says.
// RUN: %run-native --no-gxx="takes *this for an lvalue in a && member" %s | %filecheck
#include "Inputs/trace.h"

template <class Tag>
struct Named {
  template <class R>
  struct promise {
    R get_return_object() { return R(); }
    std::suspend_never initial_suspend() {
      std::printf("%s ", Tag::name);
      return {};
    }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
};
#define TAG(X) \
  struct X {   \
    static constexpr const char* name = #X; \
  }
TAG(primary);
TAG(by_parameter);
TAG(by_reference);
TAG(lvalue_object);
TAG(const_object);
TAG(rvalue_object);
TAG(static_member);
TAG(three);

struct R {
  using promise_type = Named<primary>::promise<R>;
};
struct Tag {};
struct X;

namespace std {
template <class... Rest>
struct coroutine_traits<R, Tag, Rest...> {
  using promise_type = Named<by_parameter>::promise<R>;
};
template <>
struct coroutine_traits<R, const Tag&> {
  using promise_type = Named<by_reference>::promise<R>;
};
template <>
struct coroutine_traits<R, X&, int> {
  using promise_type = Named<lvalue_object>::promise<R>;
};
template <>
struct coroutine_traits<R, const X&, int> {
  using promise_type = Named<const_object>::promise<R>;
};
template <>
struct coroutine_traits<R, X&&, int> {
  using promise_type = Named<rvalue_object>::promise<R>;
};
template <>
struct coroutine_traits<R, short> {
  using promise_type = Named<static_member>::promise<R>;
};
template <>
struct coroutine_traits<R, int, double, char> {
  using promise_type = Named<three>::promise<R>;
};
// A type that knows nothing of coroutines, and none at all.
template <>
struct coroutine_traits<int, Tag> {
  using promise_type = Named<by_parameter>::promise<int>;
};
template <class... Args>
struct coroutine_traits<void, Args...> {
  struct promise_type {
    void get_return_object() {}
    std::suspend_never initial_suspend() {
      std::printf("void%zu ", sizeof...(Args));
      return {};
    }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
};
}  // namespace std

struct X {
  R plain(int) { co_return; }
  R constant(int) const { co_return; }
  R moved(int) && { co_return; }
  static R shared(short) { co_return; }
  void nothing(int, int) { co_return; }
};
R none() { co_return; }
R tagged(Tag, int, int) { co_return; }
R referring(const Tag&) { co_return; }
R several(int, double, char) { co_return; }
int integer(Tag) { co_return; }
void nothing() { co_return; }

int main() {
  none();
  tagged(Tag(), 1, 2);
  referring(Tag());
  X x;
  x.plain(1);
  x.constant(1);
  X().moved(1);
  X::shared(1);
  several(1, 2, 3);
  std::printf("%d ", integer(Tag()));
  nothing();
  x.nothing(1, 2);
  line();
}
// CHECK: primary by_parameter by_reference lvalue_object const_object rvalue_object static_member three by_parameter 0 void0 void3
