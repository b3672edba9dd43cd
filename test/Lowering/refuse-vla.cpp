// An array of variable length is refused at the user's line, and no file is left.
// RUN: not %pawl lower %s -o %t.cpp 2>&1 | %filecheck-errors
// RUN: not ls %t.cpp
#include <pawl/pawl.h>
using pawl::Coro;
async Coro<> f(int n) {
  int array[n];
  await pawl::sleep(std::chrono::seconds(1));
  array[0] = 1;
}

// CHECK: refuse-vla.cpp:[[#@LINE-5]]:{{[0-9]+}}: error: an async function cannot have an array of variable length
