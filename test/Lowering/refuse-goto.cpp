// A goto is refused at the user's line, and no file is left.
// RUN: not %pawl lower %s -o %t.cpp 2>&1 | %filecheck-errors
// RUN: not ls %t.cpp
#include <pawl/pawl.h>
using pawl::Coro;
async Coro<> f(int n) {
  await pawl::sleep(std::chrono::seconds(n));
  if (n) goto end;
  await pawl::sleep(std::chrono::seconds(n));
end:
  (void)n;
}

// CHECK: refuse-goto.cpp:[[#@LINE-6]]:{{[0-9]+}}: error: cannot lower a label or a goto
