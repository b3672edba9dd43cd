// What the lowering of templates cannot do yet is refused at its line.
// RUN: not %pawl lower %s 2>&1 | %filecheck-errors --implicit-check-not error:
#include <functional>
#include <string>
#include <vector>
#include <pawl/pawl.h>
using pawl::Coro;
struct Pair {
  std::string first, second;
};

template <class T> async Coro<int> measure(const std::vector<T>& list) { return static_cast<int>(list.size()); }
template <class T> async Coro<> list(T x) { await measure<T>({x, x}); }
// CHECK: [[@LINE-1]]:62: error: cannot lower a braced list as an argument of a call that is awaited and not known before the template is instantiated; name it first

template <class T> Pair make(T x);
template <class T> async Coro<> part(T x) {
  auto& second = make(x).second;
  // CHECK: [[@LINE-1]]:9: error: cannot lower a reference to a part of a temporary that lives across an await
  await measure(std::vector<T>(1, x));
  second += "!";
}

template <class T> async Coro<int> unknown(T x) {
  auto list = {x, await measure(std::vector<T>(1, x))};
  // CHECK: [[@LINE-1]]:16: error: cannot lower an object in a braced list before an await
  return list.begin()[0];
}

template <class T> async Coro<T> next(T x) { return x; }
template <class... T> int sum(T... x) { return (0 + ... + x); }
template <class... T> async Coro<int> packs(T... x) {
  (sum(await next(x), await next(x)), ...);
  // CHECK: [[@LINE-1]]:4: error: cannot lower several awaits in the expansion of a parameter pack
  return 0;
}
template <class... T> async Coro<int> before(T... x) {
  return (sum(sum(x), await next(x)) + ...);
  // CHECK: [[@LINE-1]]:15: error: cannot lower what is evaluated before an await in the expansion of a parameter pack
}
template <class... T> async Coro<int> within(T... x) {
  std::vector<int> list{1 + await next(x)...};
  // CHECK: [[@LINE-1]]:29: error: cannot lower an await within an element of a braced list
  return list[0];
}
template <class... T> async Coro<int> parentheses(T... x) {
  Pair pair(await next(x)...);
  // CHECK: [[@LINE-1]]:13: error: cannot lower an await in the expansion of a parameter pack as an initialiser in parentheses
  await next(1);
  return static_cast<int>(pair.first.size());
}
template <class... T> async Coro<int> closure(T... x) {
  return (await async [](int y) -> Coro<int> { return y; }(x) + ...);
  // CHECK: [[@LINE-1]]:11: error: cannot lower an await of this kind in the expansion of a parameter pack
}
