// Awaits in the bodies, conditions, increments and ranges of loops; break and continue.
// RUN: %run-all %s | %filecheck --check-prefix=CHECK-EXEC
#include "../Inputs/trace.h"

async Coro<int> id(int v) {
  await tick();
  return v;
}
async Coro<> body() {
  int k = 0;
  while (await id(k) < 4) {
    if (k++ == 1) continue;
    std::printf("w%d ", k);
  }
  do {
    ++k;
    if (k == 6) continue;
    std::printf("d%d ", k);
  } while (await id(k) < 7);
  for (int i = await id(1); await id(i) < 6; i += await id(1)) {
    if (i == 2) continue;
    if (i == 4) break;
    std::printf("f%d ", i);
  }
  for (;;) {
    if (await id(++k) > 9) break;
    std::printf("e%d ", k);
  }
  std::printf("\n");
  std::vector<std::string> words{"x", "y", "z"};
  for (auto& word : words) {
    await tick();
    word += "!";
  }
  for (const std::string& word : words) {
    if (word == "y!") continue;
    await tick();
    std::printf("%s ", word.c_str());
  }
  for (auto [number, name] : std::vector<std::pair<int, std::string>>{{1, "one"}, {2, "two"}}) {
    await tick();
    std::printf("%d=%s ", number, name.c_str());
  }
  int raw[] = {7, 8};
  for (int value : raw) {
    if (await id(value) == 8) std::printf("last ");
  }
  while (auto left = await id(10 - k)) {
    std::printf("left%d ", left);
    if (++k > 20) break;
  }
  std::printf("\n");
}
int main() { pawl::run(body()); }

// CHECK-EXEC: w1 w3 w4 d5 d7 f1 f3 e8 e9
// CHECK-EXEC-NEXT: x! z! 1=one 2=two last
