// Where variables live: scalars without identity are saved, others have slots, references keep an
// address, and what nobody reads after the await is not kept.
// RUN: %pawl lower %s --dump-plan | %filecheck
#include <pawl/pawl.h>
#include <string>
using pawl::Coro;
void take(int*);
async Coro<int> f(int n, const std::string& text) {
  int saved = n;
  int gone = n;
  int shown = n;
  take(&shown);
  std::string object(static_cast<std::size_t>(gone), 'x');
  int& alias = shown;
  await pawl::sleep(std::chrono::seconds(1));
  return saved + shown + alias + static_cast<int>(object.size() + text.size());
}

// CHECK: coroutine f -> pawl::Coro<int>, 1 suspension
// CHECK-NEXT: parameter saved n: int
// CHECK-NEXT: parameter reference text: const std::string
// CHECK: begin saved saved: int
// CHECK: begin local gone: int
// CHECK: begin slot shown: int
// CHECK: begin slot object: std::string, destroyed
// CHECK: begin reference alias: int
// CHECK: suspend 1 on _pawl_a{{[0-9]+}}, keeps text saved shown object alias
