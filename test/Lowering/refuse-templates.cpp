// What the lowering of templates cannot do yet is refused at its line.
// RUN: not %pawl lower %s 2>&1 | %filecheck-errors --implicit-check-not error:
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
