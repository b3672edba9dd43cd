// Tests of GoogleTest whose bodies are coroutines, lowered and native.
// RUN: %pawl lower %s -o %t.cpp --compiler=g++ -- -std=c++17
// RUN: %gxx17 -iquote %S %t.cpp -o %t.lowered -lgtest -lgtest_main
// RUN: not env GTEST_COLOR=no %t.lowered > %t.out
// RUN: %filecheck --check-prefix=CHECK-EXEC < %t.out
// RUN: %clangxx20 -DNATIVE %s -o %t.native -lgtest -lgtest_main
// RUN: not env GTEST_COLOR=no %t.native > %t.out
// RUN: %filecheck --check-prefix=CHECK-EXEC < %t.out
#include <pawl/testing.h>

#include <stdexcept>

using namespace std::chrono_literals;

#ifdef NATIVE
#define async
#define await co_await
#endif

pawl::Coro<> sleeps(std::chrono::seconds d) { co_await pawl::sleep(d); }

// CHECK-EXEC: [       OK ] pawl.virtual_time
async PAWL_TEST(virtual_time) {
  await pawl::sleep(1h);
  EXPECT_EQ(pawl::get_running_loop().time(), 1h);
}
// CHECK-EXEC: left over: <Task pending name='forgotten'
// CHECK-EXEC: [  FAILED  ] pawl.leaves_a_task
async PAWL_TEST(leaves_a_task) {
  (void)pawl::create_task(sleeps(5s), "forgotten");
  await pawl::sleep(1s);
}
// CHECK-EXEC: C++ exception with description "from the body" thrown
// CHECK-EXEC: [  FAILED  ] pawl.throws
async PAWL_TEST(throws) {
  await pawl::sleep(1s);
  throw std::runtime_error("from the body");
}
// CHECK-EXEC: was cancelled
// CHECK-EXEC: [  FAILED  ] pawl.is_cancelled
async PAWL_TEST(is_cancelled) {
  pawl::current_task().cancel();
  await pawl::sleep(1s);
}
// CHECK-EXEC: 3 FAILED TESTS
