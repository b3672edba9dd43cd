// Mentions async and co_await in a comment only; uses the standard library's.
#include <future>

int twice(int n) {
  return std::async(std::launch::async, [n] { return 2 * n; }).get();
}
