// A variable's name is in scope in its own initialiser ([basic.scope.pdecl]/1): recursive lambdas, objects that know where
// they are.
// RUN: %run-native %s
#include "../Inputs/trace.h"

#include <functional>

struct Node {
  Node* self;
  int value;
};
Coro<bool> object() {
  Node node{&node, 3};
  co_await tick();
  co_return node.self == &node;
}
Coro<int> recursive() {
  std::function<Coro<int>(int)> faculty = [&](int n) -> Coro<int> {
    if (n <= 1) co_return 1;
    co_return n * co_await faculty(n - 1);
  };
  std::function<int(int)> plain = [&plain](int n) { return n <= 1 ? 1 : n * plain(n - 1); };
  const int first = co_await faculty(5);
  co_await tick();
  co_return first + plain(3);
}
Coro<> body() {
  std::printf("%d\n", co_await object());
  std::printf("%d\n", co_await recursive());
}
int main() { pawl::run(body()); }
