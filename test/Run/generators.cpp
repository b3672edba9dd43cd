// Generators: yields of values and of locals, awaits between them, break runs destructors,
// exceptions arrive at the loop.  In a template a generator may be of a known type, though the
// promise is not.
// RUN: %run-all %s | %filecheck --check-prefix=CHECK-EXEC
#include "../Inputs/trace.h"

using pawl::AsyncGenerator;
async AsyncGenerator<std::string> words(int n) {
  Noisy guard("guard");
  for (int i = 0; i < n; ++i) {
    std::string word = "word" + std::to_string(i);
    await tick();
    yield word;
    if (i == 2) throw std::runtime_error("broken");
  }
}
async AsyncGenerator<int> lengths(int n) {
  for await (const std::string& word : words(n)) {
    if (word == "word0") continue;
    yield static_cast<int>(word.size());
  }
}
async Coro<> body() {
  for await (int length : lengths(3)) std::printf("%d ", length);
}
async Coro<> early() {
  for await (std::string word : words(5)) {
    std::printf("%s ", word.c_str());
    if (word == "word1") break;
  }
  std::printf("left\n");
}
template <class T>
async Coro<T> longest(T least) {
  for await (const std::string& word : words(2)) {
    if (word == "word0") continue;
    if (word.size() > least) least = word.size();
  }
  return least;
}
int main() {
  pawl::run(early());
  try {
    pawl::run(body());
  } catch (const std::runtime_error& e) {
    std::printf("%s\n", e.what());
  }
  std::printf("longest %zu\n", pawl::run(longest<std::size_t>(1)));
}

// CHECK-EXEC: +guard word0 word1 -guard left
// CHECK-EXEC-NEXT: +guard 5 5 -guard broken
// CHECK-EXEC-NEXT: +guard -guard longest 5
