// Awaits among operands: left to right, the right side of an assignment first, one arm of a
// conditional, temporaries to the end of the full-expression.
// RUN: %run-all %s | %filecheck --check-prefix=CHECK-EXEC
#include "../Inputs/trace.h"

async Coro<int> id(int v) {
  std::printf("<%d ", v);
  await tick();
  std::printf("%d> ", v);
  return v;
}
async Coro<Noisy> noisy(const char* name) {
  Noisy n(name, 5);
  await tick();
  return n;
}
async Coro<std::string> text(std::string s) {
  await tick();
  return s + "!";
}
int join(int a, int b) { return a * 10 + b; }
int three(const Noisy& a, int b, Noisy c) {
  std::printf("(%s %d %s) ", a.name, b, c.name);
  return b;
}
async Coro<> body() {
  int x = 1;
  x = join(await id(1), await id(2)) + join(x, await id(3));
  std::printf("x=%d\n", x);
  bool flag = await id(0) || await id(5);
  flag = flag && await id(0) && await id(9);
  std::printf("flag=%d\n", flag);
  three(Noisy("t1"), await id(7), await noisy("r"));
  std::printf("\n");
  three(await noisy("n"), await id(8), Noisy("t2"));
  std::printf("\n");
  std::string chosen = flag ? await text("yes") : await text("no");
  std::printf("%s %zu\n", chosen.c_str(), (await text("abc")).size());
  std::puts(x > 0 ? (await text("arm")).c_str() : "none");
  int array[3] = {1, 2, 3};
  array[await id(1)] = await id(2);
  x += await id(3);
  std::printf("%d %d\n", array[1], x);
  std::vector<int> list{await id(1), 2, await id(3)};
  auto owned = std::make_unique<int>(await id(4));
  std::printf("%zu %d\n", list.size(), *owned + (await id(1) ? 1 : throw 3));
}
int main() { pawl::run(body()); }

// CHECK-EXEC: {{^}}<1 1> <2 2> <3 3> x=25
// CHECK-EXEC-NEXT: <0 0> <5 5> <0 0> flag=0
// CHECK-EXEC-NEXT: {{^}}+t1 <7 7> +r (t1 7 r) -r -t1
// CHECK-EXEC-NEXT: {{^}}+n <8 8> +t2 (n 8 t2) -t2 -n
// CHECK-EXEC-NEXT: no! 4
// CHECK-EXEC-NEXT: arm!
// CHECK-EXEC-NEXT: {{^}}<2 2> <1 1> <3 3> 2 28
// CHECK-EXEC-NEXT: {{^}}<1 1> <3 3> <4 4> <1 1> 3 5
